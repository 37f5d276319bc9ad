"""Months without names added up by county (for a prefecture) or by prefecture (for a province).

A sum says what it rests on: how many of the stations are in it, which of those were not whole, how many keep a small
count back. Stations whose records are here with names, and whose month without names is not here or less whole, are
counted from the records and small counts are kept back all the same. What is missing or kept back makes a sum the
least it can be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from db.errors import Refusal
from swstation.exchange.below import STATION, Below, figures_of, of_month
from swstation.exchange.board import board_of
from swstation.exchange.identity import may_carry
from swstation.exchange.months import Total, name_of, totals
from swstation.exchange.snapshots import Snapshot
from swstation.operations.book import Book
from swstation.reports.counter import Counter
from swstation.reports.period import parse_month

_DIGITS: Final = {"M": 6, "P": 4}
"""Digits of the division code by which a unit's stations are put together, by the first letter of the unit."""
_LETTERS: Final = {6: "C", 4: "M"}


@dataclass(frozen=True, slots=True)
class Area:
    """A county, a prefecture, or (seen from a county) a station. ``stale``: came before the month was over, or with
    records missing; ``counted``: from records with names; ``absent``: the stations that nothing came from;
    ``silent``: counties or prefectures of which not one station is known; ``newest``: the day the last of it came."""

    code: str
    name: str
    stations: int
    came: int
    stale: int
    counted: int
    absent: tuple[str, ...]
    figures: dict[str, Total]
    silent: tuple[str, ...] = ()
    newest: str = ""

    @property
    def whole(self) -> bool:
        """Whether all its stations are in, and wholly."""
        return not (self.absent or self.stale or self.silent)

    def figure(self, code: str) -> Total | None:
        """A sum; ``None`` where nothing has come at all."""
        return self.figures.get(code, Total(code, 0, 0)) if self.figures or self.came else None


@dataclass(frozen=True, slots=True)
class Rollup:
    """A month by area, and all of them together."""

    month: str
    areas: tuple[Area, ...]
    total: Area
    as_of: date

    @property
    def codes(self) -> list[str]:
        """The figures that somebody has, in the order of the report."""
        from swstation.exchange.figure_words import in_order

        return list(in_order(self.total.figures))

    def as_dict(self) -> dict[str, Any]:
        """As ``snapshot rollup --json`` prints it."""
        return {
            "month": self.month, "as_of": self.as_of.isoformat(), "total": _dict(self.total),
            "areas": [_dict(one) for one in self.areas],
        }  # fmt: skip


def _dict(one: Area) -> dict[str, Any]:
    return {
        "area": one.code, "name": one.name, "stations": one.stations, "in": one.came, "stale": one.stale,
        "from_records": one.counted, "absent": list(one.absent), "silent": list(one.silent), "newest": one.newest,
        "whole": one.whole,
        "figures": [
            {"code": total.code, "value": total.value, "kept_back": total.kept_back} for total in one.figures.values()
        ],
    }  # fmt: skip


def rollup(book: Book, month: str, as_of: date) -> Rollup:
    """The month of everything below this unit. Refuses a station, no month, and where no station is known."""
    period = month.strip()
    parse_month(period)
    digits = _DIGITS.get(book.unit[0], 0)
    board = board_of(book, (period,), as_of)
    with book.store.snapshot() as connection:
        counter = Counter(connection, as_of)
        found = of_month(book.unit, counter, board, "aggregate")
        stations = [_Station(one, figures_of(counter, one, period)) for one in found.stations]
    if book.unit[0] not in "CMP" or not (stations or found.collecting):
        raise Refusal("report.no_below", field="unit", unit=book.unit)
    groups: dict[str, list[_Station]] = defaultdict(list)
    for one in stations:
        groups[_area_of(one.below.unit, digits)].append(one)
    for code in found.collecting:
        groups[_area_of(code, digits)] += ()
    silent = [code for code in found.collecting if not any(may_carry(code, one.below.unit) for one in stations)]
    names = dict(found.names)
    areas = tuple(
        _area(
            code, _called(names, code), some, [_called(names, one) for one in silent if _area_of(one, digits) == code]
        )
        for code, some in sorted(groups.items())
    )
    mine = [_called(names, one) for one in silent]
    return Rollup(period, areas, _area(book.unit, names.get(book.unit, book.unit), stations, mine), as_of)


def _area_of(unit: str, digits: int) -> str:
    return _LETTERS[digits] + unit[1 : 1 + digits] if digits else unit


def _called(names: dict[str, str], code: str) -> str:
    """An area by its place, shorter than what its unit is called; a station as it is called."""
    from swstation import divisions

    return (divisions.name(code[1:]) if code[0] in "CM" else "") or name_of(names, code)


@dataclass(frozen=True, slots=True)
class _Station:
    below: Below
    snapshot: Snapshot | None


def _area(code: str, name: str, some: Sequence[_Station], silent: Sequence[str]) -> Area:
    # What a room of a village sent is in the sums, but it is no station.
    stations = [one.below for one in some if one.below.unit[0] == STATION]
    came = [one for one in stations if one.state]
    sums = totals([one.snapshot for one in some if one.snapshot is not None])
    return Area(
        code, name, len(stations), len(came), sum(one.state in ("early", "gap") for one in came),
        sum(one.counted for one in came), tuple(one.name for one in stations if not one.state),
        {one.code: one for one in sums}, tuple(silent),
        max((one.kept.at[:10] for one in came if one.kept is not None), default=""),
    )  # fmt: skip
