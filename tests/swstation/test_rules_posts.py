"""Posts and institutions against the clauses that ask for them; each test's id carries the row of the catalogue."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swstation.rules.due import DueFacts, due_list
from swstation.rules.facts import Certificate, Continuation
from swstation.rules.institutions import (
    filing,
    idle,
    last_activity,
    per_district,
    revoked_with_work,
    without_year,
)
from swstation.rules.levels import levels_for
from swstation.rules.model import Policy
from swstation.rules.policy import shipped
from swstation.rules.post_facts import Holding, Institution, Place, Post, Work
from swstation.rules.post_holders import fit, hiring, part_time_limits, unpublished
from swstation.rules.posts import (
    by_list,
    manning,
    of_place,
    on_day,
    project_share,
    shares,
    staffing,
    undefined,
)

D = date.fromisoformat
TODAY = D("2026-11-18")
A, S, P = "assistant_social_worker", "social_worker", "senior_social_worker"


def policies(id: str) -> tuple[Policy, ...]:
    return shipped().beside(shipped().get(id))


def post(id: str, place: str = "", kind: str = "community", **more: object) -> Post:
    return Post(id, id, kind, D("2024-01-01"), body="T510104001", body_name="春熙路街道", place=place)._replace(**more)


def holding(
    id: str, post: str, staff: str, start: str = "2024-03-01", end: str | None = None, **more: object
) -> Holding:
    return Holding(id, post, staff, staff, D(start), D(end) if end else None)._replace(**more)


COMMUNITY = Place("c", "大慈寺社区", "urban_community", "T510104001", 8_000)
RURAL = Place("r", "红星村社区", "rural_community", "T510104001")
VILLAGE = Place("v", "青龙村", "village", "T510104001")
CENTRE = Place("T510104001", "春熙路街道", "town_centre", "T510104001")

STAFFING = [
    # policy, place, posts there, people in them, clause, required, actual, missing, status
    ("CD-04 none", "chengdu", COMMUNITY, 0, 0, "CD-04", 2, 0, 2, "short"),
    ("CD-04 one of two", "chengdu", COMMUNITY, 1, 1, "CD-04", 2, 1, 1, "short"),
    ("CD-04 two, both vacant: posts are counted", "chengdu", COMMUNITY, 2, 0, "CD-04", 2, 2, 0, "met"),
    ("CD-04 three", "chengdu", COMMUNITY, 3, 3, "CD-04", 2, 3, 0, "met"),
    ("CD-04 a rural community is a community too", "chengdu", RURAL, 1, 0, "CD-04", 2, 1, 1, "short"),
    ("CD-05 none", "chengdu", VILLAGE, 0, 0, "CD-05", 1, 0, 1, "short"),
    ("CD-05 one", "chengdu", VILLAGE, 1, 1, "CD-05", 1, 1, 0, "met"),
    ("CD-03 none is no shortage", "chengdu", CENTRE, 0, 0, "CD-03", 1, 0, 0, "met"),
    ("CD-03 one is allowed", "chengdu", CENTRE, 1, 0, "CD-03", 1, 1, 0, "allowed"),
    ("CD-03 two are more than allowed", "chengdu", CENTRE, 2, 0, "CD-03", 1, 2, 0, "over"),
    ("ZZ-04 counts people, not posts", "zaozhuang", COMMUNITY, 2, 1, "ZZ-04", 2, 1, 1, "short"),
    ("ZZ-04 two people", "zaozhuang", COMMUNITY, 2, 2, "ZZ-04", 2, 2, 0, "met"),
    ("ZZ-05 none", "zaozhuang", RURAL, 1, 0, "ZZ-05", 1, 0, 1, "short"),
    ("ZZ-05 one", "zaozhuang", RURAL, 1, 1, "ZZ-05", 1, 1, 0, "met"),
]


@pytest.mark.parametrize("case", STAFFING, ids=lambda case: case[0])
def test_required_against_there(case: tuple[str, str, Place, int, int, str, int, int, int, str]) -> None:
    _id, policy, place, posts, people, clause, required, actual, missing, status = case
    kind = "centre" if place.kind == "town_centre" else "community"
    where = "" if place.kind == "town_centre" else place.id
    own = [post(f"p{n}", where, kind) for n in range(posts)]
    held = [holding(f"h{n}", f"p{n}", f"s{n}") for n in range(people)]
    (found,) = staffing(policies(policy), [place], on_day(own, held, TODAY), (), TODAY)
    assert (found.rule.clause.rule, found.required, found.actual, found.missing, found.status) == (
        clause, required, actual, missing, status,
    )  # fmt: skip
    assert found.rule.clause.quote
    assert found.rule.over and found.rule.due is not None and found.rule.due.month == 12  # "到2022年", "到2025年"


def test_a_village_in_zaozhuang_is_asked_nothing_and_nor_is_a_community_elsewhere() -> None:
    assert staffing(policies("zaozhuang"), [VILLAGE], [], (), TODAY) == []
    assert staffing(policies("guizhou"), [COMMUNITY, VILLAGE], [], (), TODAY) == []


def test_cd_04_holds_on_while_the_county_goes_on_with_the_policy() -> None:
    goes_on = [Continuation("chengdu", D("2026-01-01"), None, "成华区决定")]
    before = staffing(policies("chengdu"), [COMMUNITY], [], (), D("2022-12-31"))[0].rule
    assert not before.over and before.due == D("2022-12-31")
    after = staffing(policies("chengdu"), [COMMUNITY], [], goes_on, TODAY)[0].rule
    # The report prints no end of the policy: there is nothing to continue, only the year of the term is over.
    assert (after.state, after.over) == ("in_force", True)


def test_vacancies_and_people_are_told_apart() -> None:
    own = [post("a", "c"), post("b", "c"), post("x", "c", "other"), post("old", "c", closed_on=D("2026-11-17"))]
    held = [
        holding("1", "a", "li", employment="full_time"),
        holding("2", "a", "wang", employment="part_time"),
        holding("3", "x", "zhao"),
        holding("4", "b", "qian", end="2026-11-17"),
        holding("5", "old", "sun"),
    ]
    now = manning(of_place(COMMUNITY, on_day(own, held, TODAY)))
    assert ([one.post.id for one in now.posts], now.vacant, now.people, now.full_time) == (["a", "b"], 1, 2, 1)
    yesterday = manning(of_place(COMMUNITY, on_day(own, held, D("2026-11-17"))))
    assert (len(yesterday.posts), yesterday.vacant, yesterday.people) == (3, 0, 4)


@pytest.mark.parametrize(
    ("social", "other", "part", "base", "status"),
    [(7, 3, 7, 10, "met"), (6, 3, 6, 9, "short"), (2, 1, 2, 3, "short"), (0, 4, 0, 4, "short"), (1, 0, 1, 1, "met")],
    ids=["CX-45 exactly 70", "CX-45 66.7", "CX-45 two of three", "CX-45 none", "CX-45 all"],
)
def test_share_of_professional_technical_posts(social: int, other: int, part: int, base: int, status: str) -> None:
    shared = {"org_type": "mainly_social_work", "professional": True, "body": "i1", "body_name": "儿童福利院"}
    own = [post(f"s{n}", kind="public_institution", **shared) for n in range(social)]
    own += [post(f"o{n}", kind="other", **shared) for n in range(other)]
    own.append(post("desk", kind="other", **{**shared, "professional": False}))  # no technical post: not in the base
    (found,) = shares(policies("chuxiong"), own, (), TODAY)
    assert (found.rule.clause.rule, found.part, found.base, found.required, found.status) == (
        "CX-45", part, base, 70, status,
    )  # fmt: skip
    assert found.base_zh == "专业技术岗位总量" and found.name == "儿童福利院"


def test_cx_45_has_no_figure_where_there_is_no_base_and_leaves_other_units_alone() -> None:
    bare = [post("s", kind="public_institution", org_type="mainly_social_work", professional=None)]
    (found,) = shares(policies("chuxiong"), bare, (), TODAY)
    assert (found.base, found.status) == (0, "")
    assert shares(policies("chuxiong"), [post("s", org_type="enterprise")], (), TODAY) == []


@pytest.mark.parametrize(
    ("policy", "org_type", "clause"),
    [
        ("chuxiong", "needs_social_work", "CX-46"),
        ("zaozhuang", "hospital", "ZZ-19"),
        ("zaozhuang", "child_welfare", "ZZ-18"),
    ],
    ids=["CX-46", "ZZ-19", "ZZ-18"],
)
def test_posts_under_professional_technical_management_are_counted_and_not_judged(
    policy: str, org_type: str, clause: str
) -> None:
    own = [post("a", org_type=org_type, professional=True), post("b", org_type=org_type), post("c", "", "other")]
    (found,) = shares(policies(policy), own, (), TODAY)
    assert (found.rule.clause.rule, found.part, found.base, found.required, found.status) == (clause, 1, 2, None, "")


@pytest.mark.parametrize(
    ("professional", "people", "status"),
    [(8, 10, "met"), (7, 9, "short"), (4, 5, "met"), (3, 4, "short"), (0, 0, "")],
    ids=["SZ-58 exactly 80", "SZ-58 77.8", "SZ-58 four of five", "SZ-58 75", "SZ-58 nobody yet"],
)
def test_social_work_posts_of_a_projects_people(professional: int, people: int, status: str) -> None:
    found = project_share(policies("shenzhen"), "p", "社区项目", professional, people, (), D("2024-01-01"))
    assert found is not None
    assert (found.rule.clause.rule, found.required, found.base_zh, found.status) == (
        "SZ-58", 80, "项目总人数", status,
    )  # fmt: skip
    assert project_share(policies("chengdu"), "p", "", professional, people, (), TODAY) is None


def test_zz_06_counts_units_and_posts_by_system() -> None:
    own = [post("a", system="civil_affairs"), post("b", system="civil_affairs"), post("c", system="justice", body="T2")]
    found = by_list(policies("zaozhuang"), "enumerations.set", "systems", own, "system")
    assert len(found) == 11
    assert {one.code: (one.bodies, one.posts) for one in found if one.posts} == {
        "civil_affairs": (1, 2),
        "justice": (1, 1),
    }


@pytest.mark.parametrize(
    ("policy", "list_id", "entry", "clause"),
    [
        ("zaozhuang", "public_platforms", "family_centre", "ZZ-23"),
        ("zaozhuang", "grassroots_bodies", "mediation", "ZZ-24"),
        ("guizhou", "post_settings", "community", "GZ-41"),
        ("shenzhen", "post_settings", "community", "SZ-15"),
        ("chengdu", "post_channels", "community_post", "CD-17"),
        ("chengdu", "other_bodies", "mediation", "CD-19"),
    ],
    ids=lambda value: value if "-" in str(value) else "",
)
def test_posts_by_the_kinds_of_body_a_policy_lists(policy: str, list_id: str, entry: str, clause: str) -> None:
    found = by_list(policies(policy), "posts.org_types", list_id, [post("a", org_type=entry)], "org_type")
    assert [(one.code, one.posts) for one in found if one.posts] == [(entry, 1)]
    assert next(i for i in shipped().get(policy).tables["posts.org_types"] if i.id == list_id).clause.rule == clause


@pytest.mark.parametrize(("policy", "clause"), [("zaozhuang", "ZZ-17"), ("shenzhen", "SZ-10")], ids=["ZZ-17", "SZ-10"])
def test_posts_without_written_duties_and_conditions(policy: str, clause: str) -> None:
    whole = post("a", duties="走访", conditions="持证")
    rule, found = undefined(policies(policy), [whole, post("b", duties="走访"), post("c", "", "other")])
    assert rule is not None and rule.clause.rule == clause
    assert [one.id for one in found] == ["b"]


# Holders


@pytest.mark.parametrize(
    ("spells", "since", "last", "days"),
    [
        ([("2024-11-19", None)], "2024-11-19", "2026-11-18", 0),
        ([("2024-11-18", None)], "2024-11-18", "2026-11-17", -1),
        ([("2025-06-01", None)], "2025-06-01", "2027-05-31", 194),
        ([("2024-03-01", "2025-02-28"), ("2025-03-01", None)], "2024-03-01", "2026-02-28", -263),
        ([("2024-03-01", "2025-02-28"), ("2025-03-02", None)], "2025-03-02", "2027-03-01", 103),
        ([("2024-02-29", None)], "2024-02-29", "2026-02-27", -264),
    ],
    ids=[
        "CD-37 the last day", "CD-37 one day over", "CD-37 in time", "CD-37 two spells that follow each other",
        "CD-37 a day between begins anew", "CD-37 leap day",
    ],
)  # fmt: skip
def test_part_time_is_limited(spells: list[tuple[str, str | None]], since: str, last: str, days: int) -> None:
    held = [
        holding(f"h{n}", f"p{n}", "li", start, end, employment="part_time") for n, (start, end) in enumerate(spells)
    ]
    (found,) = part_time_limits(policies("chengdu"), held, (), TODAY)
    assert (found.since, found.last, found.days, found.over) == (D(since), D(last), days, days < 0)
    assert found.rule.clause.rule == "CD-37" and found.rule.warns


def test_cd_37_is_shown_three_months_ahead_and_asks_nothing_of_full_time_holders_or_of_other_regions() -> None:
    held = [holding("h", "p", "li", "2025-06-01", employment="part_time"), holding("g", "q", "wang")]
    (found,) = part_time_limits(policies("chengdu"), held, (), TODAY)
    assert found.opens == D("2027-03-01")
    assert part_time_limits(policies("chuxiong"), held, (), TODAY) == []


@given(st.integers(0, 1500), st.integers(0, 1500))
def test_cd_37_waiting_never_gives_time_back(start: int, later: int) -> None:
    begun = date.fromordinal(D("2022-01-01").toordinal() + start)
    held = [Holding("h", "p", "li", "李", begun, None, "part_time")]
    first = begun.toordinal() + later
    one, two = (part_time_limits(policies("chengdu"), held, (), date.fromordinal(day))[0] for day in (first, first + 1))
    assert two.days == one.days - 1 and two.last == one.last


@pytest.mark.parametrize(
    ("start", "days", "shown"),
    [
        ("2025-02-19", 0, []),
        ("2025-02-19", 1, [("李", 92)]),
        ("2024-12-01", 0, [("李", 12)]),
        ("2024-01-01", 0, [("李", -322)]),
    ],
    ids=["CD-37 not yet", "CD-37 from tomorrow", "CD-37 soon", "CD-37 over"],
)
def test_the_limit_is_in_the_due_list(start: str, days: int, shown: list[tuple[str, int]]) -> None:
    held = [Holding("h", "p", "li", "李", D(start), None, "part_time")]
    facts = DueFacts(limits=part_time_limits(policies("chengdu"), held, (), TODAY))
    found = due_list(facts, TODAY, days)
    assert [(one.who, one.days) for one in found] == shown
    assert all(one.kind == "post" and one.clause and one.clause.rule == "CD-37" and one.what for one in found)


def test_the_level_a_post_asks_for_is_held_or_a_higher_one() -> None:
    levels = levels_for(shipped(), shipped().get("chengdu"))
    posts = {"a": post("a", required_level=S), "b": post("b"), "c": post("c", required_level="chengdu.assistant_local")}
    held = [holding("1", "a", "li"), holding("2", "a", "wang"), holding("3", "b", "zhao"), holding("4", "c", "qian")]
    papers = [Certificate("x", "li", P), Certificate("y", "wang", A), Certificate("z", "qian", A, "", D("2030-01-01"))]
    found = {one.holding.staff: one.fits for one in fit(posts, held, papers, levels, TODAY)}
    assert found == {"li": True, "wang": False, "zhao": True, "qian": False}


@pytest.mark.parametrize(
    ("policy", "clauses"),
    [("zaozhuang", ["ZZ-20"]), ("chuxiong", ["CX-47"]), ("chengdu", ["CD-14"]), ("guizhou", [])],
    ids=["ZZ-20", "CX-47", "CD-13", "silent"],
)
def test_where_those_who_were_hired_come_from(policy: str, clauses: list[str]) -> None:
    held = [holding(f"h{n}", "p", staff, "2026-05-01") for n, staff in enumerate(("li", "wang", "zhao", "li"))]
    held.append(holding("old", "p", "qian", "2024-05-01"))
    found = hiring(
        policies(policy), held, frozenset({"li"}), frozenset({"li", "wang"}), (D("2026-01-01"), D("2026-12-31")), (),
        TODAY,
    )  # fmt: skip
    assert [one.rule.clause.rule for one in found] == clauses
    assert all((one.hired, one.graduates, one.certified, one.either) == (3, 1, 2, 2) for one in found)


def test_sz_22_a_projects_post_is_published_before_somebody_comes() -> None:
    posts = {
        "a": post("a", kind="project"),
        "b": post("b", kind="project", published_on=D("2024-02-01")),
        "c": post("c", kind="community"),
        "d": post("d", kind="project", published_on=D("2024-03-02")),
    }
    held = [holding(f"h{post_}", post_, "li") for post_ in posts] + [holding("old", "a", "wang", "2020-11-11")]
    rule, found = unpublished(policies("shenzhen"), posts, held, (), TODAY)
    assert rule is not None and rule.clause.rule == "SZ-22"
    assert [one.id for one in found] == ["ha", "hd"]
    assert unpublished(policies("chengdu"), posts, held, (), TODAY) == (None, [])


# Institutions


def institution(id: str, **more: object) -> Institution:
    return Institution(id, id, "active", D("2020-01-01"), "370402")._replace(**more)


@pytest.mark.parametrize(
    ("number", "missing"), [(0, 10), (9, 1), (10, 0), (11, 0)], ids=["ZZ-07 0", "ZZ-07 9", "ZZ-07 10", "ZZ-07 11"]
)
def test_institutions_per_district(number: int, missing: int) -> None:
    own = [institution(f"i{n}") for n in range(number)]
    own += [
        institution("elsewhere", division="370403"),
        institution("revoked", state="revoked", ended_on=D("2026-11-18")),
        institution("unregistered", registered_on=None),
        institution("next year", registered_on=D("2027-01-01")),
    ]
    (found,) = per_district(policies("zaozhuang"), own, ["370402"], (), TODAY)
    assert (found.actual, found.missing, found.enough) == (number, missing, not missing)
    assert found.rule.clause.rule == "ZZ-07" and found.rule.over


def test_cx_31_filing_is_counted_by_state() -> None:
    own = [institution("a", filing_state="filed"), institution("b"), institution("c", filing_state="cancelled")]
    assert filing([*own, institution("d", state="closed")]) == {"filed": 1, "none": 1, "cancelled": 1}


def test_sz_77_the_longest_idle_institution_stands_first() -> None:
    own = [institution("a"), institution("b"), institution("c"), institution("d", state="closed")]
    works = [
        Work("a", "project", "老项目", D("2023-01-01"), D("2025-06-30")),
        Work("b", "project", "新项目", D("2026-01-01"), D("2027-12-31"), running=True),
        Work("a", "project", "将来", D("2027-01-01")),
    ]
    found = last_activity(own, works, TODAY)
    assert [(one.institution.id, one.on, one.days) for one in found] == [
        ("c", None, None),
        ("a", D("2025-06-30"), 506),
        ("b", TODAY, 0),
    ]
    assert [one.institution.id for one in idle(found, 12, TODAY)] == ["c", "a"]
    assert [one.institution.id for one in idle(found, 24, TODAY)] == ["c"]


def test_sz_74_revoked_with_running_work() -> None:
    own = [institution("a", state="revoked", ended_on=D("2026-01-01")), institution("b")]
    works = [
        Work("a", "project", "居家养老", D("2026-01-01"), D("2027-12-31"), running=True),
        Work("a", "project", "已结束", D("2024-01-01"), D("2025-12-31"), running=True),
        Work("a", "honour", "先进", D("2026-01-01"), running=True),
        Work("b", "project", "儿童", D("2026-01-01"), running=True),
    ]
    assert [(one.id, [work.title for work in found]) for one, found in revoked_with_work(own, works, TODAY)] == [
        ("a", ["居家养老"])
    ]


def test_sz_42_an_institution_without_a_year() -> None:
    own = [institution("a"), institution("b"), institution("young", registered_on=D("2026-02-01")),
           institution("gone", state="closed", ended_on=D("2024-12-31"))]  # fmt: skip
    assert [one.id for one in without_year(own, [("a", 2025), ("b", 2024)], 2025)] == ["b"]
