"""What a sheet needs of a book: values as they are kept, the words of kept ones, and a new row's beginning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from db.errors import Refusal
from db.store import Connection
from swstation import lists
from swstation.i18n import N_, _
from swstation.operations.book import Book
from swstation.operations.sheet_lists import choices
from swstation.sheets import Sheet, find, sheet
from swstation.sheets.values import Stored, parse, shown

ADDED: Final = N_("Entry added")
CHANGED: Final = N_("Entry changed")
DELETED: Final = N_("Entry deleted")


def begin(book: Book, sheet: Sheet, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The values a new row begins with; what follows from the ``given`` ones goes before what is usual."""
    from swstation.operations.register_rules import following

    said = {"@today": book.source.now().date().isoformat(), "@unit": book.unit, "@writer": book.worker}
    usual = {
        name: said.get(value, value) if isinstance(value, str) else value for name, value in sheet.defaults.items()
    }
    found = following(book, sheet.table, given) if given else {}
    return {**usual, **{name: value for name, value in found.items() if value is not None}}


def parsed(
    book: Book, table: str, values: Mapping[str, str], fixed: Mapping[str, str | None], new: bool
) -> dict[str, Stored]:
    """Typed values of a form as they are kept. ``fixed``: kept values that the place of the form gives.

    A new row also gets what its sheet says a new row has. Raises ``Refusal`` for a field that cannot be read or is
    empty and needed.
    """
    found = sheet(table)
    typed: dict[str, Stored] = {}
    for one in found.fields:
        if one.name in values:
            typed[one.name] = parse(one, values[one.name])
            if one.required and typed[one.name] is None and one.name not in fixed:
                raise Refusal("form.required", field=one.name)
    usual: dict[str, Stored] = begin(book, found, {**typed, **fixed}) if new else {}
    return {**usual, **typed, **fixed}


def row_choices(book: Book, table: str) -> Sequence[tuple[str, str, str]]:
    """The rows of a register that can be chosen: id, name, a remark. Of staff only those who have not left."""
    from db.queries.registers import rows_of

    wording = Wording(book)
    if table == "staff":
        rows = [row for row in rows_of(book.connection, table, order=("name",)) if row["left_on"] is None]
        return [(row["id"], row["name"], wording.unit(row["unit"])) for row in rows]
    return [(row["id"], wording.row(table, row["id"]), "") for row in rows_of(book.connection, table)]


class Wording:
    """Kept values in the words of their sheets; names and lists are looked up once."""

    def __init__(self, book: Book) -> None:
        from swstation.exchange.naming import Names

        self._book = book
        self._connection: Connection = book.connection
        self._names = Names(book.connection)
        self._units: dict[str, str] | None = None
        self._lists: dict[str, dict[str, str]] = {}

    def row(self, table: str, row: str) -> str:
        """What a row is called."""
        return self._names.row(table, bytes.fromhex(row))

    def unit(self, code: str) -> str:
        """What a unit is called; its code if it is not known here."""
        from db.queries.units import units

        if self._units is None:
            self._units = {one.code: one.name for one in units(self._connection)}
        return self._units.get(code, code)

    def listed(self, name: str, code: str) -> str:
        """The word of a code in a list."""
        if name not in self._lists:
            self._lists[name] = dict(choices(self._book, name))
        return self._lists[name].get(code) or (code if name.startswith("@") else lists.label(name, code))

    def value(self, table: str, field: str, value: Stored) -> str:
        """A value as people read it."""
        found = find(table)
        one = found.field(field) if found else None
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if one is None:
            return self._names.value(table, field, value)
        text = str(value)
        if one.kind == "choice":
            return self.listed(one.choices, text)
        if one.kind == "row":
            return self.row(one.table, text)
        if one.kind == "unit":
            return self.unit(text)
        if one.kind == "measure":
            return _("class hours") if value == "class_hour" else _("hours")
        words = shown(one, value)
        return _("{n} yuan").format(n=words) if one.kind == "money" else words
