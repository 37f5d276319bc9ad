"""Reads of attachments: which files belong to which row."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class AttachmentRow(NamedTuple):
    """A file of a row. ``bytes``: its length."""

    id: str
    subject_table: str
    subject: str
    kind: str
    file_hash: str
    bytes: int | None
    media: str | None
    title: str | None
    taken_on: str | None
    shows_face: int | None
    entered_at: str


_SQL = (
    "SELECT id, subject_table, subject, kind, file_hash, bytes, media, title, taken_on, shows_face, entered_at"
    " FROM attachment WHERE alive"
)


def attachments(connection: Connection, table: str | None = None, subject: str | None = None) -> list[AttachmentRow]:
    """The files of a row (of all rows), the first first."""
    return rows(
        connection,
        AttachmentRow,
        f"{_SQL} AND (:table IS NULL OR subject_table = :table) AND (:subject IS NULL OR subject = unhex(:subject))"
        " ORDER BY entered_at, id",
        {"table": table, "subject": subject},
    )


def attachment_by_id(connection: Connection, attachment: str) -> AttachmentRow | None:
    """One file by its row id, or by the last digits of it (at least four) where only one ends so."""
    found = rows(
        connection,
        AttachmentRow,
        f"{_SQL} AND length(?1) >= 4 AND substr(lower(hex(id)), -length(?1)) = ?1 LIMIT 2",
        (attachment.lower(),),
    )
    return found[0] if len(found) == 1 else None


class FormRow(NamedTuple):
    """A form that a unit hands down. ``title``: the name of its file; ``alive``: it was not withdrawn."""

    id: str
    unit: str
    title: str
    file_hash: str
    bytes: int
    alive: int


def forms_handed_down(connection: Connection) -> list[FormRow]:
    """The forms that units hand down, withdrawn ones too, in the order in which that was decided."""
    return rows(
        connection,
        FormRow,
        "SELECT a.id, u.code, ifnull(a.title, ''), a.file_hash, ifnull(a.bytes, 0), a.alive FROM attachment a"
        " JOIN unit u ON u.id = a.subject WHERE a.subject_table = 'unit' AND a.kind = 'own_form'"
        " AND a.file_hash IS NOT NULL ORDER BY a.entered_at, a.id",
        (),
    )


def hashes_named(connection: Connection) -> set[str]:
    """The hashes that a record says anything of: of deleted rows too, which can be restored, and of former values."""
    found = connection.execute(
        "SELECT DISTINCT json_extract(o.payload, '$.file.file_hash') FROM attachment a"
        " CROSS JOIN op o ON o.k = a.id AND o.t = 'attachment' WHERE o.payload IS NOT NULL"
    )
    return {one for (one,) in found if one is not None}


class WrittenFile(NamedTuple):
    """A file of an attachment that is not deleted, and the device that wrote it last (32 hex)."""

    id: str
    file_hash: str
    replica: str


def files_by_writer(connection: Connection) -> list[WrittenFile]:
    """The files of the attachments that are not deleted, with the device that attached them."""
    return rows(
        connection,
        WrittenFile,
        "SELECT a.id, a.file_hash, (SELECT o.r FROM op o WHERE o.k = a.id AND o.t = 'attachment'"
        " AND json_extract(o.payload, '$.file.file_hash') = a.file_hash ORDER BY o.l DESC LIMIT 1) FROM attachment a"
        " WHERE a.alive AND a.file_hash IS NOT NULL ORDER BY a.entered_at, a.id",
        (),
    )


def hashes_in_span(connection: Connection, replica: str, first: int, last: int) -> set[str]:
    """The hashes that the records ``first`` to ``last`` of a device name."""
    found = connection.execute(
        "SELECT json_extract(payload, '$.file.file_hash') FROM op WHERE r = unhex(?) AND n BETWEEN ? AND ?"
        " AND t = 'attachment' AND payload IS NOT NULL",
        (replica, first, last),
    )
    return {one for (one,) in found if one is not None}
