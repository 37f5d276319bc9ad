"""Forms about groups and activities: what each begins with, and the operation that takes what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from screens.backend.seeing import seen_in, token
from screens.group_fields import FORMS
from screens.widgets.fields import SEEN

if TYPE_CHECKING:
    from db.queries.groups import SessionRow
    from swstation.operations.book import Book, Changes
    from swstation.sheets import Field

_SEES = frozenset({"group", "group.end", "activity", "activity.held", "activity.sum"})
"""Forms of one row that are told when somebody else changes it meanwhile."""


def typed_as(fields: Sequence[Field], values: Mapping[str, str]) -> dict[str, Any]:
    """Typed values as they are kept. Raises ``Refusal`` for one that cannot be read, or that is needed and empty."""
    from swstation.sheets.values import parse

    out: dict[str, Any] = {}
    for one in fields:
        out[one.name] = parse(one, values.get(one.name, ""))
        if one.required and out[one.name] is None:
            raise Refusal("form.required", field=one.name)
    return out


def begun(book: Book, form: str, row: str | None, number: int = 0) -> tuple[dict[str, str], dict[str, str]]:
    """What a form begins with, and the words of chosen rows."""
    from swstation.operations.sheets import Wording
    from swstation.sheets.values import shown

    table, fields = FORMS[form]
    values = _kept(book, form, table, row, number)
    typed = {one.name: shown(one, values.get(one.name)) for one in fields}
    wording = Wording(book)
    labels = {
        typed[one.name]: wording.row(one.table, typed[one.name])
        for one in fields
        if one.kind == "row" and typed[one.name]
    }
    if row is not None and form in _SEES:
        typed[SEEN] = token(book, table, row)
    return typed, labels


def _kept(book: Book, form: str, table: str, row: str | None, number: int) -> dict[str, Any]:
    from db.queries.registers import one_row
    from swstation.operations.groups import session_id

    today = book.source.now().date().isoformat()
    new: dict[str, dict[str, Any]] = {
        "group.new": {"opened_on": today, "worker": book.worker, "kind": "growth"}, "member.leave": {"left_on": today},
        "group.schedule": {"first_on": today, "every": 7}, "group.survey": {"surveyed_on": today},
        "activity.survey": {"surveyed_on": today}, "group.approve": {"approval": "submitted"},
        "activity.approve": {"approval": "submitted"},
    }  # fmt: skip
    if form in new:
        return new[form]
    if row is None:
        return {"held_on": today, "worker": book.worker}
    if table == "group_session":
        kept = one_row(book.connection, table, session_id(row, number)) or {}
        if form == "session.record" and not kept.get("held_on"):
            planned = kept.get("planned_on")
            on = planned if planned is not None and planned <= today else today
            said = {name: value for name, value in kept.items() if value is not None}
            return {"held_on": on, **_usual(book, row), **said}
        if form == "session.record" and kept.get("service_log"):
            return {**kept, "volunteers": _volunteers(book, kept["service_log"])}
        return kept
    return one_row(book.connection, table, row) or {}


def _volunteers(book: Book, log: str) -> int | None:
    from db.queries.logs import log_by_id

    found = log_by_id(book.connection, log)
    return found.volunteers if found else None


def _usual(book: Book, group: str) -> dict[str, Any]:
    # Length and place of the session before, and how many came without being members.
    from db.queries.groups import group_by_id, sessions

    held = [one for one in sessions(book.connection, group) if one.held_on]
    about = group_by_id(book.connection, group)
    place = about.place if about else None
    return {"minutes": held[-1].minutes if held else None, "place": (held[-1].place if held else None) or place}


def field_words(book: Book, row: SessionRow) -> list[tuple[str, str]]:
    """What is planned for a session and what was recorded, as labels and values."""
    from swstation.i18n import _

    money = _("{n} yuan").format(n=f"{row.spent_fen / 100:.2f}") if row.spent_fen else ""
    minutes = _("{n} min.").format(n=row.minutes) if row.minutes else ""
    facts = [
        (_("Planned for"), row.planned_on if not row.held_on else ""),
        (_("Topic"), row.topic),
        (_("Aims of the session"), row.aims),
        (_("Materials"), row.materials),
        (_("Session held on"), f"{row.held_on} {minutes}".strip() if row.held_on else ""),
        (_("Unnamed"), str(row.unnamed_heads) if row.unnamed_heads else ""),
        (_("Session record"), row.note),
        (_("Next step"), row.next_step),
        (_("Spent"), money),
    ]
    return [(label, value) for label, value in facts if value]


def saved_by(book: Book, form: str, row: str | None, values: Mapping[str, str], number: int = 0) -> tuple[str, Changes]:
    """Let the operation of a form take what was typed; gives the row's id and what changed."""
    given = typed_as(FORMS[form][1], values)
    seen = seen_in(values.get(SEEN, ""))
    if row is None:
        from swstation.operations.activities import plan_activity
        from swstation.operations.group_work import open_new_group

        return (open_new_group if form == "group.new" else plan_activity)(book, given)
    return row, _OPERATIONS[form](book, row, given, number, seen)


def _edit_group(book: Book, row: str, given: dict[str, Any], _number: int, seen: Any) -> Changes:
    from swstation.operations.group_work import edit_group

    return edit_group(book, row, given, seen=seen)


def _end_group(book: Book, row: str, given: dict[str, Any], _number: int, seen: Any) -> Changes:
    from swstation.operations.group_work import cancel_group, edit_group, end_group
    from swstation.operations.groups import need_group

    on, reason = given.pop("ended_on"), given.pop("end_reason")
    if on is None:
        return edit_group(book, row, given, seen=seen)
    if not need_group(book, row).held:
        return cancel_group(book, row, on, reason or "")
    return end_group(book, row, on, reason, given, seen=seen)


def _schedule(book: Book, row: str, given: dict[str, Any], _number: int, _seen: Any) -> Changes:
    from swstation.operations.group_work import plan_all_sessions

    return plan_all_sessions(book, row, given["first_on"], given["every"])


def _survey(table: str) -> Callable[..., Changes]:
    def save(book: Book, row: str, given: dict[str, Any], _number: int, _seen: Any) -> Changes:
        from swstation.operations.group_work import add_survey

        on = given.pop("surveyed_on")
        return add_survey(book, table, row, on, {name: value or 0 for name, value in given.items()})

    return save


def _approve(book: Book, row: str, given: dict[str, Any], _number: int, _seen: Any) -> Changes:
    from swstation.operations.group_work import approve_group

    on = book.source.now().date().isoformat()
    return approve_group(book, row, given["approval"], on, given["approval_reason"])


def _plan_session(book: Book, row: str, given: dict[str, Any], number: int, _seen: Any) -> Changes:
    from swstation.operations.group_work import plan_session

    return plan_session(book, row, number, given)


def _leave(book: Book, row: str, given: dict[str, Any], _number: int, _seen: Any) -> Changes:
    from db.queries.registers import one_row
    from swstation.operations.group_work import end_member

    member = one_row(book.connection, "group_member", row)
    if member is None:
        raise Refusal("group.no_member", field="member", token=row)
    return end_member(book, member["service_group"], row, given["left_on"], given["left_reason"])


def _edit_activity(book: Book, row: str, given: dict[str, Any], _number: int, seen: Any) -> Changes:
    from swstation.operations.activities import edit_activity

    return edit_activity(book, row, given, seen=seen)


def _hold(book: Book, row: str, given: dict[str, Any], _number: int, seen: Any) -> Changes:
    from swstation.operations.activities import hold_activity

    late = given.pop("late_reason")
    return hold_activity(book, row, given, seen=seen, late_reason=late)


def _approve_activity(book: Book, row: str, given: dict[str, Any], _number: int, _seen: Any) -> Changes:
    from swstation.operations.activities import approve_activity

    on = book.source.now().date().isoformat()
    return approve_activity(book, row, given["approval"], on, given["approval_reason"])


_OPERATIONS: dict[str, Callable[..., Changes]] = {
    "group": _edit_group, "group.end": _end_group, "group.schedule": _schedule, "group.approve": _approve,
    "group.survey": _survey("service_group"), "session.plan": _plan_session, "member.leave": _leave,
    "activity": _edit_activity, "activity.held": _hold, "activity.sum": _edit_activity,
    "activity.approve": _approve_activity, "activity.survey": _survey("activity"),
}  # fmt: skip
