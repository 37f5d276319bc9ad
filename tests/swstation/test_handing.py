"""Leaving and handing over: what is in hand, one action that gives it on, undo, the sheet to sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from books import seeded

from db.errors import Refusal
from db.gateway import Change
from db.queries.cases import case_list
from db.queries.registers import one_row, rows_of
from swstation.operations.book import Book, do
from swstation.operations.cases import open_case
from swstation.operations.clients import add_client, edit_client
from swstation.operations.handing import in_hand, lines_of, part, with_due
from swstation.operations.install import Setup, initialise
from swstation.operations.people import add_staff
from swstation.operations.undo import undo
from swstation.reports.handover import handover
from swstation.reports.write_listing import as_page

ON = date(2026, 11, 30)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(tmp_path / "book.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    yield made
    made.close()


@pytest.fixture
def people(book: Book) -> tuple[str, str]:
    """李娜 with a case, a client, a post and a mentee; 周明 who can take over."""
    giver, _c = add_staff(book, {"name": "李娜", "joined_on": "2024-01-08"})
    receiver, _c = add_staff(book, {"name": "周明", "joined_on": "2024-01-08"})
    client, _c = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    edit_client(book, client, {"worker": giver})
    open_case(book, [client], opened_on="2026-02-01", worker=giver, next_contact="2026-12-05")
    post = book.source.row_id()
    do(book, "post", [
        Change("post", post, {"ident": {"title": "社区岗", "unit": book.unit, "kind": "community"},
                              "period": {"opened_on": "2024-01-01"}}),
        Change("post_holding", book.source.row_id(),
               {"ident": {"post": post, "staff": giver, "start_on": "2024-02-01"}}),
        Change("mentoring", book.source.row_id(), {"ident": {"mentor": giver, "mentee": receiver,
                                                             "start_on": "2025-01-01"}}),
    ])  # fmt: skip
    return giver, receiver


def held(book: Book, staff: str) -> tuple[int, int, int]:
    found = in_hand(book.connection, staff, ON)
    return len(found.cases), len(found.clients), len(found.posts)


def test_what_is_in_hand_is_named(book: Book, people: tuple[str, str]) -> None:
    words = "\n".join(line for _heading, lines in lines_of(with_due(book, people[0], ON)) for line in lines)
    assert held(book, people[0]) == (1, 1, 1) and held(book, people[1]) == (0, 0, 0)
    assert "张桂芳" in words and "2026-12-05" in words and "社区岗" in words


def test_all_goes_over_in_one_action_and_undo_takes_all_of_it_back(book: Book, people: tuple[str, str]) -> None:
    giver, receiver = people
    sheet, _changes = part(book, giver, ON, receiver=receiver, words="考录", keys="档案柜钥匙1把")
    assert held(book, giver) == (0, 0, 0) and held(book, receiver) == (1, 1, 0)
    row = one_row(book.connection, "staff", giver) or {}
    assert (row["left_on"], row["left_reason"], row["unit"]) == ("2026-11-30", "考录", book.unit)
    assert rows_of(book.connection, "post_holding")[0]["end_on"] == "2026-11-30"
    assert rows_of(book.connection, "mentoring")[0]["end_on"] == "2026-11-30"
    kept = one_row(book.connection, "handover_sheet", sheet) or {}
    assert kept["keys"] == "档案柜钥匙1把" and "张桂芳" in kept["content"] and "2026-12-05" in kept["promises"]
    undo(book)
    assert held(book, giver) == (1, 1, 1)
    assert (one_row(book.connection, "staff", giver) or {})["left_on"] is None
    assert rows_of(book.connection, "handover_sheet") == []
    assert rows_of(book.connection, "mentoring")[0]["end_on"] is None


def test_only_handing_over_lets_the_person_stay(book: Book, people: tuple[str, str]) -> None:
    giver, receiver = people
    part(book, giver, ON, receiver=receiver, leaves=False, reason="leave", clients=False)
    assert held(book, giver) == (0, 1, 1)
    assert (one_row(book.connection, "staff", giver) or {})["left_on"] is None


def test_a_case_that_is_followed_up_goes_over_too(book: Book, people: tuple[str, str]) -> None:
    case = case_list(book.connection)[0].id
    do(book, "close", [
        Change("service_case", case, {"stage": {"stage": "follow_up", "stage_on": "2026-10-02"},
                                      "state": {"state": "closed", "closed_on": "2026-10-01"}}),
    ])  # fmt: skip
    part(book, people[0], ON, receiver=people[1])
    assert case_list(book.connection)[0].worker == people[1]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "people.cases_without_receiver"),
        ({"receiver": "self"}, "people.receiver_self"),
        ({"receiver": "0" * 32}, "people.unknown"),
        ({"receiver": "other", "reason": "tired"}, "value.code"),
        ({"receiver": "other", "on": date(2023, 1, 1)}, "people.leaves_before_joining"),
    ],
)
def test_what_is_refused_writes_nothing(book: Book, people: tuple[str, str], said: dict[str, Any], code: str) -> None:
    giver, receiver = people
    values = {"on": ON, **said}
    values["receiver"] = {"self": giver, "other": receiver}.get(said.get("receiver", ""), said.get("receiver"))
    before = book.connection.execute("SELECT count(*) FROM op").fetchone()
    with pytest.raises(Refusal) as refused:
        part(book, giver, values.pop("on"), **values)
    assert refused.value.code == code
    assert book.connection.execute("SELECT count(*) FROM op").fetchone() == before


def test_nobody_leaves_twice_and_nothing_goes_to_who_left(book: Book, people: tuple[str, str]) -> None:
    giver, receiver = people
    part(book, receiver, date(2026, 10, 31))
    with pytest.raises(Refusal, match=r"people\.left_already"):
        part(book, receiver, ON)
    with pytest.raises(Refusal, match=r"people\.receiver_left"):
        part(book, giver, ON, receiver=receiver)


def test_the_sheet_is_a_page_to_sign(book: Book, people: tuple[str, str]) -> None:
    sheet, _changes = part(book, people[0], ON, receiver=people[1], keys="<钥匙>")
    page = as_page(handover(book.connection, sheet))
    assert "李娜" in page and "周明" in page and "张桂芳" in page and "&lt;钥匙&gt;" in page
    listing = handover(book.connection, sheet)
    assert [row[0] for row in listing.tables[0].rows][:2] == [None, 1], "headings have no number"
    assert len(listing.signatures) == 4
    with pytest.raises(Refusal):
        handover(book.connection, "0" * 32)
