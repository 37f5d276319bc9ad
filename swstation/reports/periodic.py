"""The fifteen figures of a quarter, a half-year or a year: month by month, and of the whole period.

People and rates are counted anew over the period, never added up (as ``monthly`` does for the year so far).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from db.errors import Refusal
from db.store import Connection
from swstation.i18n import _
from swstation.reports import scope, station_rows
from swstation.reports.counter import Counter, together
from swstation.reports.figures import figures
from swstation.reports.listing import Cells, ListColumn, Listing, ListTable, Value
from swstation.reports.model import Amount, Figure, Line, Rate
from swstation.reports.period import Span, months_so_far, period_words
from swstation.reports.plots import Months
from swstation.reports.sheet import number_of
from swstation.reports.station_block import station_block
from swstation.reports.tally import Tally, of_month

_PERIOD: Final = re.compile(r"(\d{4})(?:(H)([12])|(Q)([1-4]))?")
_MONTHS: Final = {"H": 6, "Q": 3, "": 12}


def months_of(period: str) -> tuple[str, int]:
    """The last month of a period (``2026``, ``2026H1``, ``2026Q3``) and how many months it has. Refuses others."""
    match = _PERIOD.fullmatch(period.strip())
    if match is None:
        raise Refusal("report.period", field="period", token=period)
    length = _MONTHS[match[2] or match[4] or ""]
    return f"{match[1]}-{length * int(match[3] or match[5] or 1):02d}", length


class Counted(NamedTuple):
    """The counts of a period: the spans that have begun, the last month's name, a tally for each, the entries.

    ``station``: the lines about the station itself, of each month, with the whole period as ``year``; only where they
    were asked for.
    """

    name: str
    spans: Sequence[Span]
    month: str
    total: Sequence[Tally]
    logs: int
    station: Sequence[Sequence[Line]] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The fifteen; ``year`` of a line is the value of the whole period."""
        return figures(self.total)


def periodic(connection: Connection, unit: str, period: str, as_of: date) -> Listing:
    """The report of ``unit`` for a period as known on ``as_of``; months that have not begun are left out.

    Refuses: an unknown unit, what is no period, one that has not begun.
    """
    return _listing(counted(connection, unit, period, as_of, station=True), unit, period.strip(), as_of)


def counted(
    connection: Connection, unit: str, period: str, as_of: date, *, station: bool = False, rows: bool = False
) -> Counted:
    """The counts of a period. Refuses as ``periodic`` does.

    ``station``: with the lines about the station itself; ``rows``: with the rows behind every month's counts.
    """
    last, length = months_of(period)
    counter = Counter(connection, as_of)
    about = scope.find(counter.units, unit)
    spans = months_so_far(last, about.month_start_day)[-length:]
    scope.check_begun(spans[0], as_of)
    begun = [span for span in spans if span.first <= as_of]
    month = f"{last[:5]}{int(last[5:]) - length + len(begun):02d}"
    members = counter.members(unit)
    total = together(made[-len(begun) :] for _station, made in counter.each(members, month, rows=rows))
    logs = sum(of_month([one], ("log",)).value for one in total)
    block: list[Sequence[Line]] = []
    if station:
        *each, whole = station_rows.read_months(connection, members, month, len(begun), as_of, rows=rows)
        block = [station_block(one, whole) for one in each]
    return Counted(about.name, begun, month, total, logs, block)


def _listing(found: Counted, unit: str, period: str, as_of: date) -> Listing:
    spans, month = found.spans, found.month
    columns = [ListColumn(_("Figure no."), 5), ListColumn(_("Figure"), 30), ListColumn(_("Unit"), 8)]
    first = int(month[5:]) - len(spans) + 1
    columns += [ListColumn(f"{month[:5]}{first + place:02d}", 9, True) for place in range(len(spans))]
    columns.append(ListColumn(_("Whole period"), 10, True))
    of_each = [{line.code: line.month for figure in figures([one]) for line in figure.lines} for one in found.total]
    rows: list[list[Value]] = []
    keys: list[str] = []
    for figure in found.figures:
        rows.append([figure.number, figure.title, "", *[None] * (len(spans) + 1)])
        rows += [_row(line, of_each) for line in figure.lines]
        keys += ["", *(line.code for line in figure.lines)]
    if found.station:
        of_station = [{line.code: line.month for line in lines} for lines in found.station]
        rows.append([None, _("The station itself"), "", *[None] * (len(spans) + 1)])
        rows += [_row(line, of_station) for line in found.station[-1]]
        keys += ["", *(line.code for line in found.station[-1])]
    head = [
        f"{found.name} ({unit})",
        _("Period: {month} ({first} to {last})").format(
            month=period_words(period), first=spans[0].first, last=spans[-1].last
        ),
        _("Log entries: {n}").format(n=found.logs),
        _("People and rates are counted anew over the whole period, not added up."),
    ]
    if as_of < spans[-1].last:
        head.insert(2, _("The period is not over: figures up to {day}.").format(day=as_of))
    signatures = (_("Filled in by:"), _("Checked by:"), _("Unit (seal):"), _("Date:"))
    months = [column.label for column in columns[3:-1]]
    table = ListTable(_("Figures"), columns, rows, key="figures", cells=Cells(keys, ["", "", "", *months, period]))
    return Listing(
        _title(period),
        as_of,
        head,
        [table],
        signatures,
        _plots(found, of_each, [f"{first + place}" for place in range(len(spans))]),
    )


def _plots(found: Counted, of_each: Sequence[dict[str, Amount]], labels: Sequence[str]) -> list[Months]:
    out = []
    for figure in found.figures:
        line = next((one for one in figure.lines if one.level == 0), None)
        if line is not None:
            words = f"{line.year}" if isinstance(line.year, Rate) else f"{line.year} {line.unit_label}"
            values = [number_of(one.get(line.code, 0)) for one in of_each]
            out.append(Months(f"{figure.number} {line.label}", words, labels, values))
    return out


def _title(period: str) -> str:
    if "H" in period:
        return _("Half-yearly report of the social-work station")
    return (
        _("Quarterly report of the social-work station")
        if "Q" in period
        else _("Yearly report of the social-work station")
    )


def _row(line: Line, of_each: Sequence[dict[str, Amount]]) -> list[Value]:
    label = "　" * (line.level + 1) + line.label
    return [None, label, line.unit_label, *(one.get(line.code, 0) for one in of_each), line.year]
