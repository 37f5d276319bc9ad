"""Reads of ownership: whose a row is, what waits to be handed over, which records do not count."""

from __future__ import annotations

from typing import NamedTuple

import orjson

from db.gateway import ops_of_row
from db.ownership import Standing, stand
from db.queries.sql import rows
from db.registry import specs
from db.special import OWNER, SPECIAL
from db.store import Connection


class ForeignRow(NamedTuple):
    """A record that does not count for its row, and why: foreign, handed_over, quarantined, no_authority."""

    table: str
    row: str
    op: str
    unit: str
    replica: str
    seq: int
    worker: str | None
    at: str
    action: str
    reason: str


def foreign_records(connection: Connection, op: str | None = None) -> list[ForeignRow]:
    """All records that do not count, oldest first; or those whose id begins so."""
    return rows(
        connection,
        ForeignRow,
        "SELECT f.t, f.k, f.id, op.st, op.r, op.n, s.name, op.at, op.a, f.reason FROM foreign_op f"
        " JOIN op ON op.k = f.k AND op.t = f.t AND op.id = f.id LEFT JOIN staff s ON s.id = op.w"
        " WHERE ?1 IS NULL OR substr(lower(hex(f.id)), 1, length(?1)) = ?1 ORDER BY op.l, f.id",
        (op,),
    )


class OpPlace(NamedTuple):
    """Where a record stands."""

    op: str
    table: str
    row: str
    action: str


def find_records(connection: Connection, op: str) -> list[OpPlace]:
    """The records whose id begins so (at most three)."""
    return rows(
        connection,
        OpPlace,
        "SELECT id, t, k, a FROM op WHERE rowid IN (SELECT op.rowid FROM op INDEXED BY op_rn WHERE id >= unhex(?1)"
        " AND substr(lower(hex(id)), 1, length(?2)) = ?2) ORDER BY id LIMIT 3",
        (op[: len(op) // 2 * 2], op),
    )


def owner_of(connection: Connection, table: str, row: str) -> str | None:
    """The unit a row belongs to; ``None`` if there is no such row."""
    if table not in specs():
        return None
    found = connection.execute(f"SELECT owner FROM {table} WHERE id = ?", (bytes.fromhex(row),)).fetchone()
    return None if found is None else str(found[0])


def standing_of(connection: Connection, table: str, row: str) -> Standing | None:
    """How the records of a row stand; ``None`` without any."""
    known = ops_of_row(connection, table, bytes.fromhex(row))
    return stand(known, specs()[table]) if known else None


class Handover(NamedTuple):
    """A row that a county gave to another unit, and that ``unit`` has not confirmed with this device yet."""

    table: str
    row: str
    transfer: str
    to: str
    on: str
    reason: str


def waiting_handovers(connection: Connection, unit: str, replica: str) -> list[Handover]:
    """Transfers away from a unit without a confirmation from a device of it, oldest first."""
    found = connection.execute(
        "SELECT t, k, id, payload FROM op WHERE a = 'transfer' AND payload IS NOT NULL AND parked = 0"
        " AND id NOT IN (SELECT id FROM foreign_op) ORDER BY l, id"
    ).fetchall()
    acked = {
        orjson.loads(payload)["_ack"]["transfer"]
        for (payload,) in connection.execute(
            "SELECT payload FROM op WHERE a = 'ack' AND payload IS NOT NULL AND parked = 0 AND r = unhex(?)", (replica,)
        )
    }
    out = []
    for table, row, op, payload in found:
        said = orjson.loads(payload)[OWNER]
        if said["from"] == unit and op.hex() not in acked and owner_of(connection, table, row.hex()) != unit:
            out.append(Handover(table, row.hex(), op.hex(), said["to"], said["on"], said["reason"]))
    return out


def erasable(connection: Connection, table: str, row: str) -> tuple[str, ...]:
    """The records of a row whose content is here and can be erased."""
    found = connection.execute(
        "SELECT id, a FROM op WHERE t = ? AND k = ? AND payload IS NOT NULL ORDER BY n, id", (table, bytes.fromhex(row))
    )
    return tuple(op.hex() for op, action in found if action not in SPECIAL)


def logs_only_of(connection: Connection, client: str) -> tuple[str, ...]:
    """Entries of the log about this client and nobody else, that have a text."""
    found = connection.execute(
        "SELECT l.id FROM log_client m JOIN service_log l ON l.id = m.service_log WHERE m.client = unhex(?1)"
        " AND l.note IS NOT NULL AND NOT EXISTS (SELECT 1 FROM log_client o WHERE o.service_log = l.id"
        " AND o.client <> unhex(?1) AND o.alive) ORDER BY l.id",
        (client,),
    )
    return tuple(row[0].hex() for row in found)
