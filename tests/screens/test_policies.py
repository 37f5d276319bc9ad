"""The pages of policies: clause beside quote, two side by side, whom one would change; hostile words stay words."""

from __future__ import annotations

import pytest
from driver import Person, sitting
from fake_station import HOSTILE, FakeStation, clock

from screens.app import station_app


async def at_policies(person: Person) -> None:
    await person.press("escape", "comma", "f5")


async def test_each_clause_stands_beside_the_words_it_is_printed_in() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await at_policies(person)
        person.sees("楚雄州实施意见", "holds here", "county's own", "试行办法：这份政策还没有收全")
        await person.press("enter")
        person.sees("知识和实务技能培训", "“累计不少于160小时”", "CX-13", "hours = 160")
        await person.press("down")
        person.sees("“至少配备1名”")
        await person.press("ctrl+f")
        await person.type("cx-13")
        person.sees("“累计不少于160小时”")
        person.misses("每个社区至少1人")


async def test_two_policies_stand_side_by_side() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await at_policies(person)
        await person.press("f5", "enter")
        person.sees("Two policies", "累计160小时", "每年24小时", "姚安县培训办法")
        await person.press("ctrl+f")
        await person.type("岗位")
        person.misses("每年24小时")


async def test_whom_a_policy_changes_and_letting_it_hold() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await at_policies(person)
        await person.press("f7")
        person.sees("Nothing would change for anybody.")
        await person.press("escape", "down", "f7")
        person.sees("2 changes for 2 people", "~ 进度落后", "不再要求", "24.0 小时")
        await person.press("f9")
        assert station.policy_writes == [("use", "yaoan")]


async def test_a_county_publishes_and_withdraws() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await at_policies(person)
        await person.press("insert")
        await person.type("/tmp/办法.toml")
        await person.press("ctrl+s")
        await person.press("f8")
        person.hears("This one comes with the program.")
        await person.press("down", "f8")
        assert station.policy_writes == [("add", "/tmp/办法.toml"), ("withdraw", "p1")]
        await person.press("down", "enter")
        person.hears("还没有收全")


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_words_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(name=name), clock=clock)) as person:
        await at_policies(person)
        await person.press("enter")
        person.sees("“累计不少于160小时”")
        await person.press("f7", "escape", "f5", "enter")
        person.sees("每年24小时")
