"""Small helpers of the reads: hex for ids, rows into dataclasses."""

from __future__ import annotations

from typing import Any, TypeVar

from db.store import Connection

T = TypeVar("T")


def hexed(value: bytes | None) -> str | None:
    """A row id as hex."""
    return None if value is None else value.hex()


def rows(connection: Connection, shape: type[T], sql: str, params: tuple[Any, ...] | dict[str, Any] = ()) -> list[T]:
    """Rows of a query as frozen dataclasses; blobs (ids) become hex."""
    found = list(connection.execute(sql, params))
    if not found:
        return []
    ids = [place for place in range(len(found[0])) if any(type(row[place]) is bytes for row in found)]
    if not ids:
        return [shape(*row) for row in found]
    out = []
    for row in found:
        values = list(row)
        for place in ids:
            if type(value := values[place]) is bytes:
                values[place] = value.hex()
        out.append(shape(*values))
    return out


def key(row_id: str | None) -> bytes | None:
    """A row id for a parameter."""
    return None if row_id is None else bytes.fromhex(row_id)
