"""Files that belong to rows: attached, looked at, taken out, taken away. Bundles carry their hash, not the file."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import attached, local
from db.errors import Refusal
from db.queries.attachments import AttachmentRow, attachment_by_id, attachments, hashes_in_use
from swstation import lists
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do

SUBJECTS = (
    "client", "household", "service_case", "service_log", "consent", "case_referral", "case_conference", "incident",
    "child_file", "service_group", "group_session", "activity", "attendance", "training", "supervision", "project",
    "satisfaction_survey", "need_survey", "meeting_record", "volunteer_shift", "material_given", "evaluation",
)  # fmt: skip
"""Registers whose rows may have files."""


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
    if kind not in lists.by_code("attachment_kind"):
        raise Refusal("value.code", field="kind", token=kind, choices=list(lists.by_code("attachment_kind")))
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


def damaged(book: Book) -> list[str]:
    """The ids of the attachments whose content is here and is not what its hash says."""
    out = []
    for one in files_of(book):
        if one.here:
            try:
                attached.check(book.store.path, book.store.key, one.row.file_hash)
            except Refusal:
                out.append(one.row.id)
    return out


def sweep(book: Book) -> int:
    """Take away the contents that no row names any more (not even a deleted one); gives how many."""
    left = set(attached.hashes(book.store.path)) - hashes_in_use(book.connection)
    for one in left:
        attached.drop(book.store.path, one)
    return len(left)
