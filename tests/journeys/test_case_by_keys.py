"""A case from intake to the archive, key by key: everything the standard asks for, the gate, approval, the document."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from books import CHINA
from casework import station
from counting import Counting
from driver import sitting
from key_counts import hold

from db.queries import casework
from db.queries.cases import case_list
from screens.app import station_app
from screens.backend import BookBackend
from swstation.i18n import language, set_language
from swstation.operations.book import Book
from swstation.operations.clients import add_client
from swstation.operations.people import add_staff

KEYS_AT_MOST = 90
"""Keys beside what is typed, from the new case to the archive. Counted: 83, and 164 characters typed."""


class Clock:
    """A day that goes on by a second a look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 18, 9, tzinfo=CHINA)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A station with two workers and one client."""
    book = station(tmp_path)
    add_staff(book, {"name": "李娜", "joined_on": "2026-01-01"})
    add_client(book, {"name": "张桂芳", "birth_date": "1948-03-05"}, opened_on="2026-01-05")
    book.close()
    return tmp_path / "book.db"


async def write(person: Counting, part: str, *values: str) -> None:
    """Choose a part of the file by its initials and fill its fields one after the other."""
    await person.press("insert")
    await person.type(part)
    await person.press("enter")
    for number, value in enumerate(values):
        if number:
            await person.press("tab")
        if value:
            await person.type(value)
    await person.press("ctrl+s")


async def test_a_case_goes_from_intake_to_the_archive(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clock, before = Clock(), language()
    set_language("zh_CN")
    backend = BookBackend(file, clock)
    try:
        async with sitting(station_app(backend, clock=clock, database=file)) as sat:
            person = Counting(sat)
            await _open(person)
            await _work(person)
            await _close(person)
            await _archive(person, tmp_path)
            book = backend.book
            await backend.call(_whole_file)
            hold("case", "A case from intake to the archive", person.keys + person.text, person.text)
            assert person.keys <= KEYS_AT_MOST
            assert book.unit == "T532301102"
    finally:
        backend.shut()
        set_language(before)


async def _open(person: Counting) -> None:
    await person.press("escape", "2", "insert")
    await person.press("enter")
    await person.type("zgf")
    await person.press("enter", "tab", "1", "tab", "tab", "tab")
    await person.type("独居，行动不便")
    await person.press("tab")
    await person.type("+7")
    await person.press("ctrl+s", "enter")
    person.sees("张桂芳", "独居，行动不便", "结案前还缺")
    await person.press("f12")
    person.sees("MZ/T 094-2017", "知情同意", "需求预估", "结案总结").misses("接案登记")
    await person.press("enter")  # consent: kind, day and form are as usual
    await person.press("ctrl+s")
    person.misses("知情同意")
    await person.press("enter")
    await person.type("女儿在外地，与邻居来往少")
    await person.press("ctrl+s", "escape")


async def _work(person: Counting) -> None:
    await person.press("f7")
    for text in ("每周下楼一次", "不下楼", "每周一次", "1", "4"):
        await person.type(text)
        await person.press("tab")
    await person.press("ctrl+s")
    person.sees("每周下楼一次", "1 > 4")
    await write(person, "fwjh", "每周三入户，联系村卫生室")
    await write(person, "jhbz", "联系村卫生室上门", "+7")
    await write(person, "fwxy", "", "")
    await person.press("f5", "enter", "f5", "enter", "f5", "enter")
    await person.press("ctrl+n")
    await person.type("张桂芳 入户 40m 陪她下楼走了一圈 &1 >+7d")
    await person.press("enter", "escape")
    person.sees("陪她下楼走了一圈")
    await person.press("down", "enter", "enter", "enter", "tab")  # over the step that waits; the goal it touched
    await person.type("下周再陪一次")
    await person.press("ctrl+s")
    person.sees("目标 1", "下一步：")
    await write(person, "gahy", "王芳、村医", "血压偏高", "每周随访")
    person.sees("个案会议")


async def _close(person: Counting) -> None:
    await person.press("f8", "1", "tab")
    await person.type("每周下楼两次")
    await person.press("tab")
    await person.type("4")
    await person.press("ctrl+s")
    person.sees("达成率 100%")
    await person.press("f5")
    await person.type("ja")
    await person.press("enter")
    person.sees("结案检查", "服务成效", "满意度", "结案总结")
    await person.press("enter")
    await person.type("情绪稳定，愿意出门")
    await person.press("ctrl+s", "enter")
    await person.type("95")
    await person.press("ctrl+s", "enter")
    await person.type("三个月内每周入户，目标达成")
    await person.press("ctrl+s")
    person.misses("结案总结")
    await person.press("f5", "enter")
    person.hears("结案")


async def _archive(person: Counting, folder: Path) -> None:
    await person.press("escape")
    person.sees("待审批")
    await person.press("f6")
    await person.type("ln")
    await person.press("enter")
    await person.press("ctrl+y", "enter")
    await person.type("过程完整")
    await person.press("ctrl+s")
    person.sees("已批准")
    await person.press("ctrl+y")
    await person.type("gd")
    await person.press("enter", "ctrl+s")
    person.sees("已归档 532301102-2026-DA001-")
    await person.press("ctrl+s", "ctrl+s")
    (written,) = folder.glob("*.html")
    page = written.read_text(encoding="utf-8")
    assert all(words in page for words in ("张桂芳", "MZ/T 094-2017", "每周下楼一次", "陪她下楼走了一圈", "已批准"))
    shutil.rmtree(folder / "book.db.d", ignore_errors=True)


def _whole_file(book: Book) -> None:
    (row,) = case_list(book.connection)
    more = casework.case_more(book.connection, row.id)
    assert more is not None
    assert (more.state, more.approval, more.approver, more.satisfaction) == ("closed", "approved", "李娜", 95)
    assert (more.closed_on, more.follow_up_due) == ("2026-11-18", "2027-02-16")
    assert [step.due_on for step in casework.steps(book.connection, row.id)] == ["2026-11-25"]
    (session,) = casework.sessions(book.connection, row.id)
    assert (session.case_stage, session.goals, session.next_step) == ("intervention", "1", "下周再陪一次")
    assert date.fromisoformat(row.opened_on) == date(2026, 11, 18)
