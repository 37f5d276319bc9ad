"""Files that belong to rows: attached, looked at, taken out, taken away.

Bundles carry their hash, and the file if asked (``exchange.carried_files``).
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from db import attached, local
from db.erasing import erased_files
from db.errors import Refusal
from db.queries.attachments import AttachmentRow, attachment_by_id, attachments, files_by_writer, hashes_named
from db.store import setting
from swstation import lists
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do

SUBJECTS = (
    "client", "household", "service_case", "service_log", "consent", "case_referral", "case_conference", "incident",
    "child_file", "service_group", "group_session", "activity", "attendance", "training", "supervision", "project",
    "satisfaction_survey", "need_survey", "meeting_record", "volunteer_shift", "material_given", "evaluation",
)  # fmt: skip
"""Registers whose rows may have files."""


def kinds() -> list[str]:
    """What a file of such a row may be; a form is no row's file but its unit's (``operations.own_forms``)."""
    return [code for code in lists.by_code("attachment_kind") if code != "own_form"]


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of a row; ``here``: its content lies on this computer."""

    row: AttachmentRow
    here: bool


def attach(
    book: Book,
    table: str,
    subject: str,
    file: Path,
    kind: str,
    *,
    title: str | None = None,
    taken_on: str | None = None,
    shows_face: bool | None = None,
) -> tuple[str, Changes]:
    """Copy a file in, encrypted, and tie it to a row; gives the attachment's id.

    ``title``: what it is called on screen; without one, its kind: a file's own name may say whose it is.
    """
    from db.gateway import Change

    if table not in SUBJECTS:
        raise Refusal("attachment.subject", token=table)
    if kind not in kinds():
        raise Refusal("value.code", field="kind", token=kind, choices=kinds())
    content_hash, length = attached.keep(book.store.path, book.store.key, file, book.source.random)
    row = book.source.row_id()
    groups: dict[str, dict[str, Any]] = {
        "ident": {"subject_table": table, "subject": subject, "kind": kind},
        "file": {
            "file_hash": content_hash, "bytes": length, "media": media_of(file), "title": title, "taken_on": taken_on,
            "shows_face": shows_face,
        },
    }  # fmt: skip
    return row, do(book, N_("File attached"), [Change("attachment", row, groups)])


def media_of(file: Path) -> str | None:
    """The format of a file by its ending, as ``image/jpeg``."""
    return mimetypes.guess_type(f"x{file.suffix.lower()}", strict=False)[0]


def files_of(book: Book, table: str | None = None, subject: str | None = None) -> list[FileState]:
    """The files of a row (of all rows), and whether their content is here."""
    here = set(attached.hashes(book.store.path))
    return [FileState(one, one.file_hash in here) for one in attachments(book.connection, table, subject)]


def known(book: Book, typed: str) -> AttachmentRow:
    """The attachment meant by its id or the last digits of it. Refuses none and several."""
    found = attachment_by_id(book.connection, typed.strip())
    if found is None:
        raise Refusal("attachment.unknown", token=typed)
    return found


def take_out(book: Book, attachment: str, target: Path) -> Path:
    """Write a file's content out, its hash checked, and note in the audit trail that it left; gives the file.

    ``target``: a file, or a folder: then it is called by its kind and number, never by a person's name.
    """
    row = known(book, attachment)
    if target.is_dir():
        target = target / file_name(row)
    if not target.parent.is_dir():
        raise Refusal("report.no_folder", path=str(target.parent))
    attached.take_out(book.store.path, book.store.key, row.file_hash, target)
    with book.store.transaction() as connection:
        local.audit(connection, book.source.at(), book.worker, "attachment", row.subject_table, row.subject, row.id)
    return target


def file_name(row: AttachmentRow) -> str:
    """A name for a file that is taken out: its kind, the end of its id, and the ending of its format."""
    ending = mimetypes.guess_extension(row.media, strict=False) if row.media else None
    return f"{lists.label('attachment_kind', row.kind)}-{row.id[-6:]}{ending or ''}"


def remove_attachment(book: Book, attachment: str) -> Changes:
    """Take a file off its row; undo brings it back. Its content stays until ``sweep``."""
    from db.gateway import Change

    return do(book, N_("File removed"), [Change("attachment", known(book, attachment).id, {}, "delete")])


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What the files beside the database are found to be; ids of attachments, and how many files no record names.

    ``missing``: attached on this computer and not here any more; ``elsewhere``: attached on another one and not come
    yet; ``changed``: here, and not what the hash says.
    """

    files: int
    missing: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    stray: int = 0


def check_files(book: Book) -> FileCheck:
    """Hold every file against its hash, and the files that are here against the records."""
    path, own = book.store.path, _own_replicas(book)
    here = set(attached.hashes(path))
    missing: list[str] = []
    elsewhere: list[str] = []
    changed: list[str] = []
    for one in files_by_writer(book.connection):
        if one.file_hash not in here:
            (missing if one.replica in own else elsewhere).append(one.id)
        elif not _whole(book, one.file_hash):
            changed.append(one.id)
    stray = len(here - hashes_named(book.connection)) + len(attached.left_over(path))
    return FileCheck(len(here), tuple(missing), tuple(elsewhere), tuple(changed), stray)


def _own_replicas(book: Book) -> set[str]:
    # This computer under all the numbers that it has written under.
    former: dict[str, str] = orjson.loads(setting(book.connection, "former_keys", "{}"))
    return {book.replica, setting(book.connection, "replica_parent"), *former}


def _whole(book: Book, content_hash: str) -> bool:
    try:
        attached.check(book.store.path, book.store.key, content_hash)
    except Refusal:
        return False
    return True


def damaged(book: Book) -> list[str]:
    """The ids of the attachments whose content is here and is not what its hash says."""
    return [one.row.id for one in files_of(book) if one.here and not _whole(book, one.row.file_hash)]


def sweep(book: Book) -> int:
    """Take away the contents that no record names any more (not even of a deleted row), and what a cut left over.

    Gives how many. Not while another program attaches: a file is kept before its record.
    """
    left = set(attached.hashes(book.store.path)) - hashes_named(book.connection)
    for one in left:
        attached.drop(book.store.path, one)
    over = attached.left_over(book.store.path)
    for path in over:
        path.unlink(missing_ok=True)
    return len(left) + len(over)


def drop_erased(book: Book) -> int:
    """Take away the contents whose records were erased by order, if no other record names them; gives how many.

    After each erasing and each merge; what a cut left is taken away the next time.
    """
    named: set[str] | None = None
    count = 0
    for one in erased_files(book.connection):
        if attached.place(book.store.path, one).exists():
            named = hashes_named(book.connection) if named is None else named
            if one not in named:
                attached.drop(book.store.path, one)
                count += 1
    return count
