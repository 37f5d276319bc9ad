"""Reads of units."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class UnitRow(NamedTuple):
    """A unit."""

    id: str
    code: str
    name: str
    tier: str
    division: str
    parent: str | None
    policy: str | None
    month_start_day: int | None


_SQL = "SELECT id, code, name, tier, division, parent, policy, month_start_day FROM unit WHERE alive"


def units(connection: Connection, parent: str | None = None) -> list[UnitRow]:
    """All units, or those right under one."""
    return rows(
        connection, UnitRow, f"{_SQL} AND (:parent IS NULL OR parent = :parent) ORDER BY code", {"parent": parent}
    )


def unit_by_code(connection: Connection, code: str) -> UnitRow | None:
    """The unit with a code."""
    found = rows(connection, UnitRow, f"{_SQL} AND code = ?", (code,))
    return found[0] if found else None


def residences(connection: Connection) -> dict[str, str]:
    """Urban or rural, by unit, where it is recorded."""
    return dict(connection.execute("SELECT code, residence FROM unit WHERE alive AND residence IS NOT NULL"))
