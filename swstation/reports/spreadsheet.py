"""What every spreadsheet of the program has in common: fonts, types of cells, printing. Imports the writer at once.

Rows are written in order and leave the memory as they are written, so that a long ledger takes no more of it than a
short one. Text is text, whatever it begins with; whole ISO days and moments are dates, as the cells of a date column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from swstation.i18n import N_, _
from swstation.reports.listing import Value, Yuan
from swstation.reports.model import Scaled

FONT: Final = "宋体"
"""On every Chinese office machine; elsewhere the program that opens the file takes its own font for Han characters."""
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": 11},
}
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")
_FIRST: Final = date(1900, 3, 1)
"""Spreadsheets count days from here on alike."""
_LINE: Final = 15
"""Height of a line of text, in points."""
_TALLEST: Final = 27
"""A row can be no more than 409 points high."""
_LANDSCAPE_FROM: Final = 112
"""Columns of together so many characters fill a sheet of paper held upright."""
_MOST: Final = 250
_PAGES: Final = N_("Page {page} of {pages}")


@contextmanager
def workbook(path: Path, title: str, as_of: date) -> Iterator[Any]:
    """A new workbook. The date inside is ``as_of``: the same data give the same bytes. Raises ``OSError``."""
    try:
        with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
            book.set_properties({"title": title, "created": datetime.combine(as_of, time())})
            yield book
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None


def day_of(text: str) -> datetime | None:
    """The day, or the moment, that a text wholly is; ``None`` for any other text."""
    if _DAY.fullmatch(text) is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.date() >= _FIRST else None


def cells(text: str) -> int:
    """How many columns of a fixed font the longest line of a text takes: a Han character takes two."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max(sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in line) for line in text.split("\n"))


class Pen:
    """The formats of a workbook, and writing of cells by what they hold."""

    def __init__(self, book: Any) -> None:
        cell = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.line = book.add_format({"text_wrap": True, "valign": "vcenter"})
        self.head = book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#F0F0F0"})
        self.bold_center = book.add_format({**cell, "bold": True, "align": "center"})
        self.bold = book.add_format({**cell, "bold": True})
        self.cell = book.add_format(cell)
        self.right = book.add_format({**cell, "align": "right"})
        self.center = book.add_format({**cell, "align": "center"})
        self.day = book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"})
        self.moment = book.add_format({**cell, "num_format": "yyyy-mm-dd hh:mm", "align": "center"})
        self.rate = book.add_format({**cell, "num_format": "0.0%"})
        self.money = book.add_format({**cell, "num_format": "#,##0.00"})
        self.decimals = {digits: book.add_format({**cell, "num_format": "#,##0." + "0" * digits}) for digits in (1, 2)}
        self.steps = [book.add_format({**cell, "indent": level}) for level in range(4)]

    def put(self, page: Any, row: int, column: int, value: Value, form: Any) -> None:
        """Write a cell; ``form`` is for text, for whole numbers and for nothing."""
        if isinstance(value, str):
            if value[:1].isdigit() and (found := day_of(value)) is not None:
                page.write_datetime(row, column, found, self.day if len(value) == len("2026-01-01") else self.moment)
            else:
                page.write_string(row, column, value, form)
        elif value is None:
            page.write_blank(row, column, None, form)
        elif isinstance(value, Yuan):
            page.write_number(row, column, value.fen / 100, self.money)
        elif isinstance(value, int):
            page.write_number(row, column, value, form)
        elif isinstance(value, Scaled):
            page.write_number(row, column, value.number, self.decimals[value.digits])
        elif (tenths := value.tenths) is None:
            page.write_string(row, column, str(value), self.right)
        else:
            page.write_number(row, column, tenths / 1000, self.rate)


class Layout:
    """A page of a workbook as it is printed: A4, as wide as the paper, headings again on each sheet, pages counted."""

    def __init__(self, page: Any, pen: Pen, widths: Sequence[int]) -> None:
        self.page = page
        self.pen = pen
        self.columns = len(widths)
        self.widths = widths
        self.row = 0
        self._wide = max(1, sum(widths))
        for at, width in enumerate(widths):
            page.set_column(at, at, width)
        page.set_paper(9)  # A4
        if self._wide > _LANDSCAPE_FROM:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        page.center_horizontally()

    def words(self, text: str, form: Any, height: int = _LINE) -> None:
        """A line of text over all columns, in as many lines as it needs."""
        lines = -(-cells(text) // self._wide) if text else 1
        self.page.set_row(self.row, height * max(1, lines))
        if self.columns > 1:
            self.page.merge_range(self.row, 0, self.row, self.columns - 1, "", form)
        self.page.write_string(self.row, 0, text, form)
        self.row += 1

    def title(self, text: str) -> None:
        """The title over all columns."""
        self.words(text, self.pen.title, 26)

    def heads(self, labels: Sequence[str]) -> None:
        """The headings; they stay in sight and stand on every printed sheet."""
        self.tall(labels)
        for at, label in enumerate(labels):
            self.page.write_string(self.row, at, label, self.pen.head)
        self.page.freeze_panes(self.row + 1, 0)
        self.page.repeat_rows(self.row)
        self.row += 1

    def tall(self, values: Sequence[Value]) -> None:
        """Make the next row as tall as the longest of its texts needs; before anything is written into it."""
        lines = 1
        for value, width in zip(values, self.widths, strict=False):
            if isinstance(value, str) and (len(value) * 2 > width or "\n" in value):
                lines = max(lines, sum(max(1, -(-cells(one) // max(1, width - 1))) for one in value.split("\n")))
        if lines > 1:
            self.page.set_row(self.row, _LINE * min(lines, _TALLEST))

    def signatures(self, labels: Sequence[str]) -> None:
        """A line to sign on."""
        if labels:
            self.row += 1
            gap = max(4, self._wide // len(labels) - max(cells(label) for label in labels))
            self.words((" " * gap).join(labels), self.pen.line, 2 * _LINE)

    def end(self, footer: str) -> None:
        """What is printed, and what stands under each sheet: ``footer`` and the number of the page."""
        self.page.print_area(0, 0, max(0, self.row - 1), self.columns - 1)
        pages = _(_PAGES).format(page="&P", pages="&N")
        self.page.set_footer(f"&L{footer.replace('&', '&&')[: _MOST - len(pages) - 4]}&R{pages}")


def name_of_page(wanted: str, taken: set[str]) -> str:
    """A name for a page that a spreadsheet takes and that is not taken: at most 31 characters, some signs left out."""
    name = re.sub(r"[\[\]:*?/\\']", "", wanted)[:31].strip() or "1"
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        tail = f" {number}"
        found = name[: 31 - len(tail)] + tail
    taken.add(found.casefold())
    return found
