"""Files of one person and findings on the screen: matched without showing who, decided by a key, taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from driver import Person, sitting
from fake_station import HOSTILE, FakeStation, clock
from synthetic import resident_id

from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.book import open_book
from swstation.operations.clients import add_client
from swstation.operations.links import persons

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))
NUMBER = resident_id(date(1948, 5, 1), 2)


def two_files(file: Path) -> tuple[str, str]:
    book = open_book(file)
    both = [
        add_client(book, {"name": "王桂英", "resident_id": NUMBER, "phone": "13800001001"}, opened_on="2026-11-01")[0]
        for _time in range(2)
    ]
    book.close()
    return both[0], both[1]


def decided(file: Path, a: str, b: str) -> bool | None:
    book = open_book(file)
    try:
        return persons(book.connection).decided(a, b)
    finally:
        book.close()


async def go_to(person: Person, action: str) -> None:
    await person.press("escape", "ctrl+p")
    await person.type(action)
    await person.press("enter")


async def test_two_files_are_decided_without_seeing_who_and_taken_back(station_file: Path) -> None:
    a, b = two_files(station_file)
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await go_to(person, "pair.list")
        person.sees("Possible doubles", "same identity number", "王*英", "not decided", "东瓜镇社工站")
        person.misses("王桂英", NUMBER, NUMBER[:14], "13800001001")
        await person.press("f7")
        person.sees("王桂英", NUMBER, "13800001001")
        await person.press("enter")
        person.hears("Said to be one person")
        person.sees("No pair is waiting.")
        assert decided(station_file, a, b) is True
        await person.press("f5")
        person.sees("one person", "decided")
        await person.press("f9")
        person.hears("Verdict taken back")
        person.sees("Nothing was decided yet.")
        await person.press("f5", "n")
        person.hears("Said to be two people")
        assert decided(station_file, a, b) is False
        await person.press("ctrl+z")
        person.sees("not decided")
        book = open_book(station_file)
        assert book.connection.execute("SELECT count(*) FROM audit WHERE what = 'reveal'").fetchone() == (2,)
        book.close()
    backend.shut()


async def test_the_report_names_the_doubles_beside_the_total(station_file: Path) -> None:
    two_files(station_file)
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "9")
        await person.press("end")
        person.sees("Possible doubles, not decided yet", "pairs")
    backend.shut()


async def test_a_finding_leads_to_the_record_and_goes_with_its_cause(station_file: Path) -> None:
    book = open_book(station_file)
    client, _changes = add_client(book, {"name": "王桂英", "birth_date": "1901-01-01"}, opened_on="2026-11-01")
    book.close()
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await go_to(person, "problem.list")
        person.sees("Findings", "Date out of range", "王桂英", "1901-01-01")
        assert await backend.findings() == (1, 0)
        await person.press("enter")
        assert type(person.app.screen).__name__ == "ClientScreen"
        await backend.save_client(client, {"name": "王桂英", "birth_date": "1951-01-01"})
        await person.press("escape")
        await go_to(person, "problem.list")
        person.sees("Everything fits together.")
    backend.shut()


async def test_keys_of_pairs() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await go_to(person, "pair.list")
        await person.press("v", "v", "down", "n", "enter")
        assert station.written == [
            ("reveal", "p1/p2"), ("decide", ("p3/p4", "different")), ("decide", ("p3/p4", "same")),
        ]  # fmt: skip
        await person.press("b")
        person.misses("Take back")
        await person.press("d")
        person.sees("Take back")
        await person.press("b")
        assert station.written[-1] == ("decide", ("p1/p2", ""))


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:12]))
async def test_hostile_names_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(name=name, collects=True), clock=clock)) as person:
        await go_to(person, "pair.list")
        person.sees("1948")
        await go_to(person, "problem.list")
        person.sees("DG2026A0007")
