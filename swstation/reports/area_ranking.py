"""Counties of a prefecture, or prefectures of a province, in the order of a sum of one month or of the stations in.

They are compared by what came without names, or by records; what a sum rests on stands beside it. A county of which
nothing came has no place; one that is not whole has, and says so: its number is the least it can be.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from swstation.exchange.figure_words import words_of
from swstation.exchange.rollup import Area, Rollup, rollup
from swstation.exchange.station_months import MonthCoverage
from swstation.i18n import _
from swstation.reports.model import Amount, Rate
from swstation.reports.ranking import COMPLETENESS, Ranking, placed

if TYPE_CHECKING:
    from swstation.operations.book import Book

ABOVE = "MP"
"""Letters of the units that compare areas, not stations."""


def areas_ranked(book: Book, month: str, code: str, as_of: date) -> Ranking:
    """The order of the areas below a prefecture or a province. Refuses as ``rollup`` does.

    Raises ``KeyError`` where nobody has such a figure.
    """
    found = rollup(book, month, as_of)
    if code != COMPLETENESS and code not in found.codes:
        raise KeyError(code)
    heads = [one for one in found.codes if words_of(one).level == 0]
    label = _("Stations in") if code == COMPLETENESS else _called(code)
    choices = ((COMPLETENESS, _("Stations in")), *((one, _called(one)) for one in heads))
    rows = [(one.code, one.name, _state(one), _value(one, code)) for one in found.areas]
    measure = "%" if code == COMPLETENESS else words_of(code).unit
    return Ranking(found.month, code, label, measure, tuple(placed(rows, code)), _coverage(found), choices)


def _called(code: str) -> str:
    said = words_of(code)
    return f"{said.figure} {said.label}"


def _state(one: Area) -> str:
    return "missing" if not one.came else "summed" if one.whole else "stale"


def _value(one: Area, code: str) -> Amount | None:
    if code == COMPLETENESS:
        return Rate(one.came, one.stations)
    sum_of_it = one.figure(code)
    return None if sum_of_it is None else sum_of_it.value


def _coverage(found: Rollup) -> MonthCoverage:
    total = found.total
    absent = (*total.absent, *total.silent)
    return MonthCoverage(found.month, total.stations, total.came, total.stale, absent, found.as_of)
