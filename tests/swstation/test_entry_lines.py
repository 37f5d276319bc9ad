"""An entry that goes back into the line to be changed loses nothing that nobody touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from books import seeded

from db.queries.logs import LogRow, log_by_id
from swstation.i18n import set_language
from swstation.operations import group_work
from swstation.operations.activities import hold_activity, plan_activity
from swstation.operations.book import Book
from swstation.operations.clients import add_client, end_file
from swstation.operations.entry_lines import changed_entry, index_for, line_of, read_again
from swstation.operations.groups import SessionRecord, record_session
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import LogInput, input_of, log_service
from swstation.operations.quick import change_line, line_index, log_line, read_line
from swstation.quicklog import parse

TODAY = date(2026, 11, 18)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(
        tmp_path / "book.db", Setup("township_station", "532301102", "李娜", None, policy="chuxiong"), seeded(5)
    )
    set_language("zh_CN")
    yield made
    set_language("en")
    made.close()


def client(book: Book, name: str) -> str:
    return add_client(book, {"name": name, "village_name": "庄甸"}, opened_on="2026-01-05")[0]


def changed(book: Book, log: str, change: Callable[[str], str]) -> LogRow:
    """The entry after somebody opened its line, changed it so, and saved."""
    row = log_by_id(book.connection, log)
    assert row is not None
    index = index_for(line_index(book, TODAY), book, row)
    line = line_of(row, index)
    was = read_again(line, index)
    assert was.ready, (line, was.problems, was.questions, was.missing)
    assert changed_entry(row, was, was) == input_of(row)
    change_line(book, log, parse(change(line.text), index, line.fixed), was=was)
    found = log_by_id(book.connection, log)
    assert found is not None
    return found


LINES = (
    "残疾人证 15件",
    "残疾人证15件：已办结，低保复核3户 1h",
    "民政事务 轮椅申请 3件：待审批 40m",
    "低保复核12户，办理结果：10户续保，2户停发。下周张榜 2h",
    "张桂芳 入户 残疾人证 1件：已送",
    "张桂芳 入户 不在家 昨天 >明天",
    "张桂芳 李秀英:住院 入户 9:00-10:30 送米油 价值260元",
    "咨询接待 6人 1h 医保缴费",
    "物资发放 30户 大米30袋 ￥5000",
)


@pytest.mark.parametrize("line", LINES)
def test_a_word_more_changes_the_note_alone(book: Book, line: str) -> None:
    client(book, "张桂芳")
    client(book, "李秀英")
    log, _changes = log_line(book, read_line(line, line_index(book, TODAY, line)))
    before = log_by_id(book.connection, log)
    assert before is not None
    after = changed(book, log, lambda text: f"{text}，再问一次")
    assert input_of(after) == replace(input_of(before), note=f"{before.note or ''}，再问一次".lstrip("，"))


def test_what_no_line_says_stays(book: Book) -> None:
    who = client(book, "张桂芳")
    visit, _changes = log_service(book, LogInput(
        "2026-11-17", "home_visit", "morning", minutes=30, note="昨晚送到卫生院", clients=((who, "hospital"),),
        village="532301102002", place="卫生院",
    ))  # fmt: skip
    after = changed(book, visit, lambda text: text.replace("30m", "45m"))
    assert (after.minutes, after.village, after.place, after.note) == (45, "532301102002", "卫生院", "昨晚送到卫生院")
    assert [one.outcome for one in after.clients] == ["hospital"]
    linked, _changes = log_service(book, LogInput(
        "2026-11-17", "resource_linking", minutes=15, heads=28, households=29, value_fen=500_000, note="联系理发志愿者",
    ))  # fmt: skip
    after = changed(book, linked, lambda text: text.replace("28人", "27人"))
    assert (after.heads, after.households, after.value_fen, after.note) == (27, 29, 500_000, "联系理发志愿者")
    desk, _changes = log_service(book, LogInput("2026-11-17", "affairs", minutes=15, heads=3, note="逐条核对"))
    assert changed(book, desk, lambda text: f"{text} >明天").next_contact == "2026-11-19"


def test_a_session_and_an_activity_keep_what_their_pages_said(book: Book) -> None:
    group, _changes = group_work.open_new_group(book, {
        "title": "手工小组", "kind": "interest", "opened_on": "2026-11-02", "planned_sessions": 3,
    })  # fmt: skip
    record_session(book, group, 1, SessionRecord(held_on="2026-11-17", minutes=60, note="相识", unnamed_heads=7), {})
    (log,) = (row[0] for row in book.connection.execute("SELECT lower(hex(id)) FROM service_log"))
    after = changed(book, log, lambda text: text.replace("相识", "相识，定约定"))
    assert (after.group_ref, after.session_no, after.heads, after.note) == (group, 1, 7, "相识，定约定")
    activity, _changes = plan_activity(book, {"title": "防火宣传", "held_on": "2026-11-17", "kind": "publicity"})
    hold_activity(book, activity, {"heads": 46, "volunteers": 6, "minutes": 120, "note": "天气好"})
    (log,) = (
        row[0]
        for row in book.connection.execute("SELECT lower(hex(id)) FROM service_log WHERE activity_ref IS NOT NULL")
    )
    after = changed(book, log, lambda text: text.replace("120m", "90m"))
    assert (after.activity_ref, after.heads, after.volunteers, after.minutes) == (activity, 46, 6, 90)


def test_people_of_one_name_and_those_whose_file_ended(book: Book) -> None:
    first, second = client(book, "张桂芳"), client(book, "张桂芳")
    log, _changes = log_service(book, LogInput("2026-11-17", "phone", minutes=5, clients=((second, "met"),)))
    assert [one.id for one in changed(book, log, lambda text: f"{text} 问药").clients] == [second]
    end_file(book, second, "2026-11-18", "moved")
    assert [one.id for one in changed(book, log, lambda text: f"{text}吃完没有").clients] == [second]
    # Another person instead: the place was the first one's.
    gone, _changes = log_service(book, LogInput(
        "2026-11-17", "home_visit", minutes=5, clients=((first, "met"),), village="532301102002",
    ))  # fmt: skip
    other = client(book, "李秀英")
    after = changed(book, gone, lambda text: text.replace("张桂芳", "李秀英"))
    assert ([one.id for one in after.clients], after.village) == ([other], None)
