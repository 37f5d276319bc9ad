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


def spent(connection: Connection, unit: str, first: str, last: str) -> list[SpentRow]:
    """What was written for those days (submitted or approved): writers and colleagues alike spent the time."""
    return rows(
        connection,
        SpentRow,
        "WITH own AS (SELECT id, writer, method, minutes FROM service_log WHERE unit = ?1"
        "   AND service_date BETWEEN ?2 AND ?3 AND alive AND state IN ('submitted', 'approved')),"
        " took AS (SELECT writer AS staff, method, minutes FROM own UNION ALL"
        "   SELECT c.staff, o.method, o.minutes FROM own o CROSS JOIN log_colleague c ON c.service_log = o.id"
        "   WHERE c.alive AND c.staff <> o.writer)"
        " SELECT t.staff, coalesce(s.name, ''), t.method, count(*), sum(t.minutes IS NULL),"
        " coalesce(sum(t.minutes), 0) FROM took t LEFT JOIN staff s ON s.id = t.staff"
        " GROUP BY t.staff, t.method ORDER BY s.name, t.staff, t.method",
        (unit, first, last),
    )
