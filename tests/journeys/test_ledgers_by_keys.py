"""The pages of a station's ledgers, its time, a group's goods and papers, reached and used by keys alone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from books import CHINA
from casework import station
from counting import Counting
from driver import sitting

from screens.app import station_app
from screens.backend import BookBackend
from swstation.i18n import language, set_language
from swstation.operations import group_work
from swstation.operations.clients import add_client
from swstation.operations.groups import SessionRecord, record_session
from swstation.operations.logs import Item, LogInput, log_service
from swstation.operations.registers import add_row


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book = station(tmp_path)
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    log_service(book, LogInput("2026-11-03", "affairs", minutes=60, note="已受理",
                               items=(Item("dibao_application", None, 3, "件"),)))  # fmt: skip
    log_service(book, LogInput("2026-11-04", "home_visit", minutes=60, clients=((client, "met"),)))
    values = {"title": "四点半课堂", "kind": "growth", "opened_on": "2026-11-02", "aims": "作业"}
    group, _changes = group_work.open_new_group(book, values)
    record_session(book, group, 1, SessionRecord(held_on="2026-11-05", minutes=60, unnamed_heads=6), {})
    group_work.plan_session(book, group, 2, {"planned_on": "2026-11-12"})
    add_row(book, "volunteer", {"unit": book.unit, "name": "赵红", "step": "registered", "state": "active"}, name="x")
    book.close()
    return tmp_path / "book.db"


async def test_ledgers_time_goods_and_papers(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Desktop").mkdir()
    (tmp_path / "sheet.jpg").write_bytes(b"\xff\xd8 sheet")

    def clock() -> datetime:
        return datetime(2026, 11, 18, 9, tzinfo=CHINA)

    before = language()
    set_language("zh_CN")
    backend = BookBackend(file, clock)
    try:
        async with sitting(station_app(backend, clock=clock, database=file)) as sat:
            person = Counting(sat)
            person.sees("小组第 2 节已到计划日")
            await person.press("escape", "9", "ctrl+e")
            person.sees("查看台账", "事务台账", "联动台账", "志愿服务台账", "调查台账")
            await person.type("sw")
            await person.press("enter")
            person.sees("事务台账", "低保申请", "按事项", "1/2")
            await person.press("f8")
            person.sees("逐条", "已受理")
            await person.press("enter")
            person.sees("民政事务", "已受理")
            await person.press("escape", "ctrl+left")
            person.sees("这段时间没有记录", "2026-10")
            await person.press("escape", "ctrl+t")
            person.sees("时间分配", "事务占比没有规定", "33%")
            await person.press("f5")
            await person.type("20")
            await person.press("tab")
            await person.type("站务会")
            await person.press("ctrl+s")
            person.sees("事务时间最多占 20%（本单位规定：站务会）", "! 1.0  33%")
            await person.press("escape", "3", "enter")
            person.sees("四点半课堂")
            await person.press("home", "ctrl+y")
            person.sees("物资发放")
            await person.press("insert")
            await person.type("文具")
            await person.press("ctrl+s")
            person.sees("文具")
            await person.press("escape", "ctrl+s", "ctrl+s")
            person.hears("小组档案-")
            await person.press("home", "enter", "ctrl+o", "insert")
            await person.type(str(tmp_path / "sheet.jpg"))
            await person.press("tab", "enter", "enter", "ctrl+s")
            person.sees("image/jpeg")
            await person.press("escape", "escape", "escape", "8", "ctrl+e", "f7", "ctrl+s")
            person.hears("志愿服务证明")
        made = sorted(one.name.split("-")[0] for one in tmp_path.rglob("*.html"))
        assert made == ["小组档案", "志愿服务证明"]
    finally:
        backend.shut()
        set_language(before)
