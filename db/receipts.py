"""Receipts: what a county holds of each device's records, and what a station was told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from db.records import ZERO_CHAIN
from db.store import Connection

Spans = tuple[tuple[int, int], ...]
"""Runs of sequence numbers, first and last included, ascending."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is here of a replica: everything up to ``last`` (``chain`` there), with ``holes`` up to ``highest``.

    ``aside``: numbers of records that could not be taken in, with the reason (``swstation/messages/record.py``);
    ``bundles``: the numbers of the bundles that this replica sent and that are in.
    """

    replica: str
    last: int
    chain: bytes
    highest: int
    holes: Spans = ()
    aside: tuple[tuple[int, str], ...] = ()
    bundles: tuple[int, ...] = ()


NOT_READ_SINCE = (
    "NOT EXISTS (SELECT 1 FROM op WHERE op.r = quarantine.r AND op.n = quarantine.n"
    " AND (quarantine.op_id IS NULL OR op.id = quarantine.op_id))"
)
"""Of lines that were set aside: those whose record has not come in a form that could be read."""


def lines_aside(connection: Connection, reason: str) -> list[bytes]:
    """Lines that were set aside for a reason, whose record has not come in since, in the order of their devices."""
    found = connection.execute(
        f"SELECT line FROM quarantine WHERE reason = ? AND {NOT_READ_SINCE} ORDER BY r, n, digest", (reason,)
    )
    return [bytes(line) for (line,) in found]


def standing(connection: Connection, replica: str, at_most: int) -> Standing:
    """What is here of a replica; of a list longer than ``at_most`` the lowest numbers, of bundles the highest."""
    from db.merge import holes

    key = bytes.fromhex(replica)
    row = connection.execute("SELECT last, chain, highest FROM replica WHERE id = ?", (key,)).fetchone()
    last, chain, highest = row or (0, ZERO_CHAIN, 0)
    aside = connection.execute(
        f"SELECT n, min(reason) FROM quarantine WHERE r = ?1 AND {NOT_READ_SINCE} GROUP BY n ORDER BY n LIMIT ?2",
        (key, at_most),
    ).fetchall()
    bundles = connection.execute(
        "SELECT DISTINCT bundle_no FROM received_bundle WHERE status = 'merged' AND replica = ? AND bundle_no > 0"
        " ORDER BY bundle_no DESC LIMIT ?",
        (key, at_most),
    ).fetchall()
    missing = holes(connection, key)[:at_most]
    return Standing(
        replica, last, chain, highest, tuple(missing), tuple((n, reason) for n, reason in aside),
        tuple(sorted(number for (number,) in bundles)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A county's word about a replica, as it was taken in at ``at``.

    ``county``: its fingerprint; ``incarnation`` and ``number`` (of the bundle that brought it): the newest counts.
    """

    county: str
    incarnation: int
    number: int
    issued: str
    at: str
    standing: Standing


_COLUMNS = "lower(hex(replica)), county, incarnation, number, issued, at, n, chain, highest, holes, aside, bundles"


def receipts(connection: Connection, county: str) -> dict[str, Confirmed]:
    """By replica, what a county (its fingerprint) has confirmed."""
    found = connection.execute(f"SELECT {_COLUMNS} FROM receipt WHERE county = ? ORDER BY replica", (county,))
    return {row[0]: _confirmed(row) for row in found}


def _confirmed(row: tuple[Any, ...]) -> Confirmed:
    replica, county, incarnation, number, issued, at, last, chain, highest, holes, aside, bundles = row
    return Confirmed(
        county, incarnation, number, issued, at,
        Standing(
            replica, last, chain, max(highest, last), tuple((a, b) for a, b in orjson.loads(holes)),
            tuple((n, reason) for n, reason in orjson.loads(aside)), tuple(orjson.loads(bundles)),
        ),
    )  # fmt: skip


def put_receipt(connection: Connection, one: Confirmed) -> None:
    """Keep a county's word in place of what it said before."""
    said = one.standing
    connection.execute(
        "INSERT OR REPLACE INTO receipt (replica, county, incarnation, number, issued, at, n, chain, highest, holes,"
        " aside, bundles) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            bytes.fromhex(said.replica), one.county, one.incarnation, one.number, one.issued, one.at, said.last,
            said.chain, said.highest, orjson.dumps(said.holes).decode(), orjson.dumps(said.aside).decode(),
            orjson.dumps(said.bundles).decode(),
        ),
    )  # fmt: skip


def row_of(connection: Connection, replica: str, n: int) -> tuple[str, str] | None:
    """Table and row (hex) that a record of a replica is about; ``None`` if it is not here."""
    found = connection.execute(
        "SELECT t, lower(hex(k)) FROM op WHERE r = unhex(?) AND n = ? ORDER BY id LIMIT 1", (replica, n)
    ).fetchone()
    return None if found is None else (found[0], found[1])
