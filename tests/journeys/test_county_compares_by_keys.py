"""A county by keys: what came of each month, a report recounted to its rows, the order of the stations, written out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from driver import sitting
from fleet import TODAY, clock, made_fleet

from screens.app import station_app
from swstation.exchange.merging import merge
from swstation.exchange.station_months import station_months
from swstation.i18n import language, set_language
from swstation.operations.logs import LogInput, delete_log, log_service
from swstation.operations.month_close import checklist, close_month
from swstation.reports.ranking import COMPLETENESS, ranked

MONTH, DAY = "2026-10", date(2026, 11, 18)


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    before = language()
    set_language("zh_CN")
    monkeypatch.setenv("HOME", str(tmp_path))
    yield
    set_language(before)


async def test_the_county_recounts_what_a_station_reported_and_puts_them_in_order(tmp_path: Path) -> None:
    fleet = made_fleet(tmp_path, ("532301101", "532301102", "532301103"))
    first, second, _silent = fleet.stations
    for desk in (first, second):
        desk.visit("2026-10-20", "陈三")
    with first.on("2026-11-01") as book:
        close_month(book, MONTH, date(2026, 11, 1))
    handed = [first.hand_in("2026-11-02", fleet.stick), second.hand_in("2026-11-02", fleet.stick)]
    with first.on("2026-11-05") as book:
        (log,) = book.connection.execute(
            "SELECT lower(hex(id)) FROM service_log WHERE service_date = '2026-10-12'"
        ).fetchone()
        delete_log(book, [log], late_reason="写重了")
        log_service(
            book, LogInput("2026-10-28", "phone", minutes=10, new_clients=(("李四", "met"),), late_reason="停电")
        )
    handed.append(first.hand_in("2026-11-06", fleet.stick))
    with fleet.county.on("2026-11-07") as book:
        assert merge(book, handed, backup=False).well

    with fleet.county.on(TODAY) as book:
        found = station_months(book, MONTH, 2, DAY, recounted=True)
        assert [line.cells[1].state for line in found.lines] == ["differs", "recomputed", "missing"]
        covered = found.coverage(MONTH)
        assert (covered.came, covered.expected, covered.missing) == (2, 3, (found.lines[2].name,))
        order = ranked(book, MONTH, "1.visits", DAY)
        assert [(one.unit[-3:], one.place, one.value) for one in order.rows] == [
            ("102", 1, 2),
            ("101", 2, 1),
            ("103", None, None),
        ]
        assert [(one.unit[-3:], one.place) for one in ranked(book, MONTH, COMPLETENESS, DAY).rows] == [
            ("101", 1), ("102", 1), ("103", 3),
        ]  # fmt: skip
        open_there = {one.code: (one.n, len(one.names)) for one in checklist(book, MONTH, DAY)}
        assert (open_there["not_in"], open_there["not_reported"], open_there["unapproved"][0]) == ((1, 1), (1, 1), 4)

    with fleet.county.backend() as backend:
        async with sitting(station_app(backend, clock=lambda: clock(TODAY))) as person:
            await person.press("escape", "9")
            await person.settle()
            await person.press("f12")
            await person.settle()
            person.sees("3 个站中已有 2 个，截至 2026-11-18", "!差", "重算", "!缺")
            await person.press("home", "enter")
            await person.settle()
            person.sees("上报与重算", "2026-11-01 定稿上报", "入户走访户次", "2 条调整")
            await person.press("enter")
            await person.settle()
            person.sees("差异明细", "1 入户走访户次  2 > 1 户次", "- 后来删除", "写重了")
            await person.press("enter")
            person.sees("演示0")
            await person.press("escape", "escape", "f7")
            person.sees("未遇/拒访次数")
            await person.press("escape", "down", "enter")
            person.hears("还没有收到这个月的报表")
            await person.press("f7")
            await person.settle()
            person.sees("各站排名", "15 服务总人次", "######")
            await person.press("f5", "end", "ctrl+u")
            await person.type(str(tmp_path / "各站.csv"))
            await person.press("ctrl+s")
            await person.settle()
    written = (tmp_path / "各站.csv").read_text(encoding="utf-8-sig")
    assert "未收到或未收齐" in written and "2/3" in written
