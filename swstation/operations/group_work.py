"""A group from its plan to its end: opened, recruited for, planned session by session, summed up, ended, approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.queries.groups import group_numbers, is_gone, members, session_by_id, sessions, surveys
from swstation import lists
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.clients import current_groups, grouped
from swstation.operations.groups import member_changes, need_group, open_group, session_id
from swstation.operations.numbers import GROUP, next_titled, titled_number
from swstation.rules.group_gate import GroupFacts, Missing, SessionFacts, missing
from swstation.rules.surveys import ANSWERS, check_survey

if TYPE_CHECKING:
    from db.gateway import Change, Seen

GROUP_OF = {
    "title": "ident", "kind": "ident", "opened_on": "ident", "field": "ident", "number": "ident", "unit": "ident",
    "worker": "worker", "co_worker": "worker", "aims": "plan", "theory": "plan", "target": "plan",
    "planned_sessions": "plan", "place": "plan", "budget_fen": "plan", "recruitment": "recruitment",
    "wanted": "recruitment", "recruit_from": "recruitment", "recruit_to": "recruitment", "summary": "summary",
    "effect": "summary", "pre_test": "summary", "post_test": "summary", "spent_fen": "summary",
}  # fmt: skip
"""The field group of each field of a group that a form may change."""
APPROVALS = ("submitted", "approved", "returned")


def new_group_changes(book: Book, values: dict[str, Any]) -> tuple[list[Change], str]:
    """The changes that open a group in its preparation, and its id. Title, kind and day are required."""
    from db.gateway import Change

    _check(values)
    group, letter, on = book.source.row_id(), book.letter or "A", str(values["opened_on"])
    counter = next_titled(group_numbers(book.connection), GROUP, book.unit, letter)
    given = {
        "number": titled_number(GROUP, book.unit, int(on[:4]), letter, counter), "unit": book.unit,
        "worker": book.worker, **{field: value for field, value in values.items() if value is not None},
    }  # fmt: skip
    groups = grouped(given, GROUP_OF)
    groups |= {"phase": {"phase": "preparation", "phase_on": on}, "state": {"state": "open"}}
    return [Change("service_group", group, groups)], group


def open_new_group(book: Book, values: dict[str, Any]) -> tuple[str, Changes]:
    """Open a group; gives its id."""
    changes, group = new_group_changes(book, values)
    return group, do(book, N_("Group opened"), changes, str(values["title"]))


def edit_group(book: Book, group: str, values: dict[str, Any], *, seen: Seen | None = None) -> Changes:
    """Change fields of a group in hand. ``seen`` as in ``edit_client``."""
    from db.gateway import Change

    row = open_group(book, group)
    _check({"title": row.title, "kind": row.kind, "opened_on": row.opened_on, **values})
    current = current_groups(book, "service_group", group)
    groups = {n: {**current.get(n, {}), **fields} for n, fields in grouped(values, GROUP_OF).items()}
    return do(book, N_("Group changed"), [Change("service_group", group, groups, seen=seen)], row.title)


def add_members(
    book: Book, group: str, clients: Sequence[str] = (), names: Sequence[str] = (), joined_on: str | None = None
) -> Changes:
    """Take people into a group: clients on file, and names of people who have no file. Members are left as they are."""
    row = open_group(book, group)
    there = members(book.connection, group)
    on_list = {one.client for one in there} | {one.name for one in there if one.client is None}
    changes: list[Change] = []
    for client in dict.fromkeys(clients):
        if client not in on_list:
            changes += member_changes(book, group, client=client, joined_on=joined_on)[0]
    for name in dict.fromkeys(one.strip() for one in names):
        if name and name not in on_list:
            changes += member_changes(book, group, name=name, joined_on=joined_on)[0]
    return do(book, N_("Members added"), changes, row.title)


def end_member(book: Book, group: str, member: str, left_on: str, reason: str | None = None) -> Changes:
    """Say that a member left; what was recorded of the sessions stays."""
    from db.gateway import Change

    row = open_group(book, group)
    found = next((one for one in members(book.connection, group) if one.id == member), None)
    if found is None:
        raise Refusal("group.no_member", field="member", token=member)
    period = {"joined_on": found.joined_on, "left_on": left_on, "left_reason": reason}
    return do(book, N_("Member left"), [Change("group_member", member, {"period": period})], row.title)


def delete_member(book: Book, group: str, member: str) -> Changes:
    """Take somebody off the list who was at no session. Refuses one who was: that member can only leave."""
    from db.gateway import Change

    row = open_group(book, group)
    found = next((one for one in members(book.connection, group) if one.id == member), None)
    if found is None:
        raise Refusal("group.no_member", field="member", token=member)
    if found.present + found.absent + found.leave:
        raise Refusal("group.member_was_there", field="member", token=found.name)
    return do(book, N_("Member taken off"), [Change("group_member", member, {}, "delete")], row.title)


def plan_session(book: Book, group: str, session_no: int, values: dict[str, Any]) -> Changes:
    """Plan a session: day, topic, aims, materials. Its record, if there is one, stays as it is."""
    from db.gateway import Change

    row = open_group(book, group)
    session = session_id(group, session_no)
    changes = (
        [Change("group_session", session, {}, "restore")] if is_gone(book.connection, "group_session", session) else []
    )
    old = session_by_id(book.connection, session)
    plan = {field: getattr(old, field) if old else None for field in ("planned_on", "topic", "aims", "materials")}
    groups = {"ident": {"service_group": group, "session_no": session_no}, "plan": {**plan, **values}}
    return do(book, N_("Session planned"), [*changes, Change("group_session", session, groups)], row.title)


def plan_all_sessions(book: Book, group: str, first_on: str, every_days: int) -> Changes:
    """Plan a day for each session that has none, ``every_days`` apart from the day of the first one on."""
    from db.gateway import Change

    row = open_group(book, group)
    known = {one.session_no: one for one in sessions(book.connection, group)}
    changes = []
    for number in range(1, (row.planned_sessions or 0) + 1):
        old = known.get(number)
        if old is not None and (old.held_on or old.planned_on):
            continue
        session = session_id(group, number)
        if is_gone(book.connection, "group_session", session):
            changes.append(Change("group_session", session, {}, "restore"))
        on = date.fromisoformat(first_on) + timedelta(days=every_days * (number - 1))
        plan = {field: getattr(old, field) if old else None for field in ("topic", "aims", "materials")}
        groups = {
            "ident": {"service_group": group, "session_no": number}, "plan": {**plan, "planned_on": on.isoformat()},
        }  # fmt: skip
        changes.append(Change("group_session", session, groups))
    if not changes:
        raise Refusal("group.nothing_to_plan", token=row.title)
    return do(book, N_("Sessions planned"), changes, row.title)


def move_phase(book: Book, group: str, phase: str, on: str) -> Changes:
    """Let a group go on to another phase (MZ/T 095-2017) on a day."""
    from db.gateway import Change

    row = open_group(book, group)
    if phase not in lists.by_code("service_group_phase"):
        raise Refusal("value.code", field="phase", token=phase)
    if on < row.opened_on:
        raise Refusal("group.before_opening", field="phase_on", opened=row.opened_on)
    change = Change("service_group", group, {"phase": {"phase": phase, "phase_on": on}})
    return do(book, N_("Group moved on"), [change], row.title)


def approval_change(
    book: Book, table: str, row: str, approval: str, on: str, reason: str | None, by: str | None = None
) -> Change:
    """The change that submits, approves or returns. Refuses to return without a reason."""
    from db.gateway import Change

    if approval not in APPROVALS:
        raise Refusal("value.code", field="approval", token=approval, choices=APPROVALS)
    if approval == "returned" and not reason:
        raise Refusal("group.return_reason", field="approval_reason")
    said = {"approval": approval, "approval_reason": reason}
    if approval != "submitted":
        said |= {"approved_by": by or book.worker, "approved_on": on}
    return Change(table, row, {"approval": said})


def approve_group(book: Book, group: str, approval: str, on: str, reason: str | None = None) -> Changes:
    """Submit, approve or return a group."""
    row = need_group(book, group)
    return do(
        book, N_("Approval recorded"), [approval_change(book, "service_group", group, approval, on, reason)], row.title
    )


def group_gaps(book: Book, group: str, values: dict[str, Any] | None = None) -> tuple[Missing, ...]:
    """What a group still lacks before it may end. ``values``: fields that are about to be written."""
    row = need_group(book, group)._replace(**(values or {}))
    held = [one for one in sessions(book.connection, group) if one.held_on]
    facts = GroupFacts(
        aims=bool(row.aims), summary=bool(row.summary), effect=bool(row.effect),
        members=len(members(book.connection, group)), planned=row.planned_sessions or 0,
        surveyed=any(one.returned for one in surveys(book.connection, "service_group", group)),
        sessions=tuple(
            SessionFacts(one.session_no, bool(one.note), one.present + (one.unnamed_heads or 0)) for one in held
        ),
    )  # fmt: skip
    return missing(facts)


def end_group(
    book: Book, group: str, on: str, reason: str | None = None, values: dict[str, Any] | None = None,
    *, seen: Seen | None = None,
) -> Changes:  # fmt: skip
    """End a group, with its summary in ``values``. Refuses while something is missing; fewer sessions than planned
    only need a reason. ``seen`` as in ``edit_client``.
    """
    from db.gateway import Change

    row = open_group(book, group)
    last = row.last_held or row.opened_on
    if on < last:
        raise Refusal("group.before_last", field="ended_on", last=last)
    gaps = [one for one in group_gaps(book, group, values) if not (one.code == "fewer" and reason)]
    if gaps:
        raise Refusal("group.gaps", n=len(gaps), token=row.title, choices=tuple(one.code for one in gaps))
    groups: dict[str, dict[str, Any]] = {
        "state": {"state": "ended", "ended_on": on, "end_reason": reason}, "phase": {"phase": "ending", "phase_on": on},
    }  # fmt: skip
    current = current_groups(book, "service_group", group)
    groups |= {n: {**current.get(n, {}), **fields} for n, fields in grouped(values or {}, GROUP_OF).items()}
    return do(book, N_("Group ended"), [Change("service_group", group, groups, seen=seen)], row.title)


def cancel_group(book: Book, group: str, on: str, reason: str) -> Changes:
    """Give up a group that held no session. Refuses without a reason, and one that met: that one ends."""
    from db.gateway import Change

    row = open_group(book, group)
    if row.held:
        raise Refusal("group.has_met", token=row.title)
    if not reason:
        raise Refusal("form.required", field="end_reason")
    state = {"state": "cancelled", "ended_on": on, "end_reason": reason}
    return do(book, N_("Group given up"), [Change("service_group", group, {"state": state})], row.title)


def reopen_group(book: Book, group: str, on: str) -> Changes:
    """Take an ended or cancelled group in hand again, to be corrected."""
    from db.gateway import Change

    row = need_group(book, group)
    if row.state == "open":
        return Changes(N_("Group taken up again"))
    phase = "ending" if row.held else "preparation"
    groups = {"state": {"state": "open"}, "phase": {"phase": phase, "phase_on": on}}
    return do(book, N_("Group taken up again"), [Change("service_group", group, groups)], row.title)


def survey_changes(book: Book, table: str, subject: str, surveyed_on: str, counts: dict[str, int]) -> list[Change]:
    """The changes that record a satisfaction survey. Refuses more answers than came back, and more back than sent."""
    from db.gateway import Change

    filled = {name: counts.get(name, 0) for name in ("sent", "returned", *ANSWERS)}
    check_survey(filled)
    ident = {"unit": book.unit, "subject_table": table, "subject": subject, "surveyed_on": surveyed_on}
    return [Change("satisfaction_survey", book.source.row_id(), {"ident": ident, "counts": filled})]


def add_survey(book: Book, table: str, subject: str, surveyed_on: str, counts: dict[str, int]) -> Changes:
    """Record how satisfied people were with a group or an activity."""
    return do(book, N_("Survey recorded"), survey_changes(book, table, subject, surveyed_on, counts))


def _check(values: dict[str, Any]) -> None:
    for field in ("title", "kind", "opened_on"):
        if not values.get(field):
            raise Refusal("form.required", field=field)
    if values["kind"] not in lists.by_code("service_group_kind"):
        raise Refusal("value.code", field="kind", token=values["kind"])
