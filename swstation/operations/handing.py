"""Leaving and handing over: what a person has in hand, given to a colleague in one action that undo takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from db.errors import Refusal
from db.queries import handing as reads
from db.queries.people import StaffRow, assignments, staff_list
from db.queries.registers import rows_of
from db.queries.workers import held_posts
from db.store import Connection
from swstation import lists
from swstation.i18n import N_, _
from swstation.operations.book import Book, Changes, do
from swstation.operations.registers import row_changes

if TYPE_CHECKING:
    from db.gateway import Change
    from swstation.rules.due_item import DueItem

STEPS_BACK = timedelta(days=90)
"""How far back next steps are looked for: what is older was done or forgotten."""
AHEAD = 30
"""Days of due items that a handover names."""
REASONS = ("leaving", "transfer", "lent", "leave", "other")


@dataclass(frozen=True, slots=True)
class InHand:
    """What a person has in hand on a day. ``posts`` are ids of holdings that still run."""

    cases: Sequence[reads.HeldCase]
    clients: Sequence[reads.HeldRow]
    groups: Sequence[reads.HeldRow]
    unfinished: Sequence[reads.Unfinished]
    steps: Sequence[reads.NextStep]
    posts: Sequence[tuple[str, str]]
    due: Sequence[DueItem] = ()


def in_hand(connection: Connection, staff: str, on: date) -> InHand:
    """What a person has in hand, without what is due (``with_due`` adds it)."""
    running = [
        (one.id, one.title)
        for one in held_posts(connection, staff)
        if one.end_on is None or one.end_on > on.isoformat()
    ]
    return InHand(
        reads.held_cases(connection, staff),
        reads.held_clients(connection, staff),
        reads.held_groups(connection, staff),
        reads.unfinished_logs(connection, staff),
        reads.next_steps(connection, staff, (on - STEPS_BACK).isoformat()),
        running,
    )


def with_due(book: Book, staff: str, on: date) -> InHand:
    """What a person has in hand, with the visits, contacts and reviews that are due or come within a month."""
    from dataclasses import replace

    from swstation.operations.standing import due

    kinds = ("contact", "visit", "case_review")
    mine = [one for one in due(book, on, AHEAD) if one.worker_id == staff and one.kind in kinds]
    return replace(in_hand(book.connection, staff, on), due=mine)


def lines_of(held: InHand) -> list[tuple[str, list[str]]]:
    """What is in hand as headings with lines under them, in the current language; empty headings are left out."""
    cases = []
    for case in held.cases:
        parts = [case.number, case.clients or "", lists.label("stage", case.stage)]
        parts.append(_("next contact {day}").format(day=case.next_contact) if case.next_contact else "")
        parts.append(_("review {day}").format(day=case.review_due) if case.review_due else "")
        cases.append("  ".join(part for part in parts if part))
    states = {"draft": _("draft"), "returned": _("returned")}
    found = [
        (_("Open cases"), cases),
        (_("Groups"), ["  ".join(part for part in (one.where or "", one.name) if part) for one in held.groups]),
        (_("Clients"), ["  ".join(part for part in (one.name, one.where or "") if part) for one in held.clients]),
        (_("Due"), [f"{one.on.isoformat()}  {one.who}  {one.what}".replace("    ", "  ") for one in held.due]),
        (
            _("Promised next steps"),
            ["  ".join(part for part in (one.on, one.who or "", one.what) if part) for one in held.steps],
        ),
        (
            _("Drafts and returned entries"),
            [f"{one.on}  {lists.label('method', one.method)}  {states[one.state]}" for one in held.unfinished],
        ),
        (_("Posts"), [title for _id, title in held.posts]),
    ]
    return [(heading, lines) for heading, lines in found if lines]


def content_of(held: InHand) -> tuple[str, str]:
    """The text of a handover sheet: what is handed over, and what was promised."""
    promised = {_("Promised next steps"), _("Due")}
    content: list[str] = []
    promises: list[str] = []
    for heading, lines in lines_of(held):
        block = "\n".join((f"{heading}({len(lines)})", *(f"- {line}" for line in lines)))
        (promises if heading in promised else content).append(block)
    return "\n".join(content), "\n".join(promises)


def part(
    book: Book,
    staff: str,
    on: date,
    *,
    reason: str = "leaving",
    leaves: bool = True,
    words: str = "",
    receiver: str | None = None,
    cases: bool = True,
    clients: bool = True,
    keys: str = "",
    note: str = "",
) -> tuple[str, Changes]:
    """Write the handover sheet, give cases, groups and clients to ``receiver``, and let the person leave after ``on``.

    All of it is one action. Gives the sheet's id. ``reason`` is one of ``REASONS``; ``words`` are the reason in words;
    posts and the place of work end on the day somebody leaves. Refuses: nobody of that id, a receiver who is the same
    person, has left or is of another unit, cases without a receiver when the person leaves, a day before joining.
    """
    person = _person(book, staff)
    if reason not in REASONS:
        raise Refusal("value.code", field="reason", token=reason, choices=list(REASONS))
    if leaves and person.left_on is not None:
        raise Refusal("people.left_already", field="on", day=person.left_on)
    if person.joined_on is not None and on.isoformat() < person.joined_on:
        raise Refusal("people.leaves_before_joining", field="on", day=person.joined_on)
    held = with_due(book, staff, on)
    if receiver is not None:
        _check_receiver(book, person, receiver, on)
    elif leaves and held.cases:
        raise Refusal("people.cases_without_receiver", field="receiver", n=len(held.cases))
    content, promises = content_of(held)
    sheet, id = row_changes(
        book,
        "handover_sheet",
        None,
        {
            "giver": staff, "receiver": receiver, "handed_on": on.isoformat(), "reason": reason,
            "content": content or None, "promises": promises or None, "keys": keys.strip() or None,
            "note": note.strip() or None,
        },
    )  # fmt: skip
    changes = list(sheet)
    if receiver is not None:
        changes += _handed(book, held, receiver, cases, clients)
    if leaves:
        changes += _left(book, staff, on, words or lists.label("handover_sheet_reason", reason), held)
    return id, do(book, N_("Handed over"), changes, person.name)


def _person(book: Book, staff: str) -> StaffRow:
    found = next((one for one in staff_list(book.connection) if one.id == staff), None)
    if found is None:
        raise Refusal("people.unknown", token=staff)
    return found


def _check_receiver(book: Book, person: StaffRow, receiver: str, on: date) -> None:
    other = _person(book, receiver)
    if receiver == person.id:
        raise Refusal("people.receiver_self", field="receiver")
    if other.unit != person.unit:
        raise Refusal("people.receiver_elsewhere", field="receiver", name=other.name)
    if other.left_on is not None and other.left_on <= on.isoformat():
        raise Refusal("people.receiver_left", field="receiver", name=other.name, day=other.left_on)


def _handed(book: Book, held: InHand, receiver: str, cases: bool, clients: bool) -> list[Change]:
    moved = [("service_case", one.id) for one in held.cases if cases]
    moved += [("service_group", one.id) for one in held.groups if cases]
    moved += [("client", one.id) for one in held.clients if clients]
    return [change for table, row in moved for change in row_changes(book, table, row, {"worker": receiver})[0]]


def _left(book: Book, staff: str, on: date, words: str, held: InHand) -> list[Change]:
    day = on.isoformat()
    changes = row_changes(book, "staff", staff, {"left_on": day, "left_reason": words})[0]
    for holding, _title in held.posts:
        changes += row_changes(book, "post_holding", holding, {"end_on": day, "end_reason": words})[0]
    for one in assignments(book.connection, staff):
        if one.end_on is None:
            changes += row_changes(book, "assignment", one.id, {"end_on": day})[0]
    for field in ("mentor", "mentee"):
        for row in rows_of(book.connection, "mentoring", {field: staff}):
            if row["end_on"] is None and row["start_on"] <= day:
                changes += row_changes(book, "mentoring", row["id"], {"end_on": day})[0]
    return changes
