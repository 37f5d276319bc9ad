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
    return [
        shape(*(value.hex() if type(value) is bytes else value for value in row))
        for row in connection.execute(sql, params)
    ]


def key(row_id: str | None) -> bytes | None:
    """A row id for a parameter."""
    return None if row_id is None else bytes.fromhex(row_id)
