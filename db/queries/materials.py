"""Reads of goods that were given: with an entry of the log, at a session, at an activity, to a client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from db.queries.sql import rows
from db.store import Connection


class MaterialRow(NamedTuple):
    """Goods given on a day. ``source``: the resource they came from, or what was typed.

    ``session_no``: the session of a group at which they were given; ``client``: whose they are alone.
    """

    id: str
    service_log: str | None
    given_on: str
    what: str
    quantity: int | None
    measure: str | None
    value_fen: int | None
    source: str | None
    session_no: int | None = None
    client: str | None = None


_SQL = (
    "SELECT g.id, g.service_log, g.given_on, g.what, g.quantity, g.measure, g.value_fen, coalesce(r.title, g.source),"
    " coalesce((SELECT s.session_no FROM group_session s WHERE s.id = g.group_session),"
    "  (SELECT s.session_no FROM group_session s WHERE s.service_log = g.service_log AND s.alive)), c.name"
    " FROM material_given g LEFT JOIN resource r ON r.id = g.resource LEFT JOIN client c ON c.id = g.client"
    " WHERE g.alive AND {which} ORDER BY g.given_on, g.entered_at, g.id"
)


def materials_of_group(connection: Connection, group: str) -> list[MaterialRow]:
    """The goods given at a group's sessions, by day."""
    which = (
        "g.id IN (SELECT m.id FROM group_session s JOIN material_given m ON m.group_session = s.id"
        " WHERE s.service_group = unhex(:group)"
        " UNION SELECT m.id FROM group_session s JOIN material_given m ON m.service_log = s.service_log"
        " WHERE s.service_group = unhex(:group) AND s.alive)"
    )
    return rows(connection, MaterialRow, _SQL.format(which=which), {"group": group})


def materials_of_activity(connection: Connection, activity: str) -> list[MaterialRow]:
    """The goods given at an activity."""
    which = (
        "g.id IN (SELECT id FROM material_given WHERE activity = unhex(:activity)"
        " UNION SELECT m.id FROM service_log l JOIN material_given m ON m.service_log = l.id"
        " WHERE l.activity_ref = unhex(:activity) AND l.alive)"
    )
    return rows(connection, MaterialRow, _SQL.format(which=which), {"activity": activity})


def materials_of_case(connection: Connection, case: str) -> list[MaterialRow]:
    """The goods given with the entries of a case."""
    which = "g.service_log IN (SELECT id FROM service_log WHERE service_case = unhex(:case) AND alive)"
    return rows(connection, MaterialRow, _SQL.format(which=which), {"case": case})


def occasion_of(connection: Connection, given: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from the session, activity or entry that goods name: the other of them, and the day."""
    session, activity, log = given.get("group_session"), given.get("activity"), given.get("service_log")
    if session or log:
        found = connection.execute(
            "SELECT lower(hex(id)), lower(hex(service_log)), coalesce(held_on, planned_on) FROM group_session"
            " WHERE alive AND (id = unhex(?) OR (? IS NULL AND service_log = unhex(?))) LIMIT 1",
            (session or "", session, log or ""),
        ).fetchone()
        if found is not None:
            return {"group_session": found[0], "service_log": found[1] or None, "given_on": found[2]}
    if log:
        found = connection.execute(
            "SELECT lower(hex(activity_ref)), service_date FROM service_log WHERE id = unhex(?)", (log,)
        ).fetchone()
        return {"activity": found[0] or None, "given_on": found[1]} if found else {}
    if activity:
        found = connection.execute(
            "SELECT held_on, (SELECT lower(hex(max(l.id))) FROM service_log l WHERE l.activity_ref = a.id AND l.alive"
            " HAVING count(*) = 1) FROM activity a WHERE a.id = unhex(?)",
            (activity,),
        ).fetchone()
        return {"given_on": found[0], "service_log": found[1] or None} if found else {}
    return {}
