"""Small helpers of the reads: hex for ids, rows into shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from db.store import Connection

T = TypeVar("T")


def hexed(value: bytes | None) -> str | None:
    """A row id as hex."""
    return None if value is None else value.hex()


def rows(connection: Connection, shape: type[T], sql: str, params: tuple[Any, ...] | dict[str, Any] = ()) -> list[T]:
    """Rows of a query in a shape (a frozen dataclass, a named tuple); blobs (ids) become hex."""
    found = list(connection.execute(sql, params))
    if not found:
        return []
    # A column at a time: what is done for every value of a county's hundred thousand entries is done in C.
    columns: list[Sequence[Any]] = list(zip(*found, strict=True))
    for place, column in enumerate(columns):
        if bytes in set(map(type, column)):
            columns[place] = [value.hex() if type(value) is bytes else value for value in column]
    return list(map(shape, *columns))


def key(row_id: str | None) -> bytes | None:
    """A row id for a parameter."""
    return None if row_id is None else bytes.fromhex(row_id)
