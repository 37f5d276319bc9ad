"""The registers, one module per topic: SQLModel tables made of validated field groups.

Making a class of SQLModel takes milliseconds, and there are a hundred: a command that writes a line of the log makes
only those of the registers it writes.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from db.register_names import WHERE
from db.tables.base import Group, Row

__all__ = ["NAMES", "TABLES", "Group", "Row", "table"]


NAMES: tuple[str, ...] = tuple(WHERE)
"""The names of all registers, in their order."""

TABLES: tuple[type[Row], ...]
"""The classes of all registers; made when first asked for."""


def table(name: str) -> type[Row]:
    """The class of a register. Raises ``KeyError`` for one that is not there."""
    module, _dot, own = WHERE[name].partition(".")
    found: type[Row] = getattr(import_module(f"db.tables.{module}"), own)
    return found


def __getattr__(name: str) -> Any:
    if name == "TABLES":
        return tuple(map(table, NAMES))
    raise AttributeError(name)
