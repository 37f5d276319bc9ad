"""Snapshots of a unit's month: what goes into one, and those that came from others (the newest of each, kept whole)."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from db.chains import forked
from db.queries.sql import rows
from db.store import Connection


@dataclass(frozen=True, slots=True)
class Device:
    """What is here of a device: up to where without a hole, the highest number, how many are missing between."""

    replica: str
    last: int
    highest: int
    missing: int
    forked: bool


@dataclass(frozen=True, slots=True)
class State:
    """How far a unit's figures can be relied on: values in dispute, and its devices."""

    conflicts: int
    devices: tuple[Device, ...]


def state_of(connection: Connection, unit: str) -> State:
    """The state of a unit's records here."""
    conflicts = connection.execute(
        "SELECT count(*) FROM conflict c WHERE EXISTS (SELECT 1 FROM op WHERE op.k = c.k AND op.t = c.t AND op.st = ?)",
        (unit,),
    ).fetchone()[0]
    devices = []
    for replica, last, highest in connection.execute(
        "SELECT id, last, highest FROM replica WHERE station = ? ORDER BY id", (unit,)
    ).fetchall():
        beyond = connection.execute(
            "SELECT count(*) FROM (SELECT n FROM op WHERE r = ?1 AND n > ?2"
            " UNION SELECT n FROM quarantine WHERE r = ?1 AND n > ?2)",
            (replica, last),
        ).fetchone()[0]
        devices.append(Device(replica.hex(), last, highest, highest - last - beyond, forked(connection, replica)))
    return State(int(conflicts), tuple(devices))


@dataclass(frozen=True, slots=True)
class Held:
    """A unit's rows with what hangs on them; ids are bytes. Each row: its id, its fields, then what is said below.

    ``clients``: codes of the categories in force; ``cases``: the clients, and of each goal how far it was achieved;
    ``logs``: (client, outcome), how many colleagues, (item, number).
    """

    clients: list[tuple[bytes, Mapping[str, Any], list[str]]]
    cases: list[tuple[bytes, Mapping[str, Any], list[bytes], list[str | None]]]
    logs: list[tuple[bytes, Mapping[str, Any], list[tuple[bytes, str]], int, list[tuple[str | None, int]]]]


def held_by(connection: Connection, unit: str, first: str, last: str) -> Held:
    """A unit's client files and cases opened by ``last``, and its logs that count from ``first`` to ``last``."""
    return Held(_clients(connection, unit, last), _cases(connection, unit, last), _logs(connection, unit, first, last))


def _clients(connection: Connection, unit: str, last: str) -> list[tuple[bytes, Mapping[str, Any], list[str]]]:
    categories = _grouped(
        connection,
        "SELECT g.client, g.category FROM client_category g JOIN client c ON c.id = g.client WHERE g.alive"
        " AND c.owner = ? AND ifnull(g.start_on, '') <= ? AND ifnull(g.end_on, '9999') >= ?",
        (unit, last, last),
    )
    found = _dicts(connection, "SELECT * FROM client WHERE owner = ? AND alive AND opened_on <= ?", (unit, last))
    return [(row["id"], row, [one[0] for one in categories[row["id"]]]) for row in found]


def _cases(
    connection: Connection, unit: str, last: str
) -> list[tuple[bytes, Mapping[str, Any], list[bytes], list[str | None]]]:
    of_unit = "JOIN service_case c ON c.id = m.service_case WHERE m.alive AND c.unit = ?"
    clients = _grouped(connection, f"SELECT m.service_case, m.client FROM case_client m {of_unit}", (unit,))
    goals = _grouped(connection, f"SELECT m.service_case, m.achieved FROM case_goal m {of_unit}", (unit,))
    found = _dicts(connection, "SELECT * FROM service_case WHERE unit = ? AND alive AND opened_on <= ?", (unit, last))
    return [
        (row["id"], row, [one[0] for one in clients[row["id"]]], [one[0] for one in goals[row["id"]]]) for row in found
    ]


def _logs(
    connection: Connection, unit: str, first: str, last: str
) -> list[tuple[bytes, Mapping[str, Any], list[tuple[bytes, str]], int, list[tuple[str | None, int]]]]:
    counted = "l.unit = ? AND l.service_date BETWEEN ? AND ? AND l.alive AND l.state IN ('submitted', 'approved')"
    span = (unit, first, last)
    joined = f"JOIN service_log l ON l.id = m.service_log WHERE m.alive AND {counted}"
    contacts = _grouped(connection, f"SELECT m.service_log, m.client, m.outcome FROM log_client m {joined}", span)
    colleagues = _grouped(connection, f"SELECT m.service_log, 1 FROM log_colleague m {joined}", span)
    items = _grouped(connection, f"SELECT m.service_log, m.item, m.n FROM affairs_item m {joined}", span)
    found = _dicts(connection, f"SELECT l.* FROM service_log l WHERE {counted}", span)
    return [(row["id"], row, contacts[row["id"]], len(colleagues[row["id"]]), items[row["id"]]) for row in found]


def _dicts(connection: Connection, sql: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _grouped(connection: Connection, sql: str, values: tuple[Any, ...]) -> dict[bytes, list[Any]]:
    out: dict[bytes, list[Any]] = defaultdict(list)
    for key, *rest in connection.execute(sql, values):
        out[key].append(tuple(rest))
    return out


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot that came: of which unit and month, how new (``counter``, then ``bundle_no``, then ``sha256``)."""

    unit: str
    period: str
    profile: str
    counter: int
    bundle_no: int
    sha256: str
    sender: str
    replica: str
    complete: bool
    at: str

    @property
    def newness(self) -> tuple[int, int, str]:
        """What decides between two: never which of them came first."""
        return self.counter, self.bundle_no, self.sha256


_COLUMNS = "unit, period, profile, counter, bundle_no, sha256, sender, replica, complete, at"


def kept(connection: Connection, profile: str | None = None) -> list[Kept]:
    """The snapshots here, by unit and month."""
    return rows(
        connection,
        Kept,
        f"SELECT {_COLUMNS} FROM snapshot WHERE ?1 IS NULL OR profile = ?1 ORDER BY unit, period, profile",
        (profile,),
    )


def put(connection: Connection, one: Kept, lines: list[bytes]) -> bool:
    """Keep a snapshot in place of an older one of the same unit, month and profile; false if a newer one is here."""
    here = rows(
        connection,
        Kept,
        f"SELECT {_COLUMNS} FROM snapshot WHERE unit = ? AND period = ? AND profile = ?",
        (one.unit, one.period, one.profile),
    )
    if here and here[0].newness >= one.newness:
        return False
    connection.execute(
        f"INSERT OR REPLACE INTO snapshot ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.unit, one.period, one.profile, one.counter, one.bundle_no, one.sha256, one.sender,
            bytes.fromhex(one.replica), one.complete, one.at,
        ),
    )  # fmt: skip
    connection.execute(
        "INSERT OR REPLACE INTO snapshot_rows (unit, period, profile, body) VALUES (?, ?, ?, ?)",
        (one.unit, one.period, one.profile, zlib.compress(b"\n".join(lines))),
    )
    return True


def lines_of(connection: Connection, unit: str, period: str, profile: str) -> list[bytes]:
    """The rows of a snapshot, as they came; none if it is not here."""
    found = connection.execute(
        "SELECT body FROM snapshot_rows WHERE unit = ? AND period = ? AND profile = ?", (unit, period, profile)
    ).fetchone()
    return zlib.decompress(found[0]).split(b"\n") if found and found[0] else []


def reliance(connection: Connection, unit: str, period: str, profile: str) -> tuple[int, int]:
    """Of an aggregate that came: how many records were missing where it was made, how many values were in dispute."""
    missing = conflicts = 0
    for line in lines_of(connection, unit, period, profile):
        if b'"t":"device"' in line:
            missing += int(orjson.loads(line)["missing"])
        elif b'"t":"book_state"' in line:
            conflicts = int(orjson.loads(line)["conflicts"])
    return missing, conflicts
