"""A county's day: what it has to do itself, a line for each station, and a station's list opened and left again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

import pytest
from driver import sitting
from golden_county import PLAN, STATIONS, shared

from screens.app import station_app
from screens.backend import BookBackend
from screens.case_page import CaseScreen
from screens.today import TodayScreen
from screens.unit_due import UnitDueScreen
from screens.widgets.record_table import RecordTable
from swstation.i18n import language, set_language

T = TypeVar("T")
NOW = datetime.combine(PLAN.until, datetime.min.time(), timezone(timedelta(hours=8))) + timedelta(hours=9)


@pytest.fixture
def backend(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[BookBackend]:
    before = language()
    set_language("zh_CN")
    made = BookBackend(shared(tmp_path_factory).copy(tmp_path), lambda: NOW)
    yield made
    made.shut()
    set_language(before)


async def test_a_station_is_opened_one_of_its_lines_too_and_put_off(backend: BookBackend) -> None:
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        below = await backend.due_below("", PLAN.until, 14, put_off=False)
        own = await backend.due_list(PLAN.until, 14)
        late = sum(one.late for one in below)
        dues = person.app.screen.query_one("#dues", RecordTable)
        person.sees(f"待办  {len(own)}", f"下级 ! {late} 项逾期", "各站 3", below[0].name, below[2].name)
        assert {one.unit for one in below} == set(STATIONS)
        assert [one.late for one in below] == sorted((one.late for one in below), reverse=True)

        await person.press("escape", "tab", "end", "up", "up")
        assert dues.cursor_key == f"unit/{below[0].unit}"
        await person.press("enter")
        assert isinstance(person.app.screen, UnitDueScreen)
        listed = person.app.screen.query_one("#dues", RecordTable)
        assert listed.count == below[0].total
        person.sees(f"{below[0].name}待办", f"待办  {below[0].total}  ! {below[0].late} 项逾期")

        cases = [
            one for one in await backend.due_of(below[0].unit, PLAN.until, 14, put_off=False) if one.table == "case"
        ]
        await person.press("ctrl+f")
        await person.type(cases[0].what)
        await person.press("enter", "home", "enter")
        assert isinstance(person.app.screen, CaseScreen)
        await person.press("escape", "escape", "ctrl+f", "ctrl+u", "enter", "home")
        assert isinstance(person.app.screen, UnitDueScreen)

        await person.press("insert")
        await person.type("驻村，下周再看")
        await person.press("ctrl+s")
        person.sees(f"待办  {below[0].total - 1}")
        await person.press("f12")
        person.sees("暂缓  1")
        await person.press("escape")
        assert isinstance(person.app.screen, TodayScreen)
        await person.press("f12")
        person.sees("各站 1", below[0].name)
        await person.press("end", "enter")
        person.sees(f"{below[0].name}待办", "暂缓  1")
        await person.press("escape", "f12")
        person.sees("各站 3")
        again = await backend.due_below("", PLAN.until, 14, put_off=False)
        assert sum(one.total for one in again) == sum(one.total for one in below) - 1


async def test_whoever_asks_while_it_is_counted_waits_for_that(backend: BookBackend) -> None:
    read: list[date] = []

    class Counted(BookBackend):
        async def apart(self, function: Callable[..., T], *args: Any) -> T:
            if function.__name__ == "_read":
                read.append(args[0])
            return await super().apart(function, *args)

    counted = Counted(backend.database, backend.clock)
    await counted.open(None)
    first, lines, again = await asyncio.gather(
        counted.due_below("", PLAN.until, 14, put_off=False),
        counted.due_of(STATIONS[0], PLAN.until, 14, put_off=False),
        counted.due_below("", PLAN.until, 14, put_off=False),
    )
    assert first == again and len(lines) == next(one.total for one in first if one.unit == STATIONS[0])
    assert read == [PLAN.until]
    due = lines[0]
    await counted.snooze(due.kind, due.table, due.ref, (PLAN.until + timedelta(days=3)).isoformat(), "驻村")
    after = await counted.due_below("", PLAN.until, 14, put_off=False)
    assert sum(one.total for one in after) == sum(one.total for one in first) - 1
    assert read == [PLAN.until, PLAN.until]
    counted.shut()
