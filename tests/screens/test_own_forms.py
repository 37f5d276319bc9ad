"""A county's own forms, key by key: two examples written, one brought in, checked and filled."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest
from driver import sitting
from fleet import made_desk

from screens.app import station_app
from screens.backend import BookBackend
from swstation.own_forms.examples import write_examples
from swstation.own_forms.folder import keep, read_name

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


async def test_a_form_from_the_stick_to_the_filled_sheet(
    station_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "9", "ctrl+o")
        person.sees("No form yet.", "F9 writes two examples")
        await person.press("f9", "end", "ctrl+u")
        await person.type(str(tmp_path))
        await person.press("ctrl+s")
        person.hears("Monthly table (example)-v1.xlsx")
        await person.press("insert")
        await person.type(str(tmp_path / "Monthly table (example)-v1.xlsx"))
        await person.press("ctrl+s")
        person.sees("Monthly table (example)", "v1", "xlsx")
        await person.press("f5", "ctrl+s")
        person.sees("Every name is known")
        await person.press("escape", "enter")
        person.sees("Period", "2026-11")
        await person.press("ctrl+s")
        person.sees("Written:")
        await person.press("escape", "f8")
        person.sees("No form yet.")
    backend.shut()
    page = openpyxl.load_workbook(tmp_path / "Monthly table (example)-2026-11.xlsx").active
    assert page is not None and page["D2"].value == "Period: 2026-11"


async def test_a_county_hands_a_form_down_and_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    county = made_desk(tmp_path / "county.db", "county_station", "532301", 1)
    write_examples(tmp_path)
    with county.on("2026-11-18") as book:
        keep(book.store.path, read_name(tmp_path / "Monthly table (example)-v1.xlsx"))
    with county.backend() as backend:
        async with sitting(station_app(backend, clock=lambda: NOW)) as person:
            await person.press("escape", "9", "ctrl+o", "f7")
            person.hears("Handed down with the next bundle to each station: Monthly table (example) v1")
            person.sees("to the stations")
            await person.press("f7")
            person.hears("Handed down no more")
            person.misses("to the stations")
            await person.press("ctrl+z")
            person.sees("to the stations")
