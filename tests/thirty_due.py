"""A station with thirty people in one village, all of whom are due, and somebody at its keyboard whose keys count."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from books import CHINA, seeded
from driver import sitting
from fake_station import clock
from fingers import Fingers

from db.store import put_setting
from screens.app import station_app
from screens.backend import BookBackend
from swstation.i18n import set_language
from swstation.operations.clients import add_client, set_visit_plan
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import LogInput, log_service


class Ticking:
    """A clock that goes on by a second a look, from nine on the 23rd of November."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=CHINA)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def next_day(self) -> None:
        """The same hour tomorrow."""
        self.now += timedelta(days=1)


def thirty_due(folder: Path, people: int = 30) -> Path:
    """The station: the first of its people was visited in October, for forty minutes."""
    file = folder / "book.db"
    book = initialise(file, Setup("township_station", "532301102", "李娜", None, policy="chuxiong"), seeded(3))
    with book.store.transaction() as connection:
        put_setting(connection, "made_at", "2026-11-01T00:00:00+08:00")
    names = ["张桂芳", "李秀英", "王秀兰", "赵国华", "周国华", "钟芳", "陈龙", "翟志强", "吕梅", "甘安"]
    for number in range(people):
        name = names[number] if number < len(names) else f"{names[number % 10][0]}{'建文春玉'[number % 4]}{number}"
        values = {"name": name, "village_name": "庄甸", "address": f"庄甸{number + 1}号"}
        client, _changes = add_client(book, values, opened_on="2026-01-05")
        set_visit_plan(book, client=client, times=1, period="month", start_on="2026-11-01")
        if number == 0:
            log_service(
                book,
                LogInput("2026-10-20", "home_visit", minutes=40, field="social_assistance", clients=((client, "met"),)),
            )
    book.close()
    return file


@asynccontextmanager
async def seated(file: Path, now: Callable[[], datetime] = clock) -> AsyncIterator[Fingers]:
    """Somebody sits down, in Chinese."""
    set_language("zh_CN")
    backend = BookBackend(file, now)
    try:
        async with sitting(station_app(backend, clock=now)) as person:
            yield Fingers(person)
    finally:
        backend.shut()
        set_language("en")
