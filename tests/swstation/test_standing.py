"""What the rules are handed from the registers: plans and the units they hold in, the day a promise was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from books import CHINA, seeded

from db.gateway import Change
from db.ids import Source
from db.queries.due import contacts_set_at
from db.store import put_setting
from swstation.operations.book import Book, do
from swstation.operations.cases import move_case, open_case
from swstation.operations.clients import add_category, add_client, set_visit_plan
from swstation.operations.install import Setup, initialise
from swstation.operations.standing import due_facts
from swstation.operations.visit_standing import visits

ON = date(2026, 11, 18)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(tmp_path / "book.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    with made.store.transaction() as connection:
        put_setting(connection, "made_at", "2026-01-01T00:00:00+08:00")
    yield made
    made.close()


def at(book: Book, day: date) -> Book:
    """The same book with its clock at nine on a day."""
    clock = datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)
    return replace(book, source=Source(now=lambda: clock, random=book.source.random))


def plan_of(book: Book, unit: str, client: str | None = None, **scope: str | None) -> None:
    """A plan of some unit: one visit a month."""
    do(
        book,
        "plan",
        [
            Change(
                "visit_plan",
                book.source.row_id(),
                {
                    "scope": {"unit": unit, "category": None, "attention_level": None, "client": client, **scope},
                    "frequency": {
                        "times": 1, "period": "month", "allow_phone": False, "start_on": "2026-01-01", "end_on": None,
                    },
                },
            )
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "holds"),
    [
        ("T532301102", True), ("C532301", True), ("M5323", True), ("P53", True), ("T532301103", False),
        ("C532322", False), ("V532301102001", False), ("T532301102-2", False),
    ],
)  # fmt: skip
def test_a_plan_holds_in_its_unit_and_those_below(book: Book, unit: str, holds: bool) -> None:
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    add_category(book, client, "dibao", "2026-01-05")
    plan_of(book, unit, category="dibao")
    assert bool(visits(book, ON)) is holds


def test_a_plan_of_ones_own_holds(book: Book) -> None:
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    set_visit_plan(book, times=2, period="month", start_on="2026-01-01", client=client)
    assert visits(book, ON)


def set_on(book: Book) -> list[date | None]:
    """The day each case's next contact was set, as the rules take it."""
    return [case.set_on for case in due_facts(book, ON).cases]


def test_the_day_a_promise_was_made_is_the_day_it_was_written_last(book: Book) -> None:
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    early = at(book, date(2026, 11, 2))
    case, _changes = open_case(early, [client], opened_on="2026-11-02")
    assert set_on(book) == [None]
    move_case(early, case, "assessment", "2026-11-02", next_contact="2026-11-20")
    assert set_on(book) == [date(2026, 11, 2)]
    move_case(at(book, date(2026, 11, 9)), case, "planning", "2026-11-09")
    assert set_on(book) == [date(2026, 11, 2)]
    move_case(at(book, date(2026, 11, 10)), case, "planning", "2026-11-10", next_contact="2026-11-25")
    assert set_on(book) == [date(2026, 11, 10)]
    move_case(at(book, date(2026, 11, 11)), case, "closure", "2026-11-11", anyway="案主要求")
    assert set_on(book) == [None]


def test_a_promise_typed_after_its_day_was_made_before_it(book: Book) -> None:
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    open_case(at(book, ON), [client], opened_on="2026-03-02", next_contact="2026-03-10")
    assert set_on(book) == [date(2026, 3, 9)]


def test_only_the_records_of_cases_are_looked_at(book: Book) -> None:
    case = {
        "ident": {"number": "1", "unit": book.unit, "opened_on": "2026-11-02", "field": None},
        "worker": {"worker": book.worker},
        "stage": {"stage": "intake", "stage_on": "2026-11-02"},
        "state": {"state": "open"},
        "contact": {"next_contact": "2026-11-20"},
    }
    do(book, "cases", [Change("service_case", book.source.row_id(), case) for _n in range(200)])

    def steps() -> int:
        counted = 0

        def count() -> int:
            nonlocal counted
            counted += 1
            return 0

        book.connection.set_progress_handler(count, 100)
        found = contacts_set_at(book.connection, book.unit)
        book.connection.set_progress_handler(None, 0)
        assert len(found) == 200
        return counted

    before = steps()
    client = {"ident": {"name": "某人"}, "file": {"opened_on": "2026-01-05", "file_state": "open"}}
    do(book, "clients", [Change("client", book.source.row_id(), client) for _n in range(400)])
    assert steps() <= before * 1.05
    assert contacts_set_at(book.connection, "T532301103") == {}
