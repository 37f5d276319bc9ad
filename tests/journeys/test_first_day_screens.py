"""A worker's first day at the keyboard, on a real book: from the first start to what tomorrow asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from books import CHINA
from driver import sitting

from screens.app import StationApp, station_app
from screens.backend import BookBackend
from screens.widgets.quick_line import QuickLine
from screens.widgets.record_table import RecordTable
from swstation.i18n import language, set_language

PASSPHRASE = "五月 石桥 米油 晴天"


class Clock:
    """A working day that goes on by a minute a look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 18, 9, 0, tzinfo=CHINA)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    before = language()
    set_language("zh_CN")
    yield
    set_language(before)


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[BookBackend]:
    made = BookBackend(tmp_path / "station.db", Clock())
    yield made
    made.shut()


def _app(backend: BookBackend) -> StationApp:
    return station_app(backend, clock=backend.clock)


async def test_the_first_day(backend: BookBackend) -> None:
    async with sitting(_app(backend)) as person:
        # The place among all the townships by its initials, the proposed policy, names, a passphrase.
        await person.press("enter")
        await person.type("cx dgz")
        await person.press("enter")
        person.sees("楚雄州")
        await person.press("enter", "enter")
        person.sees("东瓜镇社工站")
        await person.type("李娜")
        await person.press("enter")
        await person.type(PASSPHRASE)
        await person.press("enter")
        await person.type(PASSPHRASE)
        await person.press("enter")
        await person.type_code()
        person.sees("快速记录", "东瓜镇社工站", "李娜", "今天还没有记录。")

        # The first entries: somebody new, then by initials, then without spaces, then affairs.
        await person.type("张桂芳 入户 90m 送米油，量血压 >+7d")
        await person.press("enter", "1")
        person.sees("按 Enter 保存")
        await person.press("enter")
        await person.type("zgf 电话 未接 >明天")
        await person.press("enter")
        await person.type("张桂芳入户40分钟送米油")
        await person.press("enter")
        await person.type("残疾人证 15件")
        await person.press("enter")
        person.sees("4 条", "2.2 小时", "残疾人证15件", "张桂芳 未接")

        # One is wrong: change it, take the change back.
        table = person.app.screen.query_one("#entries", RecordTable)
        await person.press("escape", "home", "down")
        person.sees("今日记录")
        first = table.cursor_key
        await person.press("e")
        line = person.app.screen.query_one(QuickLine)
        assert "@张桂芳" in line.text
        line.edit(line.text.replace("40", "50"), first)
        await person.press("enter")
        person.sees(" 50 送米油")
        await person.press("escape", "ctrl+z")
        person.sees(" 40 送米油")

        # A case for her, moved on once.
        await person.press("2", "insert", "enter")
        await person.type("zgf")
        await person.press("enter", "tab", "1", "tab", "tab", "tab")
        await person.type("独居，血压不稳")
        await person.press("enter")
        await person.type("+7")
        await person.press("enter")
        person.sees("张桂芳", "接案  1")
        await person.press("f5", "enter")
        person.sees("需求预估  1")
        await person.press("enter")
        person.sees("独居，血压不稳", "2026-11-25")
        await person.press("escape")

        # Where she stands herself: the policy's hours with the clause.
        await person.press("5", "enter")
        await person.press("right", "right")
        person.sees("李娜", "160.0")
        await person.press("ctrl+o")
        person.sees("依据")
        await person.press("escape", "escape", "1", "escape")
        person.sees("~ 明天", "7 天后", "约定联系")

    # The lid is closed and opened again: everything is there, behind the passphrase.
    backend.shut()
    async with sitting(_app(backend)) as person:
        person.misses("张桂芳")
        await person.type("不对不对不对不对")
        await person.press("enter")
        person.sees("打不开")
        await person.type(PASSPHRASE)
        await person.press("enter")
        person.sees("4 条", "张桂芳")


async def test_what_was_typed_survives_a_crash(backend: BookBackend, tmp_path: Path) -> None:
    from swstation.operations.install import Setup, initialise

    setup = Setup("township_station", "532301102", "李娜", None, continue_from=date(2026, 1, 1))
    initialise(backend.database, setup, backend.source).close()
    async with sitting(_app(backend)) as person:
        await person.type("张桂芳 入户 说到一半")
        person.app.screen._keep_typed()  # type: ignore[attr-defined]  # what the timer does after half a second
        await person.settle()
    backend.shut()
    async with sitting(_app(backend)) as person:
        person.sees("~ 草稿", "张桂芳 入户 说到一半")


@pytest.mark.fault(22)
async def test_a_second_window_is_refused_in_a_sentence(backend: BookBackend) -> None:
    from swstation.operations.install import Setup, initialise

    setup = Setup("township_station", "532301102", "李娜", None)
    initialise(backend.database, setup, backend.source).close()
    async with sitting(_app(backend)):
        second = BookBackend(backend.database, Clock())
        app = _app(second)
        async with app.run_test() as pilot:
            await pilot.pause()  # the book is opened once the first page is drawn
            await app.workers.wait_for_complete()
        assert app.return_code == 1
