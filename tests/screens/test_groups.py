"""Groups and activities, key by key: a group from its plan to its summary, an activity from plan to held."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from counting import Counting
from driver import Person, sitting
from goldens import check
from key_counts import hold

from db.queries.activities import activity_list
from db.queries.groups import group_list, members, sessions
from db.queries.logs import LogFilter, log_list
from screens.app import station_app
from screens.backend import BookBackend
from swstation.i18n import set_language
from swstation.operations.book import Book

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))
CLIENTS = ("张桂芳", "李秀英", "王小宝", "赵文才", "杨兰", "罗红", "陈志", "黄朝珍")


@asynccontextmanager
async def at(file: Path) -> AsyncIterator[tuple[Counting, BookBackend]]:
    backend = BookBackend(file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        yield Counting(person), backend
    backend.shut()


async def known(backend: BookBackend) -> None:
    from swstation.operations.book import do
    from swstation.operations.clients import new_client_changes

    def write(book: Book) -> None:
        changes = [c for n in CLIENTS for c in new_client_changes(book, {"name": n}, opened_on="2026-09-01")[0]]
        do(book, "Clients", changes)

    await backend.call(write)
    backend.forget()


async def fill(person: Person, text: str) -> None:
    await person.press("end", "ctrl+u")
    await person.type(text)


async def test_a_group_from_plan_to_summary_by_keys(station_file: Path) -> None:
    set_language("zh_CN")
    async with at(station_file) as (person, backend):
        await known(backend)
        await person.press("escape", "3")
        person.sees("目前没有在办的小组和活动")
        # The plan: title, six sessions, aims.
        await person.press("insert")
        await person.type("四点半课堂")
        await person.press("tab", "2", "tab")
        await fill(person, "10-12")
        await person.press("tab", "tab", "tab", "6", "tab")
        await person.type("养成做作业的习惯")
        await person.press("ctrl+s")
        person.sees("四点半课堂", "G1", "0/6", "筹备")
        await person.press("enter")
        person.sees("结束前还缺", "组员")
        # Recruitment: four from the files by initials, two by name.
        await person.press("f7", "insert")
        for initials in ("zgf", "lxy", "wxb", "zwc"):
            await person.press("enter", *initials, "enter")
        await person.press("tab")
        await person.type("小明、小红")
        await person.press("ctrl+s")
        person.sees("张桂芳", "小红")
        await person.press("escape")
        # A day for each session.
        await person.press("ctrl+r")
        await fill(person, "10-12")
        await person.press("ctrl+s")
        person.sees("计划10-12", "计划11-16", "0/6")
        planned = person.keys
        # Six sessions: everybody there, then one absent and one on leave.
        for number, marks in enumerate(((), (), ("2",), (), ("down", "3"), ("2", "3")), 1):
            await person.press("insert")
            person.sees(f"第{number}节")
            await person.press(*marks, "0", "ctrl+s")
            if number == 1:  # from then on the length stands there
                await person.press("9", "0", "tab", "3", "tab")
            await person.type(f"第{number}次做作业，互相检查")
            await person.press("ctrl+s")
            person.sees("出席")
            await person.press("escape")
        person.sees("形成", "6/6")
        held = person.keys
        # What is missing stands there with its key.
        person.sees("满意度", "成效评估", "小组总结").misses("过程记录 Ins")
        await person.press("ctrl+e", "6", "tab", "6", "tab", "5", "tab", "1", "ctrl+s")
        person.sees("发放6份，回收6份", "100.0%")
        await person.press("f8", "enter")
        person.sees("转折")
        await person.press("f9")
        await person.type("六节如期开展")
        await person.press("tab")
        await person.type("五人能按时完成作业")
        await person.press("tab", "tab", "tab", "tab", "t", "ctrl+s")
        person.sees("已结束", "已结束并锁定")
        keys = {"plan": planned, "sessions": held - planned, "end": person.keys - held}
        assert keys == {"plan": 44, "sessions": 40, "end": 19}, "keys besides what is written in Chinese"
        hold("group", "A group of six sessions from plan to summary", person.keys + person.text, person.text)
        await person.press("escape", "f8")
        person.sees("已结束的小组")
        found = await backend.call(_kept)
    assert found == {
        "members": [("小明", 4), ("小红", 4), ("张桂芳", 6), ("李秀英", 6), ("王小宝", 6), ("赵文才", 6)],
        "sessions": [(n, f"{day}", 90, 3 if n == 1 else None, there) for n, day, there in (
            (1, "2026-10-12", 6), (2, "2026-10-19", 6), (3, "2026-10-26", 5), (4, "2026-11-02", 6),
            (5, "2026-11-09", 5), (6, "2026-11-16", 4),
        )],
        "logs": [(6, None, 4), (5, 1, 4), (4, 2, 4), (3, 1, 4), (2, 2, 4), (1, 5, 4)],
    }  # fmt: skip


def _kept(book: Book) -> dict[str, list[tuple[object, ...]]]:
    (group,) = group_list(book.connection)
    return {
        "members": [(one.name, one.present) for one in members(book.connection, group.id)],
        "sessions": [
            (one.session_no, one.held_on, one.minutes, one.unnamed_heads, one.present)
            for one in sessions(book.connection, group.id)
        ],
        "logs": [(one.session_no, one.heads, len(one.clients)) for one in log_list(book.connection, LogFilter())],
    }


async def test_an_activity_from_plan_to_summary_by_keys(station_file: Path) -> None:
    set_language("zh_CN")
    async with at(station_file) as (person, backend):
        await person.press("escape", "3", "f7")
        await person.type("重阳节敬老")
        await person.press("tab")
        await fill(person, "11-20")
        await person.press("tab", "1", "ctrl+s")
        person.sees("重阳节敬老", "A1", "! 11-20", "计划中的活动")
        await person.press("enter", "f7", *"46", "tab", "6", "tab", *"120", "ctrl+s")
        person.sees("已举办", "46", "相关日志", "社区活动")
        await person.press("f9")
        await person.type("老人高兴")
        await person.press("ctrl+s")
        person.sees("活动总结  老人高兴")
        hold("activity", "An activity from plan to summary", person.keys + person.text, person.text)
        (activity,) = await backend.call(lambda book: activity_list(book.connection))
        (log,) = await backend.call(lambda book: log_list(book.connection, LogFilter()))
        assert (activity.state, activity.heads, log.heads, log.volunteers) == ("held", 46, 46, 6)
        await person.press("ctrl+z", "ctrl+z")
        person.sees("计划中").misses("社区活动  ")
        assert await backend.call(lambda book: log_list(book.connection, LogFilter())) == []
        await person.press("f8")
        person.sees("已取消")


@pytest.mark.parametrize("name", ["groups", "group", "group-session"])
async def test_screens(station_file: Path, name: str) -> None:
    set_language("zh_CN")
    async with at(station_file) as (person, backend):
        await known(backend)
        await backend.call(_made)
        backend.forget()
        await person.press(
            "escape", "3", *{"groups": (), "group": ("enter",), "group-session": ("enter", "enter")}[name]
        )
        check(person.app, f"{name}.zh_CN.80x24")


def _made(book: Book) -> None:
    from swstation.operations import activities, group_work
    from swstation.operations.groups import SessionRecord, record_session

    values = {"title": "手工[b]小组", "kind": "interest", "opened_on": "2026-11-02", "planned_sessions": 6, "wanted": 8}
    group, _changes = group_work.open_new_group(book, {**values, "aims": "结识邻里", "place": "活动室"})
    clients = [row[0].hex() for row in book.connection.execute("SELECT id FROM client ORDER BY name LIMIT 4")]
    group_work.add_members(book, group, clients, ["小明"], "2026-11-02")
    group_work.plan_all_sessions(book, group, "2026-11-09", 7)
    people = [one.id for one in members(book.connection, group)]
    states = dict(zip(people, ("present", "present", "absent", "leave", "present"), strict=True))
    record = SessionRecord("2026-11-09", minutes=90, unnamed_heads=2, note="剪纸，互相介绍，气氛热烈")
    record_session(book, group, 1, record, states)
    for title, on in (("冬衣发放", "2026-11-28"), ("义诊", "2026-11-12")):
        made, _changes = activities.plan_activity(book, {"title": title, "held_on": on, "place": "村委会广场"})
    activities.hold_activity(book, made, {"heads": 46, "volunteers": 6})
