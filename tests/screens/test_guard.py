"""A copied book in the interface: read at will, one question at the first record, and on under a number of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from driver import sitting
from fake_station import NOW

from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations import guards
from swstation.operations.book import open_book


def _copied(original: Path, folder: Path) -> Path:
    book = open_book(original)
    guards.adopt(book)
    book.close()
    folder.mkdir()
    return Path(shutil.copy(original, folder / "copy.db"))


def _replica(file: Path) -> str:
    book = open_book(file)
    book.close()
    return book.replica


async def test_a_copy_goes_on_as_a_laptop_of_its_own(station_file: Path, tmp_path: Path) -> None:
    copy = _copied(station_file, tmp_path / "copy")
    before = _replica(copy)
    backend = BookBackend(copy, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "4")
        assert person.app.current_mode == "clients"
        await person.press("insert")
        await person.type("张桂芳")
        await person.press("ctrl+s")
        person.sees("Whose number is this?", "1  Go on here", "2  Only look", "still there")
        await person.press("1")
        person.hears("Save once more")
        person.sees("张桂芳")
        await person.press("ctrl+s")
        assert [row.name for row in await backend.client_window("", 0, 10)] == ["张桂芳"]
    backend.shut()
    assert _replica(copy) != before and _replica(station_file) == before


async def test_only_looking_is_asked_once_and_keeps_what_was_typed(station_file: Path, tmp_path: Path) -> None:
    copy = _copied(station_file, tmp_path / "copy")
    backend = BookBackend(copy, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "4", "insert")
        await person.type("张桂芳")
        await person.press("ctrl+s")
        person.sees("Only look")
        await person.press("escape")
        person.misses("Only look").sees("张桂芳")
        await person.press("ctrl+s")
        person.misses("Only look").sees("张桂芳")
        person.hears("swstation renew")
    backend.shut()
