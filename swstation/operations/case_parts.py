"""Writing the parts of a case file that are rows of their own: steps, sessions' goals, conferences, referrals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.ids import derived_id
from db.queries import casework
from db.queries.cases import case_by_id, goals
from swstation import lists
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.cases import check_case_open
from swstation.operations.clients import current_groups

if TYPE_CHECKING:
    from db.gateway import Change


def add_step(
    book: Book, case: str, step: str, *, due_on: str | None = None, goal: str | None = None
) -> tuple[str, Changes]:
    """Add a step to the plan of a case; gives its id. ``goal``: the goal it serves."""
    from db.gateway import Change

    check_case_open(book, case)
    if goal is not None:
        _check_goals(book, case, [goal])
    position = max((one.position for one in casework.steps(book.connection, case)), default=0) + 1
    row = book.source.row_id()
    groups: dict[str, dict[str, Any]] = {
        "ident": {"service_case": case, "position": position, "step": step, "case_goal": goal}
    }
    if due_on is not None:
        groups["progress"] = {"due_on": due_on}
    return row, do(book, N_("Step planned"), [Change("case_step", row, groups)])


def finish_step(book: Book, case: str, step: str, done_on: str, result: str | None = None) -> Changes:
    """Say that a step of the plan was done, and what came of it."""
    from db.gateway import Change

    check_case_open(book, case)
    if step not in {one.id for one in casework.steps(book.connection, case)}:
        raise Refusal("case.unknown_part", token=step)
    progress = {**current_groups(book, "case_step", step).get("progress", {}), "done_on": done_on, "result": result}
    return do(book, N_("Step done"), [Change("case_step", step, {"progress": progress})])


def hold_conference(
    book: Book, case: str, held_on: str, *, participants: str | None = None, content: str | None = None,
    decision: str | None = None,
) -> tuple[str, Changes]:  # fmt: skip
    """Write down a conference on a case; gives its id."""
    from db.gateway import Change

    check_case_open(book, case)
    row = book.source.row_id()
    said = {"participants": participants, "content": content, "decision": decision}
    groups: dict[str, dict[str, Any]] = {"ident": {"service_case": case, "held_on": held_on}, "content": said}
    return row, do(book, N_("Conference held"), [Change("case_conference", row, groups)])


def refer(
    book: Book,
    referred_on: str,
    receiver: str,
    *,
    case: str | None = None,
    client: str | None = None,
    consented: bool = False,
    receiving_person: str | None = None,
    phone: str | None = None,
    reason: str | None = None,
    answer_by: str | None = None,
    service_log: str | None = None,
) -> tuple[str, Changes]:
    """Refer a case or a client to somebody else; gives the referral's id. Refuses where nobody has consented."""
    from db.gateway import Change

    if not consented:
        raise Refusal("case.no_consent", field="consented")
    if case is not None:
        check_case_open(book, case)
        row = case_by_id(book.connection, case)
        only = (row.client_ids or "").split() if row else []
        client = client or (only[0] if len(only) == 1 else None)
    elif client is None:
        raise Refusal("case.nobody", field="client")
    referral = book.source.row_id()
    groups: dict[str, dict[str, Any]] = {
        "ident": {
            "client": client, "service_case": case, "service_log": service_log, "worker": book.worker,
            "referred_on": referred_on,
        },
        "destination": {"receiver": receiver, "receiving_person": receiving_person, "phone": phone},
        "reason": {"reason": reason, "consented": consented},
        "answer": {"answer_by": answer_by},
    }  # fmt: skip
    return referral, do(book, N_("Referred"), [Change("case_referral", referral, groups)], receiver)


def answer_referral(book: Book, referral: str, result: str, answered_on: str, *, note: str | None = None) -> Changes:
    """Write down what came of a referral: accepted, refused or no answer."""
    from db.gateway import Change

    if result not in lists.by_code("case_referral_result"):
        choices = list(lists.by_code("case_referral_result"))
        raise Refusal("value.code", field="result", token=result, choices=choices)
    current = _part(book, "case_referral", referral).get("answer", {})
    answer = {**current, "result": result, "answered_on": answered_on, "answer_note": note}
    return do(book, N_("Referral answered"), [Change("case_referral", referral, {"answer": answer})])


def follow_referral(book: Book, referral: str, followed_up_on: str, note: str | None = None) -> Changes:
    """Write down that somebody asked what became of a person who was referred."""
    from db.gateway import Change

    _part(book, "case_referral", referral)
    follow = {"followed_up_on": followed_up_on, "follow_note": note}
    return do(book, N_("Referral followed up"), [Change("case_referral", referral, {"follow": follow})])


def note_session(
    book: Book, log: str, *, next_step: str | None = None, touched: Sequence[str] = (), stage: str | None = None
) -> Changes:
    """Say of an entry on a case what comes next and which goals it touched (all of them: others are taken back).

    ``stage``: the stage it belongs to where it is not the one the case was in.
    """
    return do(book, N_("Session noted"), session_changes(book, log, next_step=next_step, touched=touched, stage=stage))


def session_changes(
    book: Book, log: str, *, next_step: str | None = None, touched: Sequence[str] = (), stage: str | None = None
) -> list[Change]:
    """The changes of ``note_session``. Refuses an entry without a case, an approved one, and a goal of another case."""
    from db.gateway import Change
    from db.queries.logs import log_by_id

    row = log_by_id(book.connection, log)
    if row is None:
        raise Refusal("log.unknown", token=log)
    if row.state == "approved":
        raise Refusal("log.locked")
    if row.service_case is None:
        raise Refusal("log.no_case")
    _check_goals(book, row.service_case, touched)
    case = case_by_id(book.connection, row.service_case)
    current = current_groups(book, "service_log", log).get("session", {})
    stage = stage or current.get("case_stage") or (case.stage if case else None)
    changes = [Change("service_log", log, {"session": {"case_stage": stage, "next_step": next_step}})]
    said = casework.goals_of_log(book.connection, log)
    for goal in dict.fromkeys(touched):
        if said.get(goal):
            continue
        link = derived_id("log_goal", log, goal)
        action = "restore" if goal in said else "set"
        changes.append(Change("log_goal", link, {"link": {"service_log": log, "case_goal": goal}}, action))
    gone = [goal for goal, still in said.items() if still and goal not in touched]
    return changes + [Change("log_goal", derived_id("log_goal", log, goal), {}, "delete") for goal in gone]


def _check_goals(book: Book, case: str, touched: Sequence[str]) -> None:
    known = {one.id for one in goals(book.connection, case)}
    for goal in touched:
        if goal not in known:
            raise Refusal("case.no_goal", field="case_goal", token=goal)


def _part(book: Book, table: str, row: str) -> dict[str, dict[str, Any]]:
    found = current_groups(book, table, row)
    if not found:
        raise Refusal("case.unknown_part", token=row)
    return found
