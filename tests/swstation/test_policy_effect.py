"""What another policy would change for whom, and two policies compared clause by clause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from taking import Station, station
from training_table import policies

from db.errors import Refusal
from swstation.operations.people import add_staff
from swstation.operations.policy_effect import effect
from swstation.operations.trainings import enter_training
from swstation.rules.policy_clauses import clause_lines, compared

JUNE = date(2026, 6, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    with station(tmp_path) as made:
        days = {"start_on": "2026-03-01", "end_on": "2026-03-02"}
        for name, hours in (("李样", 240), ("王样", 10)):
            staff, _changes = add_staff(made.book, {"name": name, "joined_on": "2021-01-01"})
            enter_training(made.book, [staff], approved=True, title="实务", tenths=hours, measure="hour", **days)
        add_staff(made.book, {"name": "早走", "joined_on": "2021-01-01", "left_on": "2026-05-31"})
        yield made


def changed(made: Station, policy: str, day: date = JUNE) -> set[tuple[str, str, str, str]]:
    book = made.book
    found = set()
    for one in effect(book.connection, book.unit, policy, day, policies()):
        shown = one.after or one.before
        assert shown is not None
        before, after = (each.status if each else "-" for each in (one.before, one.after))
        found.add((one.staff, shown.requirement, before, after))
    return found


def test_what_comes_and_what_goes_person_by_person(desk: Station) -> None:
    found = {one for one in changed(desk, "yaoan") if one[0] != "赵试"}
    assert found == {
        ("李样", "yearly_24", "-", "met"), ("李样", "plan_40", "-", "behind"),
        ("王样", "yearly_24", "-", "behind"), ("王样", "plan_40", "-", "behind"),
    }  # fmt: skip
    assert ("李样", "cumulative_160", "missed", "-") in changed(desk, "shenzhen")


def test_nothing_changes_under_the_policy_that_holds(desk: Station) -> None:
    assert changed(desk, "chuxiong") == set()
    with pytest.raises(Refusal, match=r"policy\.unknown"):
        changed(desk, "nowhere")


def test_nothing_is_written(desk: Station) -> None:
    before = desk.ops
    changed(desk, "yaoan")
    assert desk.ops == before


def test_every_clause_has_its_words_and_its_state() -> None:
    lines = clause_lines(policies().get("chuxiong"), (), JUNE)
    assert len(lines) == sum(len(items) for items in policies().get("chuxiong").tables.values())
    asked = next(line for line in lines if line.id == "cumulative_160")
    assert (asked.clause.quote, asked.clause.rule, asked.state) == ("累计不少于160小时", "CX-13", "expired")
    assert ("hours", "160") in asked.facts


def test_compared_each_clause_stands_once_and_alike_ones_together() -> None:
    left = clause_lines(policies().get("chuxiong"), (), JUNE)
    right = clause_lines(policies().get("shenzhen"), (), JUNE)
    pairs = compared(left, right)
    assert sorted(id(pair.left) for pair in pairs if pair.left) == sorted(map(id, left))
    assert sorted(id(pair.right) for pair in pairs if pair.right) == sorted(map(id, right))
    assert all(pair.left.table == pair.right.table for pair in pairs if pair.left and pair.right)
    (training, *_rest) = [pair for pair in pairs if pair.table == "training.requirement"]
    assert training.left and training.right and (training.left.id, training.right.id) == ("cumulative_160", "yearly_80")
    assert all(pair.same for pair in compared(left, left))
    assert not training.same
