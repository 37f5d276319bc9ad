"""Records that are well formed and yet unlikely: asked about, with who can say, and settled with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from books import seeded

from db.errors import Refusal
from db.gateway import Change
from swstation.operations.book import Book, do
from swstation.operations.clients import add_client, end_file
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import LogInput, log_service
from swstation.operations.people import add_certificate, register
from swstation.operations.problems import Finding, in_words, problems, settle
from swstation.plausibility import number

TODAY = date(2026, 11, 18)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(tmp_path / "book.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    yield made
    made.close()


def asked(book: Book, kind: str) -> list[Finding]:
    found = problems(book.connection, book.unit, book.tier, TODAY)
    return in_words(book.connection, [one for one in found if one.kind == kind])


def visits(book: Book, count: int, day: date = TODAY, step: int = 0, **more: object) -> None:
    """Home visits to so many people, ``step`` days apart."""
    for place in range(count):
        client, _changes = add_client(book, {"name": f"王{place}"}, opened_on="2026-01-05")
        on = (day - timedelta(days=place * step)).isoformat()
        log_service(book, LogInput(on, "home_visit", clients=((client, "met"),), **more))  # type: ignore[arg-type]


def test_very_many_visits_on_one_day(book: Book) -> None:
    most = number("many_visits", "most")
    visits(book, most)
    assert not asked(book, "many_visits")
    visits(book, 1)
    (one,) = asked(book, "many_visits")
    assert one.owner == "王芳"
    assert one.what.startswith(f"2026-11-18 {most + 1} people visited on one day by 王芳")


def test_the_same_words_again_and_again(book: Book) -> None:
    visits(book, number("texts_alike", "least") - 1, step=1, note="情绪稳定，生活正常")
    visits(book, 9, step=1, note="正常")  # too short to say much
    assert not asked(book, "texts_alike")
    visits(book, 1, note="情绪稳定，生活正常")
    assert [one.owner for one in asked(book, "texts_alike")] == ["王芳"]


def test_all_visits_of_one_length(book: Book) -> None:
    least = number("lengths_alike", "least")
    visits(book, least, step=1, minutes=30)
    assert asked(book, "lengths_alike")[0].what.startswith("2026-11 30 minutes for every home visit")
    visits(book, 1, minutes=35)
    assert not asked(book, "lengths_alike")


def test_a_visit_after_a_death_is_asked_about_and_explained(book: Book) -> None:
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    end_file(book, client, "2026-11-01", "died")
    log_service(book, LogInput("2026-11-01", "home_visit", clients=((client, "met"),)))
    assert not asked(book, "after_death")
    log_service(book, LogInput("2026-11-02", "home_visit", clients=((client, "met"),)))
    (one,) = asked(book, "after_death")
    assert one.what == "met on 2026-11-02, after 张桂芳 died: is the day right, or was it the family?"
    settle(book, one.problem, "assigned", "请杨强核对", TODAY)
    assert asked(book, "after_death")[0].said == "Assigned 请杨强核对"
    with pytest.raises(Refusal):
        settle(book, one.problem, "explained", " ", TODAY)
    settle(book, one.problem, "explained", "慰问家属", TODAY)
    assert not asked(book, "after_death")


def test_a_session_nobody_attended(book: Book) -> None:
    group, session = book.source.row_id(), book.source.row_id()
    do(
        book,
        "made",
        [
            Change(
                "service_group",
                group,
                {
                    "ident": {
                        "number": "1", "unit": book.unit, "title": "手工小组", "kind": "interest",
                        "opened_on": "2026-10-01",
                    },
                    "worker": {"worker": book.worker},
                    "phase": {"phase": "forming", "phase_on": "2026-10-01"},
                    "state": {"state": "open"},
                },
            ),
            Change(
                "group_session",
                session,
                {"ident": {"service_group": group, "session_no": 1}, "record": {"held_on": "2026-11-16"}},
            ),
        ],
    )  # fmt: skip
    assert not asked(book, "session_empty")  # it was only two days ago
    do(book, "held", [Change("group_session", session, {"record": {"held_on": "2026-11-10"}})])
    assert len(asked(book, "session_empty")) == 1
    do(book, "came", [Change("group_session", session, {"record": {"held_on": "2026-11-10", "unnamed_heads": 8}})])
    assert not asked(book, "session_empty")


def test_a_registration_that_ran_out(book: Book) -> None:
    certificate = add_certificate(book, book.worker, "social_worker", "2020-03-01").rows[0][1]
    register(book, certificate, "2022-03-01", "2025-02-28")
    (one,) = asked(book, "registration_lapsed")
    assert "2025-02-28" in one.what
    register(book, certificate, "2025-03-01", "2028-02-28", "renewal")
    assert not asked(book, "registration_lapsed")
