"""Ctrl+G: anybody and anything, key by key."""

from __future__ import annotations

from pathlib import Path

from driver import sitting
from fake_station import clock

from screens.app import station_app
from screens.backend import BookBackend
from screens.client_page import ClientScreen


async def test_a_word_of_a_note_leads_to_the_entry_and_on_to_the_client(station_file: Path) -> None:
    backend = BookBackend(station_file, clock)
    try:
        async with sitting(station_app(backend, clock=clock)) as person:
            await person.type("张桂芳 入户 40m 屋顶漏雨")
            await person.press("enter", "1", "enter")
            await person.press("ctrl+g")
            person.sees("Names first")
            await person.type("漏")
            person.sees("entry", "张桂芳", "屋顶漏雨")
            await person.press("enter")
            person.sees("Entered on", "屋顶漏雨")
            await person.press("enter")
            assert isinstance(person.app.screen, ClientScreen)
            await person.press("escape", "ctrl+g")
            await person.type("zg")
            person.sees("client", "张桂芳")
            await person.press("enter")
            assert isinstance(person.app.screen, ClientScreen)
    finally:
        backend.shut()
