"""A list of 100,000 rows, against one of 1,000 and against Textual's own table."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from time import process_time

from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import DataTable

from bench.data import Data
from bench.measure import Result, compare, cpu
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Column, Row

MANY, FEW, THEIRS = 100_000, 1_000, 10_000
COLUMNS = (("日期", 10), ("对象", 12), ("方式", 10), ("时长", 6), ("内容", 40))
MEMORY = 5_000_000
"""Bytes that 99,000 more rows may take."""
SCREEN = (120, 30)
KEYS = 40


def results(data: Data) -> Iterator[Result]:
    """Opening, memory, and a key."""
    runs = 3 if data.quick else 5
    yield compare(
        f"open a list of {MANY:,} rows", f"of {FEW:,}", lambda: _open(_ours(MANY)), lambda: _open(_ours(FEW)),
        runs=runs, goal=1.5,
    )  # fmt: skip
    yield compare(
        f"open a list of {MANY:,} rows", f"Textual's DataTable of {THEIRS:,}, a tenth of them (goal: 1/50 at as many)",
        lambda: _open(_ours(MANY)), lambda: _open(_theirs(THEIRS)), runs=1 if data.quick else 3, goal=0.2,
    )  # fmt: skip
    more = _memory(_ours(MANY)) - _memory(_ours(FEW))
    yield Result(
        f"memory of {MANY - FEW:,} rows more", "5 MB", more, MEMORY, more / MEMORY, 1.0, "bytes", 1,
    )  # fmt: skip
    yield compare(
        f"a key down in a list of {MANY:,} rows", f"in a DataTable of {FEW:,}", lambda: _key(_ours(MANY)),
        lambda: _key(_theirs(FEW)), runs=runs, goal=0.6,
    )  # fmt: skip


class _Page(App[None]):
    def __init__(self, shown: Callable[[], Widget]) -> None:
        super().__init__()
        self._shown = shown

    def compose(self) -> ComposeResult:
        yield self._shown()


def _cells(number: int) -> tuple[str, ...]:
    return f"2026-{number % 12 + 1:02d}-01", f"张桂芳{number}", "入户走访", str(number % 90), f"量血压，送米油 {number}"


def _ours(count: int) -> Callable[[], Widget]:
    async def fetch(start: int, most: int) -> Sequence[Row]:
        return [Row(str(n), _cells(n)) for n in range(start, min(start + most, count))]

    def made() -> Widget:
        table = RecordTable([Column(label, cells) for label, cells in COLUMNS])
        table.call_after_refresh(table.show_paged, count, fetch)
        table.call_after_refresh(table.focus)
        return table

    return made


def _theirs(count: int) -> Callable[[], Widget]:
    def made() -> Widget:
        table: DataTable[str] = DataTable(cursor_type="row")
        table.add_columns(*(label for label, _cells in COLUMNS))
        table.add_rows(map(_cells, range(count)))
        table.call_after_refresh(table.focus)
        return table

    return made


def _open(shown: Callable[[], Widget]) -> float:
    async def run() -> None:
        async with _Page(shown).run_test(size=SCREEN) as pilot:
            await pilot.pause()

    return cpu(lambda: asyncio.run(run()))


def _key(shown: Callable[[], Widget]) -> float:
    async def run() -> float:
        async with _Page(shown).run_test(size=SCREEN) as pilot:
            await pilot.press(*["down"] * SCREEN[1])  # to where each key moves the rows
            times = []
            for _key in range(KEYS):
                began = process_time()
                await pilot.press("down")
                times.append(process_time() - began)
            return median(times)

    return asyncio.run(run())


def _memory(shown: Callable[[], Widget]) -> int:
    async def run() -> int:
        async with _Page(shown).run_test(size=SCREEN) as pilot:
            await pilot.pause()
            return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        return asyncio.run(run())
    finally:
        tracemalloc.stop()
