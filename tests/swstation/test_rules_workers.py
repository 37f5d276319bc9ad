"""Key talent, titles, allowances, must-hold, what a policy wants recorded: cases by row of the catalogue."""

from __future__ import annotations

from datetime import date

import pytest

from swstation.rules.allowances import Rate, allowance, of_people, rate_for, within
from swstation.rules.certificates import Standing, standing
from swstation.rules.facts import Certificate, Person, Registration
from swstation.rules.key_talent import key_talent
from swstation.rules.levels import levels_for
from swstation.rules.must_hold import must_hold
from swstation.rules.person_checks import person_findings
from swstation.rules.policy import shipped
from swstation.rules.titles import matching_title
from swstation.rules.worker import HeldPost, Worker

D = date.fromisoformat
ON = D("2026-11-30")
A, S, P = "assistant_social_worker", "social_worker", "senior_social_worker"
REGISTRATION = shipped().national.registrations[0]
COMMUNITY = HeldPost("社区社工", "community", D("2024-01-01"), None, "full_time", "财政拨款", True)


def worker(left_on: str | None = None, **known: object) -> Worker:
    person = Person("p", "张三", D("2020-01-01"), D(left_on) if left_on else None)
    return Worker(person, **known)  # type: ignore[arg-type]


def certificates(*levels: str, issued: str = "2022-06-01") -> list[Certificate]:
    return [Certificate(level, "p", level, "", D(issued)) for level in levels]


def stands(policy: str, *levels: str, until: str | None = "2028-05-31", as_of: date = ON) -> Standing:
    held = certificates(*levels)
    registered = [Registration(one.id, D("2025-06-01"), D(until)) for one in held] if until else []
    return standing(held, registered, levels_for(shipped(), shipped().get(policy)), REGISTRATION, as_of)


@pytest.mark.parametrize(
    ("known", "levels", "holds", "open_"),
    [
        ({"native": True}, [S], {"certificate"}, {"teacher_title", "doctorate"}),
        ({"native": True}, [P], {"certificate"}, {"teacher_title", "doctorate"}),
        ({"native": True}, [A], set(), {"teacher_title", "doctorate"}),
        ({"native": False, "academic_title": "教授", "course": "社会工作概论"}, [P], set(), set()),
        ({}, [S], set(), {"certificate", "teacher_title", "doctorate"}),
        ({"native": True}, ["guizhou.assistant_local"], set(), {"teacher_title", "doctorate"}),
        ({"native": True, "academic_title": "副教授", "course": "社会学概论"}, [], {"teacher_title"}, {"doctorate"}),
        ({"native": True, "academic_title": "讲师", "course": "社会工作"}, [], set(), {"doctorate"}),
        ({"native": True, "academic_title": "教授", "course": "经济学"}, [], set(), {"doctorate"}),
        ({"native": True, "education": "博士", "major": "社会学"}, [], {"doctorate"}, {"teacher_title"}),
        ({"native": True, "education": "博士", "major": "法学"}, [], set(), {"teacher_title"}),
        ({"native": True, "education": "硕士", "major": "社会工作"}, [], set(), {"teacher_title"}),
    ],
)
def test_gz_12_key_talent(known: dict[str, object], levels: list[str], holds: set[str], open_: set[str]) -> None:
    policy = shipped().get("guizhou")
    found = key_talent(policy, levels_for(shipped(), policy), worker(**known), certificates(*levels), ON)
    assert {one.category.id for one in found if one.holds} == holds
    assert {one.category.id for one in found if one.unknown and not one.missing} == open_
    assert {one.category.clause.rule for one in found} == {"GZ-12"}


def test_gz_12_is_asked_of_nobody_elsewhere() -> None:
    policy = shipped().get("chuxiong")
    assert not key_talent(policy, levels_for(shipped(), policy), worker(native=True), certificates(P), ON)


@pytest.mark.parametrize(
    ("policy", "level", "title"),
    [("zaozhuang", A, "初级职称"), ("zaozhuang", S, "中级职称"), ("zaozhuang", P, "高级职称"), ("chuxiong", S, None),
     ("guizhou", P, None), ("shenzhen", S, None), ("chengdu", "chengdu.assistant_local", None)],
    ids=["ZZ-31a", "ZZ-31b", "ZZ-31c", "CX-48", "GZ-35", "SZ-24", "CD-12"],
)  # fmt: skip
def test_zz_31_title_only_where_a_table_is_printed(policy: str, level: str, title: str | None) -> None:
    rules = shipped().get(policy)
    found = matching_title(rules, levels_for(shipped(), rules), certificates(level), ON)
    assert (found.zh if found else None) == title
    assert found is None or found.clause.rule == "ZZ-31"


CASES = [
    # id, policy, item, worker, levels, registration until, state, why
    ("ZZ-47-all", "zaozhuang", "vocational_allowance", {"source": "社区工作者"}, [A], "2028-05-31", "qualifies", ()),
    ("ZZ-47-post", "zaozhuang", "vocational_allowance", {"posts": (COMMUNITY,)}, [S], "2028-05-31", "qualifies", ()),
    ("ZZ-47-lapsed", "zaozhuang", "vocational_allowance", {"source": "社区工作者"}, [A], "2026-05-31", "lost",
     ("lapsed",)),
    ("ZZ-47-never", "zaozhuang", "vocational_allowance", {"source": "社区工作者"}, [A], None, "not",
     ("not_registered",)),
    ("ZZ-47-none", "zaozhuang", "vocational_allowance", {"source": "社区工作者"}, [], None, "not", ("certificate",)),
    ("ZZ-47-who", "zaozhuang", "vocational_allowance", {"source": "公开招聘"}, [A], "2028-05-31", "unknown",
     ("community_worker",)),
    ("ZZ-48-paid", "zaozhuang", "vocational_allowance_public_finance", {"posts": (COMMUNITY,)}, [A], "2028-05-31",
     "qualifies", ()),
    ("ZZ-48-open", "zaozhuang", "vocational_allowance_public_finance", {"source": "社区工作者"}, [A], "2028-05-31",
     "unknown", ("funding",)),
    ("ZZ-48-else", "zaozhuang", "vocational_allowance_public_finance",
     {"posts": (COMMUNITY._replace(funding="机构自筹"),)}, [A], "2028-05-31", "not", ("public_finance",)),
    ("CX-37-full", "chuxiong", "vocational_allowance", {"source": "专职社区工作者", "working_time": "full_time"}, [A],
     None, "qualifies", ()),
    ("CX-37-part", "chuxiong", "vocational_allowance", {"source": "社区工作者", "working_time": "part_time"}, [A], None,
     "lost", ("part_time",)),
    ("CX-37-open", "chuxiong", "vocational_allowance", {"source": "社区工作者"}, [A], None, "unknown",
     ("working_time",)),
    ("CX-37-left", "chuxiong", "vocational_allowance",
     {"source": "社区工作者", "working_time": "full_time", "left_on": "2026-10-31"}, [A], None, "lost", ("left",)),
    ("CD-29-local", "chengdu", "basic_pay_increase", {"source": "社区专职工作者", "working_time": "full_time"},
     ["chengdu.assistant_local"], None, "qualifies", ()),
    ("CD-29-none", "chengdu", "basic_pay_increase", {"source": "社区专职工作者", "working_time": "full_time"}, [], None,
     "not", ("certificate",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "item", "known", "levels", "until", "state", "why"),
    [one[1:] for one in CASES],
    ids=[one[0] for one in CASES],
)
def test_allowance(
    policy: str, item: str, known: dict[str, object], levels: list[str], until: str | None, state: str,
    why: tuple[str, ...],
) -> None:  # fmt: skip
    rules = shipped().get(policy)
    asked = next(one for one in of_people(rules) if one.id == item)
    found = allowance(rules, asked, worker(**known), stands(policy, *levels, until=until), [], ON)  # type: ignore[arg-type]
    assert (found.state, found.why) == (state, why)
    if state == "lost" and why == ("lapsed",):
        assert found.lost_on == D("2026-06-01")
    if why == ("left",):
        assert found.lost_on == D("2026-11-01")


def test_only_what_a_policy_prints_is_paid() -> None:
    assert {p.id: [i.id for i in of_people(p)] for p in shipped().all()} == {
        "chengdu": ["basic_pay_increase"],
        "chuxiong": ["vocational_allowance"],
        "guizhou": [],
        "national": [],
        "shenzhen": [],
        "zaozhuang": ["vocational_allowance", "vocational_allowance_public_finance"],
    }


@pytest.mark.parametrize(
    ("fen", "inside"), [(19_999, False), (20_000, True), (120_000, True), (120_001, False), (0, False)]
)
def test_cd_29_warns_outside_the_printed_range(fen: int, inside: bool) -> None:
    item = of_people(shipped().get("chengdu"))[0]
    assert within(item, fen) is inside
    assert within(of_people(shipped().get("chuxiong"))[0], fen), "no amount is printed there"


def test_the_rate_for_a_level_goes_before_one_for_all_and_the_later_before_the_earlier() -> None:
    def rate(level: str, start: str, fen: int, end: str | None = None) -> Rate:
        return Rate("x", "i", level, D(start), D(end) if end else None, fen, "month")

    rates = [rate("", "2025-01-01", 1), rate("", "2026-01-01", 2), rate(S, "2024-01-01", 3, "2026-06-30")]
    assert [rate_for("x", "i", level, rates, D(day)) and rate_for("x", "i", level, rates, D(day)).value_fen  # type: ignore[union-attr]
            for level, day in ((A, "2024-12-31"), (A, "2025-06-01"), (A, "2026-06-01"), (S, "2026-06-30"),
                               (S, "2026-07-01"))] == [None, 1, 2, 3, 2]  # fmt: skip


PROJECT = HeldPost("项目社工", "project", D("2021-01-01"), None, "full_time", "", True, True, D("2021-01-01"))


@pytest.mark.parametrize(
    ("id", "posts", "levels", "covered", "without"),
    [
        ("all_practitioners", (), [], 1, 1),
        ("all_practitioners", (), [A], 1, 0),
        ("all_practitioners", (), ["chengdu.assistant_local"], 1, 1),
        ("new_contracts", (PROJECT,), [], 1, 1),
        ("new_contracts", (PROJECT._replace(contract_on=D("2020-11-11")),), [], 0, 0),
        ("new_contracts", (PROJECT._replace(contract_on=D("2020-11-12")),), [A], 1, 0),
        ("new_contracts", (COMMUNITY,), [], 0, 0),
        ("all_project_posts", (PROJECT,), [], 1, 1),
        ("all_project_posts", (PROJECT,), [S], 1, 0),
        ("all_project_posts", (PROJECT._replace(professional=False),), [], 0, 0),
    ],
    ids=["SZ-18a", "SZ-18b", "SZ-18c", "SZ-19a", "SZ-19b", "SZ-19c", "SZ-19d", "SZ-20a", "SZ-20b", "SZ-20c"],
)
def test_who_must_hold_a_certificate(
    id: str, posts: tuple[HeldPost, ...], levels: list[str], covered: int, without: int
) -> None:
    states = {"p": stands("shenzhen", *levels)}
    found = next(one for one in must_hold(shipped().get("shenzhen"), [worker(posts=posts)], states, ON)
                 if one.rule.id == id)  # fmt: skip
    assert (len(found.covered), len(found.without)) == (covered, without)
    assert found.percent == (None if not covered else 0 if without else 100)
    assert found.overdue(ON) is bool(without)
    assert found.rule.clause.rule in ("SZ-18", "SZ-19", "SZ-20")


def test_sz_20_is_ahead_until_the_end_of_its_year() -> None:
    rules = shipped().get("shenzhen")
    found = must_hold(rules, [worker(posts=(PROJECT,))], {"p": stands("shenzhen")}, D("2023-12-31"))
    last = next(one for one in found if one.rule.id == "all_project_posts")
    assert last.due_on == D("2023-12-31") and not last.overdue(D("2023-12-31")) and last.overdue(D("2024-01-01"))


FULL = {
    "education": "本科", "social_work_since": D("2020-01-01"), "evaluated": True, "post_grade": "十一级",
    "social_insurance": True, "housing_fund": True, "filed_on": D("2024-01-01"), "appointed_level": "junior",
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "policy", "gone", "levels", "code"),
    [
        ("ZZ-38", "zaozhuang", "social_work_since", [A], "pay_factors"),
        ("ZZ-38", "zaozhuang", "", [], "pay_factors"),
        ("ZZ-39", "zaozhuang", "housing_fund", [A], "insurance"),
        ("ZZ-32", "zaozhuang", "appointed_level", [A], "not_appointed"),
        ("ZZ-29", "zaozhuang", "social_work_since", [A], "rank_basis"),
        ("CX-36", "chuxiong", "evaluated", [A], "pay_factors"),
        ("CX-28", "chuxiong", "education", [A], "rank_basis"),
        ("CX-35", "chuxiong", "post_grade", [A], "post_grade"),
        ("CX-30", "chuxiong", "filed_on", [A], "online"),
        ("CX-19", "chuxiong", "appointed_level", [A], "not_technical"),
        ("CX-48", "chuxiong", "appointed_level", [A], "not_appointed"),
        ("SZ-21", "shenzhen", "filed_on", [A], "filing"),
    ],
)
def test_what_a_policy_wants_recorded(rule: str, policy: str, gone: str, levels: list[str], code: str) -> None:
    rules = (shipped().get(policy),)
    whole = worker(**FULL)  # type: ignore[arg-type]
    assert not person_findings(rules, whole, stands(policy, A), ON)
    lacking = worker(**{k: v for k, v in FULL.items() if k != gone})  # type: ignore[arg-type]
    found = {one.clause.rule: one for one in person_findings(rules, lacking, stands(policy, *levels), ON)}
    assert found[rule].code == code and (not gone or gone in found[rule].fields or code == "pay_factors" or
                                         code == "rank_basis")  # fmt: skip
    left = worker(left_on="2026-01-31")
    assert not person_findings(rules, left, stands(policy), ON)


def test_sz_23_recruits_for_purchased_projects_are_filed_people() -> None:
    rules = (shipped().get("shenzhen"),)
    codes = [one.clause.rule for one in person_findings(rules, worker(posts=(PROJECT,)), stands("shenzhen"), ON)]
    assert "SZ-23" in codes
    filed = worker(posts=(PROJECT,), filed_on=D("2024-01-01"))
    assert not person_findings(rules, filed, stands("shenzhen"), ON)
