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
    """Clients on file (not ended), those met last first."""
    return rows(
        connection,
        NamedClient,
        "SELECT id, name, aliases, village, village_name FROM client WHERE alive AND file_state <> 'ended'"
        " ORDER BY name, id",
    )


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


def group_titles(connection: Connection, unit: str) -> list[str]:
    """Titles that group sessions were logged under, the latest first."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT group_title FROM service_log WHERE alive AND unit = ? AND group_title IS NOT NULL"
            " GROUP BY group_title ORDER BY max(service_date) DESC LIMIT 200",
            (unit,),
        )
    ]


class NamedTitle(NamedTuple):
    """A group or an activity by its number."""

    id: str
    number: str
    title: str


def named_groups(connection: Connection, unit: str) -> list[NamedTitle]:
    """The groups of a unit in hand, the newest first."""
    return rows(
        connection,
        NamedTitle,
        "SELECT id, number, title FROM service_group WHERE alive AND unit = ? AND state = 'open'"
        " ORDER BY opened_on DESC, number DESC",
        (unit,),
    )


def named_activities(connection: Connection, unit: str) -> list[NamedTitle]:
    """The activities of a unit that are planned, and the latest that were held."""
    return rows(
        connection,
        NamedTitle,
        "SELECT id, number, title FROM activity WHERE alive AND unit = ? AND state <> 'cancelled'"
        " ORDER BY state = 'planned' DESC, held_on DESC, number DESC LIMIT 200",
        (unit,),
    )
