"""The monthly report as a spreadsheet. Imports the writer of spreadsheets: only when one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

from swstation.i18n import _
from swstation.reports import sheet
from swstation.reports.model import MonthlyReport
from swstation.reports.spreadsheet import Layout, Pen, name_of_page, workbook
from swstation.reports.steps import Steps

_WIDTHS: Final = (6, 42, 8, 11, 8, 8, 11)
_STATION: Final = (22, 16, 6, 17, 8)
_NUMBER: Final = 10


def save(report: MonthlyReport, path: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Write the workbook: figures, the rows behind them, possible duplicates, and a county's stations.

    ``progress`` is told every so many rows how far the rows behind the figures are.
    """
    details = list(sheet.detail_rows(report))
    steps = Steps(len(details), progress)
    with workbook(path, sheet.title(), report.as_of) as book:
        pen, taken = Pen(book), set[str]()

        def table(name: str, heads: Sequence[str], rows: Iterable[sheet.SheetRow], widths: Sequence[int]) -> None:
            page = book.add_worksheet(name_of_page(name, taken))
            layout = Layout(page, pen, [*widths, *[_NUMBER] * (len(heads) - len(widths))])
            layout.title(name)
            layout.words(f"{report.name}  {report.month}", pen.line)
            layout.heads(heads)
            for one in rows:
                first = pen.center if isinstance(one.values[0], int) else pen.cell
                layout.put(one.values, [first, *[pen.cell] * (len(heads) - 1)])
                steps.one()
            layout.end(f"{sheet.title()}  {report.month}  {name}")

        _figures(book.add_worksheet(name_of_page(_("Report"), taken)), pen, report)
        if report.stations:
            table(_("Stations"), sheet.station_heads(report), sheet.station_rows(report), _STATION)
        heads = [_(head) for head in sheet.DETAIL_HEADS]
        table(_("Rows behind"), heads, details, (6, 42, 12, 14, 10, 11))
        if report.duplicates:
            heads = [_(head) for head in sheet.DUPLICATE_HEADS]
            table(_("Possible duplicates"), heads, sheet.duplicate_rows(report), (12, 14, 24, 24))
        if report.doubles:
            heads = [_(head) for head in sheet.DOUBLE_HEADS]
            table(_("Possible doubles"), heads, sheet.double_rows(report), (44, 24))


def _figures(page: Any, pen: Pen, report: MonthlyReport) -> None:
    layout = Layout(page, pen, _WIDTHS)
    layout.title(sheet.title())
    for line in sheet.head_lines(report):
        layout.words(line, pen.line)
    layout.heads([_(head) for head in sheet.FIGURE_HEADS])
    for one in chain(sheet.figure_rows(report), sheet.station_lines(report)):
        form = pen.bold if one.level == 0 else pen.steps[min(one.level, 3)]
        rest = pen.bold if one.level == 0 else pen.cell
        layout.put(one.values, [pen.bold_center, form, *[rest] * (len(_WIDTHS) - 2)])
    layout.signatures([_(words) for words in sheet.SIGNATURES])
    layout.end(f"{sheet.title()}  {report.month}")
