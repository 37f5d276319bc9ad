"""What is still open in a month before it is closed: ids of the rows, by what is the matter with them."""

from __future__ import annotations

from typing import Final

from db.store import Connection

_LOGS: Final = (
    "SELECT l.id FROM service_log l WHERE l.alive AND l.unit = :unit AND l.service_date BETWEEN :first AND :last"
)
_OPEN: Final[dict[str, str]] = {
    "drafts": f"{_LOGS} AND l.state = 'draft'",
    "returned": f"{_LOGS} AND l.state = 'returned'",
    "unapproved": f"{_LOGS} AND l.state = 'submitted'",
    "no_note": f"{_LOGS} AND l.state IN ('submitted', 'approved') AND coalesce(l.note, '') = '' AND l.method IN"
    " ('home_visit', 'interview', 'online', 'accompaniment', 'group_session', 'activity', 'consultation')",
    "no_minutes": f"{_LOGS} AND l.state IN ('submitted', 'approved') AND l.minutes IS NULL",
    "disputed": f"{_LOGS} AND l.conflicts > 0",
    "no_attendance": "SELECT s.id FROM group_session s JOIN service_group g ON g.id = s.service_group AND g.alive"
    " WHERE s.alive AND g.unit = :unit AND s.held_on BETWEEN :first AND :last AND coalesce(s.unnamed_heads, 0) = 0"
    " AND NOT EXISTS (SELECT 1 FROM group_attendance a WHERE a.group_session = s.id AND a.alive)",
    "not_held": "SELECT id FROM activity WHERE alive AND unit = :unit AND state = 'planned'"
    " AND held_on BETWEEN :first AND :last",
}
KINDS: Final = tuple(_OPEN)


def open_in_month(connection: Connection, kind: str, unit: str, first: str, last: str) -> list[str]:
    """The rows (hex) of a kind. Raises ``KeyError`` for no kind."""
    found = connection.execute(_OPEN[kind], {"unit": unit, "first": first, "last": last})
    return [row[0].hex() for row in found]


def frozen_figures(connection: Connection, unit: str, kind: str, period: str) -> tuple[str, str, str] | None:
    """The newest frozen report: the day it was made, its figures as text, their hash; ``None`` if there is none."""
    found = connection.execute(
        "SELECT made_on, figures, text_hash FROM report_snapshot WHERE alive AND unit = ? AND kind = ? AND period = ?"
        " ORDER BY made_on DESC, entered_at DESC, id DESC LIMIT 1",
        (unit, kind, period),
    ).fetchone()
    return None if found is None else (found[0], found[1], found[2])
