"""A heavy day and a week of cold, key by key: forty entries of all kinds, and a village called every day."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from fingers import Fingers
from key_counts import hold
from thirty_due import Ticking, seated, thirty_due

from db import local
from db.queries.logs import LogFilter, log_list
from screens.widgets.quick_line import QuickLine
from swstation.operations.book import Book, open_book

PER_KEY = 0.28
"""Seconds a practised hand needs for a key: 215 keys a minute."""
DAY_OF_WORK = 600
"""Seconds that the writing of a whole day may take."""

TYPED = (
    "李秀英 入户 40m 量血压，送大米2袋、食用油1桶 >+7d",
    "王秀兰 入户 30m 打扫房间 >下周五",
    "钟芳 入户 不在家 >明天",
    "陈龙 入户 35m 屋顶漏雨，已报村委",
    "吕梅 昨天 入户 25m 陪同复诊",
    "甘安 入户 9:00-9:40 谈心",
    "赵国华 周国华 入户 30m 调解邻里",
    "李秀英 电话 5m 问药吃完没有",
    "王秀兰 电话 未接 >明天",
    "陈龙 电话 5m 约时间",
    "甘安 电话 10m",
    "翟志强 电话 10m 面试结果",
    "吕梅 微信 10m 发政策图",
    "钟芳 微信 5m",
    "翟志强 面谈 30m 找工作",
    "赵国华 面谈 20m 低保复核",
    "咨询接待 6人 1h 医保缴费",
    "咨询接待 2人 15m 残疾人证",
    "残疾人证 3件 40m",
    "高龄津贴 5件",
    "临时救助 1件 30m",
    "残疾人证 2件",
    "会议 1h 站务例会",
    "文书 30m 整理档案",
    "翟志强 转介 县人社局 技能培训",
    "陈龙 物资发放 棉被1床 价值120元",
)
"""Lines of one key beside what they say: Enter."""


async def save(hand: Fingers, *keys: str) -> None:
    """Enter, perhaps after other keys; the line is empty again."""
    await hand.press(*keys, "enter")
    assert hand.person.app.screen.query_one(QuickLine).text == "", hand.person.screen


async def test_a_heavy_day(tmp_path: Path) -> None:
    file = thirty_due(tmp_path, 16)
    async with seated(file, Ticking()) as hand:
        for line in TYPED:
            await hand.write(line)
            await save(hand)
        # As last time; a line of one's own on a digit, for two people.
        await hand.write("zgf")
        await hand.press("tab", "tab")
        await hand.write("送米油")
        await save(hand)
        await hand.write("1= _ 入户 20m 量血压")
        await save(hand)
        hand.person.sees("1 _ 入户 20m 量血压")
        for name in ("翟志强", "陈龙"):
            await hand.press("1", "tab")
            await hand.write(name)
            await save(hand)
        # A group and an activity that are new: begun from their first line.
        await hand.write("手工小组 12人 90m 折纸花")
        await hand.press("tab")
        hand.person.sees("是哪一类小组")
        await hand.press("enter", "4")
        await save(hand)
        await hand.write("防火宣传 46人 志愿者6人 2小时")
        await save(hand, "tab")
        # Three who are marked in the list, by one line.
        await hand.press("escape", "4", "space", "down", "space", "down", "space", "ctrl+n")
        await hand.write("电话 5m 提醒认证")
        hand.person.sees("已标记 3 人", "每人一条，共 3 条")
        await hand.press("enter", "escape")
        # The last doors of the day, and once more what was done before.
        await hand.press("1", "ctrl+r", "enter", "enter", "enter", "2", "enter", "enter", "escape")
        await hand.press("escape", "home", "f7")
        hold("heavy_day", "A heavy day: 40 entries of all kinds", hand.keys, hand.text)
        assert hand.keys * PER_KEY <= DAY_OF_WORK
    book = open_book(file)
    rows = [row for row in log_list(book.connection, LogFilter()) if row.service_date >= "2026-11-01"]
    assert len(rows) == 40
    methods = Counter(row.method for row in rows)
    assert {method: methods[method] for method in ("phone", "online", "interview", "consultation", "affairs")} == {
        "phone": 8, "online": 2, "interview": 2, "consultation": 2, "affairs": 4,
    }  # fmt: skip
    assert {"group_session", "activity", "referral", "resource_linking", "meeting", "paperwork"} <= methods.keys()
    assert _rows(book, "material_given", "what, quantity") == [("大米", 2), ("棉被", 1), ("食用油", 1)]
    assert _rows(book, "service_group", "title, kind") == [("手工小组", "interest")]
    assert _rows(book, "activity", "title, heads") == [("防火宣传", 46)]
    assert len(local.drafts(book.connection, "referral")) == 1
    book.close()


def _rows(book: Book, table: str, columns: str) -> list[tuple[object, ...]]:
    found = book.connection.execute(f"SELECT {columns} FROM {table} WHERE alive ORDER BY {columns}")
    return [tuple(row) for row in found]


async def test_a_week_of_cold(tmp_path: Path) -> None:
    file = thirty_due(tmp_path, 12)
    clock = Ticking()
    async with seated(file, clock) as hand:
        # The cold is announced: everybody every day, until Sunday; calls count.
        await hand.press("escape", "4", "f8", "f9", "insert")
        await hand.write("寒潮")
        await hand.press("enter", "2", "tab", "tab")
        await hand.write("2026-11-29")
        await hand.press("ctrl+s")
        hand.person.sees("寒潮", "0/12")
        await hand.press("escape", "escape", "1", "ctrl+n")
        # One line a day for all who are due; on two days somebody is visited, and two are not reached.
        for day in range(7):
            if day == 1:
                await hand.write("张桂芳 入户 20m 送棉被1床")
                await save(hand)
            if day == 4:
                await hand.write("李秀英 王秀兰 电话 未接 >明天")
                await save(hand)
            await hand.write("@村:庄甸 电话 5m 寒潮防冻")
            await save(hand)
            if day == 2:
                await hand.press("escape", "4", "f8", "f9")
                hand.person.sees("11-23 12/12", "11-24 12/12", "11-25 12/12")
                await hand.press("escape", "escape", "1", "ctrl+n")
            clock.next_day()
        await hand.press("escape", "4", "f8", "f9")
        hand.person.sees("12/12", "11-29 12/12")
        hold("surge_week", "A week of cold: 12 people a day", hand.keys, hand.text)
    book = open_book(file)
    rows = log_list(book.connection, LogFilter(start_on="2026-11-23"))
    assert Counter(row.service_date for row in rows)["2026-11-23"] == 12
    assert len(rows) == 7 * 12 + 1
    book.close()
