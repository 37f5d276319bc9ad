"""The forms of an installation: files in a folder beside the database, each with a name and a version.

Name and version stand in the name of the file (``月报表-v2026.1.xlsx``), so that a clerk sees them without opening it.
A form is an empty sheet of paper: it holds nothing about anybody and is kept as it came.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from db.errors import Refusal
from swstation.reports.write import whole_file

SUFFIXES: Final = (".xlsx", ".docx")
LARGEST: Final = 8_000_000
"""No form is larger than so many bytes."""
OLD: Final = ".old"
"""Ends the name of a form that was put away."""
_NAMED: Final = re.compile(r"(?P<name>.+?)[-_ ]?[vV](?P<version>[0-9][0-9A-Za-z.]{0,19})")
_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class OwnForm(NamedTuple):
    """A form: its name, its version, its file."""

    name: str
    version: str
    file: Path

    @property
    def kind(self) -> str:
        """``xlsx`` or ``docx``."""
        return self.file.suffix[1:].lower()

    @property
    def footer(self) -> str:
        """What stands at the foot of a filled form."""
        return f"{self.name} v{self.version}"


def folder_of(database: Path) -> Path:
    """Where the forms are kept."""
    return Path(f"{database}.d") / "forms"


def read_name(file: Path, name: str = "", version: str = "") -> OwnForm:
    """The form that a file is. Refuses another kind of file, one too large, and one without a version."""
    if file.suffix.lower() not in SUFFIXES:
        raise Refusal("own_form.kind", field="file", token=file.name)
    if not file.is_file():
        raise Refusal("form.no_file", field="file", token=str(file))
    if file.stat().st_size > LARGEST:
        raise Refusal("own_form.too_large", field="file", token=file.name)
    found = _NAMED.fullmatch(file.stem)
    name = (name or (found["name"] if found else file.stem)).strip()
    version = (version or (found["version"] if found else "")).strip().lstrip("vV")
    if not version:
        raise Refusal("own_form.no_version", field="version", token=file.name)
    if _NOT_IN_NAMES.search(name + version) or not name:
        raise Refusal("own_form.bad_name", field="name", token=name)
    return OwnForm(name, version, file)


def named(title: str) -> OwnForm:
    """The form that a file of this name would be, wherever it came from. Refuses as ``read_name``; nothing is read."""
    file = Path(title)
    found = _NAMED.fullmatch(file.stem)
    if file.suffix.lower() not in SUFFIXES:
        raise Refusal("own_form.kind", field="file", token=title)
    if file.name != title or _NOT_IN_NAMES.search(title) or title.startswith((".", "~$")):
        raise Refusal("own_form.bad_name", field="name", token=title)
    if found is None:
        raise Refusal("own_form.no_version", field="version", token=title)
    return OwnForm(found["name"].rstrip("-_ "), found["version"], file)


def forms(database: Path) -> list[OwnForm]:
    """The forms that are kept, by name; of each only the newest version."""
    newest: dict[str, OwnForm] = {}
    for one in versions(database):
        newest[one.name] = one
    return sorted(newest.values())


def versions(database: Path) -> list[OwnForm]:
    """Every version of every form, the oldest first."""
    folder = folder_of(database)
    found = []
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        match = _NAMED.fullmatch(file.stem)
        if match and file.suffix.lower() in SUFFIXES and not file.name.startswith((".", "~$")):
            found.append(OwnForm(match["name"].rstrip("-_ "), match["version"], file))
    return sorted(found, key=lambda one: (one.name, _order(one.version)))


def _order(version: str) -> list[tuple[int, int, str]]:
    parts: Iterable[str] = re.findall(r"\d+|[A-Za-z]+", version)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def find(database: Path, name: str) -> OwnForm:
    """The form of a name: its newest version, or ``name-v1`` for one of them. Refuses one that is not kept."""
    known = forms(database)
    wanted = name.strip()
    for one in [*known, *versions(database)]:
        if wanted in (one.name, f"{one.name}-v{one.version}", one.file.name):
            return one
    raise Refusal("own_form.unknown", field="form", token=name, choices=tuple(one.name for one in known))


def keep(database: Path, form: OwnForm) -> OwnForm:
    """Take a form into the folder. Refuses a version that is there with other contents."""
    folder = folder_of(database)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{form.name}-v{form.version}{form.file.suffix.lower()}"
    if target.exists() and target.read_bytes() != form.file.read_bytes():
        raise Refusal("own_form.version_there", field="version", token=f"{form.name} v{form.version}")
    whole_file(target, lambda part: shutil.copyfile(form.file, part))
    return form._replace(file=target)


def remove(database: Path, name: str) -> OwnForm:
    """Put a form away: its newest version; the one before it, if there is one, holds again.

    The file stays in the folder under another ending.
    """
    form = find(database, name)
    form.file.replace(form.file.with_name(form.file.name + OLD))
    return form
