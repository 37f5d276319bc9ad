"""The monthly report as a spreadsheet. Imports the writer of spreadsheets: only when one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from swstation.i18n import _
from swstation.reports import sheet
from swstation.reports.model import MonthlyReport, Rate, Scaled

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = (6, 44, 10, 12, 12, 12, 12)


def save(report: MonthlyReport, path: Path) -> None:
    """Write the workbook: figures, the rows behind them, possible duplicates, and a county's stations."""
    try:
        with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
            # The date inside is that of the report: the same data give the same bytes.
            book.set_properties({"title": sheet.title(), "created": datetime.combine(report.as_of, time())})
            pen = _Pen(book)
            _figures(book.add_worksheet(_("Report")), pen, report)
            if report.stations:
                heads = sheet.station_heads(report)
                _table(book.add_worksheet(_("Stations")), pen, heads, sheet.station_rows(report), (22, 16, 8, 18, 10))
            heads = [_(head) for head in sheet.DETAIL_HEADS]
            _table(book.add_worksheet(_("Rows behind")), pen, heads, sheet.detail_rows(report), (6, 44, 12, 14, 12, 12))
            if report.duplicates:
                heads = [_(head) for head in sheet.DUPLICATE_HEADS]
                page = book.add_worksheet(_("Possible duplicates"))
                _table(page, pen, heads, sheet.duplicate_rows(report), (12, 14, 24, 24))
            if report.doubles:
                heads = [_(head) for head in sheet.DOUBLE_HEADS]
                _table(book.add_worksheet(_("Possible doubles")), pen, heads, sheet.double_rows(report), (44, 24))
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None


class _Pen:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "border": 1})
        self.cell = book.add_format({"border": 1})
        self.rate = book.add_format({"border": 1, "num_format": "0.0%"})
        formats = {digits: {"border": 1, "num_format": "#,##0." + "0" * digits} for digits in (1, 2)}
        self.decimals = {digits: book.add_format(form) for digits, form in formats.items()}
        self.steps = [book.add_format({"border": 1, "indent": level}) for level in range(4)]

    def put(self, page: Any, row: int, column: int, value: sheet.Value, form: Any) -> None:
        """Write a cell; text is always text, whatever it begins with."""
        if value is None:
            page.write_blank(row, column, None, form)
        elif isinstance(value, Rate):
            tenths = value.tenths
            if tenths is None:
                page.write_string(row, column, str(value), form)
            else:
                page.write_number(row, column, tenths / 1000, self.rate)
        elif isinstance(value, Scaled):
            page.write_number(row, column, value.number, self.decimals[value.digits])
        elif isinstance(value, int):
            page.write_number(row, column, value, form)
        else:
            page.write_string(row, column, value, form)


def _figures(page: Any, pen: _Pen, report: MonthlyReport) -> None:
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, sheet.title(), pen.title)
    row = 1
    for line in sheet.head_lines(report):
        page.write_string(row, 0, line)
        row += 1
    for column, head in enumerate(sheet.FIGURE_HEADS):
        page.write_string(row, column, _(head), pen.head)
    page.repeat_rows(row)
    row += 1
    for one in sheet.figure_rows(report):
        for column, value in enumerate(one.values):
            form = pen.bold if one.level == 0 else pen.steps[min(one.level, 3)] if column == 1 else pen.cell
            pen.put(page, row, column, value, form)
        row += 1
    row += 1
    for column, words in zip((0, 2, 3, 5), sheet.SIGNATURES, strict=True):
        page.write_string(row, column, _(words))


def _table(page: Any, pen: _Pen, heads: Sequence[str], rows: Iterable[sheet.SheetRow], widths: Sequence[int]) -> None:
    for column in range(len(heads)):
        page.set_column(column, column, widths[column] if column < len(widths) else 14)
    page.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        page.write_string(0, column, head, pen.head)
    for place, one in enumerate(rows, start=1):
        for column, value in enumerate(one.values):
            pen.put(page, place, column, value, pen.cell)
