"""Reads that the due list is made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from db.queries.sql import hexed, rows
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
    """A met visit or call; of those before the days asked for only the last of each kind."""

    client: str
    on: str
    method: str


def met_visits(connection: Connection, since: str, methods: tuple[str, ...], unit: str | None = None) -> list[MetRow]:
    """Contacts with outcome met by these methods from a day on, and the last one of each method and client before it;
    with clients of ``unit``, whoever met them.
    """
    marks = ",".join("?" * len(methods))
    met = (
        " FROM service_log l CROSS JOIN log_client m ON m.service_log = l.id"
        " WHERE l.alive AND m.alive AND m.outcome = 'met' AND l.state IN ('submitted', 'approved')"
        f" AND l.method IN ({marks})"
    )
    found = rows(
        connection,
        MetRow,
        f"SELECT m.client, l.service_date, l.method{met} AND l.service_date >= ?"
        f" UNION ALL SELECT m.client, max(l.service_date), l.method{met} AND l.service_date < ? GROUP BY 1, 3",
        (*methods, since, *methods, since),
    )
    if unit is None:
        return found
    own = {key.hex() for (key,) in connection.execute("SELECT id FROM client WHERE owner = ?", (unit,))}
    return [row for row in found if row.client in own]


class PromiseRow(NamedTuple):
    """An entry that promises another contact, once for each of its clients (or for none)."""

    log: str
    on: str
    entered_at: str
    outcome: str | None
    client: str | None
    client_name: str | None
    case: str | None
    topic: str | None
    writer: str
    next_contact: str
    unit: str


_OF_UNIT = "(:unit IS NULL OR coalesce(s.owner, c.owner, l.unit) = :unit)"
"""About a case, else a client, that is the unit's now, or about neither and written there."""

_CONTACT = (
    " FROM service_log l LEFT JOIN log_client m ON m.service_log = l.id AND m.alive"
    " LEFT JOIN client c ON c.id = m.client LEFT JOIN service_case s ON s.id = l.service_case"
    f" WHERE l.alive AND l.state <> 'draft' AND l.service_date >= :since AND {_OF_UNIT}"
)
_TOPIC = "coalesce(l.group_title, l.activity_title)"


def promises(connection: Connection, since: str, unit: str | None = None) -> list[PromiseRow]:
    """The contacts from a day on that promise another one, in the order they were written."""
    return rows(
        connection,
        PromiseRow,
        f"SELECT l.id, l.service_date, l.entered_at, m.outcome, m.client, c.name, l.service_case, {_TOPIC}, l.writer,"
        f" l.next_contact, coalesce(l.unit, l.owner){_CONTACT} AND l.next_contact IS NOT NULL"
        " ORDER BY l.service_date, l.entered_at, l.id",
        {"since": since, "unit": unit},
    )


class LastMetRow(NamedTuple):
    """The last day on which a client was met, a case worked on, or a topic held, as far as one kind of entry says."""

    on: str
    client: str | None
    case: str | None
    topic: str | None
    unit: str


def last_met(
    connection: Connection, since: str, until: str, about: Sequence[PromiseRow], unit: str | None = None
) -> list[LastMetRow]:
    """What may keep the promises ``about`` and those of cases: of each client, case and topic the last day on which
    anybody was met, from a day on and up to another. Topics are those of one unit.
    """
    people = {bytes.fromhex(one.client) for one in about if one.client}
    people.update(
        key
        for (key,) in connection.execute(
            "SELECT m.client FROM case_client m JOIN service_case s ON s.id = m.service_case WHERE m.alive"
            " AND (:unit IS NULL OR s.owner = :unit)",
            {"unit": unit},
        )
    )
    topics = {one.topic for one in about if one.topic}
    if not people and not topics:
        return []
    found = connection.execute(
        # Of a hundred thousand entries a year only the last days are wanted: taken out here, not as rows. Sorting
        # them in SQL, by a group, takes twice as long.
        f"SELECT l.service_date, m.client, l.service_case, {_TOPIC}, coalesce(l.unit, l.owner){_CONTACT}"
        " AND l.service_date <= :until AND ifnull(m.outcome, 'met') = 'met'",
        {"since": since, "until": until, "unit": unit},
    )
    last: dict[tuple[bytes | None, bytes | None, str | None, str], str] = {}
    for on, client, case, topic, written in found:
        key = (client, case, None, "") if client or case else (None, None, topic, written)
        if on > last.get(key, ""):
            last[key] = on
    return [
        LastMetRow(on, hexed(client), hexed(case), topic, written)
        for (client, case, topic, written), on in last.items()
        if case is not None or (client in people if client is not None else topic in topics)
    ]


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


@dataclass(frozen=True, slots=True)
class SurgeRow:
    """Days of more frequent visits."""

    id: str
    unit: str
    title: str
    kind: str
    start_on: str
    end_on: str
    attention_level: str | None
    category: str | None
    village: str | None
    times: int
    period: str
    allow_phone: int


def surges(connection: Connection) -> list[SurgeRow]:
    """All of them, the latest first."""
    return rows(
        connection,
        SurgeRow,
        "SELECT id, unit, title, kind, start_on, end_on, attention_level, category, village, times, period, allow_phone"
        " FROM visit_surge WHERE alive AND times IS NOT NULL ORDER BY start_on DESC, id",
    )


@dataclass(frozen=True, slots=True)
class SnoozeRow:
    """A due line that was put off."""

    id: str
    kind: str
    subject_table: str
    subject: str
    until: str
    reason: str


def snoozes(connection: Connection) -> list[SnoozeRow]:
    """All that were put off, the earliest day first."""
    return rows(
        connection,
        SnoozeRow,
        "SELECT id, kind, subject_table, subject, until, reason FROM snooze WHERE alive ORDER BY until, id",
    )


@dataclass(frozen=True, slots=True)
class UnsubmittedRow:
    """An entry that is a draft or was returned."""

    id: str
    who: str | None
    service_date: str
    state: str
    return_reason: str | None
    writer: str


def unsubmitted(connection: Connection, unit: str | None = None) -> list[UnsubmittedRow]:
    """Entries of a unit that were not submitted, or came back."""
    return rows(
        connection,
        UnsubmittedRow,
        "SELECT l.id, coalesce((SELECT group_concat(c.name, '、') FROM log_client m JOIN client c ON c.id = m.client"
        " WHERE m.service_log = l.id AND m.alive), l.group_title, l.activity_title, l.village_name), l.service_date,"
        " l.state, l.return_reason, l.writer FROM service_log l WHERE l.alive AND l.state IN ('draft', 'returned')"
        " AND (:unit IS NULL OR l.unit = :unit) ORDER BY l.service_date, l.id",
        {"unit": unit},
    )


def days_written(connection: Connection, unit: str, writer: str, since: str, until: str) -> list[str]:
    """The service days of a writer's entries in a stretch of days."""
    found = connection.execute(
        "SELECT DISTINCT service_date FROM service_log WHERE alive AND unit = ? AND service_date BETWEEN ? AND ?"
        " AND writer = unhex(?) ORDER BY 1",
        (unit, since, until, writer),
    )
    return [row[0] for row in found]


_KEPT_ELSEWHERE: Final = {"staff": "unit"}
"""Registers whose rows are of another unit than the one that keeps them: whom a county enters works at a station."""
_AT_ONCE: Final = 500


def units_of_rows(connection: Connection, table: str, rows: Collection[str]) -> dict[str, str]:
    """The unit whose each of these rows is (ids in hex); those that are not there are left out.

    ``table`` is the name of a register, never what somebody typed.
    """
    of, ids, found = _KEPT_ELSEWHERE.get(table, "owner"), [bytes.fromhex(row) for row in rows], {}
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        marks = ",".join("?" * len(some))
        found.update(connection.execute(f"SELECT id, {of} FROM {table} WHERE id IN ({marks})", some).fetchall())
    return {row.hex(): str(unit) for row, unit in found.items()}
