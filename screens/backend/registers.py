"""Registers by their sheets: rows in words, forms, choices, and writing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part
from screens.backend.masks import masked_phone
from screens.backend.seeing import seen_in, token
from screens.widgets.fields import SEEN

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_registers import SheetForm, SheetRow
    from swstation.operations.book import Book
    from swstation.operations.sheets import Wording
    from swstation.sheets import Field, Sheet

MOST_CHOICES = 200


class RegisterPart(Part):
    """Registers that are a list and a form."""

    async def sheet_counts(self) -> Mapping[str, int]:
        return await self.call(_counts)

    async def sheet_rows(self, table: str, where: Mapping[str, str | None]) -> Sequence[SheetRow]:
        return await self.call(_rows, table, where)

    async def sheet_form(self, table: str, row: str | None, where: Mapping[str, str | None] | None = None) -> SheetForm:
        return await self.call(_form, table, row, where)

    async def sheet_list(self, name: str) -> Sequence[Choice]:
        return await self.call(_list, name)

    async def sheet_choices(self, table: str, typed: str) -> Sequence[Choice]:
        return await self.call(_choices, table, typed)

    async def save_sheet(
        self, table: str, row: str | None, values: Mapping[str, str], fixed: Mapping[str, str | None]
    ) -> Saved:
        from swstation.operations.registers import add_row, edit_row
        from swstation.operations.sheets import ADDED, CHANGED, parsed
        from swstation.sheets import sheet

        stored = await self.call(parsed, table, values, fixed, row is None)
        if row is not None:
            seen = seen_in(values.get(SEEN, ""))
            return self.saved(await self.call(edit_row, table, row, stored, name=CHANGED, seen=seen), row)
        made, changes = await self.call(add_row, table, stored, name=ADDED, keys=sheet(table).keys)
        return self.saved(changes, made)

    async def delete_sheet_row(self, table: str, row: str) -> Saved:
        from swstation.operations.registers import delete_row
        from swstation.operations.sheets import DELETED

        return self.saved(await self.call(delete_row, table, row, name=DELETED), row)


def _counts(book: Book) -> Mapping[str, int]:
    from db.queries.counts import alive_rows
    from swstation.sheets import sheets

    found = alive_rows(book.connection)
    return {table: found.get(table, 0) for table in sheets()}


def _rows(book: Book, table: str, where: Mapping[str, str | None]) -> Sequence[SheetRow]:
    from db.queries.registers import rows_of
    from screens.ports_registers import SheetRow
    from swstation.operations.sheets import Wording
    from swstation.sheets import sheet

    found = sheet(table)
    with book.store.snapshot() as connection:
        wording = Wording(book)
        return [
            SheetRow(row["id"], tuple(_cell(wording, found, one.name, row) for one in found.columns))
            for row in rows_of(connection, table, where, found.order)
        ]


def _cell(wording: Wording, sheet: Sheet, name: str, row: Mapping[str, Any]) -> str:
    if name in sheet.masked:
        return masked_phone(row[name])
    return wording.value(sheet.table, name, row[name])


def _form(book: Book, table: str, row: str | None, where: Mapping[str, str | None] | None) -> SheetForm:
    from db.queries.registers import one_row
    from screens.ports_registers import SheetForm
    from swstation.operations.sheets import Wording, begin
    from swstation.sheets import sheet
    from swstation.sheets.values import shown

    found = sheet(table)
    with book.store.snapshot() as connection:
        values = begin(book, found, where) if row is None else one_row(connection, table, row) or {}
        typed = {one.name: shown(one, values.get(one.name)) for one in found.fields}
        wording = Wording(book)
        labels = {
            typed[one.name]: wording.value(table, one.name, values.get(one.name))
            for one in found.fields
            if typed[one.name] and (one.kind in ("row", "unit") or _not_offered(book, one, typed[one.name]))
        }
        if row is not None:
            typed[SEEN] = token(book, table, row)
    return SheetForm(typed, labels)


def _not_offered(book: Book, field: Field, code: str) -> bool:
    # A county withdrew the entry: it is not among the choices, and what stands here still has its word.
    return field.kind == "choice" and all(code != one.value for one in _list(book, field.choices))


def _list(book: Book, name: str) -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation.operations.sheet_lists import choices

    return [Choice(code, word) for code, word in choices(book, name)]


def _choices(book: Book, table: str, typed: str) -> Sequence[Choice]:
    from screens.backend.cases import _find_clients
    from screens.dialogs.picker import narrowed
    from screens.ports import Choice
    from swstation.operations.sheets import row_choices

    if table == "client":
        return _find_clients(book, typed)
    return narrowed(typed, [Choice(*one) for one in row_choices(book, table)])[:MOST_CHOICES]
