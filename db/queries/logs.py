"""Reads of the service log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from db.store import Connection


class LogPerson(NamedTuple):
    """A client on a log, with the outcome."""

    id: str
    name: str
    outcome: str


class LogItem(NamedTuple):
    """An affairs item on a log."""

    item: str | None
    title: str | None
    n: int
    unit: str
    result: str | None = None


class LogRow(NamedTuple):
    """An entry of the service log with everything that hangs on it."""

    id: str
    service_date: str
    part_of_day: str | None
    start_time: str | None
    end_time: str | None
    minutes: int | None
    method: str
    field: str | None
    duty: str | None
    unit: str
    writer: str
    writer_name: str | None
    service_case: str | None
    case_number: str | None
    group_ref: str | None
    group_title: str | None
    activity_ref: str | None
    activity_title: str | None
    village: str | None
    village_name: str | None
    place: str | None
    note: str | None
    next_contact: str | None
    heads: int | None
    person_times: int | None
    households: int | None
    session_no: int | None
    volunteers: int | None
    value_fen: int | None
    state: str
    entered_at: str
    conflicts: int
    clients: tuple[LogPerson, ...] = ()
    colleagues: tuple[tuple[str, str], ...] = ()
    items: tuple[LogItem, ...] = ()


_SQL = (
    "SELECT l.id, l.service_date, l.part_of_day, l.start_time, l.end_time, l.minutes, l.method, l.field, l.duty,"
    " l.unit, l.writer,"
    " s.name, l.service_case, c.number, l.group_ref, l.group_title, l.activity_ref,"
    " l.activity_title, l.village, l.village_name, l.place, l.note,"
    " l.next_contact, l.heads, l.person_times, l.households, l.session_no, l.volunteers, l.value_fen, l.state,"
    " l.entered_at, l.conflicts FROM service_log l LEFT JOIN staff s ON s.id = l.writer"
    " LEFT JOIN service_case c ON c.id = l.service_case WHERE l.alive"
)


class LogFilter(NamedTuple):
    """Which entries; ``None`` means any. Dates are inclusive, ids are hex."""

    start_on: str | None = None
    end_on: str | None = None
    writer: str | None = None
    case: str | None = None
    client: str | None = None
    unit: str | None = None
    state: str | None = None
    limit: int = -1
    day_of: str | None = None
    """Of this day: served then, or written then."""


_CONDITIONS = {
    "start_on": "l.service_date >= :start_on",
    "end_on": "l.service_date <= :end_on",
    "writer": "l.writer = unhex(:writer)",
    "case": "l.service_case = unhex(:case)",
    "unit": "l.unit = :unit",
    "state": "l.state = :state",
    "day_of": "(l.service_date = :day_of OR substr(l.entered_at, 1, 10) = :day_of)",
    "client": "l.id IN (SELECT m.service_log FROM log_client m WHERE m.client = unhex(:client) AND m.alive)",
}


def log_list(connection: Connection, which: LogFilter | None = None) -> list[LogRow]:
    """Entries, newest service day first, then the newest entry."""
    asked: dict[str, Any] = {
        name: value for name, value in (which or LogFilter())._asdict().items() if value is not None
    }
    # Only what is asked for stands in the statement: "x is null or …" would read every entry there is.
    conditions = "".join(f" AND {_CONDITIONS[name]}" for name in asked if name != "limit")
    found = connection.execute(
        f"{_SQL}{conditions} ORDER BY l.service_date DESC, l.entered_at DESC, l.id DESC LIMIT :limit", asked
    ).fetchall()
    return _with_parts(connection, found)


def log_by_id(connection: Connection, log: str) -> LogRow | None:
    """One entry."""
    found = connection.execute(f"{_SQL} AND l.id = unhex(?)", (log,)).fetchall()
    return _with_parts(connection, found)[0] if found else None


def _with_parts(connection: Connection, found: list[tuple[Any, ...]]) -> list[LogRow]:
    people: dict[bytes, list[LogPerson]] = defaultdict(list)
    colleagues: dict[bytes, list[tuple[str, str]]] = defaultdict(list)
    items: dict[bytes, list[LogItem]] = defaultdict(list)
    for start in range(0, len(found), 500):
        ids = [row[0] for row in found[start : start + 500]]
        marks = ",".join("?" * len(ids))
        for log, client, name, outcome in connection.execute(
            "SELECT m.service_log, m.client, c.name, m.outcome FROM log_client m LEFT JOIN client c ON c.id = m.client"
            f" WHERE m.alive AND m.service_log IN ({marks}) ORDER BY m.entered_at, m.rowid",
            ids,
        ):
            people[log].append(LogPerson(client.hex(), name or "", outcome))
        for log, staff, name in connection.execute(
            "SELECT m.service_log, m.staff, s.name FROM log_colleague m LEFT JOIN staff s ON s.id = m.staff"
            f" WHERE m.alive AND m.service_log IN ({marks}) ORDER BY m.rowid",
            ids,
        ):
            colleagues[log].append((staff.hex(), name or ""))
        for log, *item in connection.execute(
            "SELECT service_log, item, item_title, n, measure, result FROM affairs_item"
            f" WHERE alive AND service_log IN ({marks}) ORDER BY position, id",
            ids,
        ):
            items[log].append(LogItem(*item))
    out = []
    for row in found:
        values: list[Any] = [value.hex() if type(value) is bytes else value for value in row]
        values += [tuple(people[row[0]]), tuple(colleagues[row[0]]), tuple(items[row[0]])]
        out.append(LogRow(*values))
    return out


def logs_by_id(connection: Connection, logs: Sequence[str]) -> list[LogRow]:
    """These entries (hex ids), oldest service day first; what is not there is left out."""
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(logs), 500):
        ids = [bytes.fromhex(log) for log in logs[start : start + 500]]
        found += connection.execute(f"{_SQL} AND l.id IN ({','.join('?' * len(ids))})", ids).fetchall()
    return sorted(_with_parts(connection, found), key=lambda log: (log.service_date, log.entered_at, log.id))


class PartRow(NamedTuple):
    """A row that hangs on a log: its id, and the id of what it names."""

    id: str
    names: str
    alive: int
    outcome: str | None = None


def parts_of(connection: Connection, log: str) -> dict[str, list[PartRow]]:
    """The rows that hang on a log, deleted ones too, by table."""
    key = bytes.fromhex(log)
    out: dict[str, list[PartRow]] = {}
    for table, names in (("log_client", "client"), ("log_colleague", "staff"), ("affairs_item", "position")):
        outcome = "outcome" if table == "log_client" else "NULL"
        out[table] = [
            PartRow(r[0].hex(), r[1].hex() if isinstance(r[1], bytes) else str(r[1]), r[2], r[3])
            for r in connection.execute(
                f"SELECT id, {names}, alive, {outcome} FROM {table} WHERE service_log = ?", (key,)
            )
        ]
    return out


def alive_rows(connection: Connection, table: str, ids: Sequence[str]) -> dict[str, bool]:
    """Which of these rows are there, and whether they are alive."""
    marks = ",".join("unhex(?)" for _id in ids)
    found = connection.execute(f"SELECT lower(hex(id)), alive FROM {table} WHERE id IN ({marks})", tuple(ids))
    return {row[0]: bool(row[1]) for row in found}


def gone_since(connection: Connection, ids: Sequence[str], row: str) -> set[str]:
    """Which of these rows were last written about when ``row`` was made, or after: what went with it."""
    marks = ",".join("unhex(?)" for _id in ids)
    found = connection.execute(
        f"SELECT lower(hex(k)) FROM op WHERE k IN ({marks}) GROUP BY k"
        " HAVING max(l) >= (SELECT min(l) FROM op WHERE k = unhex(?))",
        (*ids, row),
    )
    return {key for (key,) in found}


def corrected_by(connection: Connection, log: str) -> str | None:
    """The entry of which this one is the correction."""
    found = connection.execute("SELECT lower(hex(corrects)) FROM service_log WHERE id = unhex(?)", (log,)).fetchone()
    return found[0] or None if found else None


class Version(NamedTuple):
    """A version of an entry that a correction took the place of."""

    id: str
    service_date: str
    minutes: int | None
    note: str | None
    reason: str | None


def earlier_versions(connection: Connection, log: str) -> list[Version]:
    """What an entry said before it was corrected, the latest first; each with why it was corrected."""
    out: list[Version] = []
    now = log
    while (before := corrected_by(connection, now)) is not None and len(out) < 100:
        row = connection.execute(
            "SELECT o.service_date, o.minutes, o.note, n.correction_reason FROM service_log o, service_log n"
            " WHERE o.id = unhex(?) AND n.id = unhex(?)",
            (before, now),
        ).fetchone()
        if row is None:
            break
        out.append(Version(before, *row))
        now = before
    return out
