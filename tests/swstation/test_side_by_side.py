"""The same registers under two policies: paired by what is measured, each in its own unit, nothing converted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from taking import Station, station

from db.errors import Refusal
from swstation.operations.people import add_staff
from swstation.operations.side_by_side import side_by_side
from swstation.operations.trainings import enter_training
from swstation.reports.side_words import note_of, side_list, side_words
from swstation.rules.side_by_side import Beside, TrainingSide, training_beside

JUNE = date(2025, 6, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    with station(tmp_path) as made:
        days = {"start_on": "2025-03-01", "end_on": "2025-03-02"}
        for name, hours, classes in (("李样", 1600, 0), ("王样", 100, 800)):
            staff, _changes = add_staff(made.book, {"name": name, "joined_on": "2021-01-01"})
            for tenths, measure in ((hours, "hour"), (classes, "class_hour")):
                if tenths:
                    enter_training(
                        made.book, [staff], approved=True, title=measure, tenths=tenths, measure=measure, **days
                    )
        add_staff(made.book, {"name": "早走", "joined_on": "2021-01-01", "left_on": "2025-05-31"})
        yield made


def lines(made: Station, left: str, right: str, staff: str | None = None) -> list[Beside]:
    return side_by_side(made.book.connection, made.book.unit, left, right, JUNE, staff)


def test_hours_and_class_hours_stay_two_things(desk: Station) -> None:
    one = lines(desk, "chuxiong", "shenzhen")[0]
    left, right = one.left, one.right
    assert isinstance(left, TrainingSide) and isinstance(right, TrainingSide)
    assert (left.unit, left.required, left.earned, left.other_units) == ("hour", 1600, 1700, 800)
    assert (right.unit, right.required, right.earned, right.other_units) == ("class_hour", 800, 800, 1700)
    assert (left.met, right.met, left.people) == (1, 1, right.people)
    assert left.clause is not None and right.clause is not None
    assert (left.clause.rule, right.clause.rule) == ("CX-13", "SZ-31")
    assert one.units_differ and note_of(one)
    assert "not counted" in side_words(left).there


def test_one_person_has_one_status_and_no_indicators(desk: Station) -> None:
    found = lines(desk, "chuxiong", "shenzhen", "王样")
    assert {one.kind for one in found} == {"training"}
    sides = found[0].as_dict()
    assert (sides["left"]["status"], sides["right"]["status"]) == ("behind", "met")
    with pytest.raises(Refusal, match=r"people\.unknown"):
        lines(desk, "chuxiong", "shenzhen", "没有的人")


def test_indicators_are_paired_by_what_they_count(desk: Station) -> None:
    pairs = {one.key: one for one in lines(desk, "chuxiong", "guizhou") if one.kind == "target"}
    both = pairs["holders person"]
    assert both.left is not None and both.right is not None
    assert (both.left.as_dict()["target"], both.right.as_dict()["target"]) == (4000, 5000)
    assert both.left.as_dict()["actual"] == both.right.as_dict()["actual"]
    assert side_words(pairs["key_talents person"].left).asked == "not asked for"
    # The other way round it is the same, with its sides changed.
    turned = {one.key: (one.right, one.left) for one in lines(desk, "guizhou", "chuxiong") if one.kind == "target"}
    assert turned == {key: (one.left, one.right) for key, one in pairs.items()}


def test_a_policy_is_not_put_beside_itself(desk: Station) -> None:
    for pair in (("chuxiong", "chuxiong"), ("chuxiong", "nowhere")):
        with pytest.raises(Refusal):
            lines(desk, *pair)


def test_the_list_names_unit_and_clause_of_each_side(desk: Station) -> None:
    listing = side_list(desk.book.connection, desk.book.unit, "chuxiong", "shenzhen", JUNE)
    first, second, note = listing.tables[0].rows[:3]
    assert "160.0 hours" in str(first[2]) and "80.0 class hours" in str(second[2])
    assert first[5] != second[5] and "nothing is converted" in str(note[2])


def test_what_is_asked_by_one_alone_stands_alone() -> None:
    def side(basis: str, name: str) -> TrainingSide:
        return TrainingSide("p", name, name, name, 10, "hour", basis, None, 0, 0, 0, 0, (), "", None, "")

    found = training_beside([side("period", "a"), side("year", "b")], [side("year", "c"), side("registration", "d")])
    names = [tuple(one.requirement if one else "-" for one in (pair.left, pair.right)) for pair in found]  # type: ignore[union-attr]
    assert names == [("a", "d"), ("b", "c")]
