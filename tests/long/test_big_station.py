"""Ten thousand clients and a hundred thousand entries in one station: every page, and what stops the keyboard.

About two minutes; ``pytest -n0 -s tests/long/test_big_station.py``. Prints what each page costs. A page may hold the
database thread no longer than it takes to read all the entries once (``SCANS``): then the next key's answer comes when
it is expected. What is reckoned on a thread and a connection of its own (what is due, the month's figures) may take
``APART`` such readings; the page is there meanwhile, and so is the keyboard.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from big_station import big_station
from books import CHINA
from driver import Person, sitting

from screens.app import station_app
from screens.backend import BookBackend
from screens.backend.base import Part
from swstation.i18n import language, set_language

CLIENTS, LOGS = 10_000, 100_000
DAY = date(2026, 11, 30)
SCANS, APART = 10, 100
PAGES = "1234567890"
ALL = "SELECT count(*), sum(length(note)), max(entered_at), sum(minutes) FROM service_log WHERE alive"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[float, bool, str]]]:
    """CPU seconds, whether apart, and what: every call that the pages make."""
    calls: list[tuple[float, bool, str]] = []

    def counted(function: Callable[..., Any], apart: bool) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            start = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                calls.append((time.thread_time() - start, apart, getattr(function, "__qualname__", repr(function))))

        return run

    call, beside = Part.call, Part.apart

    async def on_the_thread(self: Part, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await call(self, counted(function, False), *args, **kwargs)

    async def on_one_of_its_own(self: Part, function: Callable[..., Any], *args: Any) -> Any:
        return await beside(self, counted(function, True), *args)

    monkeypatch.setattr(Part, "call", on_the_thread)
    monkeypatch.setattr(Part, "apart", on_one_of_its_own)
    before = language()
    set_language("zh_CN")
    yield calls
    set_language(before)


async def test_every_page_of_a_station_beyond_its_size(tmp_path: Path, held: list[tuple[float, bool, str]]) -> None:
    path = tmp_path / "big.db"
    book = big_station(path, CLIENTS, LOGS, DAY)
    start = time.process_time()
    book.connection.execute(ALL).fetchall()
    scan = time.process_time() - start
    book.close()
    print(f"\nall entries read once: {1000 * scan:.0f} ms")
    backend = BookBackend(path, lambda: datetime(2026, 11, 30, 9, tzinfo=CHINA))
    too_long: list[str] = []

    def told(what: str) -> None:
        for seconds, apart, name in sorted(held, reverse=True)[:3]:
            times = seconds / scan
            if times >= 0.5:
                print(f"{what:24} {1000 * seconds:7.0f} ms  {times:6.1f} readings  {'apart ' if apart else ''}{name}")
            if times > (APART if apart else SCANS):
                too_long.append(f"{what}: {name} {times:.1f}")
        held.clear()

    async with sitting(station_app(backend, clock=backend.clock), (120, 40)) as person:
        told("start")
        for key in PAGES:
            await person.press("escape", key)
            told(f"page {key}")
        await _a_client(person)
        told("a client's page")
        await person.press("escape", "1", "ctrl+n")
        await person.type("丁万友 入户 40m 送米油")
        await person.press("enter")
        told("a line")
        await backend.feed_search()
        while await backend.feed_search():
            pass
        told("search, its first feeding")
        await person.press("escape", "ctrl+g")
        await person.type("第99999次")
        person.sees("第99999次")
        told("a word of one entry")
    backend.shut()
    assert not too_long, too_long


async def _a_client(person: Person) -> None:
    await person.press("escape", "4", "end", "enter")
    person.sees("服务记录")
