"""Stations in the order of a figure of one month, or of how many months they have handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from swstation.exchange.station_months import IN, MonthCoverage, StationMonths, station_months
from swstation.i18n import _
from swstation.reports.counter import Counter
from swstation.reports.lines import in_order
from swstation.reports.model import Amount, Figure, Line, Rate, Scaled
from swstation.reports.period import parse_month
from swstation.reports.recount import compared, holds

if TYPE_CHECKING:
    from swstation.operations.book import Book

COMPLETENESS: Final = "completeness"
"""The order by months handed in, in place of a figure's code."""
HIGHEST: Final = "15.person_times"
"""The figure to begin with."""
MONTHS: Final = 12
"""How many months completeness is of."""


class Ranked(NamedTuple):
    """A station in the order. ``place``: those alike share one; ``None`` where its month is not here to be compared.

    ``bar``: tenths of a percent of the highest.
    """

    place: int | None
    unit: str
    name: str
    value: Amount | None
    state: str
    bar: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Stations of one month in the order of one figure. ``choices``: what else they can be ordered by (code, label)."""

    month: str
    code: str
    label: str
    measure: str
    rows: tuple[Ranked, ...]
    coverage: MonthCoverage
    choices: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """As ``month rank --json`` prints it."""
        return {
            "month": self.month, "figure": self.code, "label": self.label, "unit": self.measure,
            "coverage": self.coverage.as_dict(),
            "stations": [
                {
                    "place": one.place, "station": one.unit, "name": one.name, "value": plain(one.value),
                    "state": one.state,
                }
                for one in self.rows
            ],
        }  # fmt: skip


def plain(amount: Amount | None) -> int | float | dict[str, int] | None:
    """An amount for JSON."""
    if isinstance(amount, Rate):
        return {"part": amount.part, "whole": amount.whole}
    return amount.number if isinstance(amount, Scaled) else amount


Figures = Mapping[str, Sequence[Figure]]
"""By unit the fifteen of the month."""


def ranking(found: StationMonths, figures: Figures, month: str, code: str) -> Ranking:
    """The order by a figure, the highest first; stations whose month has not come are named last and have no place.

    Raises ``KeyError`` where nobody has such a line.
    """
    at = found.months.index(month)
    lines = by_code(figures)
    rows = [
        (
            one.unit,
            one.name,
            one.cells[at].state,
            Rate(one.came, one.due) if code == COMPLETENESS else amount_of(lines, one.unit, code),
        )
        for one in found.lines
        if one.cells[at].state != "before"
    ]
    label, measure = (_("Months handed in"), "%") if code == COMPLETENESS else _words(lines, code)
    choices = [(COMPLETENESS, _("Months handed in"))]
    choices += [(line.code, _called(line)) for line in heads_of_all(figures)]
    return Ranking(month, code, label, measure, tuple(placed(rows, code)), found.coverage(month), tuple(choices))


def heads(made: Iterable[Figure]) -> list[Line]:
    """The lines that are figures of their own, not parts of others."""
    return [line for figure in made for line in figure.lines if line.level == 0]


def heads_of_all(figures: Figures) -> list[Line]:
    """Those of several units, each once, in the order of the report: kinds of affairs in that of their list."""
    found: dict[str, Line] = {}
    for made in figures.values():
        for line in heads(made):
            found.setdefault(line.code, line)
    items = in_order("item", {line.word for line in found.values() if line.words == "item"})

    def place(line: Line) -> tuple[int, int, int, str]:
        item = line.words == "item"
        return (
            int(line.code.partition(".")[0]),
            0 if item else 1,
            items.index(line.word) if item else 0,
            line.unit * item,
        )

    return sorted(found.values(), key=place)


def _called(line: Line) -> str:
    return f"{line.code.partition('.')[0]} {line.label}"


def by_code(figures: Figures) -> dict[str, dict[str, Line]]:
    """By unit its lines by code."""
    return {unit: {line.code: line for figure in made for line in figure.lines} for unit, made in figures.items()}


def amount_of(lines: Mapping[str, Mapping[str, Line]], unit: str, code: str) -> Amount | None:
    """What a unit has of a line: nothing, in the line's shape, where only others have it; ``None`` if not counted."""
    if unit not in lines:
        return None
    if code in lines[unit]:
        return lines[unit][code].month
    like = next((made[code].month for made in lines.values() if code in made), 0)
    return Scaled(0, like.per, like.digits) if isinstance(like, Scaled) else Rate(0, 0) if isinstance(like, Rate) else 0


def _words(lines: Mapping[str, Mapping[str, Line]], code: str) -> tuple[str, str]:
    line = next((of_unit[code] for of_unit in lines.values() if code in of_unit), None)
    if line is None:
        raise KeyError(code)
    return _called(line), line.unit_label


def placed(rows: Sequence[tuple[str, str, str, Amount | None]], code: str) -> Iterable[Ranked]:
    """Units (code, name, state, amount) in their order; those that have nothing to be compared come last."""
    compared = [row for row in rows if code == COMPLETENESS or row[2] in IN or row[2] == "stale"]
    highest = max((_worth(row[3]) for row in compared), default=0)
    place, before = 0, None
    for at, (unit, name, state, value) in enumerate(sorted(compared, key=lambda row: (-_worth(row[3]), row[0])), 1):
        if _worth(value) != before:
            place, before = at, _worth(value)
        yield Ranked(place, unit, name, value, state, _worth(value) * 1000 // highest if highest else 0)
    for unit, name, state, value in rows:
        if (unit, name, state, value) not in compared:
            yield Ranked(None, unit, name, value, state, 0)


def _worth(value: Amount | None) -> int:
    if isinstance(value, Rate):
        return value.tenths or 0
    return (value.n if isinstance(value, Scaled) else value) or 0


def ranked(book: Book, month: str, code: str, as_of: date) -> Ranking:
    """The order of the stations of an open book; above a county that of its areas.

    Raises ``KeyError`` where nobody has such a line. Refuses no month, and one that has not begun.
    """
    from swstation.reports.area_ranking import ABOVE, areas_ranked

    period = month.strip()
    parse_month(period)
    if book.unit[0] in ABOVE:
        return areas_ranked(book, period, code, as_of)
    found = station_months(book, period, MONTHS if code == COMPLETENESS else 1, as_of)
    with book.store.snapshot() as connection:
        counter = Counter(connection, as_of)
        figures: Figures = counter.month_of(known(counter, found), period)
        if not _has(figures, code):  # a part that came up in an earlier month of the year: nobody has any in this one
            figures = {unit: counter.figures(unit, period) for unit in figures}
    return ranking(found.recounted(period, differing_of(found, figures, period)), figures, period, code)


def _has(figures: Figures, code: str) -> bool:
    return code == COMPLETENESS or any(
        line.code == code for made in figures.values() for one in made for line in one.lines
    )


def differing_of(found: StationMonths, figures: Figures, month: str) -> dict[str, int]:
    """By station that reported a month: how many figures are not what was reported, of figures counted already."""
    at = found.months.index(month)
    reports = [(one.unit, one.cells[at].frozen) for one in found.lines]
    return {
        unit: sum(one.differs for one in compared(frozen.figures, figures[unit])) if holds(frozen) else 1
        for unit, frozen in reports
        if frozen is not None and unit in figures
    }


def known(counter: Counter, found: StationMonths) -> list[str]:
    """The stations that have figures: a laptop may be enrolled of a unit that no record has named yet."""
    named = {one.code for one in counter.units}
    return [one.unit for one in found.lines if one.unit in named]
