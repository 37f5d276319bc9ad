"""From the station's record to the county's figure by keys alone: cards, export, merge twice, the monthly report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from books import CHINA, seeded
from driver import Person, sitting

from db import digest
from db.store import Store
from screens.app import StationApp, station_app
from screens.backend import BookBackend
from swstation.i18n import language, set_language
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import LogInput, log_service

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    before = language()
    set_language("zh_CN")
    yield
    set_language(before)


def _station(path: Path, tier: str, division: str, seed: int, visits: int) -> BookBackend:
    book = initialise(path, Setup(tier, division, "李娜", None), seeded(seed))
    for day in range(1, visits + 1):
        people = ((f"演示{seed}{day}", "met"),)
        log_service(book, LogInput(f"2026-11-{day:02d}", "home_visit", minutes=40, new_clients=people))
    book.close()
    return BookBackend(path, lambda: NOW)


def _app(backend: BookBackend) -> StationApp:
    return station_app(backend, clock=lambda: NOW)


async def _fill(person: Person, key: str, text: str) -> None:
    await person.press(key, "end", "ctrl+u")
    await person.type(text)
    await person.press("enter")


def _digest(path: Path) -> str:
    with Store(path) as store:
        return digest.whole(store.connection)[0]


async def test_a_month_goes_up_on_a_stick_by_keys(tmp_path: Path) -> None:
    stick, county_file = tmp_path / "U盘", tmp_path / "county.db"
    stick.mkdir()
    county = _station(county_file, "county_station", "532301", 1, 0)
    stations = [
        _station(tmp_path / f"{code}.db", "township_station", code, seed, visits)
        for seed, (code, visits) in enumerate((("532301101", 2), ("532301102", 3), ("532301103", 4)), 2)
    ]

    async with sitting(_app(county)) as person:
        await person.press("escape", "0")
        await _fill(person, "ctrl+t", str(stick))
    county.shut()
    (card,) = stick.glob("*.swc")

    for station in stations:
        async with sitting(_app(station)) as person:
            await person.press("escape", "0")
            await _fill(person, "f8", str(card))
            await person.press("escape")
            await _fill(person, "ctrl+t", str(stick))
            await _fill(person, "f5", str(stick))
            await person.settle()
            person.sees("已写好并读回核对")
        station.shut()
    assert len(list(stick.glob("*.swb"))) == 3

    county = BookBackend(county_file, lambda: NOW)
    async with sitting(_app(county)) as person:
        await person.press("escape", "0")
        for enrolment in sorted(stick.glob("*.swe")):
            await _fill(person, "f8", str(enrolment))
            await person.press("escape")
        await _fill(person, "f7", str(stick))
        await person.settle()
        await person.press("f7")
        await person.settle()
        await person.press("escape")
        person.sees("齐全")
        first = _digest(county_file)
        await _fill(person, "f7", str(stick))
        await person.settle()
        await person.press("escape")
        assert _digest(county_file) == first

        # The county's figure: 2 + 3 + 4 visits, read on the page and written for the spreadsheet.
        await person.press("9")
        person.sees("入户走访户次")
        for name in ("月报.csv", "月报.xlsx"):
            await _fill(person, "f5", str(tmp_path / name))
            await person.settle()
    county.shut()
    lines = (tmp_path / "月报.csv").read_text(encoding="utf-8-sig").splitlines()
    (visits,) = [line for line in lines if ",1.visits," in line]
    assert ",9," in visits
    assert (tmp_path / "月报.xlsx").stat().st_size > 4000
