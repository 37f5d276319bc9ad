"""The county's pages of stations and months: how they look, and that hostile names stay words on all of them."""

from __future__ import annotations

import pytest
from driver import sitting
from fake_station import HOSTILE, FakeStation, clock
from goldens import check, lines_of
from rich.cells import cell_len

from screens.app import station_app
from swstation.i18n import language, set_language


async def test_stations_and_months_as_they_look() -> None:
    before = language()
    set_language("zh_CN")
    app = station_app(FakeStation(collects=True), clock=clock)
    async with sitting(app, (80, 24)) as person:
        await person.press("escape", "9", "f12", "home")
        check(app, "stations-compared.zh_CN.80x24")
        await person.press("f7")
        check(app, "stations-in-order.zh_CN.80x24")
    set_language(before)


async def test_what_is_due_below_as_it_looks() -> None:
    before = language()
    set_language("zh_CN")
    app = station_app(FakeStation(collects=True), clock=clock)
    async with sitting(app, (80, 24)) as person:
        await person.press("escape", "tab", "end")
        check(app, "today-county-stations.zh_CN.80x24")
        await person.press("up", "up", "enter")
        check(app, "unit-due.zh_CN.80x24")
        await person.press("escape", "1")
        person.sees("东瓜镇社工站")
    set_language(before)


async def test_what_a_county_has_to_do_leads_to_its_page() -> None:
    for place, page in enumerate(("InboxScreen", "ConflictsScreen", "BoardScreen", "FormDialog")):
        async with sitting(station_app(FakeStation(collects=True), clock=clock)) as person:
            await person.press("escape", "tab", "home", *["down"] * place, "enter")
            assert type(person.app.screen).__name__ == page
            if page == "FormDialog":
                person.sees("Hand in")


async def test_a_station_does_not_compare() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("escape", "9", "f12")
        person.sees("Monthly report").misses("Stations compared")


@pytest.mark.parametrize("name", HOSTILE[:4], ids=range(4))
async def test_hostile_names_stay_words(name: str) -> None:
    app = station_app(FakeStation(collects=True, name=name), clock=clock)
    async with sitting(app) as person:
        for key in (
            "escape",
            "9",
            "f12",
            "home",
            "enter",
            "enter",
            "enter",
            "escape",
            "escape",
            "escape",
            "f7",
            "enter",
            "1",
            "escape",
            "tab",
            "end",
            "up",
            "up",
            "enter",
        ):
            await person.press(key)
            for line in lines_of(app):
                assert cell_len(line) <= 80
                assert not set(line) & set("\x1b\u202e\u202c\t")
        assert app.is_running
