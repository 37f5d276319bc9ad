"""What a member of staff has in hand: cases, groups, clients, unfinished entries."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class HeldCase(NamedTuple):
    """An open case of a worker. ``clients``: names joined by 、."""

    id: str
    number: str
    clients: str | None
    stage: str
    next_contact: str | None
    review_due: str | None


def held_cases(connection: Connection, staff: str) -> list[HeldCase]:
    """The cases a person is responsible for that are open or followed up, by number."""
    return rows(
        connection,
        HeldCase,
        "SELECT c.id, c.number, (SELECT group_concat(p.name, '、') FROM case_client m JOIN client p ON p.id = m.client"
        " WHERE m.service_case = c.id AND m.alive), c.stage, c.next_contact, c.review_due FROM service_case c"
        " WHERE c.alive AND c.worker = unhex(?)"
        " AND (c.state = 'open' OR (c.state = 'closed' AND c.stage = 'follow_up')) ORDER BY c.number, c.id",
        (staff,),
    )


class HeldRow(NamedTuple):
    """A client or a group of a worker."""

    id: str
    name: str
    where: str | None


def held_clients(connection: Connection, staff: str) -> list[HeldRow]:
    """The clients with an open file whose responsible worker a person is, by village and name."""
    return rows(
        connection,
        HeldRow,
        "SELECT id, name, village_name FROM client WHERE alive AND file_state <> 'ended' AND worker = unhex(?)"
        " ORDER BY village, name, id",
        (staff,),
    )


def held_groups(connection: Connection, staff: str) -> list[HeldRow]:
    """The groups that are running and led by a person."""
    return rows(
        connection,
        HeldRow,
        "SELECT id, title, number FROM service_group WHERE alive AND worker = unhex(?) AND state NOT IN"
        " ('ended', 'closed', 'cancelled') ORDER BY number, id",
        (staff,),
    )


class Unfinished(NamedTuple):
    """An entry of a person that is not handed in or came back."""

    id: str
    on: str
    state: str
    method: str


def unfinished_logs(connection: Connection, staff: str) -> list[Unfinished]:
    """Entries that are drafts or were returned, the oldest first."""
    return rows(
        connection,
        Unfinished,
        "SELECT id, service_date, state, method FROM service_log WHERE alive AND writer = unhex(?)"
        " AND state IN ('draft', 'returned') ORDER BY service_date, id",
        (staff,),
    )


class NextStep(NamedTuple):
    """A next step somebody promised in an entry: of a case, else of what the entry is about."""

    on: str
    what: str
    who: str | None
    next_contact: str | None


def next_steps(connection: Connection, staff: str, since: str) -> list[NextStep]:
    """The next steps a person wrote down from a day on, the latest first."""
    return rows(
        connection,
        NextStep,
        "SELECT l.service_date, l.next_step, (SELECT c.number FROM service_case c WHERE c.id = l.service_case),"
        " l.next_contact FROM service_log l WHERE l.alive AND l.writer = unhex(?) AND l.next_step IS NOT NULL"
        " AND l.service_date >= ? AND (l.service_case IS NULL OR EXISTS (SELECT 1 FROM service_case c"
        " WHERE c.id = l.service_case AND c.state = 'open')) ORDER BY l.service_date DESC, l.id",
        (staff, since),
    )
