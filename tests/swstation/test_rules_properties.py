"""What must hold for any training record, whatever the numbers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from swstation.rules.dates import add_months, days_in, last_day, opens_before, period_of, same_length
from swstation.rules.facts import Attendance, Certificate, Continuation, Conversion, Person, Registration
from swstation.rules.policy import shipped
from swstation.rules.risk import risk
from swstation.rules.training import TrainingResult, training_status

ORDER = {"missed": 0, "behind": 1, "on_track": 2, "met": 3}
DAYS = st.dates(date(2019, 1, 1), date(2033, 12, 31))
KINDS = (None, "professional_knowledge", "theory_method", "continuing_education", "pre_post", "induction")
POLICIES = ("chuxiong", "shenzhen", "guizhou", "national")

attendances = st.lists(
    st.builds(
        Attendance,
        staff_id=st.just("p"),
        training_id=st.uuids().map(str),
        title=st.just("培训"),
        kind=st.sampled_from(KINDS),
        start_on=st.just(date(2019, 1, 1)),
        end_on=DAYS,
        tenths=st.integers(1, 2000),
        unit=st.sampled_from(("hour", "class_hour")),
        approved=st.booleans(),
    ),
    max_size=8,
)
people = st.builds(
    Person, id=st.just("p"), name=st.just("张桂芳"), joined_on=st.none() | DAYS, left_on=st.none() | DAYS
)
decisions = st.lists(
    st.builds(
        Continuation,
        policy=st.sampled_from(POLICIES),
        start_on=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
        end_on=st.none() | st.dates(date(2026, 6, 1), date(2031, 1, 1)),
        decision=st.just("决定"),
    ),
    max_size=2,
)
worth = st.lists(
    st.builds(
        Conversion,
        from_unit=st.sampled_from(("hour", "class_hour")),
        to_unit=st.sampled_from(("hour", "class_hour")),
        from_tenths=st.integers(0, 40),
        to_tenths=st.integers(0, 40),
        start_on=st.dates(date(2019, 1, 1), date(2030, 1, 1)),
        end_on=st.none() | st.dates(date(2020, 1, 1), date(2031, 1, 1)),
        decision=st.sampled_from(("甲", "乙")),
        policy=st.sampled_from(("", "chuxiong", "shenzhen")),
    ),
    max_size=3,
)
records = st.tuples(people, attendances, st.sampled_from(POLICIES), decisions)
Record = tuple[Person, list[Attendance], str, list[Continuation]]


def rows(record: Record, as_of: date, worth: Sequence[Conversion] = ()) -> list[TrainingResult]:
    person, attended, policy, decided = record
    policies = shipped()
    held = [Certificate("c", "p", "social_worker", "", date(2019, 6, 1))]
    registered = [Registration("c", date(2020 + 3 * n, 1, 1), date(2022 + 3 * n, 12, 31)) for n in range(4)]
    beside = policies.beside(policies.get(policy))
    return training_status([person], attended, held, registered, beside, decided, as_of, conversions=worth)


@given(records, DAYS)
def test_everything_in_the_window_is_shown_once(record: Record, as_of: date) -> None:
    for row in rows(record, as_of):
        if row.window_start is None or row.window_end is None:
            assert row.status == "not_applicable"
            continue
        until = min(row.window_end, as_of)
        inside = [a for a in record[1] if row.window_start <= a.end_on <= until]
        own = sum(a.tenths for a in inside if a.unit == row.unit)
        assert row.earned + row.pending + row.other_kinds == own
        assert row.other_units == sum(a.tenths for a in inside if a.unit != row.unit)
        if row.status == "not_applicable":
            assert row.missing == 0
        else:
            assert row.missing == max(0, row.required - row.earned)
            assert (row.status == "met") == (row.missing == 0)
            assert (row.status == "missed") == (row.missing > 0 and as_of > row.window_end)


@given(records, worth, DAYS)
def test_a_conversion_takes_nothing_away_and_what_it_gives_is_named(
    record: Record, decided: list[Conversion], as_of: date
) -> None:
    for plain, row in zip(rows(record, as_of), rows(record, as_of, decided), strict=True):
        assert row.other_units + sum(one.tenths + one.pending for one in row.conversions) == plain.other_units
        assert row.earned == plain.earned + row.converted
        assert row.pending == plain.pending + sum(one.pending_gives for one in row.conversions)
        assert row.other_kinds == plain.other_kinds
        if plain.status != "not_applicable":
            assert ORDER[row.status] >= ORDER[plain.status]
        for one in row.conversions:
            assert one.unit != row.unit and one.decision in {each.decision for each in decided}


@given(records, worth, DAYS, st.integers(0, 7), st.integers(1, 3000))
def test_more_approved_hours_never_worsen(
    record: Record, worth: list[Conversion], as_of: date, which: int, more: int
) -> None:
    person, attended, policy, decided = record
    extra = Attendance("p", "x", "培训", None, as_of, as_of, more, ("hour", "class_hour")[which % 2], True)
    grown = [a._replace(approved=True) if n == which else a for n, a in enumerate(attended)] + [extra]
    known = rows(record, as_of, worth)
    for before, after in zip(known, rows((person, grown, policy, decided), as_of, worth), strict=True):
        assert (before.status == "not_applicable") == (after.status == "not_applicable")
        if before.status != "not_applicable":
            assert ORDER[after.status] >= ORDER[before.status]
            assert after.missing <= before.missing
            assert after.pace.projected_missing <= before.pace.projected_missing
            assert risk(after) >= risk(before) or before.status == "missed"


@given(records, worth, DAYS, st.integers(1, 900))
def test_time_alone_never_improves(record: Record, worth: list[Conversion], as_of: date, later: int) -> None:
    person, attended, policy, decided = record
    then = as_of + timedelta(days=later)
    known = [a for a in attended if a.end_on <= as_of]
    before = rows((person, known, policy, decided), as_of, worth)
    after = rows((person, known, policy, decided), then, worth)
    for old, new in zip(before, after, strict=True):
        same_window = (old.window_start, old.window_end) == (new.window_start, new.window_end)
        if same_window and old.status != "not_applicable" and new.status != "not_applicable":
            assert ORDER[new.status] <= ORDER[old.status]
            assert new.earned == old.earned and new.met_on == old.met_on
            assert not (old.status == "missed" and new.status != "missed")
            assert not (old.status == "met" and new.status != "met")


@given(records, worth, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(
    record: Record, worth: list[Conversion], as_of: date, chance: random.Random
) -> None:
    person, attended, policy, decided = record
    if len({one.start_on for one in decided}) < len(decided):
        decided = decided[:1]
    mixed, turned = list(attended), list(worth)
    chance.shuffle(mixed)
    chance.shuffle(turned)
    asked = rows((person, attended, policy, decided), as_of, worth)
    assert asked == rows((person, mixed, policy, decided[::-1]), as_of, turned)


@given(records, worth, DAYS)
def test_pace_and_status_say_the_same(record: Record, worth: list[Conversion], as_of: date) -> None:
    for row in rows(record, as_of, worth):
        left = row.pace
        if row.status in ("not_applicable", "met"):
            assert left.per_month == left.projected_missing == 0 and left.projected is None
            assert (row.met_on is not None) == (row.status == "met")
            continue
        assert row.met_on is None and row.window_end is not None
        if row.status == "missed":
            assert (left.per_month, left.projected_missing) == (0, row.missing)
            continue
        assert (
            left.per_month * left.months_left
            >= row.missing
            > left.per_month * (left.months_left - 1) - left.months_left
        )
        if left.projected is not None:
            assert left.projected > as_of or row.status == "behind"
            assert (left.projected <= row.window_end) == (row.status == "on_track")
        assert (left.projected_missing > 0) >= (row.status == "behind" and not left.projected)


@given(records, worth, DAYS)
def test_who_was_met_was_met_on_that_day(record: Record, worth: list[Conversion], as_of: date) -> None:
    for row in rows(record, as_of, worth):
        if row.met_on is None:
            continue
        (then,) = (
            one
            for one in rows(record, row.met_on, worth)
            if (one.policy, one.requirement) == (row.policy, row.requirement)
        )
        if (then.window_start, then.window_end) == (row.window_start, row.window_end):
            assert then.earned >= row.required
        (eve,) = (
            one
            for one in rows(record, row.met_on - timedelta(days=1), worth)
            if (one.policy, one.requirement) == (row.policy, row.requirement)
        )
        if (eve.window_start, eve.window_end) == (row.window_start, row.window_end):
            assert eve.earned < row.required


@given(records, DAYS)
def test_the_day_asked_lies_in_the_window_of_a_rule_in_force(record: Record, as_of: date) -> None:
    for row in rows(record, as_of):
        if row.policy_state in ("in_force", "continued") and row.basis != "registration":
            assert row.window_start is not None and row.window_end is not None
            assert row.window_start <= as_of <= row.window_end


@given(DAYS, st.integers(1, 120))
def test_months(day: date, months: int) -> None:
    after = add_months(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day <= day.day
    end = last_day(day, months)
    assert end + timedelta(days=1) == after
    assert same_length(day, end, day) == end
    opens = opens_before(end, months)
    assert opens <= end
    assert abs((opens - day).days) <= 3


@given(DAYS, st.integers(0, 4000), DAYS)
def test_a_window_moved_keeps_its_length(start: date, length: int, moved: date) -> None:
    end = start + timedelta(days=length)
    new = same_length(start, end, moved)
    after = end + timedelta(days=1)
    if start.day <= 28 and after.day != start.day:
        assert days_in(moved, new) == days_in(start, end)
    elif start.day <= 28:
        months = (after.year - start.year) * 12 + after.month - start.month
        assert add_months(moved, months) == new + timedelta(days=1)


@settings(max_examples=200)
@given(DAYS, st.sampled_from(("week", "month", "quarter", "half_year", "year")), st.integers(1, 28))
def test_periods_tile_the_calendar(day: date, period: str, month_start: int) -> None:
    first, last = period_of(day, period, month_start)
    assert first <= day <= last
    assert period_of(first, period, month_start) == (first, last)
    assert period_of(last, period, month_start) == (first, last)
    assert period_of(last + timedelta(days=1), period, month_start)[0] == last + timedelta(days=1)
    if period != "week":
        assert first.day == month_start
