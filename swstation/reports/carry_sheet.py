"""A register as a spreadsheet to go on with: the last rows stand in it, what is changed marks itself, and comes back.

A hidden page keeps what was written and which rows these are; ``operations/carrying.py`` reads both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from db import local
from db.errors import Refusal
from db.queries.registers import rows_of
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.operations.sheet_lists import choices
from swstation.operations.sheets import Wording, begin
from swstation.reports.spreadsheet import FONT, cells, day_of, workbook
from swstation.reports.write import put
from swstation.sheets import Field, Sheet
from swstation.sheets.values import Stored, parse, shown
from swstation.xstring import for_writer

HIDDEN: Final = "swstation"
"""The name of the page that keeps what was written."""
MARK: Final = "swstation-carry-1"
FIRST: Final = 3
"""The row (from 0) of the first entry; headings above it."""
_SPARE: Final = 20
"""Empty rows under the entries for new ones."""
_NUMBERS: Final = frozenset({"number", "tenths", "money", "percent"})
_LISTED: Final = 250
"""Characters that a list of choices may have in a cell."""


def write_carry_sheet(
    book: Book, sheet: Sheet, path: Path, *, where: Mapping[str, Any] | None = None, period: str = ""
) -> int:
    """Write the rows of a register to go on with; gives how many.

    ``period``: the next one, for a register whose rows are of a period (``Sheet.carry``): the rows of the period
    before it then begin the new one, after those that it has already. It is noted in the audit trail. Refuses a
    register without periods, what is none of its periods, and what ``put`` refuses.
    """
    rows = rows_of(book.connection, sheet.table, where, sheet.order)
    if period:
        period = period_of(sheet, period, rows)
        rows = _begun(book, sheet, rows, period)
    fields = [one for one in sheet.fields if not where or one.name not in where]
    put(path, "xlsx", {"xlsx": lambda part: _write(book, sheet, fields, rows, part, period)})
    with book.store.transaction() as connection:
        local.audit(connection, book.source.at(), book.worker, "export", detail=f"sheet {sheet.table} {len(rows)}")
    return len(rows)


def period_of(sheet: Sheet, typed: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """A period as the register keeps it. Refuses as ``write_carry_sheet``."""
    field = sheet.field(sheet.carry)
    if field is None:
        raise Refusal("carry.no_period", field="period", what=_(sheet.label))
    try:
        period = str(parse(field, typed) or "")
    except Refusal:
        period = ""
    known = sorted({str(row[sheet.carry]) for row in rows}, reverse=True)
    shapes = {_shape(one) for one in known} or {_shape(period)}
    if _shape(period) not in shapes or (field.kind == "date" and not day_of(period)):
        raise Refusal("carry.period", field="period", token=typed, what=_(sheet.label), choices=tuple(known[:6]))
    return period


def _shape(period: str) -> str:
    # A year is not compared with a month: 2026 comes after 2025, and has nothing to do with 2025-12.
    return re.sub(r"\d", "0", period)


def _begun(book: Book, sheet: Sheet, rows: Sequence[dict[str, Any]], period: str) -> list[dict[str, Any]]:
    """The rows of a period that are there, then those of the one before, to be of this one."""

    def same(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(row[name] for name in sheet.same_by)

    # At a county stand the rows of its stations, too: theirs are theirs to go on with.
    rows = [row for row in rows if row.get("unit", book.unit) in (None, book.unit)]
    there = [row for row in rows if str(row[sheet.carry]) == period]
    before = [str(row[sheet.carry]) for row in rows if str(row[sheet.carry]) < period]
    last = max((one for one in before if _shape(one) == _shape(period)), default="")
    have, empty = {same(row) for row in there}, begin(book, sheet)
    fresh = {name: empty.get(name) for name in sheet.fresh}
    return there + [
        {**row, **fresh, "id": "", sheet.carry: period}
        for row in rows
        if last and str(row[sheet.carry]) == last and same(row) not in have
    ]


def text_of(field: Field, value: Stored, wording: Wording, table: str) -> str:
    """A kept value as it stands in the sheet."""
    if field.kind in _NUMBERS:
        return shown(field, value)
    if field.kind == "period" or field.kind == "text" or field.kind == "long":
        return "" if value is None else str(value)
    return wording.value(table, field.name, value)


def _write(book: Book, sheet: Sheet, fields: list[Field], rows: list[dict[str, Any]], path: Path, period: str) -> None:
    title, wording = _(sheet.label), Wording(book)
    table = [[text_of(one, row[one.name], wording, sheet.table) for one in fields] for row in rows]
    with workbook(path, title, book.source.now().date()) as made:
        page, kept = made.add_worksheet(title[:31]), made.add_worksheet(HIDDEN)
        forms = _forms(made)
        about = _("Change only what has changed: it turns yellow. New ones go below. Then take the file in again.")
        page.write_string(0, 1, title + (f"  {period}" if period else ""), forms["title"])
        page.write_string(1, 1, about)
        kept.write_row(0, 0, [MARK, sheet.table, period])
        kept.write_row(1, 0, ["", *(one.name for one in fields)])
        for at, one in enumerate(fields, 1):
            page.write_string(2, at, _(one.label) + ("*" if one.required else ""), forms["head"])
        for number, (row, texts) in enumerate(zip(rows, table, strict=True), FIRST):
            page.write_string(number, 0, row["id"])
            kept.write_string(number, 0, row["id"])
            for at, (one, text) in enumerate(zip(fields, texts, strict=True), 1):
                kept.write_string(number, at, for_writer(text))
                _cell(page, number, at, one, text, forms)
        for number in range(FIRST + len(rows), FIRST + len(rows) + _SPARE):
            for at, one in enumerate(fields, 1):
                page.write_blank(number, at, None, forms[_form(one)])
        _finish(book, page, fields, table, forms)
        kept.very_hidden()


def _forms(made: Any) -> dict[str, Any]:
    cell = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": FONT}
    return {
        "title": made.add_format({"bold": True, "font_size": 16}),
        "head": made.add_format({**cell, "bold": True, "bg_color": "#F0F0F0"}),
        "text": made.add_format({**cell, "num_format": "@"}), "number": made.add_format(cell),
        "date": made.add_format({**cell, "num_format": "yyyy-mm-dd"}),
        "changed": made.add_format({"bg_color": "#FFF2A8"}),
    }  # fmt: skip


def _form(field: Field) -> str:
    return "number" if field.kind in _NUMBERS else "date" if field.kind == "date" else "text"


def _cell(page: Any, row: int, at: int, field: Field, text: str, forms: Mapping[str, Any]) -> None:
    form = forms[_form(field)]
    if text and field.kind in _NUMBERS:
        page.write_number(row, at, float(text), form)
    elif text and field.kind == "date":
        day = day_of(text)
        page.write_datetime(row, at, day, form) if day else page.write_string(row, at, for_writer(text), form)
    elif text:
        page.write_string(row, at, for_writer(text), form)
    else:
        page.write_blank(row, at, None, form)


def _finish(book: Book, page: Any, fields: list[Field], table: list[list[str]], forms: Mapping[str, Any]) -> None:
    last = FIRST + len(table) + _SPARE - 1
    page.set_column(0, 0, None, None, {"hidden": True})
    for at, one in enumerate(fields, 1):
        longest = max([cells(_(one.label)) + 2, *(cells(row[at - 1]) for row in table[:200])])
        page.set_column(at, at, max(8, min(36, longest + 2)))
        known = [word for _code, word in choices(book, one.choices)] if one.kind == "choice" else []
        known = [_("yes"), _("no")] if one.kind == "yesno" else known
        if known and sum(map(len, known)) + len(known) <= _LISTED and not any("," in word for word in known):
            page.data_validation(FIRST, at, last, at, {"validate": "list", "source": known, "error_type": "warning"})
    # What differs from the hidden page is marked; numbers and days are compared as they read.
    first = f"B{FIRST + 1}"
    kept = f"{HIDDEN}!B{FIRST + 1}"
    day = f'TEXT({first},"yyyy-mm-dd")'
    page.conditional_format(
        FIRST, 1, last, len(fields),
        {
            "type": "formula", "format": forms["changed"],
            "criteria": f'=AND({first}&""<>{kept}&"",{day}<>{kept}&"")',
        },
    )  # fmt: skip
    page.freeze_panes(FIRST, 2)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
