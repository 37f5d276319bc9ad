"""Months without names on the screen: what covers a month, one opened to read, the sums; hostile names stay words."""

from __future__ import annotations

import pytest
from driver import Person, sitting
from fake_station import HOSTILE, FakeStation, clock

from screens.app import station_app


async def at_months(person: Person) -> None:
    await person.press("escape", "0", "ctrl+b")


async def test_coverage_goes_with_the_month_under_the_bar_and_enter_opens_it() -> None:
    async with sitting(station_app(FakeStation(collects=True), clock=clock)) as person:
        await at_months(person)
        person.sees("Months without names", "2 of 3 stations, 1 stale", "Figures", "!gap")
        await person.press("down", "enter")
        person.sees("东瓜镇社工站", "入户走访户次", "隐去", "电脑 628e 缺 12 条记录")
        await person.press("escape", "f7")
        person.sees("各站合计", "至少 17（2 站隐去）")
        await person.press("escape", "f5")
        person.sees("Rows without names")
        await person.press("up", "enter", "tab", "enter")
        person.sees("类别 独居老人")


async def test_a_month_that_never_came_opens_nothing() -> None:
    async with sitting(station_app(FakeStation(collects=True), clock=clock)) as person:
        await at_months(person)
        await person.press("end", "enter")
        person.hears("Nothing of this month has come.")


async def test_nothing_has_come_says_how_it_comes() -> None:
    async with sitting(station_app(FakeStation(collects=True, empty=True), clock=clock)) as person:
        await at_months(person)
        person.sees("No month without names has come.", "F5 under Exchange")
        await person.press("f7")
        person.hears("Nothing of this month has come.")


async def test_a_station_has_no_such_page_and_writes_its_month_from_the_dialog() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0", "ctrl+b")
        person.misses("Months without names")
        await person.press("f5", "shift+tab", "4", "tab", "end", "ctrl+u")
        await person.type("/tmp")
        await person.press("enter")
        assert ("month", "aggregate") in station.written


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(collects=True, name=name), clock=clock)) as person:
        await at_months(person)
        await person.press("down", "enter")
        person.sees("入户走访户次")
