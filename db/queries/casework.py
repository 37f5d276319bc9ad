"""Reads of what a case file holds beside the case itself: steps, sessions and their goals, conferences, referrals."""

from __future__ import annotations

from typing import NamedTuple

import orjson

from db.queries.sql import rows
from db.store import Connection


class CaseMore(NamedTuple):
    """The parts of a case that lists do not show."""

    id: str
    number: str
    unit: str
    worker: str
    stage: str
    state: str
    closed_on: str | None
    problem: str | None
    assessment: str | None
    plan: str | None
    risk: str | None
    pre_test: str | None
    post_test: str | None
    review_due: str | None
    next_contact: str | None
    satisfaction: int | None
    agreed_on: str | None
    agreement_form: str | None
    approval: str | None
    approved_by: str | None
    approver: str | None
    approved_on: str | None
    approval_reason: str | None
    supervisor_comment: str | None
    commented_by: str | None
    commenter: str | None
    commented_on: str | None
    summary: str | None
    effect: str | None
    reopened_on: str | None
    reopen_reason: str | None
    follow_up_due: str | None
    archived_on: str | None
    archive_number: str | None
    close_reason: str | None


def case_more(connection: Connection, case: str) -> CaseMore | None:
    """All parts of one case."""
    found = rows(
        connection,
        CaseMore,
        "SELECT c.id, c.number, c.unit, c.worker, c.stage, c.state, c.closed_on, c.problem, c.assessment, c.plan,"
        " c.risk, c.pre_test, c.post_test, c.review_due, c.next_contact, c.satisfaction, c.agreed_on, c.agreement_form,"
        " c.approval, c.approved_by, a.name, c.approved_on, c.approval_reason, c.supervisor_comment, c.commented_by,"
        " s.name, c.commented_on, c.summary, c.effect, c.reopened_on, c.reopen_reason, c.follow_up_due, c.archived_on,"
        " c.archive_number, c.close_reason FROM service_case c LEFT JOIN staff a ON a.id = c.approved_by"
        " LEFT JOIN staff s ON s.id = c.commented_by WHERE c.alive AND c.id = unhex(?)",
        (case,),
    )
    return found[0] if found else None


class ScoredGoal(NamedTuple):
    """A goal with its scores (tenths of a point) and how often a session touched it."""

    id: str
    position: int
    goal: str
    baseline: str | None
    target: str | None
    result: str | None
    achieved: str | None
    scored_on: str | None
    baseline_score: int | None
    target_score: int | None
    result_score: int | None
    sessions: int


def scored_goals(connection: Connection, case: str) -> list[ScoredGoal]:
    """The goals of a case in their order."""
    return rows(
        connection,
        ScoredGoal,
        "SELECT g.id, g.position, g.goal, g.baseline, g.target, g.result, g.achieved, g.scored_on, g.baseline_score,"
        " g.target_score, g.result_score, (SELECT count(*) FROM log_goal t JOIN service_log l ON l.id = t.service_log"
        "   WHERE t.alive AND l.alive AND t.case_goal = g.id) FROM case_goal g"
        " WHERE g.alive AND g.service_case = unhex(?) ORDER BY g.position, g.id",
        (case,),
    )


class StepRow(NamedTuple):
    """A step of a plan."""

    id: str
    position: int
    step: str
    case_goal: str | None
    goal: str | None
    due_on: str | None
    done_on: str | None
    result: str | None


def steps(connection: Connection, case: str) -> list[StepRow]:
    """The steps of a case's plan in their order."""
    return rows(
        connection,
        StepRow,
        "SELECT s.id, s.position, s.step, s.case_goal, g.goal, s.due_on, s.done_on, s.result FROM case_step s"
        " LEFT JOIN case_goal g ON g.id = s.case_goal WHERE s.alive AND s.service_case = unhex(?)"
        " ORDER BY s.position, s.id",
        (case,),
    )


class ConferenceRow(NamedTuple):
    """A conference on a case."""

    id: str
    held_on: str
    participants: str | None
    content: str | None
    decision: str | None


def conferences(connection: Connection, case: str) -> list[ConferenceRow]:
    """The conferences on a case, the first first."""
    return rows(
        connection,
        ConferenceRow,
        "SELECT id, held_on, participants, content, decision FROM case_conference"
        " WHERE alive AND service_case = unhex(?) ORDER BY held_on, id",
        (case,),
    )


class ReferralRow(NamedTuple):
    """A referral, of a case or of a client without one."""

    id: str
    service_case: str | None
    client: str | None
    client_name: str | None
    worker: str
    worker_name: str | None
    referred_on: str
    receiver: str
    receiving_person: str | None
    phone: str | None
    reason: str | None
    consented: int | None
    answer_by: str | None
    result: str | None
    answered_on: str | None
    answer_note: str | None
    followed_up_on: str | None
    follow_note: str | None


_REFERRALS = (
    "SELECT r.id, r.service_case, r.client, c.name, r.worker, s.name, r.referred_on, r.receiver, r.receiving_person,"
    " r.phone, r.reason, r.consented, r.answer_by, r.result, r.answered_on, r.answer_note, r.followed_up_on,"
    " r.follow_note FROM case_referral r LEFT JOIN client c ON c.id = r.client LEFT JOIN staff s ON s.id = r.worker"
    " WHERE r.alive"
)


def referrals(connection: Connection, case: str) -> list[ReferralRow]:
    """The referrals of a case, the first first."""
    return rows(
        connection, ReferralRow, f"{_REFERRALS} AND r.service_case = unhex(?) ORDER BY r.referred_on, r.id", (case,)
    )


class SessionRow(NamedTuple):
    """What a log says of a case beside what every log says: the stage it was in, what comes next, goals it touched."""

    id: str
    service_date: str
    method: str
    state: str
    note: str | None
    met: int
    case_stage: str | None
    next_step: str | None
    problem: str | None
    goals: str | None


def sessions(connection: Connection, case: str) -> list[SessionRow]:
    """The entries on a case that are no drafts, the first first. ``met``: somebody was met, or nobody is named."""
    return rows(
        connection,
        SessionRow,
        "SELECT l.id, l.service_date, l.method, l.state, l.note,"
        " NOT EXISTS (SELECT 1 FROM log_client m WHERE m.service_log = l.id AND m.alive)"
        "   OR EXISTS (SELECT 1 FROM log_client m WHERE m.service_log = l.id AND m.alive AND m.outcome = 'met'),"
        " l.case_stage, l.next_step, l.problem,"
        " (SELECT group_concat(g.position, ' ') FROM log_goal t JOIN case_goal g ON g.id = t.case_goal"
        "   WHERE t.alive AND g.alive AND t.service_log = l.id)"
        " FROM service_log l WHERE l.alive AND l.state <> 'draft' AND l.service_case = unhex(?)"
        " ORDER BY l.service_date, l.entered_at, l.id",
        (case,),
    )


def goals_of_log(connection: Connection, log: str) -> dict[str, bool]:
    """The goals an entry was ever said to touch: the goal's id, and whether it is still said."""
    found = connection.execute("SELECT lower(hex(case_goal)), alive FROM log_goal WHERE service_log = unhex(?)", (log,))
    return {goal: bool(alive) for goal, alive in found}


class Event(NamedTuple):
    """Something that was decided about a case: what group of it was set, when, by whom, to what."""

    group: str
    at: str
    worker: str | None
    values: dict[str, object]


_TOLD = ("state", "approval", "reopening", "agreement", "archive", "supervision")


def decisions(connection: Connection, case: str) -> list[Event]:
    """What was decided about a case in the order in which it was written, read off its change records."""
    found = connection.execute(
        "SELECT o.payload, o.at, s.name FROM op o LEFT JOIN staff s ON s.id = o.w"
        " WHERE o.k = unhex(?) AND o.t = 'service_case' AND o.payload IS NOT NULL"
        " AND o.id NOT IN (SELECT id FROM foreign_op) ORDER BY o.l, o.id",
        (case,),
    )
    out = []
    for payload, at, worker in found:
        said = orjson.loads(payload)
        out += [Event(group, at, worker, said[group]) for group in _TOLD if isinstance(said.get(group), dict)]
    return out


def archive_numbers(connection: Connection) -> list[str]:
    """All archive numbers that were given, of deleted cases too (a number is never given twice)."""
    found = connection.execute("SELECT archive_number FROM service_case WHERE archive_number IS NOT NULL")
    return [number for (number,) in found]
