"""A lead enters a training of twelve people in under 20 keys besides the names; every key pressed is counted.

Names are those of the training and of the people, typed or pasted; everything else, the amount too, is a key.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from books import CHINA, seeded
from counting import Counting
from driver import sitting
from key_counts import hold

from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.install import Setup, initialise
from swstation.operations.people import add_staff

NAMES = (
    "张桂芳", "李秀英", "王建国", "赵玉兰", "陈志强", "刘春梅", "杨光明", "黄丽华", "周文静", "吴晓东", "徐海燕",
    "孙德胜",
)  # fmt: skip
INITIALS = "zgf lxy wjg zyl czq lcm ygm hlh zwj wxd xhy sds"
TITLE = "个案管理进阶"


@asynccontextmanager
async def lead(folder: Path) -> AsyncIterator[Counting]:
    """The lead of a station with twelve people, on the roster."""
    now = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
    book = initialise(folder / "book.db", Setup("township_station", "532301102", "站长", None), seeded(1))
    for name in NAMES:
        add_staff(book, {"name": name, "joined_on": "2024-03-01"})
    book.close()
    backend = BookBackend(folder / "book.db", lambda: now)
    try:
        async with sitting(station_app(backend, clock=lambda: now, database=backend.database)) as person:
            counted = Counting(person)
            await counted.press("escape", "5")
            counted.since()
            yield counted
            found = backend.book.connection.execute(
                "SELECT s.name, a.tenths FROM attendance a JOIN staff s ON s.id = a.staff JOIN training t"
                " ON t.id = a.training WHERE t.title = ? AND t.measure = 'hour'", (TITLE,),
            ).fetchall()  # fmt: skip
            assert {name for name, _tenths in found} - {"站长"} == set(NAMES) and {tenths for _n, tenths in found} == {
                60
            }
    finally:
        backend.shut()


async def finish(person: Counting) -> None:
    """From the title on: title, the day is today's, the amount, save."""
    await person.type(TITLE)
    await person.press("enter", "enter", "enter", "6", "ctrl+s")
    person.hears("Entered for")


async def test_all_present(tmp_path: Path) -> None:
    async with lead(tmp_path) as person:
        await person.press("ctrl+a", "f5")
        await finish(person)
        assert person.keys == 7


async def test_twelve_marked_by_hand(tmp_path: Path) -> None:
    async with lead(tmp_path) as person:
        await person.press("ctrl+a", "space", "f5")  # all but the lead, on whom the bar stands
        await finish(person)
        assert person.keys == 8


async def test_twelve_by_their_initials(tmp_path: Path) -> None:
    async with lead(tmp_path) as person:
        await person.press("f5", "up", "end", "ctrl+u")
        await person.type(INITIALS)
        await person.press("enter")
        await finish(person)
        assert person.keys < 20 and person.keys == 10
        hold("training", "A training of twelve people, named by their initials", person.keys + person.text, person.text)


@pytest.mark.parametrize("file", ("签到.csv",))
async def test_twelve_from_an_attendance_list(tmp_path: Path, file: str) -> None:
    head = "序号,姓名\n" if file.endswith("csv") else ""
    lines = [f"{n},{name}" if head else name for n, name in enumerate(NAMES, 1)]
    (tmp_path / file).write_text(head + "\n".join(lines), encoding="utf-8")
    async with lead(tmp_path) as person:
        await person.press("f5", "up", "end", "ctrl+u")
        await person.type(f"@{tmp_path / file}")
        await person.press("enter")
        await finish(person)
        assert person.keys < 20
