"""The monthly report as rows of cells, the same for every file format."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from swstation import lists
from swstation.i18n import N_, _, ngettext
from swstation.matching import GROUND_WORDS
from swstation.reports.model import Amount, Line, MonthlyReport, Rate
from swstation.reports.plots import Months
from swstation.reports.tally import RowRef

Value = Amount | str | None

FIGURE_HEADS = (
    N_("Figure no."),
    N_("Figure"),
    N_("Unit"),
    N_("This month"),
    N_("of it pending"),
    N_("unnamed"),
    N_("This year"),
)
DETAIL_HEADS = (N_("Figure no."), N_("Figure"), N_("Date"), N_("Method"), N_("Worker"), N_("Short id"))
DUPLICATE_HEADS = (N_("Date"), N_("Method"), N_("Workers"), N_("Short ids"))
DOUBLE_HEADS = (N_("Ground"), N_("Short ids"))
SIGNATURES = (N_("Filled in by:"), N_("Checked by:"), N_("Unit (seal):"), N_("Date:"))
_SHORT = 8
CASES = 5
"""The figure whose identity is printed."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its values and how far its second cell is indented."""

    values: tuple[Value, ...]
    level: int = 0
    code: str = ""


def short_id(row: str) -> str:
    """The last eight digits of a row id: enough to find the row, no personal data."""
    return row[-_SHORT:]


def title() -> str:
    """The report's name."""
    return _("Monthly report of the social-work station")


def head_lines(report: MonthlyReport) -> list[str]:
    """What stands above the figures: unit, period, state of the logs, coverage."""
    out = [
        f"{report.name} ({report.unit})",
        _("Period: {month} ({first} to {last})").format(month=report.month, first=report.first, last=report.last),
    ]
    if not report.complete:
        out.append(_("The period is not over: figures up to {day}.").format(day=report.as_of))
    if report.frozen_on:
        out.append(frozen_words(report.frozen_on, report.adjustments))
    out.append(
        _("Log entries: {n}, of which {pending} pending approval.").format(n=report.logs, pending=report.pending)
    )
    if report.coverage is not None:
        out.append(_("Coverage: {coverage}").format(coverage=report.coverage))
    if report.duplicates:
        out.append(_("Possible duplicates: {n}; all are counted until settled.").format(n=len(report.duplicates)))
    if report.doubles:
        words = ngettext(
            "{n} possible double of a person is not decided yet; both files are counted.",
            "{n} possible doubles of people are not decided yet; all files are counted.",
            len(report.doubles),
        )
        out.append(words.format(n=len(report.doubles)))
    if report.phone_in_cases:
        out.append(_("Calls tied to a case are counted as contacts with the case (figure 6), not in figure 12."))
    return out


def frozen_words(day: str, adjustments: int) -> str:
    """That a month was reported, and that what came since is in the figures."""
    words = _("Reported on {day}.").format(day=day)
    if not adjustments:
        return words
    count = ngettext(
        "{n} adjustment since is in the figures.", "{n} adjustments since are in the figures.", adjustments
    )
    return f"{words} {count.format(n=adjustments)}"


def figure_rows(report: MonthlyReport) -> Iterator[SheetRow]:
    """The figures with their parts."""
    for figure in report.figures:
        yield SheetRow((figure.number, figure.title, "", None, None, None, None), code=str(figure.number))
        if figure.number == CASES:
            yield SheetRow((None, report.case_identity, "", None, None, None, None), 1, "5.identity")
        for line in figure.lines:
            values = (None, line.label, line.unit_label, line.month, line.pending or None, line.unnamed, line.year)
            yield SheetRow(values, line.level + 1, line.code)


def station_lines(report: MonthlyReport) -> Iterator[SheetRow]:
    """Below the figures: the station itself; nothing where the report was made without."""
    if report.station:
        yield SheetRow((None, _("The station itself"), "", None, None, None, None), code="station")
    for line in report.station:
        values = (None, line.label, line.unit_label, line.month, None, None, line.year)
        yield SheetRow(values, line.level + 1, line.code)


def detail_rows(report: MonthlyReport) -> Iterator[SheetRow]:
    """The rows behind the figures, each once for a figure, with the lines it stands in (the finest)."""
    from swstation.reports.behind_words import word_of  # needs the registers' classes; most commands do not

    parts: list[tuple[Value, Sequence[Line]]] = [(figure.number, figure.lines) for figure in report.figures]
    for number, lines in [*parts, ("", report.station)]:
        finest: dict[RowRef, int] = defaultdict(int)
        words: dict[RowRef, list[str]] = defaultdict(list)
        for line in lines:
            for row in line.rows:
                if line.level > finest[row]:
                    finest[row] = line.level
                    words[row] = []
                if line.level == finest[row] and line.label not in words[row]:
                    words[row].append(line.label)
        for row in sorted(words, key=lambda one: (report.details[one].on, one)):
            detail = report.details[row]
            method = lists.label("method", detail.method) or word_of(row[0])
            yield SheetRow((number, "、".join(words[row]), detail.on, method, detail.worker, short_id(row[1])))


def duplicate_rows(report: MonthlyReport) -> Iterator[SheetRow]:
    """Logs that may have been written twice."""
    for one in report.duplicates:
        ids = "、".join(short_id(log) for log in one.logs)
        yield SheetRow((one.on, lists.label("method", one.method), "、".join(one.workers), ids))


def double_rows(report: MonthlyReport) -> Iterator[SheetRow]:
    """Files that may be of one person, without names."""
    for one in report.doubles:
        yield SheetRow((_(GROUND_WORDS[one.ground]), "、".join(short_id(client) for client in (one.a, one.b))))


def station_heads(report: MonthlyReport) -> list[str]:
    """The headings of the table of stations: a column for each figure's own line, and for each of the station's own."""
    words = _("{figure} ({unit})")
    labels = [
        words.format(figure=f"{number} {line.label}".strip(), unit=line.unit_label) for number, line in _heads(report)
    ]
    return [_("Station"), _("Unit code"), _("Handed in"), _("Last change"), _("Log entries"), *labels]


def _heads(report: MonthlyReport) -> Iterator[tuple[str, Line]]:
    for figure in report.figures:
        yield from ((str(figure.number), line) for line in figure.lines if line.level == 0)
    yield from (("", line) for line in report.station if line.level == 0)


def station_rows(report: MonthlyReport) -> Iterator[SheetRow]:
    """A row for each station."""
    codes = [line.code for _number, line in _heads(report)]
    for row in report.stations:
        state = _("yes") if row.reported else _("no")
        values = [row.values.get(code, 0) for code in codes]
        yield SheetRow((row.name, row.unit, state, (row.changed_at or "")[:16].replace("T", " "), row.logs, *values))


def plots(report: MonthlyReport) -> list[Months]:
    """The main line of each figure, month by month of the year so far. A county's stations are in it together."""
    out = []
    for figure in report.figures:
        line = next((one for one in figure.lines if one.level == 0), None)
        values = report.trend.get(line.code) if line else None
        if line is None or values is None:
            continue
        label = line.label if line.label == figure.title else f"{figure.title}: {line.label}"
        words = f"{line.month}" if isinstance(line.month, Rate) else f"{line.month} {line.unit_label}"
        labels = [str(month + 1) for month in range(len(values))]
        out.append(Months(f"{figure.number} {label}", words, labels, [number_of(one) for one in values]))
    return out


def number_of(amount: Amount) -> float | None:
    """An amount as a number to draw: a rate in percent; ``None`` where it is not defined."""
    if isinstance(amount, Rate):
        return None if amount.tenths is None else amount.tenths / 10
    return float(amount if isinstance(amount, int) else amount.number)
