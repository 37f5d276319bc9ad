"""The last record a replica wrote as far as a database knows, and whether a database holds a record it should."""

from __future__ import annotations

from dataclasses import dataclass

from db.records import ZERO_CHAIN
from db.store import Connection


@dataclass(frozen=True, slots=True)
class LastWord:
    """Record ``n`` of a replica (0: none yet), its id (hex, empty for none) and the chain value after it (hex)."""

    n: int
    op: str
    chain: str


def last_word(connection: Connection, replica: str) -> LastWord:
    """The end of a replica's records here, up to which there is no hole."""
    key = bytes.fromhex(replica)
    row = connection.execute("SELECT last, chain FROM replica WHERE id = ?", (key,)).fetchone()
    if row is None or not row[0]:
        return LastWord(0, "", ZERO_CHAIN.hex())
    found = connection.execute("SELECT min(id) FROM op WHERE r = ? AND n = ?", (key, row[0])).fetchone()
    return LastWord(row[0], found[0].hex() if found[0] else "", row[1].hex())


def holds(connection: Connection, replica: str, n: int, op: str) -> bool:
    """Whether record ``n`` with the id ``op`` (hex) of a replica is here."""
    if n == 0:
        return True
    found = connection.execute(
        "SELECT 1 FROM op WHERE r = ? AND n = ? AND id = ?", (bytes.fromhex(replica), n, bytes.fromhex(op))
    ).fetchone()
    return found is not None


def written_at(connection: Connection, replica: str) -> str | None:
    """The wall clock of a replica's last record here, as it was written."""
    key = bytes.fromhex(replica)
    found = connection.execute("SELECT at FROM op WHERE r = ? ORDER BY n DESC LIMIT 1", (key,)).fetchone()
    return None if found is None else str(found[0])
