"""Months without names added up by county at a prefecture: what a sum rests on, and what it never pretends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from books import CHINA, seeded
from driver import sitting

from db import snapshots
from db.errors import Refusal
from db.gateway import Change
from db.ids import derived_id
from screens.app import station_app
from screens.backend import BookBackend
from swstation.exchange.rollup import rollup
from swstation.exchange.rollup_words import coverage_of, short_sum, sum_words
from swstation.exchange.snapshots import Snapshot
from swstation.i18n import language, set_language
from swstation.operations.book import Book, do
from swstation.operations.install import Setup, initialise
from swstation.reports.listings import of_period

MONTH, DAY = "2026-10", date(2026, 11, 18)


@pytest.fixture
def chinese() -> Iterator[None]:
    before = language()
    set_language("zh_CN")
    yield
    set_language(before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A prefecture: one county whole but for a small count, one whose first station was early and second is missing."""
    path = tmp_path / "above.db"
    with closing(initialise(path, Setup("prefecture_centre", "5323", "州一", None), seeded(5))) as book:
        for code in ("532301101", "532301102", "532322101", "532322102"):
            add_unit(book, code)
        keep(book, "532301101", {"1.visits": 40, "2.not_met": None})
        keep(book, "532301102", {"1.visits": 60, "2.not_met": 7, "10.activities": 0})
        keep(book, "532322101", {"1.visits": 5}, complete=False)
    return path


def add_unit(book: Book, division: str) -> None:
    code = f"T{division}"
    ident = {"code": code, "name": f"{division}站", "tier": "township_station", "division": division}
    do(book, "unit", [Change("unit", derived_id("unit", code), {"ident": ident})])


def keep(book: Book, division: str, figures: dict[str, int | None], *, complete: bool = True) -> None:
    """A month of a station as it came."""
    unit = f"T{division}"
    rows = tuple({"t": "figure", "code": code, "value": value} for code, value in figures.items())
    made = Snapshot(unit, MONTH, "aggregate", "2026-10-01", "2026-10-31", 9, complete, rows)
    kept = snapshots.Kept(
        unit, MONTH, "aggregate", 9, 1, "0" * 64, "C" + division[:6], "1" * 32, complete, "2026-11-02"
    )
    with book.store.transaction() as connection:
        assert snapshots.put(connection, kept, list(made.lines()))


def opened(path: Path) -> Book:
    from swstation.operations.book import open_book

    return open_book(path)


def test_a_sum_says_what_it_rests_on(path: Path, chinese: None) -> None:
    with closing(opened(path)) as book:
        found = rollup(book, MONTH, DAY)
    first, second = found.areas
    assert [(one.code, one.name, one.came, one.stations, one.stale) for one in found.areas] == [
        ("C532301", "楚雄市", 2, 2, 0), ("C532322", "双柏县", 1, 2, 1),
    ]  # fmt: skip
    assert (found.total.came, found.total.stations, found.total.absent) == (3, 4, ("532322102站",))
    assert [short_sum(one, "1.visits") for one in (first, second, found.total)] == ["100", "5+", "105+"]
    assert [short_sum(one, "2.not_met") for one in (first, second)] == ["7+", "0+"]
    assert sum_words(first, "2.not_met") == "至少 7（1 站隐去）"
    assert coverage_of(second) == "2 个站中已有 1 个，其中 1 个不完整，最近收到于 2026-11-02"
    assert found.codes == ["1.visits", "2.not_met", "10.activities"]


def test_no_number_in_the_list_pretends_to_be_whole(path: Path, chinese: None) -> None:
    with closing(opened(path)) as book:
        rows = of_period(book, "rollup", book.unit, MONTH, DAY).tables[1].rows
        with pytest.raises(Refusal):
            of_period(book, "rollup", "C532301", MONTH, DAY)
    assert rows[0][2:] == ["至少 105", 100, "至少 5"]
    assert rows[1][2:] == ["至少 7（1 站隐去）", "至少 7（1 站隐去）", "至少 0"]


def test_a_month_of_which_nothing_came_has_no_figures(path: Path) -> None:
    with closing(opened(path)) as book:
        found = rollup(book, "2026-09", DAY)
    assert found.codes == [] and short_sum(found.areas[0], "1.visits") == "-"


def test_a_station_adds_nothing_up(tmp_path: Path) -> None:
    with (
        closing(initialise(tmp_path / "s.db", Setup("township_station", "532301102", "王芳", None), seeded(1))) as book,
        pytest.raises(Refusal) as caught,
    ):
        rollup(book, MONTH, DAY)
    assert caught.value.code == "report.no_below"


async def test_counties_side_by_side_by_keys(path: Path, chinese: None) -> None:
    now = datetime(2026, 11, 18, 9, tzinfo=CHINA)
    backend = BookBackend(path, lambda: now)
    async with sitting(station_app(backend, clock=lambda: now), (80, 24)) as person:
        await person.press("escape", "0", "ctrl+b", "f8")
        person.sees("分县汇总", "2026-10", "楚雄市", "双柏县", "105+", "2/2", "1/2", "未到：532322102站")
        await person.press("down", "down", "right", "enter")
        person.sees("2 未遇/拒访次数: 至少 7（1 站隐去）")
    backend.shut()
