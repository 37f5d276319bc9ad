"""A bundle read without merging it, and compared; the same over a real book."""

from __future__ import annotations

from pathlib import Path

import pytest
import sites
from driver import Person, sitting
from fake_station import HOSTILE, FakeStation, clock
from goldens import check

from screens.app import station_app
from screens.backend import BookBackend
from screens.compare import CompareScreen
from screens.look import LookScreen
from swstation.i18n import set_language

FILE = Path("/media/usb/532301102-20261116-8.swb")


async def opened(person: Person, file: Path = FILE) -> Person:
    person.app.push_screen(LookScreen(file))
    return await person.settle()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("name", ["look", "look-unknown", "compare"])
async def test_the_screens(name: str, lang: str, size: tuple[int, int]) -> None:
    set_language(lang)
    app = station_app(FakeStation(collects=True), clock=clock)
    async with sitting(app, size) as person:
        await opened(person, FILE.with_name("x.swb") if name == "look-unknown" else FILE)
        if name == "compare":
            person.app.push_screen(CompareScreen(FILE, None))
            await person.settle()
        check(app, f"{name}.{lang}.{size[0]}x{size[1]}")


async def test_its_rows_are_paged_and_read() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await opened(person)
        person.sees("Not merged", "李秀英  (in part)")
        await person.press("enter", "enter")
        person.sees("138****1234")
        await person.press("escape", "shift+tab", "down", "enter", "end")
        person.sees("2026-11-02  入户走访")
        await person.press("escape")
        assert station.closed == 1 and type(person.app.screen).__name__ != "LookScreen"


async def test_it_is_compared_with_the_book_or_with_another(tmp_path: Path) -> None:
    other = tmp_path / "other.swb"
    other.touch()
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await opened(person)
        await person.press("f5", "ctrl+s")
        person.sees("40 rows are the same", "only in the first", "different")
        await person.press("escape", "f5")
        await person.type(str(other))
        await person.press("ctrl+s")
        person.sees("Both say the same.")


@pytest.mark.fault(65)
@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:12]))
async def test_hostile_names_in_an_open_bundle_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(name=name), clock=clock)) as person:
        await opened(person)
        await person.press("tab", "enter", "escape")
        person.app.push_screen(CompareScreen(FILE, None))
        await person.settle()
        person.sees("138****1234")


async def test_over_a_real_book(tmp_path: Path) -> None:
    here = sites.found(tmp_path / "county")
    here.a.address(1, "东瓜镇东瓜村")
    sent = here.a.bundle(here.stick)
    before = here.county.content()
    backend = BookBackend(here.county.path, clock)
    async with sitting(station_app(backend, clock=clock)) as person:
        await person.press("escape", "0", "o")
        person.sees("Nothing of it is merged")
        await person.press("end", "ctrl+u")
        await person.type(str(sent))
        await person.press("ctrl+s")
        person.sees("Not merged", "T532301102", "Household files")
        await person.press("end")
        person.misses("东瓜村")
        await person.press("f5", "ctrl+s")
        person.sees("only in the first")
        await person.press("escape", "escape")
        await opened(person, here.stick / "gone.swb")
        assert type(person.app.screen).__name__ != "LookScreen"
        person.hears("There is no file")
    backend.shut()
    assert here.county.content() == before
