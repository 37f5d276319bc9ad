"""The rows behind a line of the monthly report, of a quarter's, half-year's or year's, of a station compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.queries import report_registers
from db.store import Connection
from swstation.i18n import N_, _
from swstation.operations.book import Book
from swstation.reports import scope
from swstation.reports.behind import of_line, scale_of
from swstation.reports.behind_cells import Asked, Source
from swstation.reports.figures import figures
from swstation.reports.model import Line
from swstation.reports.monthly import monthly
from swstation.reports.periodic import counted, months_of
from swstation.reports.station_block import station_block
from swstation.reports.station_rows import read_months

_BLOCK = "station."
_NOTES = {
    "station.supervised_hours": N_("Added up, then divided by the people in post."),
    "station.satisfied_rate": N_("Of the forms that came back."),
    "station.satisfaction_mean": N_("Points of all answers, divided by the number of answers."),
}
_IN = {"station.satisfied_rate": N_("forms"), "station.satisfaction_mean": N_("points")}


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``row`` is the code of a line; ``column`` of a longer period a month or the period, of stations a unit."""
    unit = asked.column if asked.report == "stations" else asked.unit or book.unit
    month = "-" in (asked.column if asked.report in ("quarterly", "half-year", "yearly") else asked.period)
    with book.store.snapshot() as connection:
        if asked.row.startswith(_BLOCK):
            line = _of_block(connection, unit, asked, as_of, month)
        elif asked.report in ("monthly", "stations"):
            line = monthly(connection, unit, asked.period, as_of).line(asked.row)
        else:
            line = _of_period(connection, unit, asked, as_of, month)
    empty = _("Nothing of this period stands behind this figure.")
    note = _(_NOTES[line.code]) if line.code in _NOTES else ""
    measure = _(_IN[line.code]) if line.code in _IN else line.unit_label
    return Source(of_line(line), measure, scale_of(line), empty, note)


def _of_period(connection: Connection, unit: str, asked: Asked, as_of: date, month: bool) -> Line:
    found = counted(connection, unit, asked.period, as_of, rows=True)
    tallies = found.total
    if month:
        at = int(asked.column[5:]) - int(found.month[5:]) + len(tallies) - 1
        tallies = tallies[at : at + 1]
    made = figures(tallies, whole=True)
    return _line([line for figure in made for line in figure.lines], asked.row)


def _of_block(connection: Connection, unit: str, asked: Asked, as_of: date, month: bool) -> Line:
    units = report_registers.units(connection)
    members = scope.members(units, scope.find(units, unit))
    if month:
        last, length = asked.column if asked.report not in ("monthly", "stations") else asked.period, 1
    else:
        last, length = months_of(asked.period)
    *_each, spans = read_months(connection, members, last, length, as_of, rows=True)
    return _line(station_block(spans, spans), asked.row)


def _line(lines: Sequence[Line], code: str) -> Line:
    for line in lines:
        if line.code == code:
            return line
    raise KeyError(code)
