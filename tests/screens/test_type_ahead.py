"""Keys that come all at once, as from a busy machine or a quick hand, go where the ones before them have led."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from books import CHINA
from driver import Person, sitting
from fake_station import NOW, FakeStation
from textual import events
from textual.keys import _character_to_key, key_to_character
from textual.widgets import Input

from db.queries.context import NamedClient, named_clients
from db.queries.logs import LogFilter, log_list
from screens.app import station_app
from screens.backend import BookBackend
from screens.ports import Session
from screens.type_ahead import TypeAhead
from screens.widgets.form import Form
from swstation.operations.book import Book


async def burst(person: Person, *keys: str | list[str]) -> None:
    """All keys at once, before the first of them was answered; a list is pressed, a text is typed letter by letter."""
    for part in keys:
        for key in part:
            name = _character_to_key(key) if len(key) == 1 else key
            person.app.post_message(events.Key(name, key_to_character(name) if len(key) > 1 else key))
    await person.settle()


async def test_a_burst_goes_where_each_key_leads(station_file: Path) -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=CHINA)
    backend = BookBackend(station_file, lambda: now)
    try:
        async with sitting(station_app(backend, clock=lambda: now)) as person:
            # Two entries of the line: the second is typed before the first is saved.
            await burst(person, "咨询接待 6人", ["enter"], "残疾人证 3件", ["enter"], "李")
            assert person.app.screen.query_one("LineInput", Input).value == "李"
            rows = await backend.call(lambda book: log_list(book.connection, LogFilter()))
            assert sorted((row.method, row.heads, len(row.items)) for row in rows) == [
                ("affairs", None, 1),
                ("consultation", 6, 0),
            ]
            # A page, a form on it, its fields by Enter, Tab and arrows, saved; all in one go.
            await burst(person, ["backspace", "escape", "4", "insert"], "张桂芳", ["enter", "2", "tab"], "1948-09-12")
            form = person.app.screen.query_one(Form)
            assert (form.values["name"], form.values["birth_date"]) == ("张桂芳", "1948-09-12") and form.values[
                "gender"
            ]
            await burst(person, ["ctrl+s", "insert"], "李秀英", ["tab", "shift+tab", "end"], "儿", ["ctrl+s", "escape"])
            assert [client.name for client in await backend.call(_clients)] == ["张桂芳", "李秀英儿"]
    finally:
        backend.shut()


def _clients(book: Book) -> list[NamedClient]:
    return sorted(named_clients(book.connection), key=lambda one: one.name)


async def test_a_moment_without_any_page_stops_nothing() -> None:
    app = station_app(FakeStation(), clock=lambda: NOW)
    assert app.screen_stack == []  # as while the book is opened
    handed: list[events.Event] = []

    async def hand(event: events.Event) -> None:
        handed.append(event)

    ahead = TypeAhead(app, hand)
    await ahead.take(events.Key("a", "a"))
    assert len(handed) == 1


async def test_keys_wait_until_the_book_is_open() -> None:
    opening = asyncio.Event()

    class Slow(FakeStation):
        async def open(self, passphrase: str | None) -> Session:
            await opening.wait()
            return await super().open(passphrase)

    app = station_app(Slow(), clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.post_message(events.Key("escape", None))
        app.post_message(events.Key("4", "4"))
        await pilot.pause()
        assert app.session is None and app.current_mode == "today"
        opening.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.session is not None and app.current_mode == "clients"
