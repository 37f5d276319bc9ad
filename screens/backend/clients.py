"""Clients: the list a page at a time, one file, and the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from screens.backend.base import Part
from screens.backend.logs import entry_of, village_name
from screens.backend.masks import masked_address, masked_id, masked_phone
from screens.backend.seeing import also_seen, seen_in, token
from screens.widgets.fields import SEEN, SEPARATOR

if TYPE_CHECKING:
    from db.queries.clients import ClientRow as StoredClient
    from screens.ports import Choice, ClientPage, ClientRow, Fact, Saved
    from swstation.operations.book import Book
    from swstation.pinyin import Index

_FORM = ("name", "gender", "birth_date", "resident_id", "phone", "address", "aliases", "guardian", "guardian_phone")
"""Fields of the form that are columns of the register."""

MOST_FOUND = 5_000
"""Clients a filter shows at most; nobody reads further."""

LOGS_SHOWN = 200
"""Entries on the page of one client."""


class ClientPart(Part):
    """The clients. Whoever is found by typing is found by an index that is made once after each change."""

    _found: tuple[str, list[str]] | None = None
    _names: tuple[int, Index[str]] | None = None

    def _ids(self, book: Book, typed: str) -> list[str]:
        if self._names is None or self._names[0] != self.version:
            self._names = (self.version, _name_index(book))
            self._found = None
        if self._found is None or self._found[0] != typed:
            self._found = (typed, self._names[1].find(typed, MOST_FOUND))
        return self._found[1]

    async def client_count(self, typed: str) -> int:
        return await self.call(self._count, typed)

    def _count(self, book: Book, typed: str) -> int:
        from db.queries.clients import open_clients

        return len(self._ids(book, typed)) if typed else open_clients(book.connection)

    async def client_window(self, typed: str, offset: int, limit: int) -> Sequence[ClientRow]:
        return await self.call(self._window, typed, offset, limit)

    def _window(self, book: Book, typed: str, offset: int, limit: int) -> Sequence[ClientRow]:
        from db.queries.clients import client_window, clients_by_ids
        from db.queries.exchange import unit_names

        on = self.today.isoformat()
        if typed:
            found = clients_by_ids(book.connection, self._ids(book, typed)[offset : offset + limit], on)
        else:
            found = client_window(book.connection, on, offset, limit)
        names = unit_names(book.connection)
        return [replace(row_of(row, self.today), station=_station(book, row, names)) for row in found]

    async def client_page(self, client_id: str, as_of: date) -> ClientPage:
        return await self.call(_page, client_id, as_of)

    async def client_form(self, client_id: str | None) -> Mapping[str, str]:
        return await self.call(_form, client_id, self.today) if client_id else {}

    async def save_client(self, client_id: str | None, values: Mapping[str, str]) -> Saved:
        changes, client = await self.call(_save, client_id, values, self.today)
        return self.saved(changes, client)

    async def end_reasons(self) -> Sequence[Choice]:
        from screens.ports import Choice
        from swstation import lists

        return [Choice(entry.code, entry.label) for entry in lists.entries("end_reason")]

    async def end_file(self, client_id: str, ended_on: str, reason: str, seen: str = "") -> Saved:
        from swstation.operations.clients import end_file

        changes = await self.call(end_file, client_id, ended_on, reason, seen=seen_in(seen))
        return self.saved(changes, client_id)

    async def categories(self) -> Sequence[Choice]:
        from screens.ports import Choice
        from swstation import lists

        return [Choice(entry.code, entry.label) for entry in lists.entries("category")]

    async def village_choices(self) -> Sequence[Choice]:
        return await self.call(_village_choices)

    async def reveal(self, table: str, row: str, field: str) -> str:
        return await self.call(_reveal, table, row, field)


def _name_index(book: Book) -> Index[str]:
    from db.queries.context import named_clients
    from swstation.pinyin import Index

    items: list[tuple[str, str]] = []
    for client in named_clients(book.connection):
        items.append((client.id, client.name))
        items += [(client.id, alias) for alias in (client.aliases or "").split("、") if alias]
        if place := village_name(client):
            items.append((client.id, place))
    return Index(items)


def category_words(codes: str | None) -> str:
    """Codes joined by a space as words joined by 、."""
    from swstation import lists
    from swstation.i18n import listed

    return listed(lists.label("category", code) for code in (codes or "").split())


def _age(birth: str | None, on: date) -> int | None:
    if not birth:
        return None
    born = date.fromisoformat(birth)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def gender_word(code: str | None) -> str:
    """The word for a gender code."""
    from swstation.i18n import _

    return {"male": _("male"), "female": _("female")}.get(code or "", "")


def _station(book: Book, row: StoredClient, names: Mapping[str, str]) -> str:
    # Whose file it is, where that is not plain: at a unit with stations below it, and after a transfer.
    from swstation.exchange.identity import COLLECTING

    return names.get(row.owner, row.owner) if book.tier in COLLECTING or row.owner != book.unit else ""


def row_of(row: StoredClient, today: date) -> ClientRow:
    """A client as the list shows it."""
    from screens.ports import ClientRow

    return ClientRow(
        row.id,
        row.name,
        gender_word(row.gender),
        _age(row.birth_date, today),
        village_name(row),
        category_words(row.categories),
        masked_phone(row.phone),
        date.fromisoformat(row.last_met) if row.last_met else None,
    )


def _stored(book: Book, client_id: str, on: date) -> StoredClient:
    from db.queries.clients import client_by_id

    row = client_by_id(book.connection, client_id, on.isoformat())
    if row is None:
        raise Refusal("client.unknown", token=client_id)
    return row


def _page(book: Book, client_id: str, as_of: date) -> ClientPage:
    from db.queries.cases import case_list
    from db.queries.logs import LogFilter, log_list
    from screens.backend.cases import fields_of
    from screens.backend.cases import row_of as case_row_of
    from screens.ports import ClientPage

    row = _stored(book, client_id, as_of)
    logs = log_list(book.connection, LogFilter(client=client_id, limit=LOGS_SHOWN))
    found = case_list(book.connection, client=client_id)
    fields = fields_of(book, found)
    cases = [case_row_of(case, as_of, book.letter, fields) for case in found]
    return ClientPage(row_of(row, as_of), _facts(book, row), cases, [entry_of(log) for log in logs])


def _facts(book: Book, row: StoredClient) -> Sequence[Fact]:
    from db.queries.exchange import unit_names
    from db.queries.people import staff_list
    from screens.ports import Fact
    from swstation.errors import field_label
    from swstation.exchange.identity import COLLECTING
    from swstation.i18n import _

    workers = {one.id: one.name for one in staff_list(book.connection)}
    masked = (
        ("resident_id", masked_id(row.resident_id)),
        ("phone", masked_phone(row.phone)),
        ("address", masked_address(row.address)),
        ("guardian_phone", masked_phone(row.guardian_phone)),
    )
    facts = [Fact(field_label(name), value, name, True) for name, value in masked if value]
    open_ones = (
        ("birth_date", row.birth_date),
        ("aliases", row.aliases),
        ("guardian", row.guardian),
        ("disability_kind", " ".join(part for part in (row.disability_kind, row.disability_grade) if part)),
        ("worker", workers.get(row.worker or "")),
        ("opened_on", row.opened_on),
    )
    station = _station(book, row, unit_names(book.connection))
    label = _("Station") if book.tier in COLLECTING else _("Handed over to")
    whose = [Fact(label, station)] if station else []
    return [*whose, *facts, *(Fact(field_label(name), value) for name, value in open_ones if value)]


def _reveal(book: Book, table: str, row: str, field: str) -> str:
    from datetime import date as day

    from db import local
    from db.queries.people import staff_list

    if table == "client":
        value = getattr(_stored(book, row, day.max), field)
    else:
        value = next((getattr(one, field) for one in staff_list(book.connection) if one.id == row), None)
    with book.store.transaction() as connection:
        local.audit(connection, book.source.at(), book.worker, "reveal", table, row, field)
    return str(value or "")


def _form(book: Book, client_id: str, today: date) -> Mapping[str, str]:
    from swstation.operations.transfers import refuse_others

    with book.store.snapshot() as connection:
        row = _stored(book, client_id, today)
        refuse_others(connection, book.unit, "client", client_id)  # before somebody fills in the form
        categories = (row.categories or "").split()
        seen = token(book, "client", client_id, categories=categories)
    values = {name: str(getattr(row, name) or "") for name in _FORM}
    values["village"] = row.village or ""
    values["categories"] = SEPARATOR.join(categories)
    values[SEEN] = seen
    return values


def _save(book: Book, client_id: str | None, values: Mapping[str, str], today: date) -> tuple[Any, str]:
    from swstation.operations.client_form import save_client_form

    given = {name: values.get(name) or None for name in (*_FORM, "village") if name in values}
    categories = tuple(code for code in values.get("categories", "").split(SEPARATOR) if code)
    seen = values.get(SEEN, "")
    return save_client_form(
        book, client_id, given, categories, today.isoformat(),
        seen=seen_in(seen), categories_seen=also_seen(seen, "categories"),
    )  # fmt: skip


def _village_choices(book: Book) -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation import divisions

    place = book.unit[1:].split("-")[0]
    towns = (
        [place[:9]] if len(place) >= 9 else [town.code for town in divisions.children(place)] if len(place) == 6 else []
    )
    return [Choice(one.code, one.name) for town in towns for one in divisions.villages(town)]
