"""A frozen month against what its rows say now, and the rows that explain every difference."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from books import seeded

from db.gateway import Change
from swstation.operations.book import Book, do
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise
from swstation.operations.log_versions import correct_log
from swstation.operations.logs import LogInput, delete_log, edit_log, log_service
from swstation.operations.month_close import close_month, differences
from swstation.reports.counter import Counter
from swstation.reports.explained import Explained, explained
from swstation.reports.model import Rate, Scaled
from swstation.reports.monthly import monthly
from swstation.reports.recount import Recounted, compared, recount
from swstation.reports.sheet import head_lines

DAY = date(2026, 12, 1)
MONTH = "2026-11"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A station whose November of five visits is frozen."""
    with closing(
        initialise(tmp_path / "b.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    ) as made:
        add_client(made, {"name": "张桂芳"}, opened_on="2026-01-01")
        for day in range(2, 7):
            visit(made, f"2026-11-0{day}")
        close_month(made, MONTH, DAY)
        yield made


def entry(book: Book, day: str, outcome: str = "met", *, minutes: int = 40, late_reason: str | None = None) -> LogInput:
    """A visit to the one client."""
    (client,) = book.connection.execute("SELECT lower(hex(id)) FROM client").fetchone()
    return LogInput(day, "home_visit", minutes=minutes, clients=((client, outcome),), late_reason=late_reason)


def visit(book: Book, day: str, late: str | None = None) -> str:
    """Log a visit; gives its id."""
    return log_service(book, entry(book, day, late_reason=late))[0]


def state(book: Book, log: str, code: str) -> None:
    """Put an entry into a state, as somebody who may does."""
    do(book, "state", [Change("service_log", log, {"state": {"state": code, "reviewer": book.worker}})])


def logs(book: Book) -> list[str]:
    """The entries by day."""
    return [row for (row,) in book.connection.execute("SELECT lower(hex(id)) FROM service_log ORDER BY service_date")]


def why(book: Book, code: str) -> list[Explained]:
    with book.store.snapshot() as connection:
        return explained(Counter(connection, DAY), book.unit, MONTH, code, book.replica)


def line(book: Book, code: str) -> Recounted:
    with book.store.snapshot() as connection:
        return next(one for one in recount(Counter(connection, DAY), book.unit, MONTH).lines if one.code == code)


def test_what_is_counted_is_what_the_report_counts(book: Book) -> None:
    with book.store.snapshot() as connection:
        report = monthly(connection, book.unit, MONTH, DAY)
        made = Counter(connection, DAY).figures(book.unit, MONTH)
    assert made == report.figures
    assert differences(book.connection, book.unit, MONTH, DAY) == []
    assert why(book, "1.visits") == []


def test_a_reported_month_says_so_with_the_adjustments_since(book: Book) -> None:
    with book.store.snapshot() as connection:
        assert "Reported on 2026-12-01." in head_lines(monthly(connection, book.unit, MONTH, DAY))
    visit(book, "2026-11-20", late="停电")
    with book.store.snapshot() as connection:
        report = monthly(connection, book.unit, MONTH, DAY)
        assert (report.frozen_on, report.adjustments) == ("2026-12-01", 1)
        assert "Reported on 2026-12-01. 1 adjustment since is in the figures." in head_lines(report)
        assert monthly(connection, book.unit, "2026-10", DAY).frozen_on == ""


def test_every_difference_has_its_rows(book: Book) -> None:
    deleted, returned, moved, longer, kept = logs(book)
    late = visit(book, "2026-11-20", late="停电")
    delete_log(book, [deleted], late_reason="写重了")
    state(book, returned, "returned")
    edit_log(book, moved, entry(book, "2026-12-01", late_reason="日期写错"))
    edit_log(book, longer, entry(book, "2026-11-05", minutes=90, late_reason="时长写错"))
    found = {one.row: (one.what, one.sign, one.reason) for one in why(book, "1.visits")}
    assert found.pop(longer)[0] == "changed"
    assert found == {
        late: ("entered", "+", "停电"),
        deleted: ("deleted", "-", "写重了"),
        returned: ("returned", "-", ""),
        moved: ("changed", "-", "日期写错"),
    }
    assert (line(book, "1.visits").reported, line(book, "1.visits").now, line(book, "1.visits").difference) == (
        5,
        3,
        -2,
    )
    assert {one.row for one in why(book, "15.person_times")} == {late, deleted, returned, moved, longer}
    assert why(book, "11.person_times") == []
    assert kept not in {one.row for one in why(book, "1.visits")}


def test_a_correction_is_the_old_row_and_the_new_one(book: Book) -> None:
    first = logs(book)[0]
    state(book, first, "approved")
    assert why(book, "1.visits") == []  # approving changes no figure
    new, _changes = correct_log(book, first, entry(book, "2026-11-02", minutes=50), "时长写错")
    found = {one.row: (one.what, one.sign) for one in why(book, "1.visits")}
    assert found == {first: ("deleted", "-"), new: ("corrected", "+")}


def test_a_changed_outcome_shows_what_was_changed(book: Book) -> None:
    first = logs(book)[0]
    edit_log(book, first, entry(book, "2026-11-02", "absent", late_reason="没见到"))
    (one,) = why(book, "2.not_met.absent")
    assert (one.row, one.what, one.fields) == (first, "changed", ("log_client",))


def test_what_another_laptop_wrote_before_may_have_come_later(book: Book) -> None:
    # The county cannot tell what the laptop that froze the month had of another one's by then.
    first = logs(book)[0]
    with book.store.transaction() as connection:
        connection.execute("UPDATE op SET r = zeroblob(16) WHERE k = unhex(?)", (first,))
    with book.store.snapshot() as connection:
        found = explained(Counter(connection, DAY), book.unit, MONTH, "1.visits", "f" * 32)
    assert [(one.row, one.what) for one in found] == [(first, "other_laptop")]


def test_a_line_that_only_the_report_has_is_compared_with_nothing(book: Book) -> None:
    with book.store.snapshot() as connection:
        made = Counter(connection, DAY).figures(book.unit, MONTH)
    gone = [one for one in compared('{"2.not_met.refused":4,"7.goal_rate":[0,0]}', made) if one.now is None]
    assert [(one.code, one.reported, one.difference, one.differs) for one in gone] == [
        ("2.not_met.refused", 4, -4, True)
    ]


@pytest.mark.parametrize(
    ("reported", "now", "differs", "difference"),
    [
        (3, 3, False, 0), (None, 0, False, 0), (3, None, True, -3), (Rate(1, 2), Rate(2, 4), True, None),
        (Rate(0, 0), None, False, 0), (Scaled(250, 100, 2), Scaled(300, 100, 2), True, 50), (0, None, False, 0),
    ],
)  # fmt: skip
def test_what_differs(reported: object, now: object, differs: bool, difference: int | None) -> None:
    one = Recounted("1.visits", 1, "", "", reported, now)  # type: ignore[arg-type]
    assert (one.differs, one.difference) == (differs, difference)
