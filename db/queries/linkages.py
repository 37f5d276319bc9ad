"""Reads of who took part in what: activities, cases and needs of a span of days, with the parties on record."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class DoingRow(NamedTuple):
    """An activity held, a case in hand, or a need met. ``helpers``: kinds of resources, joined by a space."""

    table: str
    row: str
    title: str
    day: str
    unit: str
    worker: str | None
    volunteers: int
    helpers: str | None
    partners: str | None


_ACTIVITIES = (
    "SELECT 'activity', a.id, a.title, a.held_on, a.unit, a.worker, coalesce(a.volunteers, 0)"
    " + (SELECT count(*) FROM volunteer_shift s WHERE s.alive AND s.activity = a.id)"
    " + (SELECT count(*) FROM need_match m JOIN service_log l ON l.id = m.service_log WHERE m.alive AND l.alive"
    "    AND m.state <> 'failed' AND l.activity_ref = a.id AND m.volunteer IS NOT NULL),"
    " (SELECT group_concat(kind, ' ') FROM (SELECT r.kind FROM need_match m JOIN service_log l ON l.id = m.service_log"
    "    JOIN resource r ON r.id = m.resource WHERE m.alive AND l.alive AND r.alive AND m.state <> 'failed'"
    "    AND l.activity_ref = a.id"
    "   UNION SELECT r.kind FROM material_given g JOIN resource r ON r.id = g.resource WHERE g.alive AND r.alive"
    "    AND g.activity = a.id)),"
    " a.partners FROM activity a WHERE a.alive AND a.state = 'held' AND a.held_on BETWEEN :first AND :last"
)
_CASES = (
    "SELECT 'service_case', k.id, k.number, k.opened_on, k.unit, k.worker,"
    " (SELECT count(*) FROM case_client o JOIN need n ON n.client = o.client AND n.alive"
    "    JOIN need_match m ON m.need = n.id WHERE o.alive AND o.service_case = k.id AND m.alive AND m.state <> 'failed'"
    "    AND m.volunteer IS NOT NULL AND m.state_on BETWEEN k.opened_on AND :last),"
    " (SELECT group_concat(kind, ' ') FROM (SELECT DISTINCT r.kind FROM case_client o"
    "    JOIN need n ON n.client = o.client AND n.alive JOIN need_match m ON m.need = n.id"
    "    JOIN resource r ON r.id = m.resource AND r.alive WHERE o.alive AND o.service_case = k.id AND m.alive"
    "    AND m.state <> 'failed' AND m.state_on BETWEEN k.opened_on AND :last)),"
    " NULL FROM service_case k WHERE k.alive AND k.opened_on <= :last"
    " AND (k.closed_on IS NULL OR k.closed_on >= :first)"
)
_NEEDS = (
    "SELECT 'need', n.id, n.title, n.state_on, n.unit, max(m.staff), count(m.volunteer),"
    " group_concat(DISTINCT r.kind), NULL FROM need n JOIN need_match m ON m.need = n.id"
    " LEFT JOIN resource r ON r.id = m.resource WHERE n.alive AND m.alive AND n.client IS NULL AND n.state = 'met'"
    " AND m.state <> 'failed' AND n.state_on BETWEEN :first AND :last GROUP BY n.id"
)


def doings(connection: Connection, first: str, last: str) -> list[DoingRow]:
    """What was done in a span of days, activities first; needs of one client stand with the client's case."""
    found: list[DoingRow] = []
    for sql in (_ACTIVITIES, _CASES, _NEEDS):
        found += rows(connection, DoingRow, f"{sql} ORDER BY 4, 2", {"first": first, "last": last})
    return found


def parties_on_file(connection: Connection) -> dict[str, str]:
    """Names of resources, of who provides them, and of organisations; each with its kind of resource."""
    found = connection.execute(
        "SELECT title, kind FROM resource WHERE alive UNION SELECT provider, kind FROM resource WHERE alive"
        " AND provider IS NOT NULL UNION SELECT name, 'social_org' FROM community_org WHERE alive"
        " UNION SELECT name, 'social_org' FROM institution WHERE alive"
    )
    return {name: kind for name, kind in found if name}
