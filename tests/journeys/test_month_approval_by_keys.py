"""A month of sixty entries, approved by its lead: the exceptions and what is drawn are read, the rest in one step."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from books import CHINA
from casework import at, colleague, make_lead, station
from counting import Counting
from driver import sitting
from key_counts import hold

from db.queries.approvals import month_approvals
from db.queries.logs import LogFilter, log_list
from screens.app import station_app
from screens.backend import BookBackend
from swstation.i18n import language, set_language
from swstation.operations.clients import add_client
from swstation.operations.logs import LogInput, log_service

KEYS_AT_MOST = 20
"""Keys to approve a month of 60 entries with two exceptions and six drawn, the page left once.

Counted: 17, and 6 characters typed."""
ENTRIES = 60


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Sixty entries of October by 王芳, two without a note; 李娜 is the lead."""
    book = station(tmp_path)
    make_lead(book, colleague(book, "李娜"))
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    for number in range(ENTRIES):
        day = f"2026-10-{number // 3 + 1:02d}"
        note = None if number in (7, 31) else f"谈心 {number}"
        entry = LogInput(day, "home_visit", minutes=30, note=note, clients=((client, "met"),))
        log_service(at(book, day), entry)
    book.close()
    return tmp_path / "book.db"


async def test_a_lead_approves_a_month(file: Path) -> None:
    now = datetime(2026, 11, 2, 9, tzinfo=CHINA)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    before = language()
    set_language("zh_CN")
    backend = BookBackend(file, clock)
    try:
        async with sitting(station_app(backend, clock=clock, database=file)) as sat:
            person = Counting(sat)
            await person.press("escape", "f9")
            person.sees("月度审核", "不归您审", "自己写的")
            await person.press("escape", "f6")
            await person.type("ln")
            await person.press("enter")
            person.since()
            await person.press("9", "f9")
            person.sees("2026-10", "待审 60 条，还要看 8 条", "须看：例外  2", "须看：随机抽查  6", "没写内容")
            await person.press("f5")
            person.hears("还有 8 条没看")
            await person.press("f8")
            await person.type("补写内容")
            await person.press("ctrl+s")
            person.sees("待审 59 条，还要看 7 条", "须看：例外  1")
            await person.press("enter", "enter", "escape", "f9")
            person.sees("待审 59 条，还要看 5 条")  # what was read before the page was left stays read
            for _time in range(7):
                await person.press("enter")
            person.sees("都看过了：按 F5 通过 59 条")
            await person.press("f5")
            person.sees("李娜 已审核：日志 59 条，已阅 1 条，抽查 6 条", "退回  1", "没有要您审核的")
            hold("month_approval", f"A month of {ENTRIES} entries approved", person.keys + person.text, person.text)
            assert person.keys <= KEYS_AT_MOST
            (row,) = await backend.call(lambda book: month_approvals(book.connection))
            left = await backend.call(lambda book: log_list(book.connection, LogFilter(state="returned")))
            assert (row.approver, row.sampled, row.read, row.total) == ("李娜", 6, 1, 59) and row.seed
            assert len(left) == 1
    finally:
        backend.shut()
        set_language(before)
