"""What was done in some days by worker, method and field."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class DoneRow(NamedTuple):
    """Entries of one worker by one method and field. ``person_times``: clients met and people not named."""

    worker: str
    name: str
    method: str
    field: str
    entries: int
    person_times: int
    minutes: int
    untimed: int


def done(connection: Connection, unit: str, first: str, last: str) -> list[DoneRow]:
    """What counts of a unit's entries in those days (submitted or approved), an entry once: its writer's."""
    return rows(
        connection,
        DoneRow,
        "SELECT l.writer, coalesce(s.name, ''), l.method, coalesce(l.field, ''), count(*),"
        " sum((SELECT count(*) FROM log_client m WHERE m.service_log = l.id AND m.alive AND m.outcome = 'met')"
        "   + coalesce(l.person_times, l.heads, 0)), coalesce(sum(l.minutes), 0), sum(l.minutes IS NULL)"
        " FROM service_log l LEFT JOIN staff s ON s.id = l.writer WHERE l.unit = ? AND l.service_date BETWEEN ? AND ?"
        " AND l.alive AND l.state IN ('submitted', 'approved')"
        " GROUP BY l.writer, l.method, l.field ORDER BY s.name, l.writer, l.method, l.field",
        (unit, first, last),
    )
