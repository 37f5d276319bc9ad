"""Everything that is computed from the change records, made anew from them: registers, conflicts, digest, ledgers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from db import digest
from db.fold import fold
from db.gateway import OP_COLUMNS, put_row, upsert_sql
from db.merge import single_row
from db.records import ZERO_CHAIN, BadRecord, Op, next_chain
from db.registry import ALIVE, check_record, specs
from db.store import Connection, put_setting, setting

BATCH = 5_000


def rebuild(connection: Connection) -> int:
    """Build anew inside the caller's transaction; gives the number of rows. No record is changed.

    Records parked by an older program that this one understands take part from now on.
    """
    unpark(connection)
    for table in (*specs(), "conflict", "digest"):
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
    known = [(op.id,) for op in parked(connection)]
    connection.executemany("UPDATE op SET parked = 0 WHERE id = ?", known)
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
    found = connection.execute(
        f"SELECT {OP_COLUMNS} FROM op INDEXED BY op_k WHERE parked = 0 AND payload IS NOT NULL ORDER BY k"
    )
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
        count += 1
        spec = specs()[table]
        groups = ops[0].groups
        if len(ops) > 1 or ops[0].a != "set" or ALIVE in groups:
            put_row(connection, spec, key, fold(spec, ops))
            continue
        rows = waiting.setdefault(table, [])
        rows.append(single_row(spec, ops[0], groups))
        if len(rows) >= BATCH:
            connection.executemany(upsert_sql(spec), rows)
            rows.clear()
    for table, rows in waiting.items():
        connection.executemany(upsert_sql(specs()[table]), rows)
    return count


def ledger(connection: Connection, replica: bytes) -> tuple[int, bytes, int, bytes, int, bool]:
    """What the records of a replica say: held, total, last without a hole, chain there, highest, forked."""
    held, value, last, chain, highest, forked = 0, 0, 0, ZERO_CHAIN, 0, False
    for n, op_id in connection.execute("SELECT n, id FROM op WHERE r = ? ORDER BY n, id", (replica,)):
        held += 1
        value += int.from_bytes(op_id, "big")
        forked = forked or n == highest
        if n == last + 1:
            last, chain = n, next_chain(chain, op_id)
        highest = n
    return held, (value % (1 << 256)).to_bytes(32, "big"), last, chain, highest, forked


def _ledgers(connection: Connection) -> None:
    replicas = connection.execute("SELECT r, max(n), st FROM op GROUP BY r").fetchall()
    connection.execute("UPDATE replica SET held = 0, total = ?, last = 0, highest = 0", (bytes(32),))
    for replica, _n, station in replicas:
        held, total, last, chain, highest, forked = ledger(connection, replica)
        # Of a fork each machine goes on with the branch it had first: the chain is then left as it is.
        connection.execute(
            "INSERT INTO replica (id, station, held, total, last, chain, highest) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET held = excluded.held, total = excluded.total, last = excluded.last,"
            f" highest = excluded.highest{'' if forked else ', chain = excluded.chain'}",
            (replica, station, held, total, last, chain, highest),
        )
