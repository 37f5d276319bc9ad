"""A new client who is on file already, key by key: shown while typing, asked about, "not the same" remembered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from books import CHINA
from casework import station
from counting import Counting
from driver import sitting
from key_counts import hold
from synthetic import resident_id

from db import resident_id as numbers
from db.queries.candidates import Filed
from db.queries.clients import client_list
from screens.app import station_app
from screens.backend import BookBackend
from screens.dialogs.picker import Picker
from swstation.i18n import language, set_language
from swstation.operations.book import Book
from swstation.operations.clients import add_client
from swstation.operations.likely import likely
from swstation.operations.links import undecided

NUMBER = resident_id(date(1948, 9, 12), 2)
OTHER = resident_id(date(1950, 1, 2), 1)
VILLAGE = "532301102001"


def known(*files: tuple[str, str, str | None, str | None, str | None]) -> list[Filed]:
    return [Filed(key, "T532301102", name, birth, village, number) for key, name, birth, village, number in files]


@pytest.mark.parametrize(
    ("typed", "grounds"),
    [
        ({"name": "王"}, []),
        ({"name": "王秀英"}, ["same_name"]),
        ({"name": "赵六"}, []),
        ({"name": "王秀英", "birth_date": "1948-09-12", "village": "v"}, ["name_birth_village"]),
        ({"name": "王秀英", "birth_date": "1948-09-12"}, ["name_birth"]),
        ({"name": "王秀英", "birth_date": "1960-01-01"}, []),
        ({"name": "王秀莹", "birth_date": "1948-09-12", "village": "v"}, ["sound"]),
        ({"name": "王秀莹", "village": "v"}, ["same_sound"]),
        ({"name": "王秀莹"}, []),
    ],
)
def test_who_may_be_on_file_by_name(typed: dict[str, str], grounds: list[str]) -> None:
    files = known(("a" * 32, "王秀英", "1948-09-12", "v", None))
    assert [one.ground for one in likely(typed, files)] == grounds


def test_who_may_be_on_file_by_number() -> None:
    files = known(("a" * 32, "王秀英", "1948-09-12", "v", NUMBER))
    slip = NUMBER[:14] + ("1" if NUMBER[14] != "1" else "2") + NUMBER[15:17]
    wrong = slip + numbers.check_character(slip)
    assert [one.ground for one in likely({"name": "别的人", "resident_id": NUMBER}, files)] == ["number"]
    assert [one.ground for one in likely({"name": "王秀英", "resident_id": wrong}, files)] == ["number_near"]
    assert likely({"name": "王秀英", "resident_id": OTHER}, files) == []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A station with one client on file."""
    book = station(tmp_path)
    add_client(
        book, {"name": "王秀英", "birth_date": "1948-09-12", "resident_id": NUMBER, "village": VILLAGE},
        opened_on="2026-01-05",
    )  # fmt: skip
    book.close()
    return tmp_path / "book.db"


async def test_a_likely_double_is_shown_and_remembered(file: Path) -> None:
    now = datetime(2026, 11, 18, 9, tzinfo=CHINA)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    before = language()
    set_language("zh_CN")
    backend = BookBackend(file, clock)
    try:
        async with sitting(station_app(backend, clock=clock, database=file), size=(80, 40)) as sat:
            person = Counting(sat)
            await person.press("escape", "4", "insert")
            await person.type("王秀英")
            await person.press("tab", "1", "tab")
            await person.type("1948-09-12")
            await person.press("ctrl+s")
            person.sees("可能已建档", "就是王秀英", "姓名、出生日期相同")
            await person.press("enter")
            person.sees("王秀英", "未签同意", "服务对象")  # the file that is there
            assert len(await backend.call(_all)) == 1
            await person.press("escape", "insert")
            await person.type("王秀英")
            await person.press("tab", "1", "tab")
            await person.type("1948-09-12")
            await person.press("ctrl+s")
            assert isinstance(person.app.screen, Picker)
            await person.press("down", "enter")
            assert len(await backend.call(_all)) == 2
            assert await backend.call(lambda book: undecided(book.connection)) == []
            hold("double", "A new client who may be on file, twice", person.keys + person.text, person.text)
            assert person.keys <= 20
    finally:
        backend.shut()
        set_language(before)


def _all(book: Book) -> list[str]:
    return [one.id for one in client_list(book.connection, "2026-11-18")]
