"""An entry goes back into the line, is changed there and stays one entry; what was typed of it is kept with it."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

from books import seeded
from driver import sitting

from db import local
from db.queries.logs import log_list
from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.book import open_book
from swstation.operations.clients import add_client

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


async def test_a_change_is_of_the_entry_alone(station_file: Path) -> None:
    with closing(open_book(station_file, source=seeded(3))) as book:
        add_client(book, {"name": "张桂芳", "village_name": "庄甸"}, opened_on="2026-01-05")
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.type("残疾人证15件：已办结 1h")
        await person.press("enter", "escape", "e")
        person.sees("Change the entry")
        await person.type("，再核对")
        await person.press("enter", "escape", "e")
        # It stays one entry: what is for many is said to be a new line before Enter is pressed.
        await person.press("home")
        await person.type("@村:庄甸 ")
        person.sees("A line for many people", "is a new")
        await person.press("enter")
        person.sees("Change the entry")
        await person.press("escape")
        person.sees("Quick log")
    backend.shut()
    with closing(open_book(station_file, source=seeded(3))) as book:
        (row,) = log_list(book.connection)
    assert row.note == "残疾人证15件：已办结，再核对"
    assert [(one.item, one.n, one.result) for one in row.items] == [("disability_card", 15, "已办结")]
    # Typed half when the program was killed: it waits as the change that it is, not as a new entry.
    half = "民政事务 60m 残疾人证15件：已办结，再核对完"
    with closing(open_book(station_file, source=seeded(3))) as book, book.store.transaction() as connection:
        content = json.dumps({"line": half, "entry": row.id})
        local.put_draft(connection, "quicklog", content, book.source.at(), book.worker, None, None)
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "tab", "enter")
        person.sees("Change the entry", "再核对完")
        await person.press("enter")
    backend.shut()
    with closing(open_book(station_file, source=seeded(3))) as book:
        assert [row.note for row in log_list(book.connection)] == ["残疾人证15件：已办结，再核对完"]
