"""Today: one line an entry, what it says while one types, choices, drafts, undo."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from driver import sitting
from fake_station import FakeStation, clock
from goldens import lines_of

from screens.app import station_app
from screens.backend import BookBackend
from screens.ports import Due
from screens.widgets.quick_line import QuickLine
from screens.widgets.record_table import RecordTable


async def test_the_line_has_the_focus_and_shows_examples() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        assert person.app.focused is person.app.screen.query_one(QuickLine).input
        person.sees("For example", "zgf tf 90m", "Done today  3 entries", "Due  5  ! 1 late")


async def test_what_is_due_begins_at_its_beginning_however_late_it_comes() -> None:
    class Slow(FakeStation):
        counted = asyncio.Event()

        async def findings(self) -> tuple[int, int]:
            self.counted.set()
            return 3, 1

        async def due_list(self, as_of: date, days: int) -> Sequence[Due]:
            await self.counted.wait()
            for _turn in range(20):
                await asyncio.sleep(0)
            return await super().due_list(as_of, days)

    async with sitting(station_app(Slow(), clock=clock)) as person:
        dues = person.app.screen.query_one("#dues", RecordTable)
        assert dues.cursor_index == 0
        person.sees("3 findings")


async def test_enter_saves_and_stays_and_the_entry_is_under_the_bar() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.type("钱永福 入户走访 送棉被")
        person.sees("Enter saves")
        await person.press("enter")
        person.sees("送棉被", "saved 14:02", "4 entries")
        line = person.app.screen.query_one(QuickLine)
        assert line.text == ""
        assert person.app.focused is line.input
        assert person.app.screen.query_one("#entries", RecordTable).cursor_key == station.written[-1][1]


async def test_a_choice_opens_on_enter_and_only_there_a_digit_chooses() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.type("zgf 入户 1")
        await person.press("2")
        line = person.app.screen.query_one(QuickLine)
        assert line.text == "zgf 入户 12"
        await person.press("enter")
        person.sees("1 张桂芳", "2 朱国发", "0 keep as draft")
        assert not station.written
        await person.press("escape")
        person.misses("0 keep as draft")
        await person.press("enter", "2")
        person.sees("Enter saves")
        await person.press("enter")
        assert [op for op, _row in station.written] == ["log_service"]


async def test_a_line_is_kept_aside_and_taken_up_again() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.type("张桂芳")
        await person.press("enter", "0")
        assert person.app.screen.query_one(QuickLine).text == ""
        person.sees("~ draft")
        await person.press("escape", "tab", "home", "enter")
        assert person.app.screen.query_one(QuickLine).text == "张桂芳"


async def test_what_is_typed_is_on_disk_without_being_saved() -> None:
    station = FakeStation()
    app = station_app(station, clock=clock)
    async with sitting(app) as person:
        await person.type("张桂芳 入户 没写完")
        app.screen._keep_typed()  # type: ignore[attr-defined]  # what the timer does after half a second
        await person.settle()
    assert [draft.content for draft in await station.drafts("quicklog")] == [{"line": "张桂芳 入户 没写完"}]


async def test_esc_leaves_the_line_and_the_lists_have_their_keys() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "down", "d")
        person.misses("约下周复诊")
        person.hears("Deleted.")
        await person.press("f7")
        assert [op for op, _row in station.written] == ["delete_log", "repeat_log"]
        await person.press("ctrl+z")
        person.hears("Taken back: repeat_log")


async def test_an_entry_goes_back_into_the_line_to_be_changed() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "e")
        person.sees("Change the entry")
        assert person.app.screen.query_one(QuickLine).text.startswith("张桂芳 入户走访")
        await person.press("enter")
        assert station.written[-1] == ("change_log", "log1")
        person.sees("Quick log")


async def test_ctrl_n_writes_from_any_page_and_goes_back_there() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "2", "ctrl+n")
        await person.type("钱永福 电话 问候")
        await person.press("enter")
        person.sees("Saved: 钱永福 电话 问候")
        await person.press("escape")
        assert person.app.current_mode == "cases"
        person.misses("Quick log ─")


async def test_a_due_line_opens_its_record() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("escape", "tab", "enter")
        assert type(person.app.screen).__name__ == "CaseScreen"


async def test_lists_stand_side_by_side_where_there_is_room() -> None:
    async with sitting(station_app(FakeStation(), clock=clock), (120, 30)) as person:
        heads = [line for line in lines_of(person.app) if "Done today" in line]
        assert "Due" in heads[0]
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        heads = [line for line in lines_of(person.app) if "Done today" in line]
        assert "Due" not in heads[0]


async def test_after_somebody_moved_the_file_is_asked_about(station_file: Path) -> None:
    backend = BookBackend(station_file, clock)
    async with sitting(station_app(backend, clock=clock, database=station_file)) as person:
        for name in ("张桂芳", "李秀英"):
            person.app.publish(await backend.save_client(None, {"name": name}))
        await person.settle()
        await person.type("张桂芳 入户 搬走")
        await person.press("enter")
        person.sees("End the file of 张桂芳?", "The entry is saved", "Moved away")
        await person.press("escape")
        person.misses("End the file")
        await person.press("escape", "4")
        person.sees("张桂芳", "李秀英", "2 rows")
        await person.press("1", "ctrl+n")
        await person.type("李秀英 入户 去世")
        await person.press("enter", "ctrl+s")
        person.misses("End the file")
        await person.press("escape", "4")
        person.sees("张桂芳", "1 row").misses("李秀英")
        await person.press("enter", "delete", "4", "ctrl+s", "escape", "4")
        person.misses("张桂芳")
    backend.shut()
