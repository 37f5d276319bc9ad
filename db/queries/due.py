"""Reads that the due list is made of."""

from __future__ import annotations

from dataclasses import dataclass

from db.queries.sql import rows
from db.store import Connection


@dataclass(frozen=True, slots=True)
class VisitClientRow:
    """A client with what decides how often to visit. ``categories``: code|from|to joined by a space.

    ``owner`` is the code of the unit that keeps the file.
    """

    id: str
    name: str
    opened_on: str
    file_state: str
    attention_level: str | None
    worker: str | None
    village: str | None
    address: str | None
    owner: str
    categories: str | None


def visit_clients(connection: Connection, unit: str | None = None) -> list[VisitClientRow]:
    """All clients on file, ended ones too."""
    return rows(
        connection,
        VisitClientRow,
        "SELECT c.id, c.name, c.opened_on, c.file_state, c.attention_level, c.worker, c.village, c.address, c.owner,"
        " (SELECT group_concat(k.category || '|' || ifnull(k.start_on, '') || '|' || ifnull(k.end_on, ''), ' ')"
        "   FROM client_category k WHERE k.alive AND (k.client = c.id OR k.household = c.household))"
        " FROM client c WHERE c.alive AND (:unit IS NULL OR c.owner = :unit)"
        " ORDER BY c.village, c.address, c.name, c.id",
        {"unit": unit},
    )


@dataclass(frozen=True, slots=True)
class MetRow:
    """A met visit or call."""

    client: str
    on: str
    method: str


def met_visits(connection: Connection, since: str, methods: tuple[str, ...], unit: str | None = None) -> list[MetRow]:
    """Contacts with outcome met by these methods from a day on; with clients of ``unit``, whoever met them."""
    marks = ",".join("?" * len(methods))
    return rows(
        connection,
        MetRow,
        "SELECT m.client, l.service_date, l.method FROM service_log l JOIN log_client m ON m.service_log = l.id"
        " WHERE l.alive AND m.alive AND m.outcome = 'met' AND l.state IN ('submitted', 'approved')"
        f" AND l.service_date >= ? AND l.method IN ({marks})"
        " AND (? IS NULL OR EXISTS (SELECT 1 FROM client c WHERE c.id = m.client AND c.owner = ?))",
        (since, *methods, unit, unit),
    )


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One client in one log (or a log without a client)."""

    log: str
    on: str
    entered_at: str
    outcome: str | None
    client: str | None
    client_name: str | None
    case: str | None
    topic: str | None
    writer: str
    next_contact: str | None


def contacts(connection: Connection, since: str, unit: str | None = None) -> list[ContactRow]:
    """All contacts from a day on; those of ``unit`` are about a case, else a client, that is its now, or about neither
    and written there.
    """
    return rows(
        connection,
        ContactRow,
        "SELECT l.id, l.service_date, l.entered_at, m.outcome, m.client, c.name, l.service_case,"
        " coalesce(l.group_title, l.activity_title), l.writer, l.next_contact FROM service_log l"
        " LEFT JOIN log_client m ON m.service_log = l.id AND m.alive LEFT JOIN client c ON c.id = m.client"
        " LEFT JOIN service_case s ON s.id = l.service_case"
        " WHERE l.alive AND l.state <> 'draft' AND l.service_date >= :since"
        " AND (:unit IS NULL OR coalesce(s.owner, c.owner, l.unit) = :unit)"
        " ORDER BY l.service_date, l.entered_at, l.id",
        {"since": since, "unit": unit},
    )


def contacts_set_at(connection: Connection, unit: str | None = None) -> dict[str, str]:
    """When the next contact of each case that has one was written last (ISO 8601 with offset), by case."""
    found = connection.execute(
        # With a bare column beside max(), SQLite gives it from the row that has the maximum. CROSS keeps the order of
        # the join: a few cases, and the records of each, not all records there are.
        "SELECT o.k, o.at, max(o.l) FROM service_case c CROSS JOIN op o ON o.k = c.id WHERE c.alive"
        " AND c.next_contact IS NOT NULL AND (:unit IS NULL OR c.owner = :unit) AND o.t = 'service_case'"
        " AND o.payload IS NOT NULL AND o.parked = 0 AND o.id NOT IN (SELECT id FROM foreign_op)"
        " AND json_type(o.payload, '$.contact') IS NOT NULL GROUP BY o.k",
        {"unit": unit},
    )
    return {case.hex(): at for case, at, _lamport in found}


@dataclass(frozen=True, slots=True)
class UnsentRow:
    """Own records that the county has not confirmed: how many, and when the first was written."""

    count: int
    first_at: str | None


def unsent(connection: Connection, replica: str) -> UnsentRow:
    """Records of this replica above the last bundle written."""
    row = connection.execute(
        "SELECT count(*), min(at) FROM op WHERE r = unhex(:replica) AND n > coalesce("
        " (SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'exported_seq'), 0)",
        {"replica": replica},
    ).fetchone()
    return UnsentRow(row[0], row[1])


def last_written_at(connection: Connection, replica: str) -> str | None:
    """When this replica wrote last."""
    row = connection.execute("SELECT at FROM op WHERE r = unhex(?) ORDER BY n DESC LIMIT 1", (replica,)).fetchone()
    return row[0] if row else None
