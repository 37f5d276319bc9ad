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


class WeekLog(NamedTuple):
    """One entry behind ``done``."""

    id: str
    worker: str
    method: str
    field: str
    person_times: int
    minutes: int


_PERSON_TIMES = (
    "(SELECT count(*) FROM log_client m WHERE m.service_log = l.id AND m.alive AND m.outcome = 'met')"
    " + coalesce(l.person_times, l.heads, 0)"
)
_COUNTED = "l.unit = ? AND l.service_date BETWEEN ? AND ? AND l.alive AND l.state IN ('submitted', 'approved')"


def done_logs(connection: Connection, unit: str, first: str, last: str) -> list[WeekLog]:
    """The entries that ``done`` counts."""
    return rows(
        connection,
        WeekLog,
        f"SELECT l.id, l.writer, l.method, coalesce(l.field, ''), {_PERSON_TIMES}, coalesce(l.minutes, 0)"
        f" FROM service_log l WHERE {_COUNTED} ORDER BY l.service_date, l.id",
        (unit, first, last),
    )


def done(connection: Connection, unit: str, first: str, last: str) -> list[DoneRow]:
    """What counts of a unit's entries in those days (submitted or approved), an entry once: its writer's."""
    return rows(
        connection,
        DoneRow,
        "SELECT l.writer, coalesce(s.name, ''), l.method, coalesce(l.field, ''), count(*),"
        f" sum({_PERSON_TIMES}), coalesce(sum(l.minutes), 0), sum(l.minutes IS NULL)"
        f" FROM service_log l LEFT JOIN staff s ON s.id = l.writer WHERE {_COUNTED}"
        " GROUP BY l.writer, l.method, l.field ORDER BY s.name, l.writer, l.method, l.field",
        (unit, first, last),
    )
