"""Erasing by order, by keys: what goes and what stays is said, the number is typed back, and it is gone everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from driver import sitting
from fake_station import HOSTILE, FakeStation, clock
from sites import County, found

from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.cases import open_case
from swstation.operations.clients import add_client
from swstation.operations.logs import LogInput, log_service

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


async def test_the_number_of_records_is_typed_back_before_anything_goes() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "4", "enter", "ctrl+d")
        person.sees("Erase for good: 张桂芳", "12 records", "cannot be taken back", "3 条与别人共有的日志")
        await person.type("楚民函〔2026〕12号")
        await person.press("enter")
        await person.type("本人要求")
        await person.press("enter")
        await person.type("11")
        await person.press("ctrl+s")
        assert not station.written and "12" in person.beside("sure")
        await person.press("end", "backspace", "2", "ctrl+s")
        person.sees("Erased by order", "Copies made before still hold it", "The audit trail says who")
        assert station.written == [("erase", ("client", "楚民函〔2026〕12号", "本人要求", 12))]
        await person.press("escape")
        person.misses("Erase for good")


async def test_a_station_hears_who_may() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("escape", "4", "enter", "ctrl+d")
        person.hears("Only a county station, or a unit above it, may do this in its own area. Ask yours.")
        person.misses("Erase for good")


async def test_the_row_of_a_finding_can_be_erased_by_a_county_alone() -> None:
    for collects in (True, False):
        async with sitting(station_app(FakeStation(collects=collects), clock=clock)) as person:
            await person.press("escape", "0", "ctrl+k")
            person.sees("Erase by order") if collects else person.misses("Erase by order")
            if collects:
                await person.press("ctrl+d")
                person.hears("There is nothing here to erase.")


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:12]))
async def test_hostile_names_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(name=name, collects=True), clock=clock)) as person:
        await person.press("escape", "4", "enter", "ctrl+d")
        person.sees("cannot be taken back")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return found(tmp_path_factory.mktemp("county") / "made")


@pytest.mark.fault(78)
async def test_erased_at_the_county_by_keys_and_gone_at_the_station(county: County, tmp_path: Path) -> None:
    here = county.copy(tmp_path / "county")
    with here.a.book() as book:
        client, _changes = add_client(book, {"name": "王桂英", "phone": "13800001234"}, opened_on="2026-11-01")
        open_case(book, [client], opened_on="2026-11-02", problem="独居")
        log_service(book, LogInput("2026-11-03", "home_visit", minutes=30, note="血压偏高", clients=((client, "met"),)))
    here.county.merge_one(here.a.bundle(here.stick))

    backend = BookBackend(here.county.path, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "4", "enter", "ctrl+d")
        person.sees("Erase for good: 王桂英", "Clients 1", "Cases 1", "the text of 1 entry")
        await person.type("楚民函〔2026〕12号")
        await person.press("enter")
        await person.type("本人要求")
        await person.press("enter")
        await person.type("4")
        await person.press("ctrl+s")
        person.sees("Erased by order")
        await person.press("escape")
        person.misses("王桂英", "Erased by order")
        assert not [toast for toast in person.app._notifications if toast.severity == "error"]
        person.sees("Clients")
    backend.shut()
    here.a.merge_one(here.county.bundle(here.stick, peer="T532301102"))
    for site in (here.county, here.a):
        assert site.all("SELECT count(*) FROM client") == [(0,)]
        assert site.all("SELECT minutes, note FROM service_log") == [(30, None)]
        assert not site.all("SELECT 1 FROM op WHERE payload LIKE '%王桂英%' OR payload LIKE '%血压%'")
    assert {what for (what,) in here.county.all("SELECT what FROM audit WHERE t = 'client'")} >= {"erase"}
