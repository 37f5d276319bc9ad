"""Writing clients, households, their categories and visit plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from db.errors import Invalid, Refusal
from db.ids import derived_id
from db.queries.clients import client_by_id, visit_plans
from swstation import lists
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do

if TYPE_CHECKING:
    from db.gateway import Change, Seen

GROUP_OF = {
    "name": "ident", "gender": "ident", "birth_date": "ident", "resident_id": "ident",
    "aliases": "alias", "phone": "contact",
    "village": "place", "village_name": "place", "address": "place", "residence": "place",
    "household": "household", "relation": "household",
    "ethnic_group": "living", "living_situation": "living", "self_care": "living",
    "disability_kind": "disability", "disability_grade": "disability", "health": "health",
    "guardian": "guardian", "guardian_relation": "guardian", "guardian_phone": "guardian",
    "emergency_contact": "emergency", "emergency_phone": "emergency",
    "attention_level": "attention", "worker": "worker",
    "opened_on": "file", "opened_by": "file", "source": "file", "file_state": "file", "ended_on": "file",
    "end_reason": "file", "risk_note": "tier", "risk_on": "tier",
}  # fmt: skip
"""The field group each field of a client belongs to."""


PERIODS = ("week", "month", "quarter", "half_year", "year")
"""In which a visit plan counts its visits."""


def grouped(values: dict[str, Any], group_of: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Fields sorted into their groups. Refuses a field that the register has not."""
    groups: dict[str, dict[str, Any]] = {}
    for field, value in values.items():
        if field not in group_of:
            raise Invalid("value.unknown_field", field=field)
        groups.setdefault(group_of[field], {})[field] = value
    return groups


def new_client_changes(
    book: Book, values: dict[str, Any], *, opened_on: str, source: str | None = None, categories: tuple[str, ...] = ()
) -> tuple[list[Change], str]:
    """The changes that open a file, and the client's id. Only the name is required."""
    from db.gateway import Change

    client = book.source.row_id()
    file = {"opened_on": opened_on, "opened_by": book.worker, "source": source, "file_state": "open"}
    groups = grouped({**file, **{k: v for k, v in values.items() if v is not None}}, GROUP_OF)
    changes = [Change("client", client, groups)]
    changes += [category_change(book, code, client=client, start_on=opened_on) for code in categories]
    return changes, client


def add_client(
    book: Book, values: dict[str, Any], *, opened_on: str, source: str | None = None, categories: tuple[str, ...] = ()
) -> tuple[str, Changes]:
    """Open a client's file; gives its id."""
    changes, client = new_client_changes(book, values, opened_on=opened_on, source=source, categories=categories)
    return client, do(book, N_("Client added"), changes)


def edit_client(book: Book, client: str, values: dict[str, Any], *, seen: Seen | None = None) -> Changes:
    """Change fields of a client; fields of the same group that are not given keep what they have.

    ``seen``: the heads whoever typed this saw; refuses ``record.changed_meanwhile`` where they are others by now.
    """
    from db.gateway import Change

    row = client_by_id(book.connection, client, date.max.isoformat())
    if row is None:
        raise Refusal("client.unknown", token=client)
    current = current_groups(book, "client", client)
    changed = grouped(values, GROUP_OF)
    groups = {name: {**current.get(name, {}), **fields} for name, fields in changed.items()}
    return do(book, N_("Client changed"), [Change("client", client, groups, seen=seen)])


def current_groups(book: Book, table: str, row: str) -> dict[str, dict[str, Any]]:
    """The values of each group of a row as they are shown now."""
    from db.fold import heads
    from db.gateway import counted_ops

    live = heads(counted_ops(book.connection, table, bytes.fromhex(row)))
    return {name: ops[0].groups[name] for name, ops in live.items()}


def end_file(book: Book, client: str, ended_on: str, reason: str, *, seen: Seen | None = None) -> Changes:
    """End a client's file (moved, died, no more need, other). ``seen`` as in ``edit_client``."""
    return edit_client(book, client, {"file_state": "ended", "ended_on": ended_on, "end_reason": reason}, seen=seen)


def category_change(
    book: Book,
    category: str,
    *,
    client: str | None = None,
    household: str | None = None,
    start_on: str | None = None,
    level: str | None = None,
) -> Change:
    """The change that puts a person or a household into a category."""
    from db.gateway import Change

    if category not in lists.by_code("category"):
        raise Refusal("value.code", field="category", token=category)
    ident = {"client": client, "household": household, "category": category, "level": level, "start_on": start_on}
    return Change("client_category", book.source.row_id(), {"ident": ident})


def add_category(book: Book, client: str, category: str, start_on: str) -> Changes:
    """Put a client into a category from a day on."""
    return do(book, N_("Category added"), [category_change(book, category, client=client, start_on=start_on)])


def end_category(book: Book, category: str, end_on: str) -> Changes:
    """End a category (by its row id) on a day."""
    from db.gateway import Change

    current = current_groups(book, "client_category", category).get("ident")
    if current is None:
        raise Refusal("client.unknown", token=category)
    return do(
        book, N_("Category ended"), [Change("client_category", category, {"ident": {**current, "end_on": end_on}})]
    )


def delete_client(book: Book, client: str) -> Changes:
    """Delete a client's file (it can be restored); the logs that name the person stay."""
    from db.gateway import Change

    return do(book, N_("Client deleted"), [Change("client", client, {}, "delete")])


def visit_plan_change(
    book: Book,
    *,
    times: int,
    period: str,
    start_on: str,
    category: str | None = None,
    attention_level: str | None = None,
    client: str | None = None,
    allow_phone: bool = False,
    end_on: str | None = None,
    clause: str | None = None,
) -> Change:
    """The change that sets how often whom: a category, an attention level or one client."""
    from db.gateway import Change

    subject = category or attention_level or client
    if subject is None:
        raise Refusal("client.plan_for_nobody")
    if period not in PERIODS:
        raise Refusal("value.code", field="period", token=period, choices=PERIODS)
    return Change(
        "visit_plan",
        derived_id("visit_plan", book.unit, subject, start_on),
        {
            "scope": {"unit": book.unit, "category": category, "attention_level": attention_level, "client": client},
            "frequency": {
                "times": times, "period": period, "allow_phone": allow_phone, "start_on": start_on, "end_on": end_on,
            },
            "basis": {"clause": clause, "decided_on": start_on},
        },
    )  # fmt: skip


def set_visit_plan(book: Book, *, seen: Seen | None = None, **plan: Any) -> tuple[str, Changes]:
    """Set how often whom, see ``visit_plan_change``; gives the plan's id. ``seen`` as in ``edit_client``."""
    change = replace(visit_plan_change(book, **plan), seen=seen)
    return change.row, do(book, N_("Visit plan set"), [change])


def end_visit_plan(book: Book, plan: str, end_on: str, *, seen: Seen | None = None) -> Changes:
    """End a visit plan (by its row id) on a day. Refuses one that is not there, and a day before its first."""
    from db.gateway import Change

    if plan not in {row.id for row in visit_plans(book.connection)}:
        raise Refusal("client.unknown_plan", token=plan)
    current = current_groups(book, "visit_plan", plan)["frequency"]
    ended = Change("visit_plan", plan, {"frequency": {**current, "end_on": end_on}}, seen=seen)
    return do(book, N_("Visit plan ended"), [ended])
