"""Visit plans: seen, set, changed, ended; what is due follows."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from driver import sitting
from fake_station import HOSTILE, FakeStation, clock

from screens.app import station_app
from screens.backend import BookBackend
from screens.plans import times_of
from swstation.errors import Refusal

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


async def test_a_plan_makes_people_due_and_ending_it_frees_them(station_file: Path) -> None:
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "4", "f8")
        person.sees("No visit plan yet.", "how often whom to visit")
        await person.press("escape", "insert")
        await person.type("张桂芳")
        await person.press("ctrl+s", "f8", "insert", "enter")
        await person.type("zgf")
        person.sees("张桂芳")
        await person.press("enter", "ctrl+s")
        person.sees("张桂芳", "1 time a month", "at home", "2026-11-23")
        assert "张桂芳" in [due.who for due in await backend.due_list(date(2026, 11, 23), 14)]
        await person.press("enter")
        person.sees("Change the plan", "from 2026-11-23")
        await person.press("home", "delete", "2", "down", "3", "ctrl+s")
        person.sees("2 times a quarter")
        await person.press("f5")
        person.sees("End the plan for 张桂芳", "It holds for 1 person now.")
        await person.press("ctrl+s")
        assert [plan.end_on for plan in await backend.plans(None, date(2026, 11, 24))] == [date(2026, 11, 23)]
        assert [plan.state for plan in await backend.plans(None, date(2026, 11, 24))] == ["ended"]
        await person.press("ctrl+z")
        person.hears("Taken back")
        assert [plan.state for plan in await backend.plans(None, date(2026, 11, 24))] == ["running"]
    backend.shut()


async def test_one_clients_plan_is_set_from_the_file_and_says_which_holds(station_file: Path) -> None:
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "4", "insert")
        await person.type("张桂芳")
        await person.press("ctrl+s", "enter", "p")
        person.sees("No plan holds for this client")
        await person.press("a")
        person.sees("张桂芳")
        await person.press("tab", "1", "ctrl+s")
        person.sees("Now: 1 time a week, by the plan for 张桂芳", "holds")
        await person.press("escape", "escape")
        assert person.app.current_mode == "clients"
    backend.shut()


async def test_a_day_before_the_first_and_a_wrong_number_are_refused_beside_their_field(station_file: Path) -> None:
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "4", "f8", "insert", "enter")
        await person.type("低保")
        await person.press("enter", "home", "delete")
        await person.type("一千")
        await person.press("ctrl+s")
        assert "not a number from 1 to 366" in person.beside("times")
        await person.press("ctrl+u", "3", "ctrl+s")
        person.sees("3 times a month")
        await person.press("f5", *["backspace"] * 10)
        await person.type("2026-01-01")
        await person.press("ctrl+s")
        person.sees("End the plan for")
        assert [plan.end_on for plan in await backend.plans(None, date(2026, 11, 24))] == [None]
    backend.shut()


@pytest.mark.parametrize("typed", ["0", "367", "-1", "1.5", "", "一", "9" * 40])
def test_times_are_whole_numbers(typed: str) -> None:
    with pytest.raises(Refusal):
        times_of(typed)
    assert times_of("１２") == 12


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:12]))
async def test_hostile_words_in_a_plan_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(name=name), clock=clock)) as person:
        await person.press("escape", "4", "f8", "enter", "escape", "f5", "escape", "escape", "enter", "f8")
        person.sees("1 次")
