"""The county's comparison of its stations, and a month reported against recounted, as lists to hand on. No names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from db.errors import Refusal
from db.queries.report_registers import UnitFact
from db.store import Connection
from swstation.exchange.station_month_words import coverage_words, long_word
from swstation.exchange.station_months import StationMonths, station_months
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.reports import station_rows
from swstation.reports.counter import Counter
from swstation.reports.explained import WORDS, explained
from swstation.reports.explained_words import Wording
from swstation.reports.listing import Cells, ListColumn, Listing, ListTable, Value
from swstation.reports.model import Line, Rate, Scaled
from swstation.reports.period import parse_month
from swstation.reports.ranking import (
    COMPLETENESS,
    MONTHS,
    Figures,
    amount_of,
    differing_of,
    heads,
    heads_of_all,
    known,
    ranking,
)
from swstation.reports.recount import Recount, Recounted, recount
from swstation.reports.station_block import station_block

_CELL = 12


def stations_compared(book: Book, unit: str, month: str, as_of: date) -> Listing:
    """Stations and months, every figure of a month by station, the order by each, and what is not as reported.

    Refuses a unit without stations below it, no month, a month that has not begun.
    """
    parse_month(month)
    if unit != book.unit:
        raise Refusal("report.no_below", field="unit", unit=unit)
    found = station_months(book, month.strip(), MONTHS, as_of)
    with book.store.snapshot() as connection:
        counter = Counter(connection, as_of)
        here = known(counter, found)
        figures = counter.month_of(here, month.strip())
        block = _blocks(connection, [one for one in counter.units if one.code in here], month.strip(), as_of)
    if not figures:
        raise Refusal("report.no_below", field="unit", unit=unit)
    found = found.recounted(month.strip(), differing_of(found, figures, month.strip()))
    head = [
        _("Period: {month}").format(month=month.strip()),
        coverage_words(found.coverage(month.strip())),
        _("Figures are counted from the rows that are here; a station whose month has not come has no place."),
    ]
    tables = [_grid(found), _by_figure(found, figures, block, month.strip()), _orders(found, figures, month.strip())]
    return Listing(_("Stations compared"), as_of, head, tables, signatures())


def signatures() -> tuple[str, ...]:
    """The lines to sign."""
    return (_("Filled in by:"), _("Checked by:"), _("Unit (seal):"), _("Date:"))


def _grid(found: StationMonths) -> ListTable:
    columns = [ListColumn(_("Station"), 20), *(ListColumn(month, 10) for month in found.months)]
    columns.append(ListColumn(_("Months handed in"), 10))
    rows: list[list[Value]] = [
        [one.name, *(long_word(cell.state) for cell in one.cells), f"{one.came}/{one.due}"] for one in found.lines
    ]
    rows.append([_("Stations in"), *(_in_words(found, month) for month in found.months), None])
    return ListTable(_("Months handed in"), columns, rows)


def _in_words(found: StationMonths, month: str) -> str:
    one = found.coverage(month)
    return f"{one.came}/{one.expected}"


def _blocks(connection: Connection, units: Sequence[UnitFact], month: str, as_of: date) -> dict[str, list[Line]]:
    """By unit what stands below its figures, without the parts."""
    if not units:
        return {}
    now, year = station_rows.read(connection, units, month, as_of)
    return {
        one.code: [line for line in station_block([a], [b]) if line.level == 0]
        for one, a, b in zip(units, now, year, strict=True)
    }


def _by_figure(found: StationMonths, figures: Figures, block: Mapping[str, Sequence[Line]], month: str) -> ListTable:
    at = found.months.index(month)
    of_unit = {unit: [*heads(made), *block.get(unit, ())] for unit, made in figures.items()}
    every = [*heads_of_all(figures), *(line for made in block.values() for line in made)]
    lines = list(dict.fromkeys((line.code, line.label, line.unit_label) for line in every))
    columns = [ListColumn(_("Figure"), 26), ListColumn(_("Unit"), 8)]
    columns += [ListColumn(one.name, _CELL, True) for one in found.lines]
    rows: list[list[Value]] = [["", _("State"), *(long_word(one.cells[at].state) for one in found.lines)]]
    counted = {unit: {line.code: line for line in made} for unit, made in of_unit.items()}
    for code, label, measure in lines:
        amounts = [cell(amount_of(counted, one.unit, code)) for one in found.lines]
        number = code.partition(".")[0]
        rows.append([f"{number} {label}" if number.isdigit() else label, measure, *amounts])
    title = _("Figures of {month}").format(month=month)
    cells = Cells(["", *(code for code, _label, _unit in lines)], ["", "", *(one.unit for one in found.lines)])
    return ListTable(title, columns, rows, key="figures", cells=cells)


def cell(amount: int | Rate | Scaled | None) -> Value:
    """An amount as a cell: a whole number as one, others as their words."""
    return amount if isinstance(amount, int) or amount is None else str(amount)


def _orders(found: StationMonths, figures: Figures, month: str) -> ListTable:
    columns = [
        ListColumn(_("Figure"), 26), ListColumn(_("Rank order"), 6, True), ListColumn(_("Station"), 20),
        ListColumn(_("Its number"), 12, True), ListColumn(_("State"), 26),
    ]  # fmt: skip
    rows: list[list[Value]] = []
    codes = [COMPLETENESS, *(line.code for line in heads_of_all(figures))]
    for code in codes:
        made = ranking(found, figures, month, code)
        rows += [[made.label, one.place, one.name, cell(one.value), long_word(one.state)] for one in made.rows]
    return ListTable(_("Order of the stations"), columns, rows)


def reported_and_counted(book: Book, unit: str, month: str, as_of: date) -> Listing:
    """A frozen month of a unit against what its rows say now, with the rows that explain each difference.

    Refuses as ``recount`` does.
    """
    with book.store.snapshot() as connection:
        counter = Counter(connection, as_of)
        found = recount(counter, unit, month)
        wording = Wording(connection)
        why: list[list[Value]] = []
        for line in found.differing:
            for one in explained(counter, unit, month, line.code, book.replica):
                said = wording.of(one)
                counts = _("yes") if one.sign == "+" else _("no")
                why.append(
                    [
                        f"{line.number} {line.label}", said.on, said.what, _(WORDS[one.what]), counts, one.at, said.by,
                        one.reason,
                    ]
                )  # fmt: skip
    head = [
        f"{found.name} ({unit})", _("Period: {month}").format(month=found.month), frozen_words(found),
        _("As of {day}").format(day=as_of),
    ]  # fmt: skip
    return Listing(
        _("Reported and recounted"), as_of, head, [_lines(found.lines), _why(why)], signatures()
    )  # fmt: skip


def frozen_words(found: Recount) -> str:
    """When the report was frozen and by whom, and how many of its figures are no longer so."""
    said = _("Reported on {day} by {worker}").format(day=found.frozen.made_on, worker=found.frozen.made_by or "-")
    return said + "  " + _("{n} of {total} lines differ").format(n=len(found.differing), total=len(found.lines))


def difference_words(line: Recounted) -> str:
    """The difference as ``+3``; of a scaled amount in its large unit; of a rate nothing."""
    number = line.difference
    if number is None or not number:
        return ""
    like = line.now if isinstance(line.now, Scaled) else line.reported
    if isinstance(like, Scaled):
        return ("+" if number > 0 else "-") + str(Scaled(abs(number), like.per, like.digits))
    return f"{number:+,}"


def _lines(lines: Sequence[Recounted]) -> ListTable:
    columns = [
        ListColumn(_("Figure"), 40), ListColumn(_("Unit"), 8), ListColumn(_("Reported"), 12, True),
        ListColumn(_("Recounted"), 12, True), ListColumn(_("Difference"), 12, True),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            f"{one.number} {one.label}",
            one.unit,
            cell(one.reported),
            cell(one.now),
            one.difference if isinstance(one.now, int) and one.difference else difference_words(one) or None,
        ]
        for one in lines
    ]
    return ListTable(_("Figures"), columns, rows)  # fmt: skip


def _why(rows: Sequence[Sequence[Value]]) -> ListTable:
    columns = [
        ListColumn(_("Figure"), 30), ListColumn(_("Date"), 11), ListColumn(_("Register"), 14),
        ListColumn(_("What happened"), 20), ListColumn(_("Counts now"), 8), ListColumn(_("Written on"), 11),
        ListColumn(_("Worker"), 10), ListColumn(_("Reason"), 30),
    ]  # fmt: skip
    return ListTable(_("Rows that explain it"), columns, rows)
