"""What a quick-log line may name: people, cases and titles, as small rows."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class NamedClient(NamedTuple):
    """A client whose file is open."""

    id: str
    name: str
    aliases: str | None
    village: str | None
    village_name: str | None


def named_clients(connection: Connection) -> list[NamedClient]:
    """Clients on file (not ended), by name."""
    return rows(
        connection,
        NamedClient,
        "SELECT id, name, aliases, village, village_name FROM client WHERE alive AND file_state <> 'ended'"
        " ORDER BY name, id",
    )


class LastServed(NamedTuple):
    """The last entry about a client: day and moment of entry as one text that sorts, and how it was done."""

    client: str
    when: str
    method: str
    minutes: int | None
    field: str | None


def last_served(connection: Connection, unit: str, since: str) -> list[LastServed]:
    """Each client's last entry of this unit from a day on."""
    found = connection.execute(
        # With bare columns beside max(), SQLite gives them from the row that has the maximum.
        "SELECT m.client, l.method, l.minutes, l.field, max(l.service_date || l.entered_at) FROM service_log l"
        " CROSS JOIN log_client m ON m.service_log = l.id WHERE l.unit = ? AND l.service_date >= ? AND l.alive"
        " AND m.alive AND l.state <> 'draft' GROUP BY m.client",
        (unit, since),
    )
    return [LastServed(client.hex(), when, *how) for client, *how, when in found]


class NamedCase(NamedTuple):
    """A case by its number, with its clients (ids joined by a space)."""

    id: str
    number: str
    state: str
    title: str | None
    client_ids: str | None


def named_cases(connection: Connection, unit: str) -> list[NamedCase]:
    """Cases of a unit, newest first."""
    return rows(
        connection,
        NamedCase,
        "SELECT c.id, c.number, c.state, (SELECT group_concat(p.name, '、') FROM case_client m JOIN client p"
        " ON p.id = m.client WHERE m.service_case = c.id AND m.alive),"
        " (SELECT group_concat(lower(hex(m.client)), ' ') FROM case_client m WHERE m.service_case = c.id AND m.alive)"
        " FROM service_case c WHERE c.alive AND c.unit = ? ORDER BY c.opened_on DESC, c.number DESC",
        (unit,),
    )


class NamedTitle(NamedTuple):
    """A group or an activity by its number; ``sessions``: the highest number of a session that was held."""

    id: str
    number: str
    title: str
    sessions: int | None = None


def named_groups(connection: Connection, unit: str) -> list[NamedTitle]:
    """Groups of a unit that are worked with, the newest first."""
    return rows(
        connection,
        NamedTitle,
        "SELECT g.id, g.number, g.title, (SELECT max(s.session_no) FROM group_session s WHERE s.service_group = g.id"
        " AND s.alive AND s.held_on IS NOT NULL) FROM service_group g WHERE g.alive AND g.unit = ?"
        " AND g.state = 'open' ORDER BY g.opened_on DESC, g.number DESC",
        (unit,),
    )


def named_activities(connection: Connection, unit: str) -> list[NamedTitle]:
    """The activities of a unit that are planned, and the latest that were held."""
    return rows(
        connection,
        NamedTitle,
        "SELECT id, number, title, NULL FROM activity WHERE alive AND unit = ? AND state <> 'cancelled'"
        " ORDER BY state = 'planned' DESC, held_on DESC, number DESC LIMIT 200",
        (unit,),
    )


def logged_titles(connection: Connection, unit: str) -> list[str]:
    """Titles that group sessions were logged under and no group has, the latest first."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT group_title FROM service_log WHERE alive AND unit = ?1 AND group_title IS NOT NULL"
            " AND group_title NOT IN (SELECT title FROM service_group WHERE alive AND unit = ?1)"
            " GROUP BY group_title ORDER BY max(service_date) DESC LIMIT 200",
            (unit,),
        )
    ]
