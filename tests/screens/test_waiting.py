"""Due lines put off, and days of more frequent visits, key by key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from driver import sitting
from fake_station import clock

from screens.app import station_app
from screens.backend import BookBackend
from screens.surges import SurgesScreen
from swstation.operations.book import open_book
from swstation.operations.clients import add_client, end_file, set_visit_plan
from swstation.operations.logs import LogInput, log_service

TODAY = date(2026, 11, 23)


async def test_put_off_with_a_reason_and_shown_again(station_file: Path) -> None:
    book = open_book(station_file)
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    set_visit_plan(book, client=client, times=1, period="week", start_on="2026-01-01")
    book.close()
    backend = BookBackend(station_file, clock)
    try:
        async with sitting(station_app(backend, clock=clock)) as person:
            person.sees("Visit missed, not met yet")
            await person.press("escape", "tab", "home", "insert")
            person.sees("Put off", "Visit missed, not met yet")
            await person.type("住院")
            await person.press("ctrl+s")
            person.misses("Visit missed, not met yet")
            await person.press("f12")
            person.sees("Put off  1", "Visit missed, not met yet")
            await person.press("insert")
            person.sees("Nothing was put off.")
            await person.press("f12")
            person.sees("Visit missed, not met yet")
    finally:
        backend.shut()


async def test_a_surge_is_due_at_once_and_its_coverage_counted(station_file: Path) -> None:
    book = open_book(station_file)
    add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    add_client(book, {"name": "李秀英"}, opened_on="2026-01-05")
    book.close()
    backend = BookBackend(station_file, clock)
    try:
        async with sitting(station_app(backend, clock=clock)) as person:
            await person.press("escape", "4", "f8", "f9")
            person.sees("No days of more frequent visits.")
            await person.press("insert")
            await person.type("寒潮")
            await person.press("enter", "enter")
            await person.type("cold")
            await person.press("enter", "down")
            await person.type("2026-11-30")
            await person.press("ctrl+s")
            assert isinstance(person.app.screen, SurgesScreen)
            person.sees("寒潮", "0/2", "running  2 people")
            await person.press("escape", "escape", "1")
            person.sees("寒潮: 0 of 1 today")
            await person.press("ctrl+n")
            await person.type("张桂芳 入户 20m")
            await person.press("enter", "escape", "4", "f8", "f9")
            person.sees("1/2", "11-23 1/2")
    finally:
        backend.shut()


async def test_a_finding_is_explained_and_goes_away(station_file: Path) -> None:
    book = open_book(station_file)
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    end_file(book, client, "2026-11-01", "died")
    log_service(book, LogInput("2026-11-20", "home_visit", clients=((client, "met"),)))
    book.close()
    backend = BookBackend(station_file, clock)
    try:
        async with sitting(station_app(backend, clock=clock)) as person:
            person.sees("1 finding")
            await person.press("escape", "tab", "end", "enter")
            person.sees("After a death", "was it the family?", "ask 李娜")
            await person.press("f5")
            await person.type("慰问家属")
            await person.press("ctrl+s")
            person.sees("Everything fits together.")
    finally:
        backend.shut()


async def test_days_of_more_visits_are_found_by_their_word_from_any_page(station_file: Path) -> None:
    backend = BookBackend(station_file, clock)
    try:
        async with sitting(station_app(backend, clock=clock)) as person:
            await person.press("escape", "ctrl+p")
            await person.type("heat")
            await person.press("enter")
            assert isinstance(person.app.screen, SurgesScreen)
    finally:
        backend.shut()
