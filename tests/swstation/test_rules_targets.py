"""Targets of every policy against made-up counts: one line a case, named by the catalogue's row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from swstation.rules.policy import shipped
from swstation.rules.targets import Community, OwnTarget, TargetFacts, target_results

DAY = date(2025, 6, 30)
AFTER = date(2026, 3, 1)
COUNTY_UNITS = {"unit:county_station": 3, "unit:prefecture_centre": 1}


def result(policy: str, indicator: str, facts: TargetFacts, as_of: date = DAY) -> Any:
    found = [r for r in target_results([shipped().get(policy)], (), facts, as_of) if r.indicator == indicator]
    assert len(found) == 1
    return found[0]


def counted(letter: str = "P", *, urban: bool = False, bases: dict[str, int] | None = None, **n: int) -> TargetFacts:
    return TargetFacts(letter, urban, {k.replace("__", ":"): v for k, v in n.items()}, bases or {})


def urban(people: int, posts: int) -> Community:
    return Community("urban_community", people, posts)


def rural(people: int, posts: int) -> Community:
    return Community("rural_community", people, posts)


def village(people: int, posts: int) -> Community:
    return Community("village", people, posts)


def at(letter: str, *communities: Community) -> TargetFacts:
    return TargetFacts(letter, communities=communities)


CASES: list[tuple[str, str, str, TargetFacts, date, float | None, str]] = [
    ("CX-04", "chuxiong", "talent_total", counted("M", professionals=8000), DAY, 8000, "met"),
    ("CX-04", "chuxiong", "talent_total", counted("M", professionals=7999), DAY, 7999, "open"),
    ("CX-04", "chuxiong", "talent_total", counted("M", professionals=7999), AFTER, 7999, "missed"),
    ("CX-04", "chuxiong", "talent_total", counted("C", professionals=900), DAY, 900, "share"),
    ("CX-04", "chuxiong", "talent_total", counted("T", professionals=4), AFTER, 4, "share"),
    ("CX-05", "chuxiong", "certified_total", counted("M", holders=4000, professionals=1), DAY, 4000, "met"),
    ("CX-05", "chuxiong", "certified_total", counted("M", professionals=9000), DAY, None, "no_figure"),
    (
        "CX-06",
        "chuxiong",
        "talent_per_population",
        counted("M", professionals=2600, bases={"registered_population": 2_600_000}),
        DAY,
        1.0,
        "met",
    ),
    (
        "CX-06",
        "chuxiong",
        "talent_per_population",
        counted("M", professionals=2599, bases={"registered_population": 2_600_000}),
        DAY,
        1.0,
        "open",
    ),
    ("CX-06", "chuxiong", "talent_per_population", counted("M", professionals=2600), DAY, None, "no_figure"),
    (
        "CX-10",
        "chuxiong",
        "incubation_coverage",
        counted("M", site__incubation=57, bases={"county_and_township": 113}),
        AFTER,
        50.44,
        "met",
    ),
    ("CX-10", "chuxiong", "incubation_coverage", counted("C", bases={"county_and_township": 16}), AFTER, 0.0, "open"),
    ("CX-08", "chuxiong", "service_coverage", counted("M", professionals=1), DAY, None, "reported"),
    ("ZZ-04", "zaozhuang", "urban_community_talent", at("C", urban(2, 0), urban(3, 0)), DAY, 2, "met"),
    ("ZZ-04", "zaozhuang", "urban_community_talent", at("T", urban(2, 9), urban(1, 9)), AFTER, 1, "missed"),
    ("ZZ-04", "zaozhuang", "urban_community_talent", at("T", village(5, 0)), DAY, None, "no_figure"),
    ("ZZ-05", "zaozhuang", "rural_community_talent", at("T", rural(1, 0), village(1, 0)), DAY, 1, "met"),
    ("ZZ-05", "zaozhuang", "rural_community_talent", at("T", rural(0, 1)), DAY, 0, "open"),
    ("ZZ-07", "zaozhuang", "institutions_per_district", counted("C", urban=True, institutions=10), DAY, 10, "met"),
    ("ZZ-07", "zaozhuang", "institutions_per_district", counted("C", urban=True, institutions=9), AFTER, 9, "missed"),
    ("ZZ-07", "zaozhuang", "institutions_per_district", counted("T", urban=True, institutions=9), AFTER, 9, "share"),
    (
        "GZ-08",
        "guizhou",
        "station_coverage",
        counted("P", unit__township_station=1509, bases={"township": 1509}),
        DAY,
        100.0,
        "met",
    ),
    (
        "GZ-08",
        "guizhou",
        "station_coverage",
        counted("P", unit__township_station=1508, bases={"township": 1509}),
        AFTER,
        99.93,
        "missed",
    ),
    ("GZ-09", "guizhou", "talent_total", counted("P", professionals=100_000), DAY, 100_000, "open"),
    ("GZ-09", "guizhou", "talent_total", counted("P", professionals=100_001), DAY, 100_001, "met"),
    ("GZ-10", "guizhou", "certified_total", counted("P", holders=5000), DAY, 5000, "met"),
    ("GZ-11", "guizhou", "new_key_talent", counted("P", key_talents=399), AFTER, 399, "missed"),
    ("GZ-13", "guizhou", "graduates_total", counted("P", professionals=9000), DAY, None, "no_figure"),
    (
        "GZ-14",
        "guizhou",
        "support_platforms",
        TargetFacts("P", counted={**COUNTY_UNITS, "site:training_base": 90, "site:practice_base": 6}),
        DAY,
        100,
        "met",
    ),
    (
        "GZ-14",
        "guizhou",
        "support_platforms",
        TargetFacts("P", counted={**COUNTY_UNITS, "site:demonstration": 200}),
        DAY,
        4,
        "open",
    ),
    (
        "GZ-39",
        "guizhou",
        "station_full_coverage",
        counted("P", unit__township_station=1, bases={"township": 2}),
        AFTER,
        50.0,
        "open",
    ),
    ("CD-04", "chengdu", "community_posts", at("C", urban(0, 2), rural(0, 2)), DAY, 2, "met"),
    ("CD-04", "chengdu", "community_posts", at("C", urban(5, 1), village(0, 0)), DAY, 1, "missed"),
    ("CD-05", "chengdu", "village_posts", at("C", village(0, 1)), DAY, 1, "met"),
    ("CD-20", "chengdu", "demo_sites_district", counted("C", urban=True, site__demonstration=2), DAY, 2, "met"),
    ("CD-20", "chengdu", "demo_sites_county", counted("C", site__demonstration=1), DAY, 1, "met"),
    ("CD-20", "chengdu", "demo_sites_county", counted("C"), DAY, 0, "open"),
    (
        "SZ-20",
        "shenzhen",
        "certified_posts",
        counted("C", certified_project_posts=9, bases={"project_social_work_posts": 10}),
        DAY,
        90.0,
        "missed",
    ),
    (
        "SZ-20",
        "shenzhen",
        "certified_posts",
        counted("C", certified_project_posts=10, bases={"project_social_work_posts": 10}),
        DAY,
        100.0,
        "met",
    ),
    ("SZ-77", "shenzhen", "institution_renewal", counted("C", institutions=5), DAY, None, "reported"),
]


@pytest.mark.parametrize(("row", "policy", "indicator", "facts", "as_of", "actual", "status"), CASES)
def test_a_target_of_the_catalogue(
    row: str, policy: str, indicator: str, facts: TargetFacts, as_of: date, actual: float | None, status: str
) -> None:
    found = result(policy, indicator, facts, as_of)
    assert (found.actual, found.status, found.clause.rule) == (actual, status, row)


def test_a_share_is_compared_before_it_is_rounded() -> None:
    """2,599 of 2.6 million are 0.9996 of a thousand: short of 1, whatever is shown of it."""
    found = result("chuxiong", "talent_per_population", CASES[8][3])
    assert (found.actual, found.status, found.base) == (1.0, "open", 2_600_000)


def test_a_district_and_a_county_have_numbers_of_their_own() -> None:
    policy = [shipped().get("chengdu")]
    of_district = {r.indicator for r in target_results(policy, (), TargetFacts("C", urban=True), DAY)}
    of_county = {r.indicator for r in target_results(policy, (), TargetFacts("C", urban=False), DAY)}
    assert of_district ^ of_county == {"demo_sites_district", "demo_sites_county"}


def test_an_entered_figure_is_taken_where_nothing_is_counted() -> None:
    facts = TargetFacts("P", entered={("guizhou", "graduates_total"): (7501, None)})
    found = result("guizhou", "graduates_total", facts)
    assert (found.actual, found.status) == (7501, "met")


def test_a_unit_s_own_target_names_its_basis() -> None:
    own = [OwnTarget("入户走访", 1200, "户次", date(2026, 12, 31), "县民政局通知")]
    (found,) = target_results((), own, TargetFacts("T"), DAY)
    assert (found.status, found.as_dict()["clause"]) == ("no_figure", {"decision": "县民政局通知"})


def test_an_own_target_that_answers_an_indicator_shows_what_is_counted_for_it() -> None:
    own = [OwnTarget("持证人数", 12, "人", date(2026, 12, 31), "县民政局通知", "chuxiong", "certified_total")]
    counted = TargetFacts("C", counted={"professionals": 20, "holders": 12})
    found = target_results([shipped().get("chuxiong")], own, counted, DAY)[-1]
    assert (found.actual, found.status) == (12, "met")
    typed = TargetFacts("C", counted={"holders": 12}, entered={("chuxiong", "certified_total"): (9, None)})
    assert target_results([shipped().get("chuxiong")], own, typed, DAY)[-1].actual == 9


def test_every_indicator_has_a_case_or_gives_no_measure() -> None:
    tried = {(policy, indicator) for _row, policy, indicator, *_rest in CASES}
    for policy in shipped().all():
        for item in policy.tables.get("targets.indicator", ()):
            assert (policy.id, item.id) in tried or item.extra.get("measurable") is False, (policy.id, item.id)
