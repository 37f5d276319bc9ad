"""From a figure to the entries behind it and on to the record, key by key."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from books import seeded
from driver import sitting

from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.book import open_book
from swstation.operations.clients import add_client
from swstation.operations.quick import line_index, log_line, read_line

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))
LINES = ("2026-11-03 张桂芳 入户 40m 看了[/b]药", "2026-11-05 李秀英 入户 20m 不在家", "2026-10-05 李秀英 电话 上月")


async def test_enter_leads_from_a_figure_to_the_entry_and_to_the_file(station_file: Path) -> None:
    with closing(open_book(station_file, source=seeded(3))) as book:
        for name in ("张桂芳", "李秀英"):
            add_client(book, {"name": name}, opened_on="2026-01-01")
        for line in LINES:
            log_line(book, read_line(line, line_index(book, date(2026, 11, 23))))
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (80, 24)) as person:
        await person.press("escape", "9", "enter")
        person.sees("Behind the figure", "2026-11", "1 row behind it", "2026-11-03", "张桂芳", "看了[/b]药")
        person.misses("李秀英", "上月")
        await person.press("enter")
        person.sees("看了[/b]药", "Enter opens the file")
        await person.press("enter")
        person.sees("张桂芳", "Opened on  2026-01-01", "1 entry")
        await person.press("escape", "escape")
        person.sees("Household visits")
        await person.press("[")
        await person.press("enter")
        person.sees("Nothing of this period stands behind this figure.")
    backend.shut()
