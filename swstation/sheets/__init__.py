"""Registers that are a list and a form and no more: one file a room, each with its ``SHEETS``."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from swstation.sheets.model import Column, Field, Sheet

__all__ = ["Column", "Field", "Sheet", "find", "sheet", "sheets"]

_NOT_ROOMS = frozenset({"model", "values"})


@cache
def sheets() -> dict[str, Sheet]:
    """All sheets by register, in the order of the rooms."""
    rooms = sorted(one.name for one in pkgutil.iter_modules(__path__) if one.name not in _NOT_ROOMS)
    made = (one for room in rooms for one in import_module(f"swstation.sheets.{room}").SHEETS)
    return {one.table: one for one in made}


def sheet(table: str) -> Sheet:
    """The sheet of a register. Raises ``KeyError`` for one that has none."""
    return sheets()[table]


def find(table: str) -> Sheet | None:
    """The sheet of a register, if it has one."""
    return sheets().get(table)
