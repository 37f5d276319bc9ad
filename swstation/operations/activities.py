"""Community activities: planned, held, summed up; the entries of the log that name one say the same of it.

An activity is counted once, from here. What the first entry tells (heads, volunteers, length) fills what is empty and
follows that entry when it is corrected; what others wrote is never written over.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.queries.activities import ActivityRow, activity_by_id, activity_numbers, logs_of_activity
from swstation import lists
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.clients import current_groups, grouped
from swstation.operations.logs import LogInput
from swstation.operations.numbers import ACTIVITY, next_titled, titled_number

if TYPE_CHECKING:
    from db.gateway import Change, Seen
    from db.queries.logs import LogRow

METHOD = "activity"
GROUP_OF = {
    "title": "ident", "kind": "ident", "held_on": "ident", "field": "ident", "number": "ident", "unit": "ident",
    "worker": "worker", "plan": "plan", "aims": "plan", "target": "plan", "planned_heads": "plan",
    "budget_fen": "plan", "village": "place", "village_name": "place", "place": "place",
    "heads": "outcome", "volunteers": "outcome", "minutes": "outcome", "partners": "outcome",
    "spent_fen": "outcome", "note": "outcome", "summary": "summary", "effect": "summary",
}  # fmt: skip
"""The field group of each field of an activity that a form may change."""
_TOLD = ("heads", "volunteers", "minutes")


def need_activity(book: Book, activity: str) -> ActivityRow:
    """An activity. Refuses one that is not there."""
    row = activity_by_id(book.connection, activity)
    if row is None:
        raise Refusal("activity.unknown", token=activity)
    return row


def new_activity_changes(book: Book, values: dict[str, Any], *, state: str = "planned") -> tuple[list[Change], str]:
    """The changes that plan an activity, and its id. A title and a day are required."""
    from db.gateway import Change

    _check(values)
    activity, letter = book.source.row_id(), book.letter or "A"
    year = int(str(values["held_on"])[:4])
    counter = next_titled(activity_numbers(book.connection), ACTIVITY, book.unit, letter)
    given = {
        "number": titled_number(ACTIVITY, book.unit, year, letter, counter), "unit": book.unit, "worker": book.worker,
        **{field: value for field, value in values.items() if value is not None},
    }  # fmt: skip
    return [Change("activity", activity, {**grouped(given, GROUP_OF), "state": {"state": state}})], activity


def plan_activity(book: Book, values: dict[str, Any]) -> tuple[str, Changes]:
    """Plan an activity; gives its id."""
    changes, activity = new_activity_changes(book, values)
    return activity, do(book, N_("Activity planned"), changes, str(values["title"]))


def edit_activity(
    book: Book, activity: str, values: dict[str, Any], *, seen: Seen | None = None, late_reason: str | None = None
) -> Changes:
    """Change fields of an activity; its entry of the log follows where it tells the same.

    ``seen`` as in ``edit_client``, ``late_reason`` as in ``LogInput``.
    """
    from db.gateway import Change

    row = need_activity(book, activity)
    _check({"title": row.title, "held_on": row.held_on, **values})
    changes = [Change("activity", activity, _merged(book, activity, values), seen=seen)]
    if row.state == "held" and values.keys() & {*_TOLD, "held_on", "note", "title"}:
        changes += _entry_changes(book, row, values, late_reason)
    return do(book, N_("Activity changed"), changes, row.title)


def hold_activity(
    book: Book, activity: str, values: dict[str, Any], *, seen: Seen | None = None, late_reason: str | None = None
) -> Changes:
    """Say that an activity was held, with heads, volunteers, length, partners, money; its entry is written with it."""
    from db.gateway import Change

    row = need_activity(book, activity)
    _check({"title": row.title, "held_on": row.held_on, **values})
    groups = {**_merged(book, activity, values), "state": {"state": "held"}}
    entry = _entry_changes(book, row, values, late_reason)
    changes = [Change("activity", activity, groups, seen=seen), *entry]
    return do(book, N_("Activity held"), changes, row.title)


def cancel_activity(book: Book, activity: str) -> Changes:
    """Say that an activity does not take place. Refuses one that the log says was held."""
    from db.gateway import Change

    row = need_activity(book, activity)
    if logs_of_activity(book.connection, activity, row.unit):
        raise Refusal("activity.logged", token=row.title)
    return do(
        book, N_("Activity cancelled"), [Change("activity", activity, {"state": {"state": "cancelled"}})], row.title
    )


def replan_activity(book: Book, activity: str) -> Changes:
    """Take up a cancelled activity again."""
    from db.gateway import Change

    row = need_activity(book, activity)
    change = Change("activity", activity, {"state": {"state": "planned"}})
    return do(book, N_("Activity planned"), [change] if row.state == "cancelled" else [], row.title)


def activity_from_log_changes(book: Book, log: str, entry: LogInput, before: LogRow | None = None) -> list[Change]:
    """The changes that let an activity say what an entry tells of it; ``before``: what the entry said till now.

    An activity that an entry named and no longer names forgets what it told. Refuses a cancelled one.
    """
    from db.gateway import Change

    changes: list[Change] = []
    tells = entry.method == METHOD and entry.state != "draft"
    if before is not None and before.activity_ref and not (tells and before.activity_ref == entry.activity_ref):
        changes += untold_changes(book, before, frozenset({log}))
        before = None
    if entry.activity_ref is None or not tells:
        return changes
    row = need_activity(book, entry.activity_ref)
    if row.state == "cancelled":
        raise Refusal("activity.cancelled", field="activity", token=row.title)
    heads = entry.heads if entry.person_times is None else entry.person_times
    told = {"heads": heads, "volunteers": entry.volunteers, "minutes": entry.minutes, "note": entry.note}
    was = _told(before) if before is not None else {}
    takes = {
        field: value
        for field, value in told.items()
        if (value is not None and getattr(row, field) is None) or (field in was and getattr(row, field) == was[field])
    }
    own = {log, before.id if before else log}
    if all(one.id in own for one in logs_of_activity(book.connection, row.id, row.unit)):
        takes["held_on"] = entry.service_date
    groups = _merged(book, row.id, takes)
    return [*changes, Change("activity", row.id, {**groups, "state": {"state": "held"}})]


def untold_changes(book: Book, log: LogRow, gone: frozenset[str]) -> list[Change]:
    """The changes that take back what an entry told of its activity; ``gone``: all entries that go with it.

    Without any entry the activity is only planned again.
    """
    from db.gateway import Change

    row = activity_by_id(book.connection, log.activity_ref or "")
    if row is None or log.method != METHOD:
        return []
    groups = _merged(book, row.id, {f: None for f, v in _told(log).items() if v is not None and getattr(row, f) == v})
    if not [one for one in logs_of_activity(book.connection, row.id, row.unit) if one.id not in gone]:
        groups["state"] = {"state": "planned"}
    return [Change("activity", row.id, groups)] if groups else []


def _told(log: LogRow) -> dict[str, Any]:
    heads = log.heads if log.person_times is None else log.person_times
    return {"heads": heads, "volunteers": log.volunteers, "minutes": log.minutes, "note": log.note}


def _entry_changes(
    book: Book, row: ActivityRow, values: dict[str, Any], late_reason: str | None = None
) -> list[Change]:
    # The first entry of the log is the activity's own; without one it is written now. An approved one stays.
    from db.queries.logs import log_by_id
    from swstation.operations.logs import edit_log_changes, input_of, new_log_changes

    now = {field: values.get(field, getattr(row, field)) for field in (*_TOLD, "held_on", "note", "field", "place")}
    found = logs_of_activity(book.connection, row.id, row.unit)
    if not found:
        entry = LogInput(
            now["held_on"], METHOD, minutes=now["minutes"], field=now["field"], note=now["note"],
            activity_ref=row.id, activity_title=values.get("title", row.title),
            village=values.get("village", row.village), village_name=values.get("village_name", row.village_name),
            place=now["place"], heads=now["heads"], volunteers=now["volunteers"], late_reason=late_reason,
        )  # fmt: skip
        return new_log_changes(book, entry, alone=True)[0]
    before = log_by_id(book.connection, found[0].id)
    if before is None or before.state == "approved":
        return []
    entry = replace(
        input_of(before), service_date=now["held_on"], heads=now["heads"], person_times=None,
        volunteers=now["volunteers"], minutes=now["minutes"], note=now["note"],
        activity_title=values.get("title", row.title), late_reason=late_reason,
    )  # fmt: skip
    return edit_log_changes(book, before.id, entry)


def _merged(book: Book, activity: str, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    current = current_groups(book, "activity", activity)
    return {name: {**current.get(name, {}), **fields} for name, fields in grouped(values, GROUP_OF).items()}


def _check(values: dict[str, Any]) -> None:
    for field in ("title", "held_on"):
        if not values.get(field):
            raise Refusal("form.required", field=field)
    if values.get("kind") and values["kind"] not in lists.by_code("activity_kind"):
        raise Refusal("value.code", field="kind", token=values["kind"])


def approve_activity(book: Book, activity: str, approval: str, on: str, reason: str | None = None) -> Changes:
    """Submit, approve or return an activity's plan."""
    from swstation.operations.group_work import approval_change

    row = need_activity(book, activity)
    change = approval_change(book, "activity", activity, approval, on, reason)
    return do(book, N_("Approval recorded"), [change], row.title)
