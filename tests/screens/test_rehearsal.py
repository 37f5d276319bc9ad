"""Before a merge: what each bundle would bring, some taken, the rest left; and the same over a real book."""

from __future__ import annotations

from pathlib import Path

import pytest
import sites
from driver import Person, sitting
from fake_station import HOSTILE, FakeStation, clock
from goldens import check

from screens.app import station_app
from screens.backend import BookBackend
from screens.rehearsal import RehearsalScreen
from swstation.i18n import set_language

FILES = [Path("/media/usb/532301102-20261116-8.swb"), Path("/media/usb/坏.swb"), Path("/media/usb/old (1).swb")]


async def opened(person: Person, files: list[Path]) -> Person:
    person.app.push_screen(RehearsalScreen(files))
    return await person.settle()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize(
    ("name", "keys"),
    [("rehearsal", []), ("rehearsal-refused", ["down"]), ("rehearsal-behind", ["enter"]), ("rehearsal-done", ["f7"])],
)
async def test_the_screen(name: str, keys: list[str], lang: str, size: tuple[int, int]) -> None:
    set_language(lang)
    app = station_app(FakeStation(collects=True), clock=clock)
    async with sitting(app, size) as person:
        await opened(person, FILES)
        await person.press(*keys)
        check(app, f"{name}.{lang}.{size[0]}x{size[1]}")


async def test_no_file_at_all() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await opened(person, [])
        person.sees("No bundle was chosen.")
        await person.press("f7", "space", "escape")
        person.misses("No bundle was chosen.")


async def test_a_bundle_is_taken_or_left_by_keys() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await opened(person, FILES)
        person.sees("F7 merges the 1 bundle marked with *")
        await person.press("space")
        person.sees("None is taken.")
        await person.press("space")
        person.hears("cannot be merged now")
        await person.press("a")
        person.sees("F7 merges the 2 bundles")
        await person.press("n", "f7")
        person.hears("None is taken.")
        assert station.merged == []
        await person.press("a", "f7")
        assert station.merged == [[FILES[0], FILES[2]]]


@pytest.mark.fault(65)
@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:12]))
async def test_hostile_names_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(name=name, collects=True), clock=clock)) as person:
        await opened(person, FILES)
        await person.press("tab", "enter")
        person.sees("138****1001")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> sites.County:
    return sites.found(tmp_path_factory.mktemp("county"))


async def test_over_a_real_book(founded: sites.County, tmp_path: Path) -> None:
    here = founded.copy(tmp_path / "county")
    here.a.address(1, "东瓜镇东瓜村")
    here.county.merge_one(here.a.bundle(here.stick))
    here.a.address(1, "东瓜镇龙川村")
    here.b.address(2, "吕合镇")
    files = [here.a.bundle(here.stick), here.b.bundle(here.stick), here.stick / "gone.swb"]
    before = here.county.content()
    backend = BookBackend(here.county.path, clock)
    async with sitting(station_app(backend, clock=clock)) as person:
        await opened(person, files)
        person.sees("refused", "F7 merges the 2 bundles")
        assert here.county.content() == before
        await person.press("enter")
        person.sees("changed", "东瓜镇东****", "Household files")
        person.misses("龙川村")
        await person.press("escape", "down", "space", "f7")
        person.sees("1 bundle dealt with", "merged")
    backend.shut()
    assert here.county.all("SELECT address FROM household") == [("东瓜镇龙川村",)]


async def test_the_merge_is_taken_back_in_one_step(founded: sites.County, tmp_path: Path) -> None:
    here = founded.copy(tmp_path / "county")
    here.a.address(1, "x")
    files = [here.a.bundle(here.stick)]
    rows = "SELECT count(*) FROM household"
    backend = BookBackend(here.county.path, clock)
    async with sitting(station_app(backend, clock=clock)) as person:
        await opened(person, files)
        await person.press("f9", "f7")
        person.sees("1 bundle dealt with", "Undo the merge")
        assert here.county.all(rows) == [(1,)]
        await person.press("f9", "enter")
        assert here.county.all(rows) == [(1,)], "the first answer leaves it"
        await person.press("b", "down", "enter")
        person.hears("As before the merge.")
    backend.shut()
    assert here.county.all(rows) == [(0,)]


@pytest.mark.fault(21)
async def test_leaving_the_rehearsal_and_stopping_it_change_nothing(founded: sites.County, tmp_path: Path) -> None:
    here = founded.copy(tmp_path / "county")
    here.a.address(1, "x")
    files = [here.a.bundle(here.stick)]
    before = here.county.content()
    backend = BookBackend(here.county.path, clock)
    async with sitting(station_app(backend, clock=clock)) as person:
        await opened(person, files)
        await person.press("escape")
        # Esc pressed while the bundles are being looked through.
        person.app.push_screen(RehearsalScreen(files))
        await person.pilot.pause()
        await person.press("escape", "escape")
        assert type(person.app.screen).__name__ != "RehearsalScreen"
    backend.shut()
    assert here.county.content() == before
