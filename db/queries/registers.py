"""A register as a whole: its rows by group, as they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from db.registry import TableSpec, specs
from db.store import Connection

Groups = dict[str, dict[str, Any]]
"""The values of a row: its groups, each with all of its fields."""


def grouped_rows(connection: Connection, table: str) -> tuple[dict[str, Groups], set[str]]:
    """The rows of a register by id (hex), and the ids of its deleted rows. Raises ``KeyError`` for no register."""
    spec, flags = specs()[table], specs()[table].flags
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


def row_values(connection: Connection, table: str, row: bytes) -> dict[str, Any] | None:
    """What is shown of one row, deleted or not; ``None`` if it is not there. Raises ``KeyError`` for no register."""
    names, flags = specs()[table].fields, specs()[table].flags
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
    names, flags = specs()[table].fields, specs()[table].flags
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
    names, flags = ("alive", "owner", *specs()[table].fields), specs()[table].flags
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


def rows_of(
    connection: Connection, table: str, where: Mapping[str, Any] | None = None, order: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The rows of a register that are shown, each with ``id`` (hex) and its fields, row ids in hex.

    ``where``: values that fields must have (None: empty). ``order``: fields, ``-`` before one that counts down; then
    by entry. Raises ``KeyError`` for what is no register or no field of it.
    """
    spec = specs()[table]
    known = frozenset(spec.fields)
    tests, given = ["alive"], []
    for field, value in (where or {}).items():
        if field not in known:
            raise KeyError(field)
        tests.append(f"{field} IS ?")
        given.append(bytes.fromhex(value) if field in spec.refs and value is not None else value)
    by = [f"{_known(one.lstrip('-'), known)}{' DESC' if one.startswith('-') else ''}" for one in order]
    sql = f"SELECT id, {', '.join(spec.fields)} FROM {spec.name} WHERE {' AND '.join(tests)}"
    found = connection.execute(f"{sql} ORDER BY {', '.join([*by, 'entered_at', 'id'])}", given)
    return [{"id": row[0].hex(), **_fields(spec, row[1:])} for row in found]


def one_row(connection: Connection, table: str, row: str) -> dict[str, Any] | None:
    """One row that is shown, as ``rows_of`` gives it; ``None`` if there is none."""
    spec = specs()[table]
    sql = f"SELECT {', '.join(spec.fields)} FROM {spec.name} WHERE id = ? AND alive"
    found = connection.execute(sql, (bytes.fromhex(row),)).fetchone()
    return None if found is None else {"id": row, **_fields(spec, found)}


def _fields(spec: TableSpec, values: Sequence[Any]) -> dict[str, Any]:
    return {name: _value(value, name in spec.flags) for name, value in zip(spec.fields, values, strict=True)}


def _known(field: str, known: frozenset[str]) -> str:
    if field not in known:
        raise KeyError(field)
    return field
