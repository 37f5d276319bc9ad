"""Cases from intake to the archive: the close gate, locks, approval, reopening, and the parts of the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from casework import DAY, a_case, at, colleague, fill, make_lead, station, writer

from db.errors import Refusal
from db.queries import casework
from db.queries.cases import case_by_id
from swstation import standards
from swstation.operations import case_approval, case_parts
from swstation.operations.book import Book
from swstation.operations.case_file import case_file, gaps_of
from swstation.operations.cases import edit_case, move_case, set_goal
from swstation.operations.logs import LogInput, log_service
from swstation.operations.undo import undo
from swstation.rules.case_closing import CaseFile, GoalFact, attainment, gaps, holding_up

ON = date.fromisoformat(DAY)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = station(tmp_path)
    yield made
    made.close()


def refused(code: str, call: Any, *args: Any, **kwargs: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


WHOLE = CaseFile(
    problem="独居", clients=1, unsigned=0, assessment="需要探访", goals=[GoalFact("yes")], plan="每周", agreed=True,
    sessions=2, effect="稳定", satisfaction=90, summary="达成", comment="完整", follow_up=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "missing", "holds"),
    [
        ({}, [], True),
        ({"problem": "  "}, ["problem"], False),
        ({"unsigned": 2}, ["consent"], False),
        ({"assessment": ""}, ["assessment"], False),
        ({"goals": []}, ["goals"], False),
        ({"plan": ""}, ["plan"], False),
        ({"plan": "", "steps": 1}, [], True),
        ({"agreed": False}, ["agreement"], False),
        ({"sessions": 0}, ["sessions"], False),
        ({"unnoted": 3}, ["notes"], False),
        ({"unanswered": 1}, ["referrals"], False),
        ({"goals": [GoalFact(""), GoalFact("no")]}, ["scores"], False),
        ({"effect": ""}, ["effect"], False),
        ({"satisfaction": None}, ["satisfaction"], False),
        ({"satisfaction": 0}, [], True),
        ({"summary": ""}, ["summary"], False),
        ({"comment": ""}, ["supervision"], True),
        ({"follow_up": False}, ["follow_up"], True),
    ],
)
def test_what_is_missing_before_a_case_is_closed(change: dict[str, Any], missing: list[str], holds: bool) -> None:
    found = gaps(WHOLE._replace(**change), standards.closing().requirements)
    assert [gap.requirement.code for gap in found] == missing
    assert (holding_up(found) == []) is holds


def test_the_standard_is_named_and_every_requirement_is_known() -> None:
    closing = standards.closing()
    assert closing.document == "MZ/T 094-2017"
    empty = CaseFile(clients=1, unsigned=1, unnoted=1, unanswered=1, goals=[GoalFact()])
    named = {gap.requirement.code for gap in gaps(empty, closing.requirements)}
    assert named == {one.code for one in closing.requirements} - {"goals"}
    assert {one.stage for one in closing.requirements} == {
        "intake", "assessment", "planning", "intervention", "evaluation", "closure", "follow_up"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("goals", "reached", "whole", "percent"),
    [
        ([], 0, 0, None),
        ([GoalFact("yes", 0, 40, 30)], 30, 40, 75),
        ([GoalFact("yes", 0, 40, 50), GoalFact("no", 0, 40, 0)], 40, 80, 50),
        ([GoalFact("yes", 0, 40, None), GoalFact("yes", 0, 0, 10)], 0, 0, None),
        ([GoalFact("partly", 0, 30, 10)], 10, 30, 33),
        ([GoalFact("partly", 0, 40, 25)], 25, 40, 63),
    ],
)
def test_goal_attainment_is_the_sum_of_results_of_the_sum_of_targets(
    goals: list[GoalFact], reached: int, whole: int, percent: int | None
) -> None:
    found = attainment(goals)
    assert (found.reached, found.whole, found.percent) == (reached, whole, percent)


def test_a_case_is_closed_only_when_its_file_is_whole(book: Book) -> None:
    case, client = a_case(book)
    said = refused("case.gate", move_case, book, case, "closure", DAY)
    assert "consent" in said.choices and "MZ/T 094-2017" in str(said.params["standard"])
    assert case_by_id(book.connection, case).state == "open"  # type: ignore[union-attr]
    fill(book, case, client)
    assert gaps_of(book.connection, case, ON) == []
    move_case(book, case, "结案", DAY, reason="goals_met")
    more = casework.case_more(book.connection, case)
    assert more is not None
    assert (more.state, more.closed_on, more.close_reason, more.approval) == ("closed", DAY, "goals_met", "submitted")
    refused("case.locked", edit_case, book, case, {"problem": "另一个"})
    refused("case.locked", case_parts.add_step, book, case, "再去一次")
    refused("case.locked", set_goal, book, case, "又一个")
    edit_case(book, case, {"satisfaction": 80})


def test_a_lead_closes_all_the_same_and_says_why(book: Book) -> None:
    case, _client = a_case(book)
    lead = colleague(book, "李娜")
    make_lead(book, lead)
    refused("case.gate", move_case, book.as_worker(lead), case, "closure", DAY, anyway="  ")
    refused("case.gate_lead", move_case, book, case, "closure", DAY, anyway="案主搬走")
    move_case(book.as_worker(lead), case, "closure", DAY, reason="moved", anyway="案主搬走")
    more = casework.case_more(book.connection, case)
    assert more is not None
    assert (more.approval, more.approver, more.approval_reason) == ("approved", "李娜", "案主搬走")
    assert more.follow_up_due == "2027-02-16"


def test_a_closed_case_is_reopened_with_a_reason(book: Book) -> None:
    case, client = a_case(book)
    fill(book, case, client)
    move_case(book, case, "closure", DAY)
    refused("case.reopen_reason", move_case, book, case, "intervention", "2026-11-20")
    move_case(book, case, "intervention", "2026-11-20", because="病情反复")
    more = casework.case_more(book.connection, case)
    assert more is not None
    assert (more.state, more.closed_on, more.reopened_on, more.reopen_reason) == (
        "open",
        None,
        "2026-11-20",
        "病情反复",
    )
    assert more.approval is None
    edit_case(book, case, {"problem": "病情反复"})


def test_follow_up_after_closing_keeps_a_case_closed(book: Book) -> None:
    case, client = a_case(book)
    fill(book, case, client)
    move_case(book, case, "closure", DAY)
    move_case(book, case, "follow_up", "2027-02-18")
    more = casework.case_more(book.connection, case)
    assert more is not None and (more.stage, more.state, more.closed_on) == ("follow_up", "closed", DAY)


def test_approval_locks_and_returning_unlocks(book: Book) -> None:
    case, client = a_case(book)
    boss = colleague(book, "李娜")
    edit_case(book, case, {"problem": "独居", "plan": "每周入户"})
    refused("case.nothing_submitted", case_approval.approve_case, book.as_worker(boss), case, DAY)
    case_approval.submit_case(book, case)
    refused("approval.own", case_approval.approve_case, book, case, DAY)
    case_approval.approve_case(book.as_worker(boss), case, DAY)
    refused("case.approved", edit_case, book, case, {"plan": "每月入户"})
    edit_case(book, case, {"risk": "跌倒"})
    refused("case.return_reason", case_approval.return_case, book.as_worker(boss), case, DAY, " ")
    case_approval.return_case(book.as_worker(boss), case, DAY, "目标不具体")
    edit_case(book, case, {"plan": "每周两次入户"})
    more = casework.case_more(book.connection, case)
    assert more is not None and (more.approval, more.approval_reason) == ("returned", "目标不具体")
    fill(book, case, client)
    move_case(book, case, "closure", DAY)
    case_approval.return_case(book.as_worker(boss), case, DAY, "总结太短")
    edit_case(book, case, {"summary": "三个月内每周入户，按时服药"})
    case_approval.submit_case(book, case)
    case_approval.approve_case(book.as_worker(boss), case, DAY)
    refused("case.locked", edit_case, book, case, {"summary": "改"})


def test_a_closed_and_approved_case_goes_into_the_archive(book: Book) -> None:
    case, client = a_case(book)
    boss = colleague(book, "李娜")
    refused("case.not_closed", case_approval.archive_case, book, case, DAY)
    fill(book, case, client)
    move_case(book, case, "closure", DAY)
    refused("case.not_approved", case_approval.archive_case, book, case, DAY)
    case_approval.approve_case(book.as_worker(boss), case, DAY)
    case_approval.archive_case(book, case, DAY)
    refused("case.archived", case_approval.archive_case, book, case, DAY)
    more = casework.case_more(book.connection, case)
    assert more is not None and more.archive_number is not None
    assert more.archive_number.startswith("532301102-2026-DA001-")
    assert case_approval.next_archive_number(book, 2026).startswith("532301102-2026-DA002-")


def test_sessions_touch_goals_and_say_what_comes_next(book: Book) -> None:
    case, client = a_case(book)
    goals = [set_goal(book, case, text).rows[0][1] for text in ("按时服药", "每周下楼")]
    log, _changes = log_service(
        book, LogInput(DAY, "home_visit", minutes=30, clients=((client, "met"),), service_case=case)
    )
    case_parts.note_session(book, log, next_step="带她下楼", touched=goals)
    (one,) = casework.sessions(book.connection, case)
    assert (one.case_stage, one.next_step, one.goals) == ("intake", "带她下楼", "1 2")
    case_parts.note_session(book, log, next_step="带她下楼", touched=goals[1:])
    assert casework.sessions(book.connection, case)[0].goals == "2"
    case_parts.note_session(book, log, touched=goals)
    assert casework.sessions(book.connection, case)[0].goals == "1 2"
    refused("case.no_goal", case_parts.note_session, book, log, touched=["0" * 32])
    alone, _changes = log_service(book, LogInput(DAY, "home_visit", clients=((client, "met"),)))
    refused("log.no_case", case_parts.note_session, book, alone)


def test_steps_conferences_and_referrals_are_kept(book: Book) -> None:
    case, client = a_case(book)
    step, _changes = case_parts.add_step(book, case, "联系村卫生室", due_on="2026-11-25")
    case_parts.add_step(book, case, "申请临时救助")
    case_parts.finish_step(book, case, step, DAY, "每周三上门")
    assert [(one.position, one.step, one.done_on) for one in casework.steps(book.connection, case)] == [
        (1, "联系村卫生室", DAY), (2, "申请临时救助", None),
    ]  # fmt: skip
    case_parts.hold_conference(book, case, DAY, participants="王芳、村医", decision="每周随访")
    assert casework.conferences(book.connection, case)[0].decision == "每周随访"
    refused("case.no_consent", case_parts.refer, book, DAY, "县医院", case=case)
    referral, _changes = case_parts.refer(
        book, DAY, "县医院", case=case, consented=True, reason="就诊", answer_by="2026-11-30"
    )
    assert case_file(book.connection, case, ON).unanswered == 1
    refused("value.code", case_parts.answer_referral, book, referral, "maybe", DAY)
    case_parts.answer_referral(book, referral, "accepted", "2026-11-25", note="已住院")
    case_parts.follow_referral(book, referral, "2026-12-05", "已出院")
    (one,) = casework.referrals(book.connection, case)
    assert (one.client, one.result, one.answer_by, one.followed_up_on) == (
        client, "accepted", "2026-11-30", "2026-12-05",
    )  # fmt: skip
    assert case_file(book.connection, case, ON).unanswered == 0
    undo(book)
    assert casework.referrals(book.connection, case)[0].followed_up_on is None


def test_decisions_are_told_in_order(book: Book) -> None:
    case, client = a_case(book)
    fill(book, case, client)
    move_case(book, case, "closure", DAY)
    move_case(at(book, "2026-11-20"), case, "intervention", "2026-11-20", because="病情反复")
    told = [one.group for one in casework.decisions(book.connection, case)]
    assert told[0] == "state" and {"agreement", "supervision", "reopening"} <= set(told)
    assert writer(book) == book.worker
