"""What a book in use waits for beside its rules: people and cases, entries not submitted, an empty day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from swstation.i18n import N_
from swstation.rules.dates import ONE_DAY
from swstation.rules.due_item import DueItem
from swstation.rules.facts import EmptyDay, Unsubmitted
from swstation.rules.reminders import Reminder


def reminded(reminders: Iterable[Reminder], as_of: date) -> Iterator[DueItem]:
    """What the work with people and cases waits for: consents, files of children, incidents, referrals, steps."""
    for one in reminders:
        yield DueItem(
            one.kind, one.who, one.on, (one.on - as_of).days, one.opens, one.ref, one.message, one.params,
            one.worker_id, decision=one.basis or None, table=one.table,
        )  # fmt: skip


def entries_due(entries: Iterable[Unsubmitted], as_of: date) -> Iterator[DueItem]:
    """Entries that count nowhere because nobody submitted them."""
    for one in entries:
        message = N_("Entry returned: {reason}") if one.returned else N_("Entry not submitted")
        yield DueItem(
            "entry", one.who, one.since, (one.since - as_of).days, one.since, one.id, message,
            {"reason": one.reason}, one.worker_id,
        )  # fmt: skip


def empty_days_due(days: Iterable[EmptyDay], as_of: date) -> Iterator[DueItem]:
    """A working day without an entry: asked once, on the days until the next one."""
    for one in days:
        yield DueItem(
            "empty_day", one.name, one.on, (one.on - as_of).days, one.on, one.staff_id,
            N_("Nothing logged on {day}"), {"day": one.on}, one.staff_id,
        )  # fmt: skip


def working_day_before(day: date) -> date:
    """The Monday to Friday before a day. Which of them are holidays is for a person to say: no calendar here knows."""
    before = day - ONE_DAY
    while before.weekday() >= 5:
        before -= ONE_DAY
    return before
