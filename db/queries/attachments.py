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


def hashes_in_use(connection: Connection) -> set[str]:
    """The hashes that a row says anything of, deleted rows too: those can be restored."""
    found = connection.execute("SELECT file_hash FROM attachment WHERE file_hash IS NOT NULL")
    return {one for (one,) in found}
