"""Everything that is computed from the change records, made anew from them: registers, conflicts, digest, ledgers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from db import digest
from db.chains import reach
from db.erasing import Erasures
from db.fold import fold, single_row
from db.gateway import put_row, upsert_sql
from db.records import OP_COLUMNS, BadRecord, Op
from db.registry import ALIVE, check_record, specs
from db.store import Connection, put_setting, setting

BATCH = 5_000


def rebuild(connection: Connection) -> int:
    """Build anew inside the caller's transaction; gives the number of rows. No record is changed.

    Records parked by an older program that this one understands take part from now on.
    """
    unpark(connection)
    Erasures(connection).all_again()
    for table in (*specs(), "conflict", "foreign_op", "digest"):
        connection.execute(f"DELETE FROM {table}")
    rows = _registers(connection)
    for table, (ops, total) in digest.recount(connection).items():
        connection.execute("INSERT INTO digest (t, ops, total) VALUES (?, ?, ?)", (table, ops, total))
    _ledgers(connection)
    highest = connection.execute("SELECT max(l) FROM op").fetchone()[0] or 0
    if highest > int(setting(connection, "lamport", "0")):
        put_setting(connection, "lamport", str(highest))
    return rows


def unpark(connection: Connection) -> int:
    """Let parked records that this program knows take part; gives how many."""
    known = [(op.r, op.n, op.id) for op in parked(connection)]
    connection.executemany("UPDATE op SET parked = 0 WHERE r = ? AND n = ? AND id = ?", known)
    return len(known)


def parked(connection: Connection) -> list[Op]:
    """Records that an older program put aside and this one understands."""
    rows = connection.execute(f"SELECT {OP_COLUMNS} FROM op WHERE parked = 1 AND payload IS NOT NULL")
    return [op for op in (Op(*row) for row in rows) if _known(op)]


def _known(op: Op) -> bool:
    try:
        return check_record(op, op.groups)
    except BadRecord:
        return False


def rows_of_records(connection: Connection) -> Iterator[tuple[str, bytes, list[Op]]]:
    """Each row of a register with its records: (table, row id, records)."""
    found = connection.execute(f"SELECT {OP_COLUMNS} FROM op INDEXED BY op_k WHERE parked = 0 ORDER BY k")
    for key, same in groupby((Op(*row) for row in found), key=lambda op: op.k):
        by_table: dict[str, list[Op]] = {}
        for op in same:
            by_table.setdefault(op.t, []).append(op)
        for table, ops in by_table.items():
            if table in specs():
                yield table, key, ops


def _registers(connection: Connection) -> int:
    waiting: dict[str, list[tuple[Any, ...]]] = {}
    count = 0
    for table, key, ops in rows_of_records(connection):
        spec = specs()[table]
        groups = ops[0].groups
        if len(ops) > 1 or ops[0].a != "set" or ALIVE in groups or ops[0].payload is None:
            folded = fold(spec, ops)
            put_row(connection, spec, key, folded)
            count += folded.ops > 0
            continue
        count += 1
        rows = waiting.setdefault(table, [])
        rows.append(single_row(spec, ops[0], groups))
        if len(rows) >= BATCH:
            connection.executemany(upsert_sql(spec), rows)
            rows.clear()
    for table, rows in waiting.items():
        connection.executemany(upsert_sql(specs()[table]), rows)
    return count


def ledger(connection: Connection, replica: bytes) -> tuple[int, bytes, int, bytes, int]:
    """What the records of a replica say: held, total, last without a hole, the chain there, highest."""
    ids = [row[0] for row in connection.execute("SELECT id FROM op WHERE r = ?", (replica,))]
    (highest,) = connection.execute(
        "SELECT max(ifnull((SELECT max(n) FROM op WHERE r = ?1), 0),"
        " ifnull((SELECT max(n) FROM quarantine WHERE r = ?1), 0))",
        (replica,),
    ).fetchone()
    return len(ids), digest.plus(bytes(32), ids), *reach(connection, replica), highest


def writers(connection: Connection) -> list[tuple[bytes, str | None]]:
    """All replicas of which a record is here, taken in or set aside, and the unit of one of their records."""
    return [
        (row[0], row[1])
        for row in connection.execute(
            "SELECT r, st FROM op GROUP BY r"
            " UNION ALL SELECT DISTINCT r, NULL FROM quarantine WHERE r NOT IN (SELECT r FROM op) ORDER BY 1"
        )
    ]


def _ledgers(connection: Connection) -> None:
    for replica, station in writers(connection):
        held, total, last, chain, highest = ledger(connection, replica)
        connection.execute(
            "INSERT INTO replica (id, station, held, total, last, chain, highest) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET station = ifnull(station, excluded.station), held = excluded.held,"
            " total = excluded.total, last = excluded.last, chain = excluded.chain, highest = excluded.highest",
            (replica, station, held, total, last, chain, highest),
        )
