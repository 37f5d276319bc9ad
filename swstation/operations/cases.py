"""Writing cases: open, move on, change, goals, close, reopen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.ids import derived_id
from db.queries.cases import CaseRow, case_by_id, case_list, case_numbers
from swstation import lists
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
    "unit": "ident",
}  # fmt: skip
"""The field group of each field of a case that a form may change."""


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
    book: Book, case: str, stage: str, on: str, *, reason: str | None = None, next_contact: str | None = None
) -> Changes:
    """Move a case to a stage on a day. ``closure`` closes it; moving a closed case back to a stage reopens it."""
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
    if entry.code == "closure" and row.state != "closed":
        groups["state"] = {"state": "closed", "closed_on": on, "close_reason": reason or "goals_met"}
        groups["contact"] = {"next_contact": None}
    elif not entry.closes and row.state != "open":
        groups["state"] = {"state": "open"}
    if next_contact is not None:
        groups["contact"] = {"next_contact": next_contact}
    return do(book, N_("Case moved on"), [Change("service_case", case, groups)], entry.label)


def edit_case(book: Book, case: str, values: dict[str, Any], *, seen: Seen | None = None) -> Changes:
    """Change fields of an open case; a closed one is locked until it is reopened. ``seen`` as in ``edit_client``."""
    from db.gateway import Change

    row = case_by_id(book.connection, case)
    if row is None:
        raise Refusal("case.unknown", token=case)
    if row.state == "closed" and set(values) - {"satisfaction", "post_test"}:
        raise Refusal("case.locked")
    current = current_groups(book, "service_case", case)
    groups = {n: {**current.get(n, {}), **fields} for n, fields in grouped(values, GROUP_OF).items()}
    return do(book, N_("Case changed"), [Change("service_case", case, groups, seen=seen)])


def set_goal(book: Book, case: str, goal: str, *, baseline: str | None = None, target: str | None = None) -> Changes:
    """Add a goal to a case."""
    from db.gateway import Change
    from db.queries.cases import goals

    position = max((g.position for g in goals(book.connection, case)), default=0) + 1
    groups: dict[str, dict[str, Any]] = {
        "goal": {"service_case": case, "position": position, "goal": goal},
        "measure": {"baseline": baseline, "target": target},
    }
    return do(book, N_("Goal set"), [Change("case_goal", book.source.row_id(), groups)])


def score_goal(
    book: Book, goal: str, achieved: str, on: str, result: str | None = None, *, seen: Seen | None = None
) -> Changes:
    """Say how far a goal was reached: yes, partly, no."""
    from db.gateway import Change

    if achieved not in ("yes", "partly", "no"):
        raise Refusal("value.code", field="achieved", token=achieved)
    values = {"result": result, "achieved": achieved, "scored_on": on}
    return do(book, N_("Goal scored"), [Change("case_goal", goal, {"result": values}, seen=seen)])
