"""Checks of a project, each case named by the catalogue's row; the numbers stand in the policy files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swstation.rules.policy import shipped
from swstation.rules.project_facts import Evaluation, ProjectFacts, Review
from swstation.rules.projects import project_checks

YUAN = 100
PROJECT = ProjectFacts(date(2021, 1, 1), date(2023, 12, 31), "running")
OLD = replace(PROJECT, start_on=date(2020, 11, 11), end_on=date(2023, 11, 10))
LIBRARY = replace(PROJECT, library_state="in_library")
DAY = date(2022, 3, 1)
LINES = {
    "labour": 850,
    "supervision": 50,
    "activities": 60,
    "management": 20,
    "insurance_tax": 10,
    "staff_training": 10,
}


def held(day: date, kind: str = "professional") -> Evaluation:
    return Evaluation(kind, day)


def entered(decision: str, day: date = date(2020, 12, 20)) -> tuple[Review, ...]:
    return (Review("entry", decision, day),)


def with_people(people: int, professionals: int) -> ProjectFacts:
    return replace(PROJECT, people=people, professionals=professionals)


def priced(yuan: int, tenths: int, *, high_risk: bool = False) -> ProjectFacts:
    return replace(PROJECT, total_fen=yuan * YUAN, person_years=tenths, high_risk=high_risk)


Case = tuple[str, str, ProjectFacts, date, str, float | None]
CASES: list[Case] = [
    ("SZ-58", "professional_share", with_people(10, 8), DAY, "met", 80.0),
    ("SZ-58", "professional_share", with_people(10, 7), DAY, "short", 70.0),
    ("SZ-58", "professional_share", with_people(0, 0), DAY, "unknown", None),
    ("SZ-63", "line_share", replace(PROJECT, lines=LINES), DAY, "met", 85.0),
    ("SZ-63", "line_share", replace(PROJECT, lines={**LINES, "labour": 849}), DAY, "short", 85.0),
    ("SZ-63", "line_share", replace(PROJECT, lines=LINES, total_fen=1100), DAY, "short", 77.3),
    ("SZ-63", "line_share", PROJECT, DAY, "unknown", None),
    ("SZ-64", "line_share", replace(PROJECT, lines=LINES), DAY, "met", 15.0),
    ("SZ-64", "line_share", replace(PROJECT, lines={**LINES, "other": 1}), DAY, "short", 15.1),
    ("SZ-65", "price", priced(163_000 * 6, 60), DAY, "met", 163_000),
    ("SZ-65", "price", priced(163_000 * 6 - 1, 60), DAY, "short", 162_999),
    ("SZ-65", "price", priced(163_000, 0), DAY, "unknown", None),
    ("SZ-66", "price_high_risk", priced(169_000, 10, high_risk=True), DAY, "met", 169_000),
    ("SZ-66", "price_high_risk", priced(163_000, 10, high_risk=True), DAY, "short", 163_000),
    ("SZ-55", "cycle", PROJECT, DAY, "met", 3),
    ("SZ-55", "cycle", replace(PROJECT, end_on=date(2024, 1, 1)), DAY, "met", 3),
    ("SZ-55", "cycle", replace(PROJECT, end_on=date(2021, 12, 31)), DAY, "short", 1.0),
    ("SZ-53", "renewal", PROJECT, date(2023, 6, 30), "due", None),
    ("SZ-53", "renewal", PROJECT, date(2023, 7, 1), "late", None),
    ("SZ-53", "renewal", replace(PROJECT, renewal_applied_on=date(2023, 6, 30)), date(2023, 9, 1), "met", None),
    ("SZ-53", "renewal", replace(PROJECT, renewal_applied_on=date(2023, 7, 1)), date(2023, 9, 1), "late", None),
    ("SZ-57", "settings", PROJECT, DAY, "short", 0),
    (
        "SZ-57",
        "settings",
        replace(PROJECT, settings=frozenset({"post_count", "ranks", "service_standard"})),
        DAY,
        "short",
        3,
    ),
    (
        "SZ-57",
        "settings",
        replace(PROJECT, settings=frozenset({"post_count", "ranks", "service_standard", "indicators"})),
        DAY,
        "met",
        4,
    ),
    ("SZ-56", "needs_survey", PROJECT, DAY, "short", None),
    ("SZ-56", "needs_survey", replace(PROJECT, surveyed=True), DAY, "met", None),
    ("SZ-59", "supervised", replace(PROJECT, supervised=15), DAY, "met", 15),
    ("SZ-59", "supervised", replace(PROJECT, supervised=14), DAY, "short", 14),
    ("SZ-59", "supervised", replace(PROJECT, supervised=36), date(2025, 1, 1), "met", 36),
    ("SZ-51", "library_approved", replace(PROJECT, library_state="in_library"), DAY, "short", None),
    (
        "SZ-51",
        "library_approved",
        replace(PROJECT, library_state="in_library", reviews=entered("approved")),
        DAY,
        "met",
        None,
    ),
    ("SZ-51", "library_approved", replace(PROJECT, reviews=entered("refused")), DAY, "due", None),
    ("SZ-52", "library_filed", replace(OLD, library_state="in_library", reviews=entered("filed")), DAY, "met", None),
    ("SZ-50", "library_reviewed", LIBRARY, DAY, "due", None),
    ("SZ-50", "library_reviewed", replace(LIBRARY, library_met_on=date(2022, 1, 9)), DAY, "met", None),
    ("SZ-50", "library_reviewed", replace(LIBRARY, library_met_on=date(2021, 12, 9)), DAY, "due", None),
    ("SZ-52", "library_filed", replace(OLD, library_state="in_library"), DAY, "short", None),
    ("SZ-53", "continued", replace(PROJECT, state="continued"), date(2024, 2, 1), "short", None),
    (
        "SZ-53",
        "continued",
        replace(PROJECT, state="continued", reviews=(Review("renewal", "approved", date(2023, 9, 1)),)),
        date(2024, 2, 1),
        "met",
        None,
    ),
    ("SZ-69", "evaluated", replace(PROJECT, evaluations=(held(date(2022, 7, 1)),)), DAY, "met", None),
    ("SZ-69", "evaluated", replace(PROJECT, evaluations=(held(date(2022, 7, 1), "contract"),)), DAY, "due", None),
    ("SZ-69", "evaluated", PROJECT, date(2024, 1, 1), "late", None),
    ("SZ-70", "evaluated_once", replace(PROJECT, evaluations=(held(date(2022, 7, 1)),)), DAY, "met", 1),
    (
        "SZ-70",
        "evaluated_once",
        replace(PROJECT, evaluations=(held(date(2022, 7, 1)), held(date(2023, 7, 1)))),
        DAY,
        "short",
        2,
    ),
]


def checks(project: ProjectFacts, as_of: date, policy: str = "shenzhen") -> list[Any]:
    return project_checks([shipped().get(policy)], project, as_of)


@pytest.mark.parametrize(("row", "check", "project", "as_of", "status", "actual"), CASES)
def test_a_check_of_the_catalogue(
    row: str, check: str, project: ProjectFacts, as_of: date, status: str, actual: float | None
) -> None:
    (found,) = [one for one in checks(project, as_of) if (one.check, one.clause.rule) == (check, row)]
    assert (found.status, found.actual) == (status, actual)


def test_the_way_into_the_library_follows_from_the_day_it_began() -> None:
    new = {one.check for one in checks(PROJECT, DAY)} & {"library_approved", "library_filed"}
    old = {one.check for one in checks(OLD, DAY)} & {"library_approved", "library_filed"}
    assert (new, old) == ({"library_approved"}, {"library_filed"})


def test_a_floor_for_risky_work_replaces_the_general_one() -> None:
    names = [{one.check for one in checks(priced(1, 1, high_risk=risk), DAY)} for risk in (False, True)]
    assert "price" in names[0] and "price_high_risk" not in names[0]
    assert "price_high_risk" in names[1] and "price" not in names[1]


@pytest.mark.parametrize(("day", "status"), [(date(2023, 12, 31), "due"), (date(2024, 1, 1), "late")])
def test_cd_36_an_evaluation_by_the_buyer_falls_into_the_term(day: date, status: str) -> None:
    (found,) = checks(PROJECT, day, "chengdu")
    assert (found.check, found.status, found.clause.rule) == ("evaluation_planned", status, "CD-36")


def test_a_policy_that_prints_nothing_asks_nothing() -> None:
    assert checks(PROJECT, DAY, "guizhou") == []


@given(st.integers(1, 400), st.integers(0, 400), st.integers(1, 20))
def test_more_professionals_never_worsen_a_share(people: int, professionals: int, more: int) -> None:
    def status(n: int) -> str:
        found = checks(with_people(people, min(n, people)), DAY)
        return str(next(one.status for one in found if one.check == "professional_share"))

    assert (status(professionals), status(professionals + more)) != ("met", "short")
