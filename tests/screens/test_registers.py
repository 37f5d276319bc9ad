"""Registers by their sheets, key by key: found, entered, changed, deleted, brought back; long text keeps its lines."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from books import seeded
from driver import sitting

from db.queries.registers import rows_of
from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.install import Setup, initialise

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


async def test_an_entry_is_made_changed_deleted_and_brought_back(station_file: Path) -> None:
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "ctrl+p")
        await person.type("registers")
        await person.press("enter")
        person.sees("Registers", "Conversions of hours")
        await person.press("ctrl+f")
        await person.type("conv")
        await person.press("enter", "enter")
        person.sees("Class hours and hours are kept apart", "Insert adds the first entry.")
        await person.press("insert", "1", "tab", "1", "tab", "2", "tab", "0", ".", "8", "ctrl+s")
        person.sees("It is empty and is")
        await person.type("[/b]县民政局通知")
        await person.press("ctrl+s")
        person.sees("[/b]县民政局通知", "2026-11-23", "0.8")
        await person.press("enter", "ctrl+s")
        await person.press("f8")
        person.sees("Class hours and hours are kept apart")
        await person.press("ctrl+z")
        person.sees("[/b]县民政局通知")
        kept = await backend.call(lambda book: rows_of(book.connection, "measure_conversion"))
        assert [(row["from_tenths"], row["to_tenths"], row["to_measure"]) for row in kept] == [(10, 8, "hour")]
    backend.shut()


async def test_a_word_of_one_s_own_is_read_by_the_quick_line_at_once(tmp_path: Path) -> None:
    path = tmp_path / "county.db"
    initialise(path, Setup("county_station", "532301", "王芳", None), seeded(1)).close()
    backend = BookBackend(path, lambda: NOW)
    await backend.open(None)
    try:
        typed = {"list": "method", "zh": "夜间走访", "aliases": "夜访", "code": "night_visit", "state": "in_use"}
        await backend.save_sheet("list_entry", None, typed, {})
        reading = (await backend.quick_reader())("夜访 3人", 5, ())
        assert "夜间走访" in str(reading)
        await backend.undo()
        assert "夜间走访" not in str((await backend.quick_reader())("夜访 3人", 5, ()))
    finally:
        await backend.close()
