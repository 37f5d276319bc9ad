"""What search shows of a row it found, and the names that are found by sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from db.queries.sql import rows
from db.store import Connection

MOST = 500
"""Parameters of one statement."""


class Named(NamedTuple):
    """Something with a name: of which kind, its id, the name, and what tells it from others of that name."""

    kind: str
    id: str
    name: str
    aliases: str | None = None
    remark: str | None = None
    ended: int = 0


def everything_named(connection: Connection) -> list[Named]:
    """Clients, staff, cases (by their clients), groups and activities; what is ended comes last."""
    found: list[Named] = []
    for sql in (
        "SELECT 'client', id, name, aliases, coalesce(village_name, village), file_state = 'ended' FROM client"
        " WHERE alive ORDER BY 6, name, id",
        "SELECT 'staff', id, name, NULL, NULL, left_on IS NOT NULL FROM staff WHERE alive ORDER BY 6, name, id",
        "SELECT 'case', c.id, (SELECT group_concat(p.name, '、') FROM case_client m JOIN client p ON p.id = m.client"
        " WHERE m.service_case = c.id AND m.alive), NULL, c.number, c.state <> 'open' FROM service_case c"
        " WHERE c.alive ORDER BY 6, c.opened_on DESC, c.id",
        "SELECT 'group', id, title, NULL, number, state <> 'open' FROM service_group WHERE alive"
        " ORDER BY 6, opened_on DESC, id",
        "SELECT 'activity', id, title, NULL, held_on, state <> 'planned' FROM activity WHERE alive"
        " ORDER BY held_on DESC, id",
    ):
        found += rows(connection, Named, sql)
    return found


class FoundText(NamedTuple):
    """A row whose text was found. ``kind`` and ``id``: the page it leads to; ``who`` it is about, ``day`` of it."""

    table: str
    row: str
    kind: str
    id: str
    who: str
    day: str
    method: str = ""


_LEADS = {
    "service_log": (
        "SELECT l.id, 'log', l.id, coalesce((SELECT group_concat(p.name, '、') FROM log_client m JOIN client p"
        " ON p.id = m.client WHERE m.service_log = l.id AND m.alive), l.group_title, l.activity_title, l.village_name,"
        " ''), l.service_date, l.method FROM service_log l WHERE l.id IN ({marks})"
    ),
    "client": "SELECT id, 'client', id, name, opened_on, '' FROM client WHERE id IN ({marks})",
    "service_case": (
        "SELECT c.id, 'case', c.id, coalesce((SELECT group_concat(p.name, '、') FROM case_client m JOIN client p"
        " ON p.id = m.client WHERE m.service_case = c.id AND m.alive), ''), c.opened_on, '' FROM service_case c"
        " WHERE c.id IN ({marks})"
    ),
    "case_goal": (
        "SELECT g.id, 'case', c.id, coalesce((SELECT group_concat(p.name, '、') FROM case_client m JOIN client p"
        " ON p.id = m.client WHERE m.service_case = c.id AND m.alive), ''), c.opened_on, '' FROM case_goal g"
        " JOIN service_case c ON c.id = g.service_case WHERE c.alive AND g.id IN ({marks})"
    ),
    "service_group": "SELECT id, 'group', id, title, opened_on, '' FROM service_group WHERE id IN ({marks})",
    "group_session": (
        "SELECT s.id, 'group', g.id, g.title, coalesce(s.held_on, s.planned_on, ''), '' FROM group_session s"
        " JOIN service_group g ON g.id = s.service_group WHERE g.alive AND s.id IN ({marks})"
    ),
    "activity": "SELECT id, 'activity', id, title, held_on, '' FROM activity WHERE id IN ({marks})",
}


def leads(connection: Connection, table: str, ids: Iterable[str]) -> Iterator[FoundText]:
    """What found rows of a register are called and lead to; at most ``MOST`` of them."""
    keys: list[Any] = [bytes.fromhex(one) for one in ids][:MOST]
    if not keys:
        return
    sql = _LEADS[table].format(marks=",".join("?" * len(keys)))
    for key, kind, leads_to, who, day, method in connection.execute(sql, keys):
        yield FoundText(table, key.hex(), kind, leads_to.hex(), who or "", day or "", method)


def by_number(connection: Connection, digits: str, limit: int) -> list[Named]:
    """Clients and staff whose identity number or telephone begins or ends with these digits."""
    where = "(resident_id LIKE :a OR resident_id LIKE :b OR phone LIKE :a OR phone LIKE :b)"
    return rows(
        connection,
        Named,
        f"SELECT 'client', id, name, NULL, coalesce(village_name, village), file_state = 'ended' FROM client"
        f" WHERE alive AND {where} UNION ALL SELECT 'staff', id, name, NULL, NULL, left_on IS NOT NULL FROM staff"
        f" WHERE alive AND {where} LIMIT :limit",
        {"a": f"{digits}%", "b": f"%{digits}", "limit": limit},
    )
