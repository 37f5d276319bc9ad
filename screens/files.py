"""Files a person may mean: paths as terminals paste them, and what lies in the folders one works from.

Everything here looks at the disk; ask for it with ``asyncio.to_thread``.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from db.errors import Refusal
from swstation.i18n import N_, _

LEDGERS = (".xlsx", ".csv")
MOST_LOOKED_AT = 5_000
"""Entries of one folder that are looked at; nobody keeps ledgers among more."""
MOST_OFFERED = 200

_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"))
_HOME_FOLDERS = (
    ("Desktop", N_("Desktop")),
    ("桌面", N_("Desktop")),
    ("OneDrive/Desktop", N_("Desktop")),
    ("OneDrive/桌面", N_("Desktop")),
    ("Downloads", N_("Downloads")),
    ("下载", N_("Downloads")),
)


class Offered(NamedTuple):
    """A file or a folder that may be meant; ``where`` is the name of its folder in words."""

    path: Path
    where: str
    changed: float
    folder: bool = False

    @property
    def day(self) -> str:
        """When it was written last."""
        return datetime.fromtimestamp(self.changed, tz=UTC).astimezone().strftime("%Y-%m-%d")


def path_of(text: str) -> Path:
    """The path meant by what was typed, pasted or dragged into the window: quotes, escapes and ``file:`` are undone."""
    text = text.strip().strip("\0")
    if text.startswith("& "):  # how PowerShell is given a quoted path
        text = text[2:].strip()
    for first, last in _QUOTES:
        if len(text) > 1 and text[0] == first and text[-1] == last:
            text = text[1:-1].strip()
            break
    if text.lower().startswith("file:"):
        found = unquote(urlsplit(text).path)
        text = found[1:] if re.match(r"/[A-Za-z]:", found) else found
    path = _at_home(text)
    if os.name != "nt" and "\\" in text and not _there(path):
        try:
            words = shlex.split(text)
        except ValueError:
            words = []
        if len(words) == 1:
            path = _at_home(words[0])
    return path


def file_of(text: str, field: str) -> Path:
    """The file that is meant. Raises ``Refusal`` ``form.no_file`` if there is none."""
    path = path_of(text)
    if not _there(path) or not path.is_file():
        raise Refusal("form.no_file", field=field, token=text)
    return path


def folder_of(text: str, field: str) -> Path:
    """The folder that is meant. Raises ``Refusal`` ``form.no_file`` if there is none."""
    path = path_of(text)
    if not _there(path) or not path.is_dir():
        raise Refusal("form.no_file", field=field, token=text)
    return path


def _at_home(text: str) -> Path:
    path = Path(text)
    try:
        return path.expanduser()
    except RuntimeError:  # ~ and a name that nobody has
        return path


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def usual_folders() -> list[tuple[Path, str]]:
    """The folder the program was started in, the desktop, downloads and home, those that are there."""
    home = Path.home()
    wanted = [(Path.cwd(), _("this folder"))]
    wanted += [(home / part, _(name)) for part, name in _HOME_FOLDERS]
    wanted.append((home, _("home folder")))
    found: dict[Path, str] = {}
    for folder, name in wanted:
        if folder.is_dir():
            found.setdefault(folder.resolve(), name)
    return list(found.items())


def first_folder() -> Path:
    """Where a file for a person is best put: the desktop, else the folder the program was started in."""
    home = Path.home()
    for part, name in _HOME_FOLDERS:
        if name == "Desktop" and (home / part).is_dir():
            return home / part
    return Path.cwd()


def offered(typed: str, suffixes: Sequence[str] = LEDGERS) -> list[Offered]:
    """Files of the usual folders, the newest first; narrowed by what is typed, or those of a folder that is typed."""
    text = typed.strip()
    if _is_path(text):
        return _below(text, suffixes)
    found = [one for folder, name in usual_folders() for one in _inside(folder, name, suffixes) if not one.folder]
    if text:
        from swstation.pinyin import match

        found = [one for one in found if match(text, one.path.name) is not None]
    return sorted(found, key=lambda one: -one.changed)[:MOST_OFFERED]


def _is_path(text: str) -> bool:
    return (
        text.startswith(("~", "/", "\\", "file:", '"', "'", "."))
        or "/" in text
        or re.match(r"[A-Za-z]:", text) is not None
    )


def _below(text: str, suffixes: Sequence[str]) -> list[Offered]:
    path = path_of(text)
    whole = text.rstrip("\"'").endswith(("/", "\\")) or text in ("~", ".", "..")
    folder, begun = (path, "") if whole else (path.parent, path.name)
    from swstation.pinyin import match

    found = [
        one
        for one in _inside(folder, "", suffixes)
        if not begun or one.path.name.lower().startswith(begun.lower()) or match(begun, one.path.name) is not None
    ]
    return sorted(found, key=lambda one: (not one.folder, one.path.name.lower()))[:MOST_OFFERED]


def _inside(folder: Path, name: str, suffixes: Sequence[str]) -> Iterable[Offered]:
    try:
        with os.scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number >= MOST_LOOKED_AT:
                    return
                if entry.name.startswith((".", "~$")):  # hidden, or the lock of a workbook that is open
                    continue
                try:
                    if entry.is_dir():
                        yield Offered(Path(entry.path), name, 0.0, folder=True)
                    elif entry.name.lower().endswith(tuple(suffixes)):
                        yield Offered(Path(entry.path), name, entry.stat().st_mtime)
                except OSError:
                    continue
    except (OSError, ValueError):
        return
