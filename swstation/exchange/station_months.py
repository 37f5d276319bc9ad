"""A county's stations and months: received, recounted, stale, missing; and how many stations a month rests on.

The board says what has come (``board``); the frozen reports that came with it say what the stations reported, and the
rows what they say now. A month of a station is ``received`` where its report is here and the rows still say the same,
``differs`` where they do not, ``recomputed`` where no report came and the county counts for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from swstation.exchange.board import Board, BoardCell, BoardRow, board_of, months_to

if TYPE_CHECKING:
    from db.queries.later import Frozen
    from swstation.operations.book import Book

STATES: Final = ("missing", "stale", "differs", "recomputed", "summed", "received", "open", "before")
"""The state of a station's month, the worst first. ``summed``: seen from above a county, the month without names of
every one of its stations is here, and whole."""
IN: Final = frozenset({"received", "recomputed", "differs", "summed"})
"""States in which all of a month is here."""
_OF_BOARD: Final = {
    "missing": "missing", "unenrolled": "missing", "newer": "missing", "gap": "missing", "aside": "stale",
    "early": "stale", "stale": "stale", "open": "open", "before": "before",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StationMonth:
    """One station in one month. ``board``: what stands behind it; ``frozen``: its report, if one is here.

    ``differing``: how many figures are no longer what was reported, ``None`` while nobody has counted.
    """

    month: str
    state: str
    board: BoardCell
    frozen: Frozen | None = None
    differing: int | None = None


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station with its months, oldest first, and of those that were due how many are in."""

    unit: str
    name: str
    cells: tuple[StationMonth, ...]

    @property
    def due(self) -> int:
        """How many of the months were due."""
        return sum(one.state not in ("open", "before") for one in self.cells)

    @property
    def came(self) -> int:
        """How many of those are all here."""
        return sum(one.state in IN for one in self.cells)


@dataclass(frozen=True, slots=True)
class MonthCoverage:
    """Of the stations expected in a month: how many are in, how many are in and not whole, which are missing."""

    month: str
    expected: int
    came: int
    stale: int
    missing: tuple[str, ...]
    as_of: date

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "month": self.month, "stations": self.expected, "in": self.came, "stale": self.stale,
            "missing": list(self.missing), "as_of": self.as_of.isoformat(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class StationMonths:
    """Stations by unit code, each with the same months, oldest first."""

    months: tuple[str, ...]
    lines: tuple[StationLine, ...]
    as_of: date
    covered: Mapping[str, MonthCoverage] = field(default_factory=dict)

    def coverage(self, month: str) -> MonthCoverage:
        """What a month of these rests on: always so many stations, above a county too."""
        if month in self.covered:
            return self.covered[month]
        at = self.months.index(month)
        stations = [(one.name, one.cells[at].state) for one in self.lines if one.cells[at].state != "before"]
        missing = tuple(name for name, state in stations if state in ("missing", "open"))
        stale = sum(state == "stale" for _name, state in stations)
        return MonthCoverage(month, len(stations), len(stations) - len(missing), stale, missing, self.as_of)

    def recounted(self, month: str, differing: Mapping[str, int]) -> StationMonths:
        """The same after a month was counted: by unit how many of its figures are no longer what was reported."""
        at = self.months.index(month)
        lines = tuple(
            replace(
                one, cells=(*one.cells[:at], _counted(one.cells[at], differing.get(one.unit)), *one.cells[at + 1 :])
            )
            for one in self.lines
        )
        return replace(self, lines=lines)

    def as_dict(self) -> dict[str, Any]:
        """As ``month stations --json`` prints it."""
        return {
            "months": list(self.months),
            "stations": [
                {
                    "station": one.unit, "name": one.name, "due": one.due, "in": one.came,
                    "cells": [
                        {
                            "month": cell.month, "state": cell.state, "board": cell.board.state,
                            "reported": cell.frozen.made_on if cell.frozen else None, "differing": cell.differing,
                        }
                        for cell in one.cells
                    ],
                }
                for one in self.lines
            ],
            "coverage": [self.coverage(month).as_dict() for month in self.months],
        }  # fmt: skip


def _counted(cell: StationMonth, differing: int | None) -> StationMonth:
    if differing is None or cell.frozen is None:
        return cell
    state = "differs" if differing and cell.state == "received" else cell.state
    return replace(cell, state=state, differing=differing)


def station_months(book: Book, last: str, count: int, as_of: date, *, recounted: bool = False) -> StationMonths:
    """``count`` months that end with ``last``. ``recounted``: every reported month is counted anew; it takes long."""
    from db.queries.later import frozen_reports
    from swstation.reports.monthly import MONTHLY

    found = board_of(book, months_to(last, count), as_of)
    units = [row.unit for row in found.rows]
    with book.store.snapshot() as connection:
        frozen = {(one.unit, one.period): one for one in frozen_reports(connection, MONTHLY, units, found.months)}
    made = made_of(found, frozen, as_of)
    if book.unit[0] in "MP":
        made = _with_sums(book, made)
    if recounted:
        for month in found.months:
            made = made.recounted(month, differing(book, made, month, as_of))
    return made


def _with_sums(book: Book, found: StationMonths) -> StationMonths:
    """Counties and prefectures hand in months without names as well: those of their stations, and who is expected."""
    from swstation.exchange.identity import may_carry
    from swstation.exchange.months import MonthCell, months_here

    here = months_here(book, "aggregate", found.months[-1], len(found.months), found.as_of)

    def seen(line: StationLine, at: int) -> StationMonth:
        cell = line.cells[at]
        cells: list[MonthCell] = [
            row.cells[at] for row in here.rows if row.unit != line.unit and may_carry(line.unit, row.unit)
        ]
        due = [one for one in cells if one.state != "before"]
        if cell.state not in ("missing", "open", "before", "stale") or not any(one.kept for one in due):
            return cell
        return replace(cell, state="summed" if all(one.state == "whole" for one in due) else "stale")

    lines = tuple(replace(line, cells=tuple(seen(line, at) for at in range(len(found.months)))) for line in found.lines)
    covered = {
        one.month: MonthCoverage(one.month, one.stations, one.sent, one.stale, one.absent, found.as_of)
        for one in here.covered
        if one.sent
    }
    return replace(found, lines=lines, covered=covered)


def made_of(found: Board, frozen: Mapping[tuple[str, str], Frozen], as_of: date) -> StationMonths:
    """The table of a board and the reports that are here; nothing is counted."""
    rows = sorted(found.rows, key=lambda row: row.unit)
    return StationMonths(found.months, tuple(_line(row, frozen) for row in rows), as_of)


def _line(row: BoardRow, frozen: Mapping[tuple[str, str], Frozen]) -> StationLine:
    return StationLine(row.unit, row.name, tuple(_cell(one, frozen.get((row.unit, one.month))) for one in row.cells))


def _cell(one: BoardCell, frozen: Frozen | None) -> StationMonth:
    state = _OF_BOARD.get(one.state, "received" if frozen is not None else "recomputed")
    return StationMonth(one.month, state, one, frozen)


def differing(book: Book, found: StationMonths, month: str, as_of: date) -> dict[str, int]:
    """By station that reported the month: how many of its figures are no longer what was reported."""
    from swstation.reports.counter import Counter
    from swstation.reports.ranking import differing_of, known

    at = found.months.index(month)
    reported = [one.unit for one in found.lines if one.cells[at].frozen is not None]
    if not reported:
        return {}
    with book.store.snapshot() as connection:
        counter = Counter(connection, as_of)
        figures = counter.month_of([unit for unit in known(counter, found) if unit in reported], month)
    return differing_of(found, figures, month)
