"""A form stays with what was typed when another program wrote the same thing; mine, theirs, or back."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from driver import Person, sitting

from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.book import open_book
from swstation.operations.clients import add_client, edit_client, set_visit_plan

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


def made(path: Path) -> str:
    """A client with a phone."""
    book = open_book(path)
    client, _done = add_client(book, {"name": "张桂芳", "phone": "13800001111"}, opened_on="2026-11-02")
    book.close()
    return client


def meanwhile(path: Path, client: str, phone: str) -> None:
    """What another program writes."""
    book = open_book(path)
    edit_client(book, client, {"phone": phone})
    book.close()


def phone_of(path: Path) -> list[tuple[str]]:
    book = open_book(path)
    found = book.connection.execute("SELECT phone FROM client").fetchall()
    book.close()
    return list(found)


async def typed(person: Person, phone: str) -> None:
    """Into the field of the form that has the focus or not."""
    field = person.app.screen.query_one("#field-phone")
    field.focus()
    await person.press("end", *["backspace"] * 11)
    await person.type(phone)


@pytest.mark.fault(23)
async def test_a_form_asks_about_what_was_written_while_it_was_open(station_file: Path) -> None:
    client = made(station_file)
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "4", "enter", "f5")
        await typed(person, "13700003333")
        meanwhile(station_file, client, "13900002222")
        await person.press("ctrl+s")
        person.sees("Changed meanwhile", "李娜", "13700003333", "13900002222")
        assert phone_of(station_file) == [("13900002222",)]
        await person.press("escape")
        person.sees("13700003333")  # the form stands with what was typed
        assert "changed meanwhile" in person.beside("phone")
        await person.press("ctrl+s", "2")
        person.sees("Edit 张桂芳", "13900002222").misses("13700003333")
        assert phone_of(station_file) == [("13900002222",)]
        await typed(person, "13700003333")
        meanwhile(station_file, client, "13600004444")
        await person.press("ctrl+s")
        person.sees("13600004444")
        await person.press("1")
        person.misses("Edit 张桂芳")
        assert phone_of(station_file) == [("13700003333",)]
    backend.shut()


async def test_what_was_not_touched_is_not_brought_back_by_a_draft(station_file: Path) -> None:
    client = made(station_file)
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "4", "enter", "f5")
        person.app.screen.query_one("#field-address").focus()
        await person.type("石桥村1号")
        await person.press("escape")
        person.hears("Kept as a draft.")
        meanwhile(station_file, client, "13900002222")
        await person.press("f5")
        person.sees("石桥村1号", "13800001111")  # as it was typed
        await person.press("ctrl+s")
        assert phone_of(station_file) == [("13900002222",)]
        assert (await backend.client_form(client))["address"] == "石桥村1号"
    backend.shut()


async def test_a_plan_changed_by_another_program_is_asked_about(station_file: Path) -> None:
    made(station_file)
    plan = {"category": "dibao", "start_on": "2026-11-23", "period": "month"}
    backend = BookBackend(station_file, lambda: NOW)
    book = open_book(station_file)
    set_visit_plan(book, times=1, **plan)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "4", "f8", "enter", "home", "delete", "3")
        set_visit_plan(book, times=2, **plan)
        await person.press("ctrl+s")
        person.sees("Times: you typed “3”, there is now “2”")
        await person.press("2", "ctrl+s")
        assert [one.times for one in await backend.plans(None, date(2026, 11, 23))] == [2]
    backend.shut()
    book.close()
