"""Put off with a reason, an empty day, entries nobody submitted: in the due list of a station."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from books import seeded

from db.errors import Refusal
from db.store import put_setting
from swstation.operations.book import Book
from swstation.operations.clients import add_client, set_visit_plan
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import LogInput, log_service
from swstation.operations.standing import due
from swstation.operations.undo import undo
from swstation.operations.waiting import snooze, unsnooze

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(tmp_path / "book.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    with made.store.transaction() as connection:
        put_setting(connection, "made_at", "2026-01-01T00:00:00+08:00")
    yield made
    made.close()


def kinds(book: Book, day: date = TODAY, *, put_off: bool = False) -> list[str]:
    """What of ours is due."""
    ours = ("visit", "contact", "entry", "empty_day")
    return [item.kind for item in due(book, day, put_off=put_off) if item.kind in ours]


def log_on(book: Book, *days: date, **more: str) -> str:
    made = ""
    for day in days:
        made, _changes = log_service(book, LogInput(day.isoformat(), "paperwork", **more))  # type: ignore[arg-type]
    return made


def test_a_line_is_put_off_until_its_day_and_shown_again_by_a_key(book: Book) -> None:
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    set_visit_plan(book, client=client, times=1, period="month", start_on="2026-01-01")
    assert kinds(book) == ["visit"]
    snooze(book, "visit", "client", client, "2026-11-25", "住院", today=TODAY)
    assert (kinds(book), kinds(book, put_off=True)) == ([], ["visit"])
    assert kinds(book, date(2026, 11, 24)) == []
    assert kinds(book, date(2026, 11, 25)) == ["visit"]
    unsnooze(book, "visit", client)
    assert (kinds(book), kinds(book, put_off=True)) == (["visit"], [])
    undo(book)
    assert kinds(book) == []
    unsnooze(book, "visit", client)
    for until, reason, code in (("2026-11-18", "住院", "due.until_past"), ("2026-11-30", "  ", "value.empty")):
        with pytest.raises(Refusal) as refused:
            snooze(book, "visit", "client", client, until, reason, today=TODAY)
        assert refused.value.code == code
    with pytest.raises(Refusal, match="not_put_off"):
        snooze(book, "backup", "", "", "2026-11-30", "没空", today=TODAY)
    with pytest.raises(Refusal, match="not_asleep"):
        unsnooze(book, "visit", client)


def test_a_working_day_without_an_entry_is_asked_about_once_one_writes_most_days(book: Book) -> None:
    days = [TODAY - timedelta(days=n) for n in range(2, 9) if (TODAY - timedelta(days=n)).weekday() < 5]
    log_on(book, *days[:4])
    assert kinds(book) == []  # too new to have a habit
    log_on(book, *days[4:], TODAY - timedelta(days=15))
    assert kinds(book) == ["empty_day"]
    assert kinds(replace(book, worker="0" * 32)) == []  # who never writes here
    log_on(book, TODAY - timedelta(days=1))
    assert kinds(book) == []
    monday = date(2026, 11, 23)
    found = [item for item in due(book, monday) if item.kind == "empty_day"]
    assert [item.on for item in found] == [date(2026, 11, 20)]  # Friday, not Sunday


def test_an_entry_that_was_not_submitted_waits(book: Book) -> None:
    log_on(book, TODAY - timedelta(days=3), state="draft")
    (item,) = [one for one in due(book, TODAY) if one.kind == "entry"]
    assert (item.days, item.what) == (-3, "Entry not submitted")
