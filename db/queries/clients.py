"""Reads of clients, households, categories and visit plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class ClientRow(NamedTuple):
    """A client as lists show them. Identity number, telephone and address are masked by who shows them."""

    id: str
    name: str
    aliases: str | None
    gender: str | None
    birth_date: str | None
    resident_id: str | None
    phone: str | None
    village: str | None
    village_name: str | None
    address: str | None
    household: str | None
    relation: str | None
    guardian: str | None
    guardian_phone: str | None
    disability_kind: str | None
    disability_grade: str | None
    attention_level: str | None
    worker: str | None
    opened_on: str
    file_state: str
    ended_on: str | None
    end_reason: str | None
    conflicts: int
    owner: str
    categories: str | None
    """Codes of the person's and the household's categories in force, joined by a space."""
    last_met: str | None
    """Day of the last contact with outcome met."""


_COLUMNS = (
    "c.id, c.name, c.aliases, c.gender, c.birth_date, c.resident_id, c.phone, c.village, c.village_name, c.address,"
    " c.household, c.relation, c.guardian, c.guardian_phone, c.disability_kind, c.disability_grade, c.attention_level,"
    " c.worker, c.opened_on, c.file_state, c.ended_on, c.end_reason, c.conflicts, c.owner,"
    " (SELECT group_concat(k.category, ' ') FROM (SELECT DISTINCT category FROM client_category k WHERE k.alive"
    "   AND (k.client = c.id OR (c.household IS NOT NULL AND k.household = c.household))"
    "   AND (k.start_on IS NULL OR k.start_on <= :on) AND (k.end_on IS NULL OR k.end_on >= :on) ORDER BY category) k),"
    " (SELECT max(l.service_date) FROM log_client m JOIN service_log l ON l.id = m.service_log"
    "   WHERE m.client = c.id AND m.alive AND m.outcome = 'met' AND l.alive AND l.state <> 'draft')"
)


def client_list(
    connection: Connection, on: str, *, state: str | None = None, village: str | None = None, limit: int = -1
) -> list[ClientRow]:
    """Clients by village and name; ``on``: the day on which categories must be in force."""
    return rows(
        connection,
        ClientRow,
        f"SELECT {_COLUMNS} FROM client c WHERE c.alive AND (:state IS NULL OR c.file_state = :state)"
        " AND (:village IS NULL OR c.village = :village) ORDER BY c.village, c.name, c.id LIMIT :limit",
        {"on": on, "state": state, "village": village, "limit": limit},
    )


def open_clients(connection: Connection) -> int:
    """How many clients are on file (not ended)."""
    found = connection.execute("SELECT count(*) FROM client WHERE alive AND file_state <> 'ended'").fetchone()
    return int(found[0])


def client_window(connection: Connection, on: str, offset: int, limit: int) -> list[ClientRow]:
    """Clients on file by name, a stretch of them: only the rows of the stretch are looked into."""
    return rows(
        connection,
        ClientRow,
        f"SELECT {_COLUMNS} FROM client c WHERE c.id IN (SELECT id FROM client WHERE alive AND file_state <> 'ended'"
        " ORDER BY name, id LIMIT :limit OFFSET :offset) ORDER BY c.name, c.id",
        {"on": on, "limit": limit, "offset": offset},
    )


def clients_by_ids(connection: Connection, ids: Sequence[str], on: str) -> list[ClientRow]:
    """These clients, in this order; at most 500 at a time."""
    marks = ",".join(f"unhex(:id{place})" for place in range(len(ids)))
    found = rows(
        connection,
        ClientRow,
        f"SELECT {_COLUMNS} FROM client c WHERE c.id IN ({marks})",
        {"on": on, **{f"id{place}": one for place, one in enumerate(ids)}},
    )
    order = {one: place for place, one in enumerate(ids)}
    return sorted(found, key=lambda row: order[row.id])


def client_by_id(connection: Connection, client: str, on: str) -> ClientRow | None:
    """One client, deleted or not."""
    found = rows(
        connection, ClientRow, f"SELECT {_COLUMNS} FROM client c WHERE c.id = unhex(:id)", {"id": client, "on": on}
    )
    return found[0] if found else None


class CategoryRow(NamedTuple):
    """A category of a person or a household."""

    id: str
    client: str | None
    household: str | None
    category: str
    level: str | None
    start_on: str | None
    end_on: str | None


def categories_of(connection: Connection, client: str) -> list[CategoryRow]:
    """All categories of a person and of their household, past ones too."""
    return rows(
        connection,
        CategoryRow,
        "SELECT k.id, k.client, k.household, k.category, k.level, k.start_on, k.end_on FROM client_category k"
        " WHERE k.alive AND (k.client = unhex(:id) OR k.household = (SELECT household FROM client WHERE id ="
        " unhex(:id))) ORDER BY k.start_on, k.category, k.id",
        {"id": client},
    )


class HouseholdRow(NamedTuple):
    """A household."""

    id: str
    number: str | None
    head: str | None
    head_name: str | None
    village: str | None
    village_name: str | None
    address: str | None


def households(connection: Connection) -> list[HouseholdRow]:
    """All households."""
    return rows(
        connection,
        HouseholdRow,
        "SELECT id, number, head, head_name, village, village_name, address FROM household WHERE alive ORDER BY id",
    )


class VisitPlanRow(NamedTuple):
    """How often whom: for a category, an attention level, or one client."""

    id: str
    unit: str
    category: str | None
    attention_level: str | None
    client: str | None
    times: int
    period: str
    allow_phone: int
    start_on: str
    end_on: str | None
    clause: str | None


def visit_plans(connection: Connection) -> list[VisitPlanRow]:
    """All visit plans."""
    return rows(
        connection,
        VisitPlanRow,
        "SELECT id, unit, category, attention_level, client, times, period, allow_phone, start_on, end_on, clause"
        " FROM visit_plan WHERE alive ORDER BY start_on, id",
    )
