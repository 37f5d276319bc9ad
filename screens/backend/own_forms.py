"""A county's own forms."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_own_forms import FormRow, FormSeen
    from swstation.operations.book import Book, Changes
    from swstation.own_forms.filling import Seen
    from swstation.own_forms.folder import OwnForm

_MOST = 50


class OwnFormsPart(Part):
    """A county's own forms."""

    async def own_forms(self) -> Sequence[FormRow]:
        return await self.apart(_rows)

    async def form_rows(self, name: str, typed: str) -> Sequence[Choice]:
        return await self.call(_choices, name, typed)

    async def keep_form(self, file: Path, version: str) -> FormRow:
        return await asyncio.to_thread(_keep, self.book.store.path, file, version)

    async def remove_form(self, name: str) -> None:
        from swstation.own_forms.folder import remove

        await asyncio.to_thread(remove, self.book.store.path, name)

    async def hand_down_form(self, name: str, withdraw: bool) -> Saved:
        return self.saved(await self.call(_hand_down, name, withdraw))

    async def example_forms(self, folder: Path) -> Sequence[Path]:
        from swstation.own_forms.examples import write_examples

        return await asyncio.to_thread(write_examples, folder)

    async def look_at_form(self, name: str, period: str, row: str, as_of: date) -> FormSeen:
        return await self.apart(_look, name, period, row, as_of)

    async def fill_form(self, name: str, period: str, row: str, as_of: date, file: Path) -> FormSeen:
        return await self.apart(_fill, name, period, row, as_of, file)


def _rows(book: Book) -> Sequence[FormRow]:
    from db.queries.exchange import unit_names
    from screens.ports_own_forms import FormRow
    from swstation.errors import message
    from swstation.i18n import _
    from swstation.operations.own_forms import WORDS, handed
    from swstation.own_forms.folder import forms

    down, names = handed(book), unit_names(book.connection)
    by = {one.row.title: one.row.unit for one in down if one.state == "here"}
    rows = []
    for form in forms(book.store.path):
        unit = by.get(form.file.name, "")
        mine = unit == book.unit
        rows.append(_row(form)._replace(origin="" if mine else names.get(unit, unit), handed=mine))
    for one in down:
        if one.state != "here" and one.row.unit != book.unit:
            why = message(one.refusal) if one.refusal else _(WORDS[one.state])
            origin = names.get(one.row.unit, one.row.unit)
            rows.append(FormRow(one.row.title, "", "", "", False, 0, why, origin))
    return rows


def _hand_down(book: Book, name: str, withdraw: bool) -> Changes:
    from swstation.operations import own_forms

    return own_forms.withdraw(book, name)[1] if withdraw else own_forms.hand_down(book, name)[1]


def _row(form: OwnForm) -> FormRow:
    from screens.ports_own_forms import FormRow
    from swstation.errors import message
    from swstation.own_forms.answers import about, word_of
    from swstation.own_forms.filling import needs_period, places_of

    try:
        names = places_of(form)
        table = about(names)
        return FormRow(
            form.name, form.version, form.kind, word_of(table) if table else "", needs_period(form), len(names)
        )
    except Refusal as refusal:
        return FormRow(form.name, form.version, form.kind, "", False, 0, message(refusal))


def _keep(database: Path, file: Path, version: str) -> FormRow:
    from swstation.own_forms.filling import places_of
    from swstation.own_forms.folder import keep, read_name

    found = read_name(file, version=version)
    places_of(found)
    return _row(keep(database, found))


def _choices(book: Book, name: str, typed: str) -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation.operations.sheets import row_choices
    from swstation.own_forms.filling import table_of
    from swstation.own_forms.folder import find
    from swstation.pinyin import match

    rows = row_choices(book, table_of(find(book.store.path, name)))
    found = [one for one in rows if not typed.strip() or match(typed.strip(), one[1]) is not None]
    return [Choice(row, words, remark) for row, words, remark in found[:_MOST]]


def _look(book: Book, name: str, period: str, row: str, as_of: date) -> FormSeen:
    from swstation.own_forms.filling import asked_for, look
    from swstation.own_forms.folder import find

    form = find(book.store.path, name)
    return _seen(look(book, form, asked_for(book, form, as_of, period=period, row=row)))


def _fill(book: Book, name: str, period: str, row: str, as_of: date, file: Path) -> FormSeen:
    from swstation.own_forms.filling import asked_for, fill_form
    from swstation.own_forms.folder import find

    form = find(book.store.path, name)
    return _seen(fill_form(book, form, asked_for(book, form, as_of, period=period, row=row), file))


def _seen(seen: Seen) -> FormSeen:
    from screens.ports_own_forms import FormSeen
    from swstation.i18n import listed

    return FormSeen([(one.name, listed(one.near)) for one in seen.unknown], list(seen.missing))
