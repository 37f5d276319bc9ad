"""Sessions, activities, needs and plans in the due list: what a station set itself and did not record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from casework import station

from swstation.operations import group_work
from swstation.operations.activities import hold_activity, plan_activity
from swstation.operations.book import Book
from swstation.operations.groups import SessionRecord, record_session
from swstation.operations.registers import add_row
from swstation.operations.reminders import reminders
from swstation.rules.planned import WrittenPlan, next_period, plans_due

TODAY = date(2026, 11, 18)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = station(tmp_path)
    yield made
    made.close()


def shown(book: Book, days: int = 0) -> list[tuple[str, str, str]]:
    return [(one.kind, one.who, one.on.isoformat()) for one in reminders(book.connection, book.unit, TODAY, days)]


def test_what_was_planned_is_due_on_its_day_until_it_is_recorded(book: Book) -> None:
    values = {"title": "课堂", "kind": "growth", "opened_on": "2026-11-02"}
    group, _changes = group_work.open_new_group(book, values)
    for number, day in ((1, "2026-11-10"), (2, "2026-11-25")):
        group_work.plan_session(book, group, number, {"planned_on": day})
    activity, _changes = plan_activity(book, {"title": "义诊", "held_on": "2026-11-17"})
    need = {"unit": book.unit, "title": "缺轮椅", "found_on": "2026-11-01", "state": "open"}
    add_row(book, "need", {**need, "wanted_by": "2026-11-18"}, name="x")
    add_row(book, "need", need, name="x")
    assert shown(book) == [
        ("session", "课堂", "2026-11-10"), ("activity", "义诊", "2026-11-17"), ("need", "缺轮椅", "2026-11-18"),
    ]  # fmt: skip
    assert ("session", "课堂", "2026-11-25") in shown(book, 7)
    record_session(book, group, 1, SessionRecord(held_on="2026-11-10", unnamed_heads=5), {})
    hold_activity(book, activity, {"heads": 20})
    assert [one[0] for one in shown(book)] == ["need"]


def test_the_next_plan_is_asked_for_where_one_was_written_before(book: Book) -> None:
    assert shown(book) == []
    for kind, period in (("plan", "2026-10"), ("plan", "2026-11"), ("summary", "2026-09"), ("plan", "2026")):
        add_row(book, "work_plan", {"unit": book.unit, "kind": kind, "period": period}, name="x")
    assert shown(book) == [("work_plan", "", "2026-11-01")], "October's summary; December's plan opens on the 24th"
    assert [one[2] for one in shown(book, 7)] == ["2026-11-01", "2026-12-01"]


@pytest.mark.parametrize(
    ("kind", "period", "due"),
    [
        ("plan", "2026-12", "2027-01-01"), ("plan", "2026", "2027-01-01"), ("summary", "2026-12", "2027-02-01"),
        ("summary", "2026", "2028-01-01"), ("plan", "2026-Q4", ""), ("other", "2026", ""),
    ],
)  # fmt: skip
def test_plans_follow_the_calendar(kind: str, period: str, due: str) -> None:
    found = list(plans_due([WrittenPlan("1", kind, period, "", "")]))
    assert [one.on.isoformat() for one in found] == ([due] if due else [])
    if due:
        assert next_period(period)[0] == date(2027, 1, 1)
