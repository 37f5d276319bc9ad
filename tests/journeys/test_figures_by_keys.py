"""From every page with figures to the rows behind one of them, by keys; the month's file, and its writing stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from driver import Person, sitting
from golden_county import PLAN, GoldenCounty, shared

from screens.app import station_app
from screens.backend import BookBackend
from screens.behind import BehindScreen
from screens.widgets.record_table import RecordTable
from swstation.i18n import language, set_language

NOW = datetime.combine(PLAN.until, datetime.min.time(), timezone(timedelta(hours=8))) + timedelta(hours=9)
YEAR_END = "2025-12"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> GoldenCounty:
    return shared(tmp_path_factory)


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    before = language()
    set_language("zh_CN")
    monkeypatch.setenv("HOME", str(tmp_path))
    yield
    set_language(before)


@pytest.fixture
def backend(county: GoldenCounty, tmp_path: Path) -> Iterator[BookBackend]:
    made = BookBackend(county.copy(tmp_path), lambda: NOW)
    yield made
    made.shut()


def rows(person: Person) -> int:
    """How many rows the page of rows shows; it says so above them."""
    assert isinstance(person.app.screen, BehindScreen), person.screen
    shown = person.app.screen.query_one(RecordTable).count
    person.sees(f"共 {shown} 条明细")
    return shown


async def test_every_page_with_figures_opens_their_rows(backend: BookBackend, tmp_path: Path) -> None:
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "9", "[")
        person.sees("F12 各站对比", "月报  " + YEAR_END)
        await person.press("end", "enter")
        person.sees("社工站情况  项目支出", "合计", "元")
        assert rows(person) > 0
        await person.press("enter")
        person.sees("修改支出", "Ctrl+S 保存")
        await person.press("escape", "escape", "f8")
        person.sees("待处理事项", "数量", "前几条", "待审核的日志", "F5 定稿", "F9 写出")
        await person.press("enter")
        assert rows(person) > 0
        await person.press("escape", "escape", "ctrl+t", "right", "enter")  # the bar stands on the last figure first
        rows(person)
        person.sees("缺时长")
        await person.press("escape", "left", "left", "left", "left", "enter")
        assert rows(person) > 0
        person.sees("专业服务", "小时", "合计")

        await person.press("escape", "escape", "ctrl+e")
        await person.type("季报")
        await person.press("enter")
        person.sees("社工站季报", "2025Q4", "全期", "Ctrl+左 上一期")
        await person.press("down", "down", "enter")
        person.sees("入户走访", "全期")
        assert rows(person) > 0
        await person.press("escape", "left", "enter")
        person.sees(YEAR_END)
        await person.press("escape", "[")
        person.sees("2025Q3")
        await person.press("escape", "ctrl+e")
        await person.type("周报")
        await person.press("enter", "left", "enter")
        person.sees("人次", "合计")

        await person.press("escape", "escape", "escape", "7", "enter", "enter")
        rows(person)
        await person.press("escape", "escape", "f9", "enter")
        assert rows(person) > 0
        await person.press("escape", "escape", "5", "ctrl+r", "enter")
        assert rows(person) > 0
        await person.press("escape", "escape", "4", "f8", "f9", "left", "enter")
        assert rows(person) > 0
        await person.press("escape", "f5")
        person.sees("加密走访")


async def test_a_month_is_closed_and_written_and_nothing_is_left_of_a_writing_that_was_stopped(
    backend: BookBackend, tmp_path: Path
) -> None:
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "9", "[", "f8", "f5", "ctrl+s")
        person.hears("F9 写出月报签字盖章")
        person.sees("已于 2026-01-20 月结").misses("F5 定稿")
        await person.press("f9", "end", "ctrl+u")
        await person.type(str(tmp_path / "签字.html"))
        await person.press("ctrl+s")
        assert "单位（盖章）" in (tmp_path / "签字.html").read_text(encoding="utf-8")
        await person.press("escape", "f5", "end", "ctrl+u")
        await person.type(str(tmp_path / "月报.xlsx"))
        await person.press("ctrl+s")
        person.hears("月报.xlsx")
        whole = (tmp_path / "月报.xlsx").read_bytes()

        said: list[tuple[str, int, int]] = []

        class Stop(Exception):
            pass

        def stop(phase: str, done: int, of: int) -> None:
            said.append((phase, done, of))
            if done == 2:
                raise Stop

        with pytest.raises(Stop):
            await backend.write_long_report("monthly", YEAR_END, date(2026, 1, 20), tmp_path / "月报.xlsx", stop)
        assert said == [("正在读取记录", 0, 0), ("正在读取记录", 1, 4), ("正在读取记录", 2, 4)]
        assert (tmp_path / "月报.xlsx").read_bytes() == whole
        assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []
