"""A need noted, matched with a resource, met: key by key; and voluntary service confirmed many at once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from driver import sitting

from db.queries.community_work import need_list
from db.queries.registers import rows_of
from screens.app import station_app
from screens.backend import BookBackend
from swstation.i18n import set_language
from swstation.operations.book import Book
from swstation.operations.registers import add_row

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


def _known(book: Book) -> None:
    shop = {"unit": book.unit, "title": "爱心超市", "kind": "charity", "state": "available"}
    add_row(book, "resource", shop, name="Resource")
    person = {"name": "周试", "unit": book.unit, "step": "trained", "state": "active"}
    volunteer, _changes = add_row(book, "volunteer", person, name="Volunteer")
    for day in ("2026-11-02", "2026-11-09"):
        shift = {"volunteer": volunteer, "served_on": day, "minutes": 60, "confirmed": False}
        add_row(book, "volunteer_shift", shift, name="Shift")


async def test_a_need_is_noted_matched_and_met_by_keys(station_file: Path) -> None:
    set_language("zh_CN")
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await backend.call(_known)
        await person.press("escape", "8")
        person.sees("没有待办的需求")
        await person.press("insert")
        await person.type("冬天取暖")
        await person.press("ctrl+s")
        person.sees("待对接  1", "冬天取暖")
        await person.press("f7")
        await person.press("ctrl+s")
        person.hears("还没有对接")
        await person.press("escape")
        await person.press("f5", *"axcs", "enter")
        person.sees("对接中  1", "爱心超市")
        await person.press("f7")
        await person.type("送电暖器一台")
        await person.press("tab", "2", "tab", *"260", "ctrl+s")
        person.sees("没有待办的需求")
        await person.press("f8")
        person.sees("已满足  1")
        (need,) = await backend.call(lambda book: need_list(book.connection))
        (match,) = await backend.call(lambda book: rows_of(book.connection, "need_match"))
        assert (need.state, match["state"], match["benefited"], match["value_fen"]) == ("met", "done", 2, 26000)
        await person.press("ctrl+z")
        person.sees("对接中  1")
        await person.press("ctrl+r")
        person.sees("志愿服务", "周试", "2026-11-09")
        await person.press("f7")
        kept = await backend.call(lambda book: rows_of(book.connection, "volunteer_shift"))
        assert [(row["confirmed"], row["confirmed_on"]) for row in kept] == [(True, "2026-11-23")] * 2
    backend.shut()
