"""Reads behind the monthly report: the logs of one unit in a span of days, and what hangs on them.

Only logs that count are read: alive, submitted or approved, of the unit as of writing. All go through the index on
unit and service date, so that one station costs the same however many the database holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection

_COUNTED = "l.unit = ? AND l.service_date BETWEEN ? AND ? AND l.alive AND l.state IN ('submitted', 'approved')"


class LogFact(NamedTuple):
    """A log that counts. ``heads``, ``person_times`` and ``households`` are of people who are not named."""

    id: str
    service_date: str
    method: str
    state: str
    writer: str
    service_case: str | None
    heads: int | None
    person_times: int | None
    households: int | None
    group_ref: str | None = None
    group_title: str | None = None
    session_no: int | None = None
    activity_ref: str | None = None
    activity_title: str | None = None
    volunteers: int | None = None
    value_fen: int | None = None

    @property
    def approved(self) -> bool:
        """Whether it is approved; else it waits for approval."""
        return self.state == "approved"

    @property
    def unnamed(self) -> int:
        """Contacts with people who are not named: the person-times where given, else the heads."""
        return self.heads or 0 if self.person_times is None else self.person_times


class ContactFact(NamedTuple):
    """A client on a log that counts; ``household`` is the one the client belongs to now."""

    log: str
    client: str
    outcome: str
    household: str | None

    @property
    def house(self) -> str:
        """What counts as a household: the client's, or the client without one."""
        return self.household or self.client


class ItemFact(NamedTuple):
    """Affairs items on a log that counts: a code of the list or a title of one's own, how many, of what."""

    log: str
    item: str
    n: int
    measure: str


class VisitFact(NamedTuple):
    """A client met at a home visit or on the telephone."""

    client: str
    service_date: str
    method: str
    state: str


def logs(connection: Connection, unit: str, first: str, last: str) -> list[LogFact]:
    """The unit's logs from ``first`` to ``last`` (ISO dates, both counted), by date and id."""
    return rows(
        connection,
        LogFact,
        "SELECT l.id, l.service_date, l.method, l.state, l.writer, l.service_case, l.heads, l.person_times,"
        " l.households, l.group_ref, l.group_title, l.session_no, l.activity_ref, l.activity_title, l.volunteers,"
        f" l.value_fen FROM service_log l WHERE {_COUNTED} ORDER BY l.service_date, l.id",
        (unit, first, last),
    )


def contacts(connection: Connection, unit: str, first: str, last: str) -> list[ContactFact]:
    """The clients on those logs, whatever the outcome."""
    return rows(
        connection,
        ContactFact,
        "SELECT m.service_log, m.client, m.outcome, c.household FROM service_log l"
        " CROSS JOIN log_client m ON m.service_log = l.id LEFT JOIN client c ON c.id = m.client"
        f" WHERE {_COUNTED} AND m.alive ORDER BY l.service_date, l.id, m.id",
        (unit, first, last),
    )


def items(connection: Connection, unit: str, first: str, last: str) -> list[ItemFact]:
    """The affairs items on those logs."""
    return rows(
        connection,
        ItemFact,
        "SELECT i.service_log, coalesce(i.item, i.item_title, ''), i.n, i.measure FROM service_log l"
        f" CROSS JOIN affairs_item i ON i.service_log = l.id WHERE {_COUNTED} AND i.alive"
        " ORDER BY l.service_date, l.id, i.position, i.id",
        (unit, first, last),
    )


def met_visits(connection: Connection, unit: str, first: str, last: str) -> list[VisitFact]:
    """Clients met at home visits and on the telephone in those days."""
    return rows(
        connection,
        VisitFact,
        "SELECT m.client, l.service_date, l.method, l.state FROM service_log l"
        " CROSS JOIN log_client m ON m.service_log = l.id"
        f" WHERE {_COUNTED} AND l.method IN ('home_visit', 'phone') AND m.alive AND m.outcome = 'met'"
        " ORDER BY l.service_date, l.id, m.id",
        (unit, first, last),
    )


@dataclass(frozen=True, slots=True)
class Handed:
    """What of a unit is in this database: its logs of some days in any state, and the last change to one of them."""

    logs: int
    changed_at: str | None


def handed(connection: Connection, unit: str, first: str, last: str) -> Handed:
    """How many logs of a unit lie in those days, drafts and returned ones too."""
    return rows(
        connection,
        Handed,
        "SELECT count(*), max(changed_at) FROM service_log WHERE unit = ? AND service_date BETWEEN ? AND ? AND alive",
        (unit, first, last),
    )[0]


def bundle_since(connection: Connection, unit: str, day: str) -> bool:
    """Whether a bundle of the unit's records was merged here on ``day`` or later."""
    found = connection.execute(
        "SELECT 1 FROM received_bundle WHERE station = ? AND substr(at, 1, 10) >= ?"
        " AND status IN ('merged', 'already_merged') AND ifnull(manifest ->> 'kind', '') <> 'agg' LIMIT 1",
        (unit, day),
    ).fetchone()
    return found is not None
