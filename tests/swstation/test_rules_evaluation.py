"""Evaluation, credit and complaints; ids carry the row of the catalogue."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import Refusal
from swstation.rules.credit import Complaint, Entry, check_move, check_publicity, days_open, in_order, may_be_public
from swstation.rules.evaluation import (
    Assessed,
    Band,
    Element,
    bands,
    check_weights,
    clashes,
    grade_of,
    sets,
    total,
    without,
)
from swstation.rules.facts import Person
from swstation.rules.model import Policy
from swstation.rules.policy import shipped

D = date.fromisoformat
TODAY = D("2026-11-18")


def policies(id: str) -> tuple[Policy, ...]:
    return shipped().beside(shipped().get(id))


@pytest.mark.parametrize(
    ("policy", "set_id", "clause", "elements"),
    [
        ("chengdu", "community_worker", "CD-30", ["职业操守", "服务绩效"]),
        ("chengdu", "post_holder", "CD-33", ["职业操守", "服务绩效", "群众满意度"]),
        ("chuxiong", "talent_index", "CX-24",
         ["职业操守", "职业素质", "专业技术", "工作能力", "工作绩效", "服务对象反馈意见"]),
        ("zaozhuang", "post_index", "ZZ-34", ["品德", "知识", "能力", "业绩"]),
        ("zaozhuang", "comprehensive", "ZZ-35", ["岗位职责", "工作绩效", "服务对象满意度"]),
    ],
    ids=["CD-30", "CD-33", "CX-24", "ZZ-34", "ZZ-35"],
)  # fmt: skip
def test_the_elements_of_a_policys_set(policy: str, set_id: str, clause: str, elements: list[str]) -> None:
    item = next(item for _policy, item in sets(policies(policy)) if item.id == set_id)
    assert item.clause.rule == clause
    assert [entry.zh for entry in item.items] == elements


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ([50, 50], ""),
        ([100], ""),
        ([0, 100], ""),
        ([50, 49], "evaluation.weights"),
        ([60, 60], "evaluation.weights"),
        ([], "evaluation.weights"),
        ([50, None], "evaluation.weight_missing"),
    ],
)
def test_weights_add_up_to_a_hundred(weights: list[int | None], code: str) -> None:
    if not code:
        check_weights(weights)
        return
    with pytest.raises(Refusal) as refused:
        check_weights(weights)
    assert refused.value.code == code


THREE = [Element("a", 1, "操守", 40), Element("b", 2, "绩效", 40), Element("c", 3, "满意度", 20)]


@pytest.mark.parametrize(
    ("scores", "points"),
    [
        ({"a": 900, "b": 800, "c": 1000}, 880),
        ({"a": 1000, "b": 1000, "c": 1000}, 1000),
        ({"a": 0, "b": 0, "c": 0}, 0),
        ({"a": 901, "b": 800, "c": 1000}, 880),
        ({"a": 903, "b": 800, "c": 1000}, 881),
        ({"a": 900, "b": 800}, None),
        ({"a": 900, "b": 800, "c": None}, None),
    ],
)
def test_a_total_is_the_weighted_mean_rounded_half_up(scores: dict[str, int | None], points: int | None) -> None:
    assert total(THREE, scores) == points


def test_a_scheme_without_elements_or_weights_has_no_total() -> None:
    assert total([], {}) is None
    assert total([Element("a", 1, "操守")], {"a": 900}) is None


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3), st.integers(0, 2), st.integers(1, 200))
def test_a_better_score_never_lowers_the_total(scores: list[int], which: int, more: int) -> None:
    before = dict(zip("abc", scores, strict=True))
    after = {**before, "abc"[which]: scores[which] + more}
    lower, higher = total(THREE, before), total(THREE, after)
    assert lower is not None and higher is not None and lower <= higher


def test_grades_are_read_from_lines() -> None:
    found = bands("合格 60\n优秀 90\n\n良好 80.5", 1000)
    assert found == (Band("优秀", 900), Band("良好", 805), Band("合格", 600))
    assert [grade_of(points, found) for points in (900, 899, 805, 600, 599, None)] == [
        "优秀", "良好", "良好", "合格", "", "",
    ]  # fmt: skip
    assert bands(None) == () and grade_of(900, ()) == ""


@pytest.mark.parametrize("lines", ["优秀", "优秀 101", "优秀 九十", "90", "优秀 90.55", "优秀 -1", "优秀 90\n良好 90"])
def test_a_line_that_is_no_grade_is_refused(lines: str) -> None:
    with pytest.raises(Refusal) as refused:
        bands(lines, 1000)
    assert refused.value.code.startswith("evaluation.grades") and refused.value.field == "grades"


def assessed(id: str, source: str, start: str = "2026-01-01", end: str = "2026-12-31", staff: str = "li") -> Assessed:
    return Assessed(id, staff, "s" + source, "chengdu", source, "", D(start), D(end))


OPEN = [(D("2025-01-01"), None)]
PAST = [(D("2020-01-01"), D("2025-12-31"))]


@pytest.mark.parametrize(
    ("evaluations", "in_post", "found"),
    [
        ([assessed("1", "post_holder")], OPEN, []),
        ([assessed("1", "community_worker")], (), []),
        ([assessed("1", "community_worker")], PAST, []),
        ([assessed("1", "community_worker")], OPEN, [("1", None, "post_holder")]),
        ([assessed("1", "community_worker"), assessed("2", "post_holder")], OPEN,
         [("1", "2", "post_holder")]),
        ([assessed("1", "community_worker", end="2026-06-30"), assessed("2", "post_holder", "2026-07-01")],
         [(D("2026-07-01"), None)], []),
        ([assessed("1", "post_holder"), assessed("2", "post_holder")], OPEN, []),
    ],
    ids=[
        "CD-35 a holder under the post's", "CD-35 no post", "CD-35 a post before", "CD-35 the wrong one",
        "CD-35 both at a time", "CD-35 one after the other", "CD-35 twice the same is no clash",
    ],
)  # fmt: skip
def test_only_one_system_holds(
    evaluations: list[Assessed], in_post: list[tuple[date, date | None]], found: list[tuple[str, str | None, str]]
) -> None:
    clash = clashes(policies("chengdu"), evaluations, {"li": in_post}, (), TODAY)
    assert [(one.one.id, one.other.id if one.other else None, one.right) for one in clash] == found
    assert all(one.rule.clause.rule == "CD-35" for one in clash)


def test_other_policies_exclude_nothing() -> None:
    both = [assessed("1", "community_worker"), assessed("2", "post_holder")]
    assert clashes(policies("chuxiong"), both, {"li": OPEN}, (), TODAY) == []


def test_cx_25_who_has_no_appraisal_for_a_period() -> None:
    people = [Person("li", "李"), Person("wang", "王", D("2026-12-01")), Person("zhao", "赵", None, D("2025-12-31")),
              Person("qian", "钱")]  # fmt: skip
    found = without(people, [assessed("1", "x", "2025-06-01", "2026-01-01")], D("2026-01-01"), D("2026-12-31"))
    assert [one.id for one in found] == ["wang", "qian"]


# Credit and complaints


@pytest.mark.parametrize(
    ("entry", "public"),
    [
        (Entry("1", True, "《条例》第三条"), True),
        (Entry("1", True, "《条例》第三条", TODAY), True),
        (Entry("1", True, "《条例》第三条", D("2026-11-17")), False),
        (Entry("1", True, " "), False),
        (Entry("1", False, "《条例》第三条"), False),
    ],
    ids=["SZ-39 basis", "SZ-39 last day", "SZ-39 run out", "SZ-39 no basis", "SZ-39 not marked"],
)
def test_what_may_be_public(entry: Entry, public: bool) -> None:
    assert may_be_public(entry, TODAY) is public


def test_sz_39_public_needs_its_basis() -> None:
    check_publicity(True, "《条例》第三条")
    check_publicity(False, None)
    with pytest.raises(Refusal) as refused:
        check_publicity(True, "  ")
    assert (refused.value.code, refused.value.field) == ("credit.basis", "public_basis")


@pytest.mark.parametrize(
    ("state", "to", "result", "code"),
    [
        ("received", "accepted", None, ""),
        ("received", "rejected", "不属本机构", ""),
        ("received", "rejected", "", "complaint.result"),
        ("received", "closed", "好", "complaint.step"),
        ("accepted", "handled", "已沟通", ""),
        ("accepted", "handled", None, "complaint.result"),
        ("handled", "closed", "已致歉", ""),
        ("closed", "accepted", None, "complaint.step"),
        ("withdrawn", "closed", "好", "complaint.step"),
    ],
)
def test_sz_37_a_complaint_goes_its_way(state: str, to: str, result: str | None, code: str) -> None:
    if not code:
        check_move(state, to, result)
        return
    with pytest.raises(Refusal) as refused:
        check_move(state, to, result)
    assert refused.value.code == code


def test_sz_80_open_complaints_are_sorted_and_their_days_counted() -> None:
    found = [
        Complaint("new", D("2026-11-10"), "received"),
        Complaint("old", D("2026-09-10"), "accepted"),
        Complaint("due", D("2026-11-17"), "handled", D("2026-11-30")),
        Complaint("ended", D("2026-01-01"), "closed", settled_on=D("2026-01-11")),
        Complaint("lately", D("2026-06-01"), "withdrawn"),
    ]
    assert [one.id for one in in_order(found)] == ["due", "old", "new", "lately", "ended"]
    assert [days_open(one, TODAY) for one in found] == [8, 69, 1, 10, 170]
