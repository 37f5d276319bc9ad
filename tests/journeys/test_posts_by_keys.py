"""Posts, supervision and evaluation with nothing but keys, in a real book."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from books import CHINA, seeded, to_be_copied
from driver import Person, sitting
from fake_station import HOSTILE

from screens.app import station_app
from screens.backend import BookBackend
from screens.people_registers import MORE, open_page
from swstation.i18n import set_language
from swstation.operations.evaluations import Weighted, begin, make_scheme
from swstation.operations.install import Setup, initialise
from swstation.operations.people import add_staff
from swstation.operations.posts import fill
from swstation.operations.registers import add_row
from swstation.operations.supervision import record

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=CHINA)
NAMES = ("李娜", "王强", "赵敏", "钱学", "孙文", "周全")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A township of Chengdu with six workers beside the one who writes."""
    made = initialise(
        tmp_path / "book.db", Setup("township_station", "510104017", "王芳", None, "春熙路社工站", "chengdu"), seeded(1)
    )
    for name in NAMES:
        add_staff(made, {"name": name, "joined_on": "2020-01-01"})
    to_be_copied(made)
    return tmp_path / "book.db"


@asynccontextmanager
async def at(book: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Person]:
    set_language("zh_CN")
    backend = BookBackend(book, lambda: NOW)
    try:
        async with sitting(station_app(backend, clock=lambda: NOW), size) as person:
            await person.press("escape")
            yield person
    finally:
        backend.shut()


async def test_a_post_is_set_up_and_filled_and_the_vacancy_goes(book: Path) -> None:
    async with at(book) as person:
        await person.press("6")
        person.sees("春熙路社工站", "可设 1")
        await person.press("ctrl+r")
        await person.type("大慈寺社区")
        await person.press("tab", "1", "ctrl+s")
        person.sees("大慈寺社区", "! 差 2")
        await person.press("insert")
        person.sees("大慈寺社区", "社区岗")
        await person.press("ctrl+s")
        person.sees("! 差 1", "空缺")
        assert "空缺 1" in person.screen
        await person.press("f5", "enter")
        await person.type("ln")
        await person.press("enter", "ctrl+s")
        person.sees("李娜", "专职", "空缺 0", "2026-11-18")
        await person.press("f7")
        person.sees("社区应至少设置2个社会工作专业岗位")
        await person.press("escape", "f8")
        person.sees("李娜离岗")
        await person.press("ctrl+s")
        person.sees("李娜")  # today is the last day
        await person.press("ctrl+z")
        person.hears("已离岗")
        person.sees("空缺 0")
        await person.press("f9")
        person.sees("机构", "任岗记录")
        await person.type("jg")
        await person.press("enter")
        person.sees("还没有机构")
        await person.press("insert")
        await person.type("阳光社工服务中心")
        await person.press("tab")
        await person.type("91350100M000100Y44")
        await person.press("ctrl+s")
        assert "校验" in person.beside("credit_code") or "统一社会信用代码" in person.beside("credit_code")
        await person.press("ctrl+u")
        await person.type("91350100M000100Y43")
        await person.press("ctrl+s")
        person.sees("阳光社工服务中心", "未备案", "正常 1")


async def test_a_supervision_for_six_people_in_few_keys(book: Path) -> None:
    async with at(book) as person:
        await person.press("6", "f9")
        await person.type("dd")
        await person.press("enter")
        person.sees("还没督导过", *NAMES)
        keys = ["home", *["space"] * 6, "insert"]
        await person.press(*keys)
        person.sees("督导 6 人")
        await person.type("段老师")
        keys.append("ctrl+s")
        await person.press("ctrl+s")
        person.sees("0 天前")
        assert len(keys) <= 9, "besides the supervisor's name"
        assert sum(line.count("0 天前") for line in person.screen.splitlines()) == 6
        await person.press("insert")
        assert "段老师" in person.screen, "who supervised last is offered"
        await person.press("escape", "f7")
        person.sees("段老师", "小组督导" if "小组督导" in person.screen else "团体督导", "~ 未签字")
        await person.press("enter", *["tab"] * 4)  # the first empty field is the supervisor of the staff
        await person.type("个案记录怎么写")
        await person.press("tab")
        await person.type("补三份记录")
        await person.press("tab")
        await person.type("2026-11-30")
        await person.press("ctrl+s")
        person.sees("个案记录")
        await person.press("f8")
        person.hears("督导已签字")
        await person.press("f7")
        person.sees("补三份记录", "2026-11-30")
        await person.press("f5")
        await person.type("已补")
        await person.press("ctrl+s")
        person.sees("没有待落实的督导建议")


async def test_who_is_led_by_nobody_gets_a_mentor(book: Path) -> None:
    async with at(book) as person:
        await person.press("6", "f9")
        await person.type("cbd")
        await person.press("enter")
        person.sees("未持证、没有带教人", "李娜")
        await person.press("insert", "enter")
        await person.type("wq")
        await person.press("enter", "ctrl+s")
        person.sees("王强")


async def test_an_evaluation_from_scheme_to_grade(book: Path) -> None:
    async with at(book) as person:
        await person.press("6", "f9")
        await person.type("kp")
        await person.press("enter")
        person.sees("还没有考评", "今年未考评 7")
        await person.press("f8")
        person.sees("社区社工专业岗位绩效考评制度")
        await person.press("down", "enter")
        person.sees("职业操守", "群众满意度", "权重")
        for weight in ("40", "40", "10"):
            await person.type(weight)
            await person.press("enter")
        await person.press("ctrl+s")
        assert "权重合计 90" in person.beside("weight_1")
        await person.press("down", "down", "end", "ctrl+u")
        await person.type("20")
        await person.press(*["down"] * 4)
        await person.type("优秀 90\n合格 60")
        await person.press("ctrl+s")
        person.sees("100%", "方案")
        await person.press("f7", "f7")
        person.sees("李娜")
        await person.press("home", "space", "insert")
        person.sees("开始考评")
        await person.press("ctrl+s", "enter")
        person.sees("职业操守", "40%", "0 人次", "还没有总分")
        await person.press("f5")
        for points in ("95", "90", "88.5"):
            await person.type(points)
            await person.press("enter")
        await person.press("ctrl+s")
        person.sees("91.7", "优秀", "已评分")
        await person.press("f9", "2", "ctrl+s")
        person.sees("已确认")
        await person.press("f5", "ctrl+s")
        assert "考评已经确认" in person.screen.replace("\n", "") or person.app._notifications
        await person.press("escape", "escape")
        person.sees("优秀", "91.7", "已确认 1")


async def test_a_complaint_is_taken_down_and_settled(book: Path) -> None:
    async with at(book) as person:
        await person.press("6", "f9")
        await person.type("ts")
        await person.press("enter")
        person.sees("还没有投诉")
        await person.press("insert", "enter")
        await person.type("ln")
        await person.press("enter", "ctrl+s")
        person.sees("李娜", "已登记", "0 天", "未结 1")
        for result in ("", "已面谈致歉", ""):
            await person.press("f5")
            if result:
                await person.press(*["tab"] * 3)
                await person.type(result)
            await person.press("ctrl+s")
        person.sees("已办结", "未结 0")
        await person.press("f5")
        person.hears("已经办结")


async def test_hostile_names_stay_words_on_every_page(tmp_path: Path) -> None:
    made = initialise(
        tmp_path / "book.db", Setup("township_station", "510104017", "王芳", None, "春熙路社工站", "chengdu"), seeded(1)
    )
    for name in (one[:200] for one in HOSTILE if "\x1b" not in one):
        staff = add_staff(made, {"name": name, "joined_on": "2020-01-01"})[0]
        place = add_row(made, "community", {"name": name, "kind": "village", "unit": made.unit}, name="x")[0]
        values = {"title": name, "kind": "village", "community": place, "opened_on": "2024-01-01"}
        fill(
            made, add_row(made, "post", values, name="x")[0], staff, "2025-01-01", employment="part_time", lent_to=name
        )
        record(made, {"held_on": "2026-11-01", "form": "peer", "supervisor_name": name, "topics": name}, [staff])
        add_row(made, "institution", {"name": name, "state": "active"}, name="x")
        entry = {"staff": staff, "kind": "other", "happened_on": "2026-01-01", "content": name, "public": False}
        add_row(made, "credit_entry", entry, name="x")
        complaint = {"staff": staff, "received_on": "2026-01-01", "state": "received", "complainant": name}
        add_row(made, "complaint", complaint, name="x")
        add_row(made, "mentoring", {"mentor": made.worker, "mentee": staff, "start_on": "2026-01-01"}, name="x")
        scheme = make_scheme(
            made, {"title": name, "subject": "staff", "start_on": "2026-01-01"}, [Weighted(name, 100)]
        )[0]
        begin(made, scheme, [staff], "2026-01-01", "2026-12-31")
    to_be_copied(made)
    async with at(tmp_path / "book.db") as person:
        await person.press("6", "down", "f7", "escape")
        for name in MORE:
            open_page(person.app, name)
            await person.settle()
            await person.press("enter", "escape")
            while len(person.app.screen_stack) > 1:
                await person.press("escape")
