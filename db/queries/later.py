"""What was written after a report was frozen: the report's own record, and the records and rows that came later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from db.records import OP_COLUMNS, Op
from db.store import Connection

_CHUNK: Final = 500
_DATED: Final = {
    "client": ("opened_on", "ended_on"), "service_case": ("opened_on", "closed_on"), "service_group": ("opened_on",),
    "group_session": ("held_on",), "activity": ("held_on",), "need_match": ("state_on",),
    "material_given": ("given_on",), "case_referral": ("referred_on",), "volunteer_shift": ("served_on",),
}  # fmt: skip
"""Registers that figures are counted from, with the days by which a row belongs to a month."""
HANGING: Final = {
    "service_log": (("log_client", "service_log"), ("affairs_item", "service_log")),
    "group_session": (("group_attendance", "group_session"),),
    "client": (("client_category", "client"),),
    "service_case": (("case_goal", "service_case"),),
}
"""Rows that belong to a row: their register and the field that names it."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen report. ``replica``, ``n``, ``lamport`` and ``at`` (when written) are of the record that froze it."""

    row: str
    unit: str
    period: str
    made_on: str
    made_by: str
    reviewer: str
    figures: str
    text_hash: str
    replica: bytes
    n: int
    lamport: int
    at: str


def frozen_reports(connection: Connection, kind: str, units: Collection[str], periods: Collection[str]) -> list[Frozen]:
    """The newest frozen report of each unit and period, by unit and period."""
    found = connection.execute(
        "SELECT s.id, s.unit, s.period, s.made_on, ifnull(f.name, ''), ifnull(s.reviewer, ''), s.figures, s.text_hash"
        " FROM report_snapshot s LEFT JOIN staff f ON f.id = s.made_by WHERE s.alive AND s.kind = ?1"
        " AND s.unit IN (SELECT value FROM json_each(?2)) AND s.period IN (SELECT value FROM json_each(?3))"
        " ORDER BY s.unit, s.period, s.made_on, s.entered_at, s.id",
        (kind, _json(units), _json(periods)),
    ).fetchall()
    newest = {(row[1], row[2]): row for row in found}
    out = []
    for row in newest.values():
        made = connection.execute(
            "SELECT r, n, l, at FROM op WHERE k = ? AND t = 'report_snapshot' ORDER BY l DESC, id LIMIT 1", (row[0],)
        ).fetchone()
        if made is not None:
            out.append(Frozen(row[0].hex(), *row[1:], *made))
    return out


def _json(values: Iterable[str]) -> str:
    return orjson.dumps(sorted(values)).decode()


def received_until(connection: Connection, at: str) -> dict[bytes, int]:
    """By replica, the last record that bundles had brought here up to a moment."""
    out: dict[bytes, int] = {}
    for (ranges,) in connection.execute(
        "SELECT ranges FROM received_bundle WHERE status = 'merged' AND at <= ? AND ranges IS NOT NULL", (at,)
    ):
        for one in orjson.loads(ranges):
            replica = bytes.fromhex(one["replica"])
            out[replica] = max(out.get(replica, 0), int(one["last"]))
    return out


def records_of(connection: Connection, rows: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Op]]:
    """The records of rows (register and id in hex), in the order in which their writers could know of each other."""
    wanted = set(rows)
    keys = sorted({bytes.fromhex(row) for _table, row in wanted})
    out: dict[tuple[str, str], list[Op]] = defaultdict(list)
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        for found in connection.execute(
            f"SELECT {OP_COLUMNS} FROM op WHERE k IN ({','.join('?' * len(some))}) AND payload IS NOT NULL"
            " AND parked = 0 ORDER BY l, id",
            some,
        ):
            op = Op(*found)
            if (op.t, op.k.hex()) in wanted:
                out[op.t, op.k.hex()].append(op)
    return out


def hanging(connection: Connection, table: str, rows: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """What belongs to rows of a register, deleted or not: by row, register and id."""
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    ids = [bytes.fromhex(row) for row in rows]
    for part, field in HANGING.get(table, ()):
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            for parent, row in connection.execute(
                f"SELECT {field}, id FROM {part} WHERE {field} IN ({','.join('?' * len(some))})", some
            ):
                out[parent.hex()].append((part, row.hex()))
    return out


def no_longer_counted(connection: Connection, unit: str, first: str, last: str) -> dict[tuple[str, str], str]:
    """Rows of a unit's month that do not count: deleted, or entries not submitted or returned; with their method."""
    out = {
        ("service_log", row.hex()): method or ""
        for row, method in connection.execute(
            "SELECT id, method FROM service_log WHERE unit = ? AND service_date BETWEEN ? AND ?"
            " AND (NOT alive OR state NOT IN ('submitted', 'approved'))",
            (unit, first, last),
        )
    }
    for table, days in _DATED.items():
        within = " OR ".join(f"{day} BETWEEN ?2 AND ?3" for day in days)
        for (row,) in connection.execute(
            f"SELECT id FROM {table} WHERE NOT alive AND owner = ?1 AND ({within})", (unit, first, last)
        ):
            out[table, row.hex()] = ""
    return out


def logs_of_month(connection: Connection, unit: str, first: str, last: str, methods: Sequence[str]) -> list[str]:
    """The entries of a unit's month of some methods, alive or not."""
    marks = ",".join("?" * len(methods))
    return [
        row.hex()
        for (row,) in connection.execute(
            f"SELECT id FROM service_log WHERE unit = ? AND service_date BETWEEN ? AND ? AND method IN ({marks})",
            (unit, first, last, *methods),
        )
    ]


def moved_since(connection: Connection, unit: str, at: str) -> list[str]:
    """Entries of a unit whose day was set anew after a moment."""
    return [
        row.hex()
        for (row,) in connection.execute(
            "SELECT DISTINCT k FROM op WHERE t = 'service_log' AND at > ? AND o <> '{}' AND payload LIKE"
            " '%\"service_date\"%' AND k IN (SELECT id FROM service_log WHERE unit = ?)",
            (at, unit),
        )
    ]


def transferred(connection: Connection, tables: Collection[str]) -> list[Op]:
    """The records that gave rows of some registers to another unit."""
    return [
        Op(*found)
        for found in connection.execute(
            f"SELECT {OP_COLUMNS} FROM op WHERE a = 'transfer' AND payload IS NOT NULL"
            " AND t IN (SELECT value FROM json_each(?)) ORDER BY l, id",
            (_json(tables),),
        )
    ]


def adjustments(
    connection: Connection, units: Collection[str], period: str, since: str = ""
) -> Mapping[str, tuple[str, str]]:
    """Adjustments of a month written after a moment: by the row they are about, the day and the reason."""
    return {
        subject.hex(): (on, reason)
        for subject, on, reason in connection.execute(
            "SELECT subject, adjusted_on, reason FROM report_adjustment WHERE alive AND period = ?1"
            " AND unit IN (SELECT value FROM json_each(?2)) AND entered_at > ?3 ORDER BY adjusted_on, id",
            (period, _json(units), since),
        )
    }
