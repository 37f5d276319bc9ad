"""What every spreadsheet of the program has in common: fonts, types of cells, printing. Imports the writer at once.

Rows are written in order and leave the memory as they are written, so that a long ledger takes no more of it than a
short one. Text is text, whatever it begins with; whole ISO days and moments are dates, as the cells of a date column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from swstation.i18n import N_, _
from swstation.reports.listing import Value, Yuan
from swstation.reports.model import Rate, Scaled
from swstation.reports.paper import clean
from swstation.xstring import LONGEST, escaped, for_writer

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
_ZERO: Final = date(1899, 12, 30)
_OF_DAY: Final = len("2026-01-01")
_DIGITS: Final = frozenset("0123456789")
_LINE: Final = 15
"""Height of a line of text, in points."""
_TALLEST: Final = 27
"""A row can be no more than 409 points high."""
_LANDSCAPE_FROM: Final = 112
"""Columns of together so many characters fill a sheet of paper held upright."""
_SHEET: Final = 200
"""No more characters beside each other on a sheet of paper: smaller print nobody reads."""
_MOST: Final = 250
_PAGES: Final = N_("Page {page} of {pages}")


@contextmanager
def workbook(path: Path, title: str, as_of: date) -> Iterator[Any]:
    """A new workbook. The date inside is ``as_of``: the same data give the same bytes. Raises ``OSError``."""
    try:
        with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
            book.set_properties({"title": clean(title), "created": datetime.combine(as_of, time())})
            yield book
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None


def _stream(page: Any, row: int, columns: int, cells: str, height: int | None) -> None:
    """Write a whole row of cells straight into the page's file: three times as fast as a cell at a time.

    Rows come in order, after what was written cell by cell above. These are the library's own steps for a row of a
    page that is not kept in memory; a test holds them against the version in use.
    """
    if row > page.previous_row:
        page._write_single_row(row)
    page._check_dimensions(row, 0)
    page._check_dimensions(row, columns - 1)
    tall = f' ht="{height}" customHeight="1"' if height else ""
    page.fh.write(f'<row r="{row + 1}"{tall}>{cells}</row>')


@lru_cache(maxsize=4096)
def day_of(text: str) -> datetime | None:
    """The day, or the moment, that a text wholly is; ``None`` for any other text."""
    if _DAY.fullmatch(text) is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.date() >= _FIRST else None


@lru_cache(maxsize=4096)
def _serial(text: str) -> str | None:
    """A day or a moment as spreadsheets count it: days since the end of 1899, with a fraction."""
    found = day_of(text)
    if found is None:
        return None
    days = (found.date() - _ZERO).days
    return f"{days}" if len(text) == _OF_DAY else f"{days + (found.hour * 60 + found.minute) / 1440:.10f}"


def cells(text: str) -> int:
    """How many columns of a fixed font the longest line of a text takes: a Han character takes two.

    A Han character is three bytes, a Latin letter one: half of bytes and characters together is their width.
    """
    if "\n" in text:
        return max(cells(line) for line in text.split("\n"))
    return len(text) if text.isascii() else (len(text) + len(text.encode("utf-8", "replace")) + 1) // 2


class Pen:
    """The formats of a workbook, and cells by what they hold."""

    def __init__(self, book: Any) -> None:
        cell = {"border": 1, "text_wrap": True, "valign": "vcenter"}

        def make(**more: object) -> Any:
            return book.add_format({**cell, **more})

        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.line = book.add_format({"text_wrap": True, "valign": "vcenter"})
        self.head = make(bold=True, align="center", bg_color="#F0F0F0")
        self.bold_center, self.bold = make(bold=True, align="center"), make(bold=True)
        self.cell, self.right, self.center = make(), make(align="right"), make(align="center")
        self.day = make(num_format="yyyy-mm-dd", align="center")
        self.moment = make(num_format="yyyy-mm-dd hh:mm", align="center")
        self.rate, self.money = make(num_format="0.0%"), make(num_format="#,##0.00")
        self.decimals = {digits: make(num_format="#,##0." + "0" * digits) for digits in (1, 2)}
        self.steps = [make(indent=level) for level in range(4)]
        self._number: dict[int, int] = {}

    def _style(self, form: Any) -> int:
        found = self._number.get(id(form))
        if found is None:
            found = self._number[id(form)] = form._get_xf_index()
        return found

    def xml(self, where: str, value: Value, form: Any) -> str:
        """A cell. Text is text, whatever it begins with and whatever signs are in it; ``form`` is for text and whole
        numbers."""
        if value is None or value == "":
            return f'<c r="{where}" s="{self._style(form)}"/>'
        if isinstance(value, str):
            if value[0] in _DIGITS and (serial := _serial(value)) is not None:
                style = self._style(self.day if len(value) == _OF_DAY else self.moment)
                return f'<c r="{where}" s="{style}"><v>{serial}</v></c>'
            return (
                f'<c r="{where}" s="{self._style(form)}" t="inlineStr"><is><t xml:space="preserve">{_inert(value)}'
                "</t></is></c>"
            )
        number, form = self._number_of(value, form)
        if number is None:
            return self.xml(where, str(value), self.right)
        return f'<c r="{where}" s="{self._style(form)}"><v>{number}</v></c>'

    def _number_of(self, value: int | Yuan | Rate | Scaled, form: Any) -> tuple[int | float | None, Any]:
        if isinstance(value, Yuan):
            return value.fen / 100, self.money
        if isinstance(value, Scaled):
            return value.number, self.decimals[value.digits]
        if isinstance(value, Rate):
            return None if value.tenths is None else value.tenths / 1000, self.rate
        return value, form


def _inert(text: str) -> str:
    """A text as it stands in a spreadsheet's file: without what XML cannot hold, nothing in it read as markup."""
    text = escaped(clean(text[:LONGEST]))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Layout:
    """A page of a workbook as it is printed: A4, as wide as the paper, headings again on each sheet, pages counted."""

    def __init__(self, page: Any, pen: Pen, widths: Sequence[int]) -> None:
        self.page = page
        self.pen = pen
        self.columns = len(widths)
        self.widths = widths
        self._letters = [xl_col_to_name(at) for at in range(len(widths))]
        self.row = 0
        self._wide = max(1, sum(widths))
        sheets = -(-self._wide // _SHEET)
        # Titles and sentences stand on the first sheet, where a table goes on over several beside each other.
        self._over = sum(so_far <= _SHEET for so_far in accumulate(widths)) if sheets > 1 else len(widths)
        for at, width in enumerate(widths):
            page.set_column(at, at, width)
        page.set_paper(9)  # A4
        if self._wide > _LANDSCAPE_FROM:
            page.set_landscape()
        page.fit_to_pages(sheets, 0)
        if sheets > 1:
            page.repeat_columns(0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        page.center_horizontally()

    def words(self, text: str, form: Any, height: int = _LINE) -> None:
        """A line of text over all columns, in as many lines as it needs."""
        lines = -(-cells(text) // min(self._wide, _SHEET)) if text else 1
        self.page.set_row(self.row, height * max(1, lines))
        if self._over > 1:
            self.page.merge_range(self.row, 0, self.row, self._over - 1, "", form)
        self.page.write_string(self.row, 0, for_writer(clean(text)), form)
        self.row += 1

    def title(self, text: str) -> None:
        """The title over all columns."""
        self.words(text, self.pen.title, 26)

    def heads(self, labels: Sequence[str]) -> None:
        """The headings; they stay in sight and stand on every printed sheet."""
        self.page.freeze_panes(self.row + 1, 0)
        self.page.repeat_rows(self.row)
        self.put(labels, [self.pen.head] * len(labels))

    def put(self, values: Sequence[Value], forms: Sequence[Any]) -> None:
        """The next row, as tall as the longest of its texts needs; ``forms`` for the text of each cell."""
        where, xml = str(self.row + 1), self.pen.xml
        row = "".join(
            [
                xml(letters + where, value, form)
                for letters, value, form in zip(self._letters, values, forms, strict=True)
            ]
        )
        _stream(self.page, self.row, self.columns, row, self._height(values))
        self.row += 1

    def _height(self, values: Sequence[Value]) -> int | None:
        lines = 1
        for value, width in zip(values, self.widths, strict=True):
            if isinstance(value, str) and (len(value) * 2 > width or "\n" in value):
                lines = max(lines, sum(max(1, -(-cells(one) // max(1, width - 1))) for one in value.split("\n")))
        return _LINE * min(lines, _TALLEST) if lines > 1 else None

    def signatures(self, labels: Sequence[str]) -> None:
        """A line to sign on."""
        if labels:
            self.row += 1
            gap = max(8, min(self._wide, _SHEET) // len(labels) - max(cells(label) for label in labels))
            # Blanks of a Han character's width: in most fonts a common one is too narrow to leave room to sign.
            self.words(("\u3000" * (gap // 2)).join(labels), self.pen.line, 2 * _LINE)

    def end(self, footer: str) -> None:
        """What is printed, and what stands under each sheet: ``footer`` and the number of the page."""
        self.page.print_area(0, 0, max(0, self.row - 1), self.columns - 1)
        pages = _(_PAGES).format(page="&P", pages="&N")
        self.page.set_footer(f"&L{clean(footer).replace('&', '&&')[: _MOST - len(pages) - 4]}&R{pages}")


def name_of_page(wanted: str, taken: set[str]) -> str:
    """A name for a page that a spreadsheet takes and that is not taken: at most 31 characters, some signs left out."""
    name = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", "", clean(wanted))[:31].strip() or "1"
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        tail = f" {number}"
        found = name[: 31 - len(tail)] + tail
    taken.add(found.casefold())
    return found
