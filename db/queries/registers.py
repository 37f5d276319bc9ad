"""A register as a whole: its rows by group, as they are shown."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean

from db.registry import specs
from db.store import Connection
from db.tables import TABLES

Groups = dict[str, dict[str, Any]]
"""The values of a row: its groups, each with all of its fields."""


def grouped_rows(connection: Connection, table: str) -> tuple[dict[str, Groups], set[str]]:
    """The rows of a register by id (hex), and the ids of its deleted rows. Raises ``KeyError`` for no register."""
    spec, flags = specs()[table], _flags(table)
    names = spec.fields
    shown: dict[str, Groups] = {}
    deleted: set[str] = set()
    for row in connection.execute(f"SELECT id, alive, {', '.join(names)} FROM {spec.name}"):
        key = row[0].hex()
        if not row[1]:
            deleted.add(key)
            continue
        values = {name: _value(value, name in flags) for name, value in zip(names, row[2:], strict=True)}
        shown[key] = {name: {field: values[field] for field in group.fields} for name, group in spec.groups.items()}
    return shown, deleted


def _value(value: Any, flag: bool) -> Any:
    if type(value) is bytes:
        return value.hex()
    return bool(value) if flag and value is not None else value


def _flags(table: str) -> frozenset[str]:
    columns = next(row for row in TABLES if row.__tablename__ == table).__table__.columns  # type: ignore[attr-defined]
    return frozenset(column.name for column in columns if isinstance(column.type, Boolean))


def row_values(connection: Connection, table: str, row: bytes) -> dict[str, Any] | None:
    """What is shown of one row, deleted or not; ``None`` if it is not there. Raises ``KeyError`` for no register."""
    names, flags = specs()[table].fields, _flags(table)
    found = connection.execute(f"SELECT {', '.join(names)} FROM {specs()[table].name} WHERE id = ?", (row,)).fetchone()
    if found is None:
        return None
    return {name: _value(value, name in flags) for name, value in zip(names, found, strict=True)}
