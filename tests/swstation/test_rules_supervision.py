"""Supervision, mentoring, and the budget line; ids carry the row of the catalogue."""

from __future__ import annotations

from datetime import date

import pytest

from swstation.rules.facts import Person
from swstation.rules.model import Policy
from swstation.rules.policy import shipped
from swstation.rules.supervision import (
    Pair,
    Session,
    budget_line,
    pair_kind,
    rounds,
    supervised,
    to_carry_out,
    unmentored,
)

D = date.fromisoformat
TODAY = D("2026-11-18")
YEAR = (D("2026-01-01"), D("2026-12-31"))


def policies(id: str) -> tuple[Policy, ...]:
    return shipped().beside(shipped().get(id))


def session(id: str, on: str, *staff: str, **more: object) -> Session:
    return Session(id, D(on), 60, "individual", staff=staff)._replace(**more)


def test_zz_15_who_has_had_none_stands_first_and_hours_are_per_person() -> None:
    people = [
        Person("a", "甲", D("2026-03-01")),
        Person("b", "乙", D("2020-01-01")),
        Person("c", "丙", D("2021-01-01")),
        Person("d", "丁", D("2020-01-01"), D("2026-10-31")),
        Person("e", "戊", D("2020-01-01")),
    ]
    sessions = [
        session("1", "2026-10-01", "b", "b"),
        session("2", "2025-12-31", "b", "c", minutes=90),
        session("3", "2026-11-19", "c"),
        session("4", "2026-11-01", "c", supervisor="e", minutes=30),
    ]
    found = supervised(people, sessions, YEAR, TODAY)
    assert [(one.person.id, one.last_on, one.days, one.sessions, one.minutes) for one in found] == [
        ("e", None, None, 0, 0),
        ("a", None, None, 0, 0),
        ("b", D("2026-10-01"), 48, 1, 60),
        ("c", D("2026-11-01"), 17, 1, 30),
    ]


def test_advice_waits_until_it_is_carried_out() -> None:
    sessions = [
        session("late", "2026-10-01", due_on=D("2026-11-01")),
        session("done", "2026-10-01", due_on=D("2026-11-01"), carried_out_on=D("2026-10-20")),
        session("soon", "2026-11-01", due_on=D("2026-12-01")),
        session("none", "2026-11-01"),
        session("tomorrow", "2026-11-19", due_on=D("2026-11-20")),
    ]
    assert [one.id for one in to_carry_out(sessions, TODAY)] == ["late", "soon"]


def test_gz_21_a_travelling_supervisor_sees_which_station_waits_longest() -> None:
    sessions = [
        session("1", "2026-10-01", "a", supervisor="s", unit="T1"),
        session("2", "2025-10-01", "a", supervisor="s", unit="T2"),
        session("3", "2026-11-01", "a", supervisor="other", unit="T2"),
    ]
    found = rounds({"s": ("段老师", ("T1", "T2", "T3"))}, sessions, YEAR, TODAY)
    assert [(one.unit, one.sessions, one.last_on) for one in found] == [
        ("T3", 0, None), ("T2", 0, D("2025-10-01")), ("T1", 1, D("2026-10-01")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mentor", "mentee", "kind"),
    [
        ("holder", "none", "certificate"),
        ("holder", "holder2", "seniority"),
        ("none", "holder", ""),
        ("young", "none", ""),
    ],
    ids=["GZ-52 holder and none", "GZ-52 senior and beginner", "GZ-52 the other way round", "GZ-52 neither"],
)
def test_kinds_of_pairs(mentor: str, mentee: str, kind: str) -> None:
    since = {"holder": D("2010-01-01"), "holder2": D("2020-01-01"), "none": D("2015-01-01"), "young": D("2024-01-01")}
    pair = Pair(mentor, mentee, D("2026-01-01"))
    assert pair_kind(pair, frozenset({"holder", "holder2"}), since) == kind
    printed = next(i for i in shipped().get("guizhou").tables["enumerations.set"] if i.id == "mentoring")
    assert kind in ("", *(entry.id for entry in printed.items))


def test_gz_52_who_has_no_certificate_and_no_mentor() -> None:
    people = [Person("a", "甲", D("2025-01-01")), Person("b", "乙", D("2020-01-01")), Person("c", "丙"),
              Person("d", "丁", D("2020-01-01"), D("2026-01-31"))]  # fmt: skip
    pairs = [Pair("c", "a", D("2026-01-01")), Pair("c", "b", D("2025-01-01"), D("2025-12-31"))]
    rule, found = unmentored(policies("guizhou"), people, frozenset({"c"}), pairs, (), TODAY)
    assert rule is not None and rule.clause.rule == "GZ-52"
    assert [one.id for one in found] == ["b"]
    assert unmentored(policies("chuxiong"), people, frozenset({"c"}), pairs, (), TODAY)[0] is None


@pytest.mark.parametrize(
    ("people", "months", "budget", "wanted", "short"),
    [
        ({"2026-09": ["a", "b"], "2026-10": ["a"]}, 3, 105_000, 105_000, 0),
        ({"2026-09": ["a", "b"], "2026-10": ["a"]}, 3, 100_000, 105_000, 5_000),
        ({"2026-09": ["a"]}, 1, None, 35_000, 35_000),
        ({}, 0, 0, 0, 0),
    ],
    ids=["SZ-27 three person-months", "SZ-27 the line is short", "SZ-27 no line", "SZ-27 nobody"],
)
def test_budget_line(people: dict[str, list[str]], months: int, budget: int | None, wanted: int, short: int) -> None:
    sessions = [session(month, f"{month}-05", *staff, project="p") for month, staff in people.items()]
    sessions += [session(f"{one.id}+", f"{one.id}-20", *one.staff, project="p") for one in sessions]  # once a month
    sessions += [session("other", "2026-09-01", "z", project="q"), session("early", "2026-08-31", "z", project="p")]
    found = budget_line(
        policies("shenzhen"), "p", "社区项目", (D("2026-09-01"), D("2027-08-31")), sessions, budget, (), TODAY
    )
    assert found is not None
    assert (found.amount, found.person_months, found.wanted, found.short) == (35_000, months, wanted, short)
    assert found.rule.clause.rule == "SZ-27" and "350" in found.rule.clause.quote
    assert [month.isoformat()[:7] for month, _count in found.months] == ["2026-09", "2026-10", "2026-11"]


def test_sz_59_months_of_a_project_without_supervision() -> None:
    found = budget_line(
        policies("shenzhen"), "p", "", (D("2026-08-15"), D("2026-10-31")),
        [session("1", "2026-09-30", "a", project="p")], None, (), TODAY,
    )  # fmt: skip
    assert found is not None and found.without == (D("2026-08-01"), D("2026-10-01"))
    assert budget_line(policies("guizhou"), "p", "", YEAR, [], None, (), TODAY) is None
