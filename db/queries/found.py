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
    """Clients, staff, cases (by their clients), groups, activities, volunteers; what is ended comes last."""
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
        "SELECT 'volunteer', id, name, NULL, team, state <> 'active' FROM volunteer WHERE alive ORDER BY 6, name, id",
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
    "affairs_item": (
        "SELECT i.id, 'log', l.id, coalesce(i.item_title, ''), l.service_date, l.method FROM affairs_item i"
        " JOIN service_log l ON l.id = i.service_log WHERE l.alive AND i.id IN ({marks})"
    ),
    "household": (
        "SELECT h.id, 'client', c.id, h.head_name, '', '' FROM household h JOIN client c ON c.household = h.id"
        " AND c.alive WHERE h.id IN ({marks})"
    ),
    "group_member": (
        "SELECT m.id, 'group', g.id, g.title, coalesce(m.joined_on, ''), '' FROM group_member m"
        " JOIN service_group g ON g.id = m.service_group WHERE g.alive AND m.id IN ({marks})"
    ),
    "need_match": (
        "SELECT m.id, 'need', n.id, n.title, m.state_on, '' FROM need_match m JOIN need n ON n.id = m.need"
        " WHERE n.alive AND m.id IN ({marks})"
    ),
    "volunteer_shift": (
        "SELECT s.id, 'volunteer_shift', s.id, v.name, s.served_on, '' FROM volunteer_shift s"
        " LEFT JOIN volunteer v ON v.id = s.volunteer WHERE s.id IN ({marks})"
    ),
    "case_referral": (
        "SELECT r.id, CASE WHEN r.service_case IS NULL THEN 'client' ELSE 'case' END, coalesce(r.service_case,"
        " r.client), coalesce((SELECT name FROM client WHERE id = r.client), (SELECT group_concat(p.name, '、')"
        " FROM case_client m JOIN client p ON p.id = m.client WHERE m.service_case = r.service_case AND m.alive)),"
        " r.referred_on, '' FROM case_referral r WHERE coalesce(r.service_case, r.client) IS NOT NULL"
        " AND r.id IN ({marks})"
    ),
    "attachment": (
        "SELECT id, CASE subject_table WHEN 'service_log' THEN 'log' WHEN 'group_session' THEN 'group' ELSE"
        " subject_table END, CASE subject_table WHEN 'group_session' THEN (SELECT service_group FROM group_session s"
        " WHERE s.id = subject) ELSE subject END, title, coalesce(taken_on, ''), '' FROM attachment"
        " WHERE id IN ({marks})"
    ),
}
_OF_CASE = (
    "SELECT x.id, 'case', c.id, coalesce((SELECT group_concat(p.name, '、') FROM case_client m JOIN client p"
    " ON p.id = m.client WHERE m.service_case = c.id AND m.alive), ''), {day}, '' FROM {table} x"
    " JOIN service_case c ON c.id = x.service_case WHERE c.alive AND x.id IN ({{marks}})"
)
_LEADS |= {
    table: _OF_CASE.format(table=table, day=day)
    for table, day in (("case_step", "coalesce(x.done_on, x.due_on, '')"), ("case_conference", "x.held_on"))
}
_OF_CLIENT = (
    "SELECT x.id, '{table}', x.id, p.name, {day}, '' FROM {table} x LEFT JOIN client p ON p.id = x.client"
    " WHERE x.id IN ({{marks}})"
)
_LEADS |= {
    table: _OF_CLIENT.format(table=table, day=day)
    for table, day in (
        ("consent", "x.start_on"), ("child_file", "x.start_on"), ("incident", "x.found_on"),
        ("material_given", "x.given_on"),
    )
}  # fmt: skip
_ALONE = "SELECT id, '{table}', id, {name}, {day}, '' FROM {table} WHERE id IN ({{marks}})"
_LEADS |= {
    table: _ALONE.format(table=table, name=name, day=day)
    for table, name, day in (
        ("need", "title", "found_on"), ("resource", "title", "coalesce(start_on, '')"), ("volunteer", "name", "''"),
        ("community_org", "name", "coalesce(since, '')"), ("satisfaction_survey", "''", "surveyed_on"),
        ("need_survey", "title", "surveyed_on"), ("work_plan", "period", "''"), ("meeting_record", "title", "held_on"),
        ("visit_surge", "title", "start_on"),
    )
}  # fmt: skip


def leads(connection: Connection, table: str, ids: Iterable[str]) -> Iterator[FoundText]:
    """What found rows of a register are called and lead to; at most ``MOST`` of them."""
    keys: list[Any] = [bytes.fromhex(one) for one in ids][:MOST]
    if not keys:
        return
    sql = _LEADS[table].format(marks=",".join("?" * len(keys)))
    for key, kind, leads_to, who, day, method in connection.execute(sql, keys):
        if leads_to is not None:
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
