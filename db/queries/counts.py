"""How many rows each register shows."""

from __future__ import annotations

from db.register_names import WHERE
from db.store import Connection


def alive_rows(connection: Connection) -> dict[str, int]:
    """Rows that are shown, by register (those with any record)."""
    tables = [row[0] for row in connection.execute("SELECT t FROM digest ORDER BY t")]
    # A record's table name never stands in a statement by itself: it may be one of a newer program.
    return {
        table: connection.execute(f"SELECT count(*) FROM {table} WHERE alive").fetchone()[0]
        for table in tables
        if table in WHERE
    }


def foreign_count(connection: Connection) -> int:
    """How many records do not count."""
    return int(connection.execute("SELECT count(*) FROM foreign_op").fetchone()[0])
