"""A short code of all that a database knows: the same for the same set of records, kept as records come in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from db.store import Connection

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no letter that sounds or looks like another


def plus(total: bytes, ids: Iterable[bytes]) -> bytes:
    """The sum of record ids so far (mod 2^256) with more added: the order does not matter."""
    value = int.from_bytes(total, "big")
    for one in ids:
        value += int.from_bytes(one, "big")
    return (value % (1 << 256)).to_bytes(32, "big")


def add(connection: Connection, records: Iterable[tuple[str, bytes]]) -> None:
    """Count records (table, id) that are new to this database."""
    sums: dict[str, tuple[int, int]] = {}
    for table, op_id in records:
        ops, total = sums.get(table, (0, 0))
        sums[table] = ops + 1, total + int.from_bytes(op_id, "big")
    add_sums(connection, sums)


def add_sums(connection: Connection, sums: Mapping[str, tuple[int, int]]) -> None:
    """Count records that are new to this database: per table how many, and the sum of their ids."""
    for table, (count, more) in sums.items():
        row = connection.execute("SELECT ops, total FROM digest WHERE t = ?", (table,)).fetchone()
        ops, total = row if row else (0, bytes(32))
        connection.execute(
            "INSERT INTO digest (t, ops, total) VALUES (?, ?, ?)"
            " ON CONFLICT (t) DO UPDATE SET ops = excluded.ops, total = excluded.total",
            (table, ops + count, ((int.from_bytes(total, "big") + more) % (1 << 256)).to_bytes(32, "big")),
        )


def short(raw: bytes) -> str:
    """Twelve characters (60 bits) that two people can compare on the telephone."""
    value = int.from_bytes(hashlib.sha256(b"swdigest1\0" + raw).digest()[:8], "big") >> 4
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(55, -1, -5))


def whole(connection: Connection) -> tuple[str, int, dict[str, tuple[int, str]]]:
    """The digest of everything, the number of records, and per table (records, digest)."""
    rows = connection.execute("SELECT t, ops, total FROM digest ORDER BY t").fetchall()
    raw = b"".join(t.encode() + b"\0" + ops.to_bytes(8, "big") + total for t, ops, total in rows)
    return short(raw), sum(r[1] for r in rows), {t: (ops, short(total)) for t, ops, total in rows}


def recount(connection: Connection) -> dict[str, tuple[int, bytes]]:
    """The same sums from the records themselves, for the data check."""
    sums: dict[str, tuple[int, int]] = {}
    for table, op_id in connection.execute("SELECT t, id FROM op"):
        ops, value = sums.get(table, (0, 0))
        sums[table] = (ops + 1, value + int.from_bytes(op_id, "big"))
    return {t: (ops, (value % (1 << 256)).to_bytes(32, "big")) for t, (ops, value) in sums.items()}
