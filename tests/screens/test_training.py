"""The pages of training: every requirement side by side, the team, one training of many; hostile names stay words."""

from __future__ import annotations

import pytest
from driver import Person, sitting
from fake_station import HOSTILE, FakeStation, clock

from screens.app import station_app


async def at_team(person: Person) -> None:
    await person.press("escape", "5", "f12")


async def test_the_one_most_at_risk_stands_first_and_enter_opens_the_cockpit() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await at_team(person)
        person.sees("Training of the team", "30.0 / 80.0 学时", "███░", "~ 进度落后", "25.0", "不适用")
        await person.press("enter")
        person.sees("李娜", "继续教育", "90.0 / 90.0 小时", "每月 25.0", "照此 2028-08-06", "深府办〔2020〕1号")


async def test_the_list_below_says_what_each_training_is_for_the_requirement_under_the_bar() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await at_team(person)
        await person.press("enter")
        assert "计入" in person.line_with("个案管理进阶") and "◆" in person.line_with("个案管理进阶")
        assert "待审" in person.line_with("儿童保护") and "单位不同" in person.line_with("急救")
        await person.press("down")
        assert "单位不同" in person.line_with("个案管理进阶") and "计入" in person.line_with("急救")
        person.sees("2026-09-05 达标", "县民〔2026〕3号")
        await person.press("f9")
        person.sees("What decides it", "累计不得少于90小时")


async def test_trainings_are_approved_and_proved_by_keys() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await at_team(person)
        await person.press("enter", "tab", "down", "f7")
        assert station.approved == [(("t2",), True)]
        await person.press("ctrl+a", "f7")
        assert station.approved[-1] == (("t3", "t2", "t1"), True)
        await person.press("f8")
        await person.type("/tmp/签到.jpg")
        await person.press("ctrl+s")
        assert station.proofs == [(("t3", "t2", "t1"), "/tmp/签到.jpg", "")]
        await person.press("ctrl+r")
        person.hears("training-2026.html")


async def test_marked_people_stand_in_the_form_and_can_be_others() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await at_team(person)
        await person.press("space", "space", "f5")
        person.sees("One training, everybody who came", "李娜、单文静", "class hours")
        await person.type("个案")
        await person.press("up", "end", "ctrl+u")
        await person.type("wf 赵六")
        await person.press("down", "down", "down", "down", "6", "ctrl+s")
        assert "Nobody on the roster is “赵六”" in person.beside("people")
        await person.press("end", "ctrl+u")
        await person.type("wf zm")
        await person.press("ctrl+s")
        (entered,) = station.entered
        assert (entered["people"], entered["title"], entered["amount"]) == ("wf zm", "个案", "6")
        assert (entered["start_on"], entered["end_on"], entered["measure"]) == ("2026-11-23", "", "class_hour")
        person.hears("Entered for 2 people.")


async def test_a_draft_keeps_the_training_and_not_who_is_meant() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "5", "f5")
        await person.type("个案")
        await person.press("escape", "down", "f5")
        person.sees("个案", "王芳")
        person.misses("李娜、")


async def test_nobody_and_nothing_say_what_to_do() -> None:
    station = FakeStation(empty=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await at_team(person)
        person.sees("Nobody is on the roster yet.", "Insert on the roster")


async def test_a_filter_that_fits_nobody() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await at_team(person)
        await person.press("ctrl+f")
        await person.type("无")
        person.sees("Nobody fits the filter.")


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(name=name), clock=clock)) as person:
        await at_team(person)
        person.sees("30.0 / 80.0")
        await person.press("enter")
        person.sees("90.0 / 90.0", "2026-09-05")
        await person.press("f5")
        person.sees("Training title")
