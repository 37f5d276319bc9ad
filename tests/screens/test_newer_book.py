"""The interface over a newer program's book: it is read, the first line says so, what is typed is refused."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from driver import sitting

from db.migrations import LATEST
from db.store import Store
from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.book import open_book
from swstation.operations.clients import add_client

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.fault(54)
async def test_the_interface_looks_and_says_so(station_file: Path) -> None:
    book = open_book(station_file)
    add_client(book, {"name": "张桂芳"}, opened_on="2026-11-02")
    book.close()
    with Store(station_file) as store:
        store.connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    before = station_file.read_bytes()
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "4")
        assert "only looking" in person.screen.splitlines()[0]
        person.sees("张桂芳").hears("newer version")
        await person.press("enter", "f5")
        person.app.screen.query_one("#field-address").focus()
        await person.type("石桥村1号")
        await person.press("ctrl+s")
        person.sees("石桥村1号")  # nothing is written, nothing that was typed is lost
    backend.shut()
    assert station_file.read_bytes() == before
