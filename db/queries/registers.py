"""A register as a whole: its rows by group, as they are shown."""

from __future__ import annotations

from typing import Any

import orjson
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


def count_rows(connection: Connection, table: str) -> int:
    """Rows of a register, incomplete ones too, deleted ones not."""
    deleted = "EXISTS (SELECT 1 FROM op WHERE op.k = r.id AND op.t = ?1 AND op.a = 'delete')"
    found = connection.execute(f"SELECT count(*) FROM {specs()[table].name} r WHERE r.alive OR NOT {deleted}", (table,))
    return int(found.fetchone()[0])


def row_page(connection: Connection, table: str, offset: int, limit: int) -> list[tuple[bytes, bool, dict[str, Any]]]:
    """Rows of a register in the order in which they were entered: id, whether complete, fields. Deleted ones not."""
    names, flags = specs()[table].fields, _flags(table)
    deleted = "EXISTS (SELECT 1 FROM op WHERE op.k = r.id AND op.t = ?1 AND op.a = 'delete')"
    found = connection.execute(
        f"SELECT r.id, r.alive, {', '.join(f'r.{name}' for name in names)} FROM {specs()[table].name} r"
        f" WHERE r.alive OR NOT {deleted} ORDER BY r.entered_at, r.id LIMIT ?2 OFFSET ?3",
        (table, limit, offset),
    )
    return [
        (
            row[0],
            bool(row[1]),
            {name: _value(value, name in flags) for name, value in zip(names, row[2:], strict=True)},
        )
        for row in found
    ]


def rows_by_id(connection: Connection, table: str, only: list[bytes] | None = None) -> dict[bytes, dict[str, Any]]:
    """All rows of a register (or those with an id in ``only``) with their fields, ``alive`` and ``owner``."""
    names, flags = ("alive", "owner", *specs()[table].fields), _flags(table)
    sql = f"SELECT id, {', '.join(names)} FROM {specs()[table].name}"
    parts = [(sql, [])] if only is None else [
        (f"{sql} WHERE id IN ({','.join('?' * len(some))})", some)
        for some in (only[start : start + 500] for start in range(0, len(only), 500))
    ]  # fmt: skip
    return {
        row[0]: {name: _value(value, name in flags) for name, value in zip(names, row[1:], strict=True)}
        for part, values in parts
        for row in connection.execute(part, values)
    }


def groups_of_rows(connection: Connection, table: str) -> dict[bytes, set[str]]:
    """Which groups the records here say anything of, by row."""
    out: dict[bytes, set[str]] = {}
    for row, payload in connection.execute("SELECT k, payload FROM op WHERE t = ? AND payload IS NOT NULL", (table,)):
        out.setdefault(row, set()).update(orjson.loads(payload))
    return out
