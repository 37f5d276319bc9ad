"""Months without names added up by county (for a prefecture) or by prefecture (for a province).

A sum says what it rests on: how many of the stations are in it, which of those were not whole, how many keep a small
count back. Stations whose records are here with names, and that sent no month without names, are counted from the
records and small counts are kept back all the same. What is missing or kept back makes a sum the least it can be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from db.errors import Refusal
from swstation.exchange.months import Months, Total, months_here, name_of, names_of, totals
from swstation.exchange.snapshots import Snapshot, read
from swstation.operations.book import Book
from swstation.reports.counter import Counter
from swstation.reports.period import parse_month

_DIGITS: Final = {"M": 6, "P": 4}
"""Digits of the division code by which a unit's stations are put together, by the first letter of the unit."""
_LETTERS: Final = {6: "C", 4: "M"}


@dataclass(frozen=True, slots=True)
class Area:
    """A county, a prefecture, or (seen from a county) a station. ``stale``: came before the month was over, or with
    records missing; ``counted``: from records with names; ``absent``: the stations that nothing came from."""

    code: str
    name: str
    stations: int
    came: int
    stale: int
    counted: int
    absent: tuple[str, ...]
    figures: dict[str, Total]

    @property
    def whole(self) -> bool:
        """Whether all its stations are in, and wholly."""
        return not self.absent and not self.stale

    def figure(self, code: str) -> Total | None:
        """A sum; ``None`` where nothing has come at all."""
        return self.figures.get(code, Total(code, 0, 0)) if self.came else None


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
        "from_records": one.counted, "absent": list(one.absent), "whole": one.whole,
        "figures": [
            {"code": total.code, "value": total.value, "kept_back": total.kept_back} for total in one.figures.values()
        ],
    }  # fmt: skip


def rollup(book: Book, month: str, as_of: date) -> Rollup:
    """The month of everything below this unit. Refuses a station, no month, and where no station is known."""
    period = month.strip()
    parse_month(period)
    found = months_here(book, "aggregate", period, 1, as_of)
    digits = _DIGITS.get(book.unit[0], 0)
    with book.store.snapshot() as connection:
        names, counter = names_of(connection), Counter(connection, as_of)
        stations = [_station(counter, found, row.unit, row.name, period) for row in found.rows]
    if book.unit[0] not in "CMP" or not stations:
        raise Refusal("report.no_below", field="unit", unit=book.unit)
    groups: dict[str, list[_Station]] = defaultdict(list)
    for one in stations:
        area = one.unit[1 : 1 + digits] if digits else one.unit
        groups[_LETTERS[digits] + area if digits else area].append(one)
    areas = tuple(_area(code, _called(names, code), some) for code, some in sorted(groups.items()))
    return Rollup(period, areas, _area(book.unit, names.get(book.unit, book.unit), stations), as_of)


def _called(names: dict[str, str], code: str) -> str:
    """An area by its place, shorter than what its unit is called; a station as it is called."""
    from swstation import divisions

    return (divisions.name(code[1:]) if code[0] in "CM" else "") or name_of(names, code)


@dataclass(frozen=True, slots=True)
class _Station:
    unit: str
    name: str
    state: str
    snapshot: Snapshot | None
    counted: bool


def _station(counter: Counter, found: Months, unit: str, name: str, month: str) -> _Station:
    state = next(row.cells[0].state for row in found.rows if row.unit == unit)
    snapshot = read(counter.connection, unit, month, "aggregate")
    if snapshot is not None:
        return _Station(unit, name, state, snapshot, False)
    made = _from_records(counter, unit, month)
    return _Station(unit, name, state if made is None else "whole", made, made is not None)


def _from_records(counter: Counter, unit: str, month: str) -> Snapshot | None:
    """The month of a station whose records are here, small counts kept back; ``None`` where none of it is here."""
    from db.queries import report
    from swstation.exchange import aggregate
    from swstation.reports import scope
    from swstation.reports.period import months_so_far

    connection, as_of = counter.connection, counter.as_of
    fact = next((one for one in counter.units if one.code == unit), None)
    if fact is None:
        return None
    span = months_so_far(month, fact.month_start_day)[-1]
    logs = report.handed(connection, unit, span.start, span.end).logs
    if span.first > as_of or not scope.is_in(connection, fact, span, logs):
        return None
    rows = tuple(aggregate.figure_rows(counter.counts(unit, month)))
    return Snapshot(unit, month, "aggregate", span.start, span.end, 0, as_of > span.last, rows)


def _area(code: str, name: str, stations: Sequence[_Station]) -> Area:
    came = [one for one in stations if one.snapshot is not None]
    sums = totals(_snapshots(came))
    return Area(
        code, name, len(stations), len(came), sum(one.state in ("early", "gap") for one in came),
        sum(one.counted for one in came), tuple(one.name for one in stations if one.snapshot is None),
        {one.code: one for one in sums},
    )  # fmt: skip


def _snapshots(stations: Iterable[_Station]) -> list[Snapshot]:
    return [one.snapshot for one in stations if one.snapshot is not None]
