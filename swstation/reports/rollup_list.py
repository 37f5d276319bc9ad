"""Sums by county or prefecture as a list to hand on: every sum with what it rests on, never as if it were whole."""

from __future__ import annotations

from datetime import date

from db.errors import Refusal
from swstation.exchange.figure_words import words_of
from swstation.exchange.rollup import Area, rollup
from swstation.exchange.rollup_words import coverage_of, sum_words, title_of
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.reports.county_lists import signatures
from swstation.reports.listing import ListColumn, Listing, ListTable, Value


def sums_by_area(book: Book, unit: str, month: str, as_of: date) -> Listing:
    """The month of everything below this unit. Refuses as ``rollup`` does, and another unit."""
    if unit != book.unit:
        raise Refusal("report.no_below", field="unit", unit=unit)
    found = rollup(book, month, as_of)
    columns = [ListColumn(_("Figure"), 30), ListColumn(_("Unit"), 8), ListColumn(_("Sum of all"), 14, True)]
    columns += [ListColumn(one.name, 14, True) for one in found.areas]
    rows: list[list[Value]] = []
    for code in found.codes:
        said = words_of(code)
        label = "　" * said.level + said.label
        rows.append([f"{said.figure} {label}", said.unit, *(_cell(one, code) for one in (found.total, *found.areas))])
    head = [
        _("Period: {month}").format(month=found.month), coverage_of(found.total),
        _("As of {day}").format(day=as_of.isoformat()),
        _("Counts of persons are added up: whoever two stations served is in them twice."),
    ]  # fmt: skip
    tables = [_coverage((found.total, *found.areas)), ListTable(_("Figures"), columns, rows)]
    return Listing(title_of(book.unit), as_of, head, tables, signatures())


def _cell(one: Area, code: str) -> Value:
    # A number stands as a number only where it is whole.
    found = one.figure(code)
    if found is not None and one.whole and not found.kept_back:
        return found.value
    words = sum_words(one, code)
    return words if found is None or found.kept_back else _("at least {n}").format(n=words)


def _coverage(areas: tuple[Area, ...]) -> ListTable:
    columns = [
        ListColumn(_("Area"), 20), ListColumn(_("Stations in"), 12), ListColumn(_("What it rests on"), 40),
        ListColumn(_("Not come"), 50),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [one.name, f"{one.came}/{one.stations}", coverage_of(one), "、".join(one.absent)] for one in areas
    ]
    return ListTable(_("What it rests on"), columns, rows)
