"""Ctrl+G: anybody and anything, key by key."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from books import seeded
from driver import sitting
from fake_station import clock

from screens.app import station_app
from screens.backend import BookBackend
from screens.client_page import ClientScreen
from screens.group_page import GroupScreen
from swstation.operations.book import open_book
from swstation.operations.group_work import open_new_group
from swstation.operations.registers import add_row


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


async def test_a_group_and_a_row_without_a_page_of_its_own_are_opened(station_file: Path) -> None:
    with closing(open_book(station_file, source=seeded(3))) as book:
        open_new_group(book, {"title": "手工小组", "kind": "interest", "opened_on": "2026-03-02"})
        meeting = {"unit": book.unit, "held_on": "2026-03-02", "title": "站务例会", "decisions": "下周清点储物间"}
        add_row(book, "meeting_record", meeting, name="x")
    backend = BookBackend(station_file, clock)
    try:
        async with sitting(station_app(backend, clock=clock)) as person:
            await person.press("escape", "ctrl+g")
            await person.type("sgxz")
            person.sees("手工小组", "G1")
            await person.press("enter")
            assert isinstance(person.app.screen, GroupScreen)
            await person.press("ctrl+g")
            await person.type("储物间")
            person.sees("站务例会", "下周清点储物间")
            await person.press("enter")
            person.sees("Change: Meeting")
    finally:
        backend.shut()
