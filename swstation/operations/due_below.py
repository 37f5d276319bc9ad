"""What is due at a unit that collects: its own in full, and what waits below it gathered by the unit right below.

A county that merges thirty stations has thousands of lines; what it does itself stands in a few of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from db.errors import Refusal
from db.queries.units import units
from db.store import Connection
from swstation.operations.book import Book
from swstation.operations.due_records import units_of
from swstation.operations.install import parent_code
from swstation.operations.standing import due, due_facts
from swstation.rules.due import due_list
from swstation.rules.due_item import DueItem

DueLine = tuple[str, DueItem]
"""A line with the code of the unit whose it is."""

_COLLECTING = "CMP"
_ROOM = "V"


def gathers(book: Book) -> bool:
    """Whether what is due below is gathered here; a station lists its rooms in full."""
    return book.unit[0] in _COLLECTING


def own_due(book: Book, as_of: date, days: int = 0, *, put_off: bool = False) -> list[DueItem]:
    """What is due at the unit itself, whatever is below it: asked alone, it is there at once in a big county too."""
    found = due_list(due_facts(book, as_of, own=True), as_of, days, put_off=put_off)
    return [item for unit, item in zip(units_of(book, found), found, strict=True) if unit == book.unit]


def due_lines_below(book: Book, as_of: date, days: int = 0, *, put_off: bool = False) -> list[DueLine]:
    """What is due at all units below, each line with its unit, in the order of ``due``."""
    found = due(book, as_of, days, put_off=put_off)
    return [(unit, item) for unit, item in zip(units_of(book, found), found, strict=True) if unit != book.unit]


def of_unit(book: Book, unit: str, items: Sequence[DueItem]) -> list[DueItem]:
    """Of lines those of a unit and of all below it. Refuses a unit that is not known here."""
    parents = _parents(book.connection)
    owners = units_of(book, items)
    ways = {of: _way(of, parents) for of in (book.unit, *owners)}
    if unit not in {one.code for one in units(book.connection)}.union(*ways.values()):
        raise Refusal("report.unit", field="unit", token=unit)
    return [item for of, item in zip(owners, items, strict=True) if unit in ways[of]]


def placed(connection: Connection, at: str, lines: Sequence[DueLine], *, others: bool = False) -> list[DueLine]:
    """Of lines those of the unit ``at`` and of all below it, each with the unit under which it stands there.

    ``others``: those of units elsewhere too (a record may have come from one), each under its own station.
    """
    parents = _parents(connection)
    place = {unit: stands_under(at, unit, parents) for unit in {unit for unit, _item in lines}}
    if others:
        place = {unit: under or _station(unit, parents) for unit, under in place.items()}
    return [(under, item) for unit, item in lines if (under := place[unit]) is not None]


def stands_under(at: str, unit: str, parents: Mapping[str, str]) -> str | None:
    """The unit under which something of ``unit`` stands at ``at``: the one right below it, or ``at`` itself, which is
    all there is where ``at`` does not collect. ``None``: it is not of ``at`` or below.

    ``parents``: as the register says; else the place says who is above whom.
    """
    way = _way(unit, parents)
    if at not in way:
        return None
    if unit == at or at[0] not in _COLLECTING:
        return at
    return way[way.index(at) - 1]


def _parents(connection: Connection) -> dict[str, str]:
    return {one.code: one.parent for one in units(connection) if one.parent}


def _way(unit: str, parents: Mapping[str, str]) -> list[str]:
    """The unit and those above it, upwards."""
    way: list[str] = []
    here: str | None = unit
    while here and here not in way:
        way.append(here)
        here = parents.get(here) or parent_code(here)
    return way


def _station(unit: str, parents: Mapping[str, str]) -> str:
    return next(one for one in _way(unit, parents) if one[0] != _ROOM)
