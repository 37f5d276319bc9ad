"""Registers by their sheets, key by key: found, entered, changed, deleted, brought back; long text keeps its lines."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from driver import sitting

from db.queries.registers import rows_of
from screens.app import station_app
from screens.backend import BookBackend

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
