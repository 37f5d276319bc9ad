"""How the logged minutes of a unit are split: by worker and method, in a span of days."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class SpentRow(NamedTuple):
    """Entries and minutes of one worker by one method; ``untimed``: entries without a length."""

    worker: str
    name: str
    method: str
    entries: int
    untimed: int
    minutes: int


class TimedRow(NamedTuple):
    """One worker's part in one entry; ``minutes`` is unknown where the entry says no length."""

    log: str
    worker: str
    method: str
    minutes: int | None
    day: str


_TOOK = (
    "WITH own AS (SELECT id, writer, method, minutes, service_date FROM service_log WHERE unit = ?1"
    "   AND service_date BETWEEN ?2 AND ?3 AND alive AND state IN ('submitted', 'approved')),"
    " took AS (SELECT id, writer AS staff, method, minutes, service_date FROM own UNION ALL"
    "   SELECT o.id, c.staff, o.method, o.minutes, o.service_date FROM own o"
    "   CROSS JOIN log_colleague c ON c.service_log = o.id WHERE c.alive AND c.staff <> o.writer)"
)


def spent(connection: Connection, unit: str, first: str, last: str) -> list[SpentRow]:
    """What was written for those days (submitted or approved): writers and colleagues alike spent the time."""
    return rows(
        connection,
        SpentRow,
        f"{_TOOK} SELECT t.staff, coalesce(s.name, ''), t.method, count(*), sum(t.minutes IS NULL),"
        " coalesce(sum(t.minutes), 0) FROM took t LEFT JOIN staff s ON s.id = t.staff"
        " GROUP BY t.staff, t.method ORDER BY s.name, t.staff, t.method",
        (unit, first, last),
    )


def timed(connection: Connection, unit: str, first: str, last: str) -> list[TimedRow]:
    """The same entry by entry: what stands behind ``spent``."""
    sql = f"{_TOOK} SELECT id, staff, method, minutes, service_date FROM took ORDER BY service_date, id, staff"
    return rows(connection, TimedRow, sql, (unit, first, last))
