"""A worker's own passphrase by keys: given under Settings, it opens the book as that worker; taken away, nothing."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from driver import Person, sitting

from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.book import open_book
from swstation.operations.people import add_staff

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))
PASSPHRASE = "五月 石桥 米油 晴天"
HERS = "her own six words"


async def at_ways(person: Person) -> None:
    await person.press("escape", "comma")
    table = person.app.screen.query_one("RecordTable")
    assert table.go_to("ways")  # type: ignore[attr-defined]
    await person.press("enter")


async def test_given_it_opens_as_her_and_taken_away_nothing(station_with_passphrase: Path) -> None:
    book = open_book(station_with_passphrase, PASSPHRASE)
    add_staff(book, {"name": "王芳", "joined_on": "2025-01-01"})
    book.close()
    app = station_app(BookBackend(station_with_passphrase, lambda: NOW), clock=lambda: NOW)
    async with sitting(app) as person:
        await person.type(PASSPHRASE)
        await person.press("enter")
        await at_ways(person)
        person.sees("Passphrases of workers", "Now: the station's", "writes as themselves")
        await person.press("2", "down", "down")
        for words in (HERS, HERS):
            await person.type(words)
            await person.press("enter")
        person.hears("王芳 can open this laptop with it.")
        await person.press("ctrl+l")
        await person.type(HERS)
        await person.press("enter")
        assert person.app.session is not None and person.app.session.writer.label == "王芳"
        await at_ways(person)
        person.sees("the station's, 王芳")
        await person.press("2", "down", "2", "ctrl+s")
        person.hears("The passphrase of 王芳 opens nothing any more.")
        await person.press("ctrl+l")
        await person.type(HERS)
        await person.press("enter")
        person.sees("does not open the database")
