"""Taking in a sheet that was gone on with: only what was changed is written, in one step that undo takes back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple
from zipfile import BadZipFile

from db.errors import Refusal
from db.queries.registers import one_row, rows_of
from swstation.errors import message
from swstation.i18n import N_, _
from swstation.operations.book import Book, Changes, do
from swstation.operations.registers import row_changes, row_id
from swstation.operations.sheet_lists import choices
from swstation.operations.sheets import Wording, begin, row_choices
from swstation.reports.carry_sheet import FIRST, HIDDEN, MARK, text_of
from swstation.sheets import Field, Sheet, find
from swstation.sheets.values import Stored, parse
from swstation.xstring import as_read

TAKEN: Final = N_("Sheet taken in")
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class Difference(NamedTuple):
    """A cell that was changed: the row of the sheet, what the entry is called, the field's word, before and after."""

    row: int
    entry: str
    field: str
    before: str
    after: str


class Taken(NamedTuple):
    """A sheet that was read: its register, the cells that differ, how many entries are new. ``changes``: as written."""

    table: str
    differences: Sequence[Difference]
    added: int
    changes: Changes | None


def take_sheet(book: Book, file: Path, *, dry_run: bool = False) -> Taken:
    """Take in a sheet written by ``carry_sheet``; with ``dry_run`` only say what it would change.

    All or nothing. Refuses a file that is none, a cell that cannot be read (naming row and column), and an entry that
    was changed here in the same field since the sheet was written.
    """
    page, kept = _open(file)
    sheet = find(str(kept.cell(1, 2).value or ""))
    if sheet is None:
        raise Refusal("carry.no_sheet", field="file", token=file.name)
    fields = _fields(sheet, kept)
    ids = ((str(kept.cell(at, 1).value or ""), at) for at in range(FIRST + 1, kept.max_row + 1))
    places = {row: at for row, at in ids if row}
    wording, differences, changes, added = Wording(book), list[Difference](), list[Any](), 0
    for number in range(FIRST + 1, page.max_row + 1):
        row = str(page.cell(number, 1).value or "")
        now = [_text(page.cell(number, at).value, one) for at, one in fields]
        # Rows may have been sorted: an entry is told by its id, not by where it stands.
        there = places.get(row, number)
        if row and row not in places:
            raise Refusal("carry.moved", field="file", row=number)
        was = [as_read(str(kept.cell(there, at).value or "")) for at, _one in fields]
        new = not row and any(now)
        # What a program adds or takes away at the ends of a text is no change.
        changed = [place for place in range(len(fields)) if now[place] != was[place].strip()]
        if not new and (not row or not changed):
            continue
        told = range(len(fields)) if new else changed
        values = {fields[at][1].name: _stored(book, fields[at][1], now[at], number) for at in told}
        entry = now[0] or was[0]
        differences += [Difference(number, entry, _(fields[at][1].label), was[at], now[at]) for at in changed]
        if new:
            added += 1
            values = {**begin(book, sheet), **values}
            _needed(sheet, values, number)
            known = _known(book, sheet, values)
            changes += row_changes(book, sheet.table, known, values, keys=sheet.keys)[0]
        else:
            _unchanged_here(book, sheet, row, [(fields[at][1], was[at]) for at in changed], wording, number)
            changes += row_changes(book, sheet.table, row, values)[0]
    written = None if dry_run or not changes else do(book, TAKEN, changes, _(sheet.label))
    return Taken(sheet.table, differences, added, written)


def _known(book: Book, sheet: Sheet, values: dict[str, Any]) -> str | None:
    # A new entry may be one that is there: by its derived id, or as the same of that period (a file taken in twice).
    if sheet.keys:
        made = row_id(book, sheet.table, values, sheet.keys)
        return made if one_row(book.connection, sheet.table, made) is not None else None
    if sheet.carry and sheet.same_by:
        fields = (sheet.carry, *sheet.same_by, *(("unit",) if "unit" in values else ()))
        same = {name: values.get(name) for name in fields}
        return next((str(row["id"]) for row in rows_of(book.connection, sheet.table, same)), None)
    return None


def _open(file: Path) -> tuple[Any, Any]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError):
        raise Refusal("carry.no_sheet", field="file", token=file.name) from None
    if HIDDEN not in book.sheetnames or book[HIDDEN].cell(1, 1).value != MARK:
        raise Refusal("carry.no_sheet", field="file", token=file.name)
    return book.worksheets[0], book[HIDDEN]


def _fields(sheet: Sheet, kept: Any) -> list[tuple[int, Field]]:
    names = ((at, str(kept.cell(2, at).value or "")) for at in range(2, kept.max_column + 1))
    return [(at, found) for at, name in names if (found := sheet.field(name)) is not None]


def _text(value: object, field: Field) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        plain = format(Decimal(str(value)).normalize(), "f")
        return plain if field.kind != "text" else plain.removesuffix(".0")
    text = as_read(str(value)).strip()
    if field.kind == "date" and (found := _DAY.fullmatch(text)):
        return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    return text


def _stored(book: Book, field: Field, text: str, row: int) -> Stored:
    try:
        return _value(book, field, text)
    except Refusal as refusal:
        raise Refusal("carry.cell", field=field.name, row=row, token=text, why=message(refusal)) from None


def _value(book: Book, field: Field, text: str) -> Stored:
    if not text:
        return None
    if field.kind == "choice":
        return _one_of(field, text, [(code, word) for code, word in choices(book, field.choices)])
    if field.kind == "row":
        return _one_of(field, text, [(row, name) for row, name, _remark in row_choices(book, field.table)])
    if field.kind == "unit":
        return _one_of(field, text, list(_units(book)))
    if field.kind == "measure":
        return _one_of(field, text, [("class_hour", _("class hours")), ("hour", _("hours"))])
    return parse(field, text)


def _units(book: Book) -> Iterator[tuple[str, str]]:
    from db.queries.units import units

    yield from ((one.code, one.name) for one in units(book.connection))


def _one_of(field: Field, text: str, known: Sequence[tuple[str, str]]) -> str:
    found = {code for code, word in known if text in (code, word)}
    if len(found) != 1:
        raise Refusal("value.code", field=field.name, token=text, choices=tuple(word for _code, word in known[:12]))
    return found.pop()


def _needed(sheet: Sheet, values: dict[str, Any], row: int) -> None:
    for one in sheet.fields:
        if one.required and values.get(one.name) is None:
            why = message(Refusal("form.required", field=one.name))
            raise Refusal("carry.cell", field=one.name, row=row, token="", why=why)


def _unchanged_here(
    book: Book, sheet: Sheet, row: str, fields: Sequence[tuple[Field, str]], wording: Wording, number: int
) -> None:
    """Refuse an entry that is gone, or that says something else by now in a field that the sheet changes."""
    current = one_row(book.connection, sheet.table, row)
    if current is None:
        raise Refusal("carry.gone", row=number)
    for one, was in fields:
        if text_of(one, current[one.name], wording, sheet.table) != was:
            raise Refusal("carry.meanwhile", field=one.name, row=number)
