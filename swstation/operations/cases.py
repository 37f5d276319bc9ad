"""Writing cases: open, move on, change, goals, close, reopen.

A case is closed through the gate (``rules.case_closing``): what the standard asks for is there, or a lead closes it all
the same and says why. What is closed waits for approval and is locked, until it is reopened or returned to be mended.
An open case whose file was approved keeps what was approved.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from db.errors import Refusal
from db.ids import derived_id
from db.queries.cases import CaseRow, case_by_id, case_list, case_numbers
from swstation import lists, standards
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.clients import current_groups, grouped
from swstation.operations.numbers import case_number, next_counter, short

if TYPE_CHECKING:
    from db.gateway import Change, Seen

_SHORT = re.compile(r"([A-Z])?(\d{1,9})", re.ASCII)
GROUP_OF = {
    "worker": "worker", "problem": "problem", "assessment": "assessment", "plan": "plan", "risk": "risk",
    "pre_test": "tests", "post_test": "tests", "review_due": "review", "next_contact": "contact",
    "satisfaction": "satisfaction", "field": "ident", "source": "ident", "opened_on": "ident", "number": "ident",
    "unit": "ident", "agreed_on": "agreement", "agreement_form": "agreement", "summary": "summary",
    "effect": "summary", "follow_up_due": "following",
}  # fmt: skip
"""The field group of each field of a case that a form may change."""
AFTER_CLOSING: Final = frozenset({"satisfaction", "post_test", "follow_up_due"})
"""What is still written once a case is closed: what one hears from people afterwards."""
APPROVED: Final = frozenset(
    {"number", "unit", "opened_on", "field", "source", "problem", "assessment", "plan", "agreed_on", "agreement_form"}
)
"""What an approval of an open case keeps as it is: the parts before the work itself."""


def open_case_changes(
    book: Book,
    clients: Sequence[str],
    *,
    opened_on: str,
    field: str | None = None,
    problem: str | None = None,
    next_contact: str | None = None,
    worker: str | None = None,
    stage: str = "intake",
    closed_on: str | None = None,
    number: str | None = None,
) -> tuple[list[Change], str]:
    """The changes that open a case, and its id."""
    from db.gateway import Change

    if not clients:
        raise Refusal("case.nobody", field="client")
    entry = lists.by_code("stage").get(stage)
    if entry is None:
        raise Refusal("case.stage", field="stage", token=stage)
    case = book.source.row_id()
    number = number or case_number(
        book.unit,
        int(opened_on[:4]),
        book.letter or "A",
        next_counter(case_numbers(book.connection), book.unit, book.letter or "A"),
    )
    closed = entry.closes or closed_on is not None
    groups: dict[str, dict[str, Any]] = {
        "ident": {"number": number, "unit": book.unit, "opened_on": opened_on, "field": field},
        "worker": {"worker": worker or book.worker},
        "stage": {"stage": stage, "stage_on": closed_on or opened_on},
        "state": {"state": "closed", "closed_on": closed_on or opened_on} if closed else {"state": "open"},
    }
    if problem:
        groups["problem"] = {"problem": problem}
    if next_contact:
        groups["contact"] = {"next_contact": next_contact}
    changes = [Change("service_case", case, groups)]
    for client in dict.fromkeys(clients):
        link = {"service_case": case, "client": client}
        changes.append(Change("case_client", derived_id("case_client", case, client), {"link": link}))
    return changes, case


def open_case(book: Book, clients: Sequence[str], *, opened_on: str, **details: Any) -> tuple[str, Changes]:
    """Open a case for one or more clients; gives its id."""
    changes, case = open_case_changes(book, clients, opened_on=opened_on, **details)
    return case, do(book, N_("Case opened"), changes)


def find_case(book: Book, typed: str, cases: Sequence[CaseRow] | None = None) -> CaseRow:
    """The case a worker means by its number, its short number (``12``, ``B12``, ``&12``) or its row id.

    ``cases``: all of them, where they are at hand already.
    """
    typed = unicodedata.normalize("NFKC", typed).strip().lstrip("&")
    match = _SHORT.fullmatch(typed.upper())
    wanted = (match[1] or book.letter or "A", int(match[2])) if match else None
    found = []
    for case in case_list(book.connection) if cases is None else cases:
        if typed in (case.number, case.id):
            return case
        if wanted is not None and short(case.number) == wanted:
            found.append(case)
    if not found:
        raise Refusal("case.unknown", token=typed)
    if len(found) > 1:
        raise Refusal("case.several", token=typed, choices=[case.number for case in found])
    return found[0]


def move_case(
    book: Book,
    case: str,
    stage: str,
    on: str,
    *,
    reason: str | None = None,
    next_contact: str | None = None,
    anyway: str | None = None,
    because: str | None = None,
) -> Changes:
    """Move a case to a stage on a day. ``closure`` closes it; moving a closed case back to a stage reopens it.

    ``reason``: code of why it is closed; ``anyway``: why it is closed although something is missing (a lead's word);
    ``because``: why a closed case is reopened. Refuses ``case.gate`` where the standard's parts are missing.
    """
    from db.gateway import Change

    row = case_by_id(book.connection, case)
    if row is None:
        raise Refusal("case.unknown", token=case)
    entry = lists.find("stage", stage)
    if entry is None:
        raise Refusal("case.stage", field="stage", token=stage, choices=[e.code for e in lists.entries("stage")])
    if on < row.opened_on:
        raise Refusal("case.before_opening", field="stage_on", opened=row.opened_on)
    groups: dict[str, dict[str, Any]] = {"stage": {"stage": entry.code, "stage_on": on}}
    name = N_("Case moved on")
    if entry.closes and row.state not in ("closed", "transferred"):
        groups |= _closing(book, case, on, reason or "goals_met", anyway)
        name = N_("Case closed")
    elif not entry.closes and row.state != "open":
        if not (because or "").strip():
            raise Refusal("case.reopen_reason", field="reopen_reason")
        groups["state"] = {"state": "open"}
        groups["reopening"] = {"reopened_on": on, "reopen_reason": because}
        groups["approval"] = {}
        name = N_("Case reopened")
    if next_contact is not None:
        groups["contact"] = {"next_contact": next_contact}
    return do(book, name, [Change("service_case", case, groups)], entry.label)


def _closing(book: Book, case: str, on: str, reason: str, anyway: str | None) -> dict[str, dict[str, Any]]:
    """The groups that close a case: locked, waiting for approval; closed in spite of gaps, the lead's word is that."""
    from swstation.operations.approvers import is_lead
    from swstation.operations.case_file import gaps_of
    from swstation.rules.case_closing import holding_up

    day = date.fromisoformat(on)
    missing = holding_up(gaps_of(book.connection, case, day))
    approval: dict[str, Any] = {"approval": "submitted"}
    if missing:
        if not (anyway or "").strip():
            words = "、".join(gap.requirement.label for gap in missing)
            codes = [gap.requirement.code for gap in missing]
            raise Refusal("case.gate", choices=codes, missing=words, standard=standards.closing().title)
        if not is_lead(book, on):
            raise Refusal("case.gate_lead")
        approval = {
            "approval": "approved", "approved_by": book.worker, "approved_on": on, "approval_reason": anyway,
        }  # fmt: skip
    groups: dict[str, dict[str, Any]] = {
        "state": {"state": "closed", "closed_on": on, "close_reason": reason},
        "contact": {"next_contact": None},
        "approval": approval,
    }
    if current_groups(book, "service_case", case).get("following", {}).get("follow_up_due") is None:
        after = day + timedelta(days=standards.case_days().follow_up_days)
        groups["following"] = {"follow_up_due": after.isoformat()}
    return groups


def check_open(state: str, approval: str | None, fields: Mapping[str, Any] | frozenset[str]) -> None:
    """Refuse changes of a file that is locked: closed (but not returned), or approved as far as it was approved."""
    named = set(fields)
    if state == "closed" and approval != "returned" and named - AFTER_CLOSING:
        raise Refusal("case.locked")
    if approval == "approved" and named & APPROVED:
        raise Refusal("case.approved")


def edit_case(book: Book, case: str, values: dict[str, Any], *, seen: Seen | None = None) -> Changes:
    """Change fields of an open case; a closed one is locked until it is reopened. ``seen`` as in ``edit_client``."""
    from db.gateway import Change

    row = case_by_id(book.connection, case)
    if row is None:
        raise Refusal("case.unknown", token=case)
    current = current_groups(book, "service_case", case)
    check_open(row.state, current.get("approval", {}).get("approval"), values)
    groups = {n: {**current.get(n, {}), **fields} for n, fields in grouped(values, GROUP_OF).items()}
    return do(book, N_("Case changed"), [Change("service_case", case, groups, seen=seen)])


def check_case_open(book: Book, case: str, *fields: str) -> None:
    """Refuse to add to a case that is not there, or is locked (``fields``: what would change, if it was approved)."""
    row = case_by_id(book.connection, case)
    if row is None:
        raise Refusal("case.unknown", token=case)
    approval = current_groups(book, "service_case", case).get("approval", {}).get("approval")
    check_open(row.state, approval, frozenset(fields or ("sessions",)))


def set_goal(
    book: Book,
    case: str,
    goal: str,
    *,
    baseline: str | None = None,
    target: str | None = None,
    baseline_score: int | None = None,
    target_score: int | None = None,
) -> Changes:
    """Add a goal to a case. Scores are tenths of a point: how it is now, and what is wanted."""
    from db.gateway import Change
    from db.queries.cases import goals

    check_case_open(book, case)
    position = max((g.position for g in goals(book.connection, case)), default=0) + 1
    groups: dict[str, dict[str, Any]] = {
        "goal": {"service_case": case, "position": position, "goal": goal},
        "measure": {"baseline": baseline, "target": target},
    }
    if baseline_score is not None or target_score is not None:
        groups["score"] = {"baseline_score": baseline_score, "target_score": target_score}
    return do(book, N_("Goal set"), [Change("case_goal", book.source.row_id(), groups)])


def score_goal(
    book: Book,
    goal: str,
    achieved: str,
    on: str,
    result: str | None = None,
    *,
    result_score: int | None = None,
    seen: Seen | None = None,
) -> Changes:
    """Say how far a goal was reached: yes, partly, no; ``result_score`` in tenths of a point."""
    from db.gateway import Change

    if achieved not in ("yes", "partly", "no"):
        raise Refusal("value.code", field="achieved", token=achieved)
    groups: dict[str, dict[str, Any]] = {"result": {"result": result, "achieved": achieved, "scored_on": on}}
    if result_score is not None:
        current = current_groups(book, "case_goal", goal).get("score", {})
        groups["score"] = {**current, "result_score": result_score}
    return do(book, N_("Goal scored"), [Change("case_goal", goal, groups, seen=seen)])
