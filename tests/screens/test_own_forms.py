"""A county's own forms, key by key: two examples written, one brought in, checked and filled."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest
from driver import sitting

from screens.app import station_app
from screens.backend import BookBackend

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
