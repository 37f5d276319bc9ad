"""Households: members, head, categories; files said to be one person show one history; entries that need a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from books import CHINA
from casework import station
from driver import sitting

from db.errors import Refusal
from db.gateway import Change
from db.queries.approvals import adjustments
from db.queries.care import household_by_id, household_categories, households, members
from db.queries.clients import client_by_id
from screens.app import station_app
from screens.backend import BookBackend
from swstation.i18n import language, set_language
from swstation.operations.book import Book, do
from swstation.operations.clients import add_client
from swstation.operations.households import (
    add_household_category,
    edit_household,
    end_household_category,
    join_household,
    leave_household,
    make_household,
)
from swstation.operations.links import decide, withdraw
from swstation.operations.logs import LogInput, log_service
from swstation.operations.undo import undo

DAY = "2026-11-18"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = station(tmp_path)
    yield made
    made.close()


def person(book: Book, name: str, **values: str) -> str:
    client, _changes = add_client(book, {"name": name, **values}, opened_on="2026-01-05")
    return client


def test_a_household_has_a_head_members_and_categories(book: Book) -> None:
    head = person(book, "王秀英", village_name="石桥村", address="一组1号")
    wife, child = person(book, "李梅"), person(book, "王小明", birth_date="2014-03-01")
    household, _changes = make_household(book, {"number": "12"}, [(head, None), (wife, "配偶")])
    join_household(book, child, household, "孙子")
    row = household_by_id(book.connection, household, DAY)
    assert row is not None
    assert (row.number, row.head, row.head_name, row.address, row.members) == ("12", head, "王秀英", "一组1号", 3)
    assert [(one.name, one.relation) for one in members(book.connection, household)] == [
        ("王秀英", "户主"), ("王小明", "孙子"), ("李梅", "配偶"),
    ]  # fmt: skip
    add_household_category(book, household, "dibao", "2026-02-01", "一类")
    assert client_by_id(book.connection, child, DAY).categories == "dibao"  # type: ignore[union-attr]
    (held,) = household_categories(book.connection, household)
    end_household_category(book, household, held.id, "2026-10-31")
    assert client_by_id(book.connection, child, DAY).categories is None  # type: ignore[union-attr]
    leave_household(book, child)
    assert [one.members for one in households(book.connection, DAY)] == [2]
    undo(book)
    assert [one.members for one in households(book.connection, DAY)] == [3]
    edit_household(book, household, {"head": wife})
    assert household_by_id(book.connection, household, DAY).head_name == "李梅"  # type: ignore[union-attr]


def test_what_is_not_there_is_refused(book: Book) -> None:
    client = person(book, "王秀英")
    for call in (
        lambda: join_household(book, client, "0" * 32),
        lambda: edit_household(book, "0" * 32, {"number": "1"}),
        lambda: end_household_category(book, "0" * 32, "0" * 32, DAY),
    ):
        with pytest.raises(Refusal) as caught:
            call()
        assert caught.value.code == "client.unknown_household"
    with pytest.raises(Refusal) as caught:
        make_household(book, {}, [("0" * 32, None)])
    assert caught.value.code == "client.unknown"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 18, 9, tzinfo=CHINA)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


async def test_files_of_one_person_show_one_history(tmp_path: Path) -> None:
    book = station(tmp_path)
    one, other = person(book, "王秀英"), person(book, "王秀英")
    for client, day in ((one, "2026-11-02"), (other, "2026-11-09")):
        log_service(book, LogInput(day, "home_visit", minutes=30, clients=((client, "met"),)))
    decide(book, one, other, "same")
    book.close()
    backend = BookBackend(tmp_path / "book.db", Clock())
    await backend.open(None)
    care = await backend.client_care(one, date(2026, 11, 18))
    assert (care.files, [entry.day.isoformat() for entry in care.logs]) == (2, ["2026-11-09", "2026-11-02"])
    await backend.call(withdraw, one, other)
    care = await backend.client_care(one, date(2026, 11, 18))
    assert (care.files, len(care.logs)) == (1, 1)
    backend.shut()


async def test_the_line_asks_why_an_entry_comes_after_the_report(tmp_path: Path) -> None:
    book = station(tmp_path)
    person(book, "王秀英")
    groups = {
        "ident": {"unit": book.unit, "kind": "monthly", "period": "2026-10", "made_on": "2026-11-05"},
        "body": {"text_hash": "a" * 64, "figures": "{}"},
    }
    do(book, "report", [Change("report_snapshot", book.source.row_id(), groups)])
    book.close()
    clock, before = Clock(), language()
    set_language("zh_CN")
    backend = BookBackend(tmp_path / "book.db", clock)
    try:
        async with sitting(station_app(backend, clock=clock, database=tmp_path / "book.db")) as typist:
            await typist.type("10-20 王秀英 入户 30m 谈心")
            await typist.press("enter")
            typist.sees("月报已定稿", "补录理由")
            await typist.type("纸质记录补录")
            await typist.press("ctrl+s")
            (one,) = await backend.call(lambda book: adjustments(book.connection, book.unit))
            assert (one.period, one.reason) == ("2026-10", "纸质记录补录")
    finally:
        backend.shut()
        set_language(before)
