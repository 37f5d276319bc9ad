"""A county's own forms on their way down: handed down to its stations, withdrawn, taken in there.

A form is tied to the unit that hands it down as a file of that unit (an ``attachment`` of kind ``own_form``): its
record says name, version and hash, and the next bundle to each station carries the file. What a station takes in passes
the same checks as a form that is brought in by hand. A form that was put away, or withdrawn, stays beside the others
under another ending.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from db import attached
from db.errors import Refusal
from db.ids import derived_id
from db.queries.attachments import FormRow, forms_handed_down
from db.store import data_folder
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.install import units_above
from swstation.own_forms.folder import OLD, OwnForm, find, folder_of, keep, read_name

KIND: Final = "own_form"
MOST_BYTES: Final = 60_000_000
"""All forms that are handed down, together: they go beside the records of one bundle."""
WORDS: Final = {
    "waiting": N_("its file has not come yet"),
    "put_away": N_("put away on this computer"),
    "here": N_("handed down"),
    "refused": N_("not taken in"),
}
"""What became of a form that is handed down (msgids)."""
_WITHDRAWN: Final = ".withdrawn"


class Handed(NamedTuple):
    """A form that is handed down. ``state``: ``here``; ``waiting``: its file has not come; ``put_away``: by somebody
    at this computer; ``refused``: ``refusal`` says why."""

    row: FormRow
    state: str
    refusal: Refusal | None = None


def hand_down(book: Book, name: str) -> tuple[OwnForm, Changes]:
    """Hand the newest version of a form down with the next bundle to each station.

    Refuses a form that is not kept, the same once more, and more than a bundle holds.
    """
    from db.gateway import Change
    from swstation.operations.attachments import media_of
    from swstation.own_forms.filling import places_of

    form = find(book.store.path, name)
    places_of(form)
    own = [one for one in forms_handed_down(book.connection) if one.unit == book.unit and one.alive]
    content_hash, length = attached.keep(book.store.path, book.store.key, form.file, book.source.random)
    if any((one.title, one.file_hash) == (form.file.name, content_hash) for one in own):
        raise Refusal("own_form.handed_down", token=form.footer)
    if sum(one.bytes for one in own) + length > MOST_BYTES:
        raise Refusal("own_form.too_many", token=form.footer)
    groups: dict[str, dict[str, Any]] = {
        "ident": {"subject_table": "unit", "subject": derived_id("unit", book.unit), "kind": KIND},
        "file": {
            "file_hash": content_hash, "bytes": length, "media": media_of(form.file), "title": form.file.name,
            "taken_on": None, "shows_face": None,
        },
    }  # fmt: skip
    return form, do(book, N_("Form handed down"), [Change("attachment", book.source.row_id(), groups)], form.footer)


def withdraw(book: Book, name: str) -> tuple[str, Changes]:
    """Hand a form down no more; stations put it away when they are told. Gives the name of its file.

    Refuses one that this unit does not hand down.
    """
    from db.gateway import Change

    wanted = name.strip()
    own = [one for one in forms_handed_down(book.connection) if one.unit == book.unit and one.alive]
    for one in reversed(own):
        stem = Path(one.title).stem
        if wanted in (one.title, stem, _form_of(one).name):
            return one.title, do(book, N_("Form withdrawn"), [Change("attachment", one.id, {}, "delete")], stem)
    raise Refusal("own_form.not_handed_down", token=name)


def handed(book: Book) -> list[Handed]:
    """The forms that this unit and those above it hand down, and what became of each here."""
    deciders = units_above(book.unit)
    found = [one for one in forms_handed_down(book.connection) if one.alive and one.unit in deciders]
    here = set(attached.hashes(book.store.path)) if found else set()
    return [_standing(book, one, here) for one in found]


def _standing(book: Book, row: FormRow, here: set[str]) -> Handed:
    try:
        target = _target(book, row)
    except Refusal as refusal:
        return Handed(row, "refused", refusal)
    if target.exists():
        same = _hash_of(target) == row.file_hash
        clash = Refusal("own_form.version_there", field="version", token=_form_of(row).footer)
        return Handed(row, "here") if same else Handed(row, "refused", clash)
    if target.with_name(target.name + OLD).exists():
        return Handed(row, "put_away")
    if row.file_hash not in here:
        return Handed(row, "waiting")
    try:
        with _opened(book, row) as form:
            _check(form)
    except Refusal as refusal:
        return Handed(row, "refused", refusal)
    return Handed(row, "waiting")


def take_forms(book: Book) -> list[str]:
    """Keep the forms that came from above, put away those that were withdrawn; gives the names of what is new here.

    After every merge; what is refused is told by ``handed``.
    """
    deciders = units_above(book.unit)
    # What this unit withdraws itself stays here: it is only handed down no more.
    rows = [
        one
        for one in forms_handed_down(book.connection)
        if one.unit in deciders and (one.alive or one.unit != book.unit)
    ]
    if not rows:
        return []
    here, taken = set(attached.hashes(book.store.path)), []
    standing = {(one.title, one.file_hash) for one in rows if one.alive}
    for row in rows:
        try:
            target = _target(book, row)
            if not row.alive:
                _put_away(target, row, standing)
            elif row.file_hash in here and not _known(target):
                with _opened(book, row) as form:
                    _check(form)
                    keep(book.store.path, form)
                target.with_name(target.name + _WITHDRAWN).unlink(missing_ok=True)
                taken.append(target.name)
        except Refusal:
            continue  # told by ``handed``: one bad form keeps back neither the others nor the records
    return taken


def _known(target: Path) -> bool:
    return target.exists() or target.with_name(target.name + OLD).exists()


def _put_away(target: Path, row: FormRow, standing: set[tuple[str, str]]) -> None:
    if (row.title, row.file_hash) not in standing and target.exists() and _hash_of(target) == row.file_hash:
        target.replace(target.with_name(target.name + _WITHDRAWN))


def _form_of(row: FormRow) -> OwnForm:
    from swstation.own_forms.folder import named

    return named(row.title)


def _target(book: Book, row: FormRow) -> Path:
    return folder_of(book.store.path) / _form_of(row).file.name


def _check(form: OwnForm) -> None:
    from swstation.own_forms.filling import places_of

    places_of(form)


class _opened:
    # The file of a form under its own name, in a folder of this database's own, for as long as it is looked at.
    def __init__(self, book: Book, row: FormRow) -> None:
        self._book, self._row = book, row
        folder = data_folder(book.store.path) / "work"
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(prefix="form-", dir=folder)

    def __enter__(self) -> OwnForm:
        file = Path(self._folder.name) / _form_of(self._row).file.name
        with file.open("xb") as out:
            out.writelines(self._pieces())
        return read_name(file)

    def _pieces(self) -> Iterator[bytes]:
        return attached.content(self._book.store.path, self._book.store.key, self._row.file_hash)

    def __exit__(self, *_said: object) -> None:
        self._folder.cleanup()


def _hash_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
