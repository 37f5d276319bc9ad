"""What the due list takes in beside the rules: entries nobody submitted, an empty day, and what was put off."""

from __future__ import annotations

from datetime import date, timedelta

from db.errors import Refusal
from db.queries import due as reads
from db.queries.people import staff_list
from db.store import Connection
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.visit_standing import own_unit
from swstation.rules.due_care import working_day_before
from swstation.rules.facts import EmptyDay, SnoozeFact, Unsubmitted

WRITES = timedelta(days=30)
"""Who wrote on fewer than ``WRITES_DAYS`` of so many days before is not asked about a day without an entry."""
WRITES_DAYS = 5


def unsubmitted(connection: Connection, unit: str | None) -> list[Unsubmitted]:
    """Entries that count nowhere yet."""
    return [
        Unsubmitted(
            one.id, one.who or "", date.fromisoformat(one.service_date), one.state == "returned",
            one.return_reason or "", one.writer,
        )
        for one in reads.unsubmitted(connection, unit)
    ]  # fmt: skip


def empty_days(book: Book, as_of: date) -> list[EmptyDay]:
    """The working day before, if whoever writes here now wrote nothing on it and writes on most days."""
    if own_unit(book) is None:
        return []
    day = working_day_before(as_of)
    written = reads.days_written(book.connection, book.unit, book.worker, (day - WRITES).isoformat(), as_of.isoformat())
    if day.isoformat() in written or len([one for one in written if one < day.isoformat()]) < WRITES_DAYS:
        return []
    name = next((row.name for row in staff_list(book.connection, book.unit) if row.id == book.worker), "")
    return [EmptyDay(book.worker, name, day)]


def snoozes(connection: Connection) -> list[SnoozeFact]:
    """What was put off."""
    return [
        SnoozeFact(one.id, one.kind, one.subject, date.fromisoformat(one.until), one.reason)
        for one in reads.snoozes(connection)
    ]


TABLE_OF = {
    "contact": "client", "visit": "client", "case_review": "service_case", "registration": "staff",
    "training": "staff", "exam": "staff", "post": "staff", "entry": "service_log", "empty_day": "staff",
}  # fmt: skip
"""The register of the row a due line is about, where the line does not say it."""


def snooze(book: Book, kind: str, table: str, ref: str, until: str, reason: str, *, today: date) -> Changes:
    """Put a due line off until a day, with a reason; it is shown again on that day.

    Refuses: no reason, a day that has come already, a line that is about no row (``due.not_put_off``).
    """
    from db.gateway import Change

    if not ref or not reason.strip():
        raise Refusal("due.not_put_off" if not ref else "value.empty", field="reason")
    if date.fromisoformat(until) <= today:
        raise Refusal("due.until_past", field="until", token=until)
    decision = {
        "kind": kind, "subject_table": table or TABLE_OF.get(kind, kind), "subject": ref, "until": until,
        "reason": reason.strip(),
    }  # fmt: skip
    return do(book, N_("Put off"), [Change("snooze", book.source.row_id(), {"decision": decision})], kind)


def unsnooze(book: Book, kind: str, ref: str) -> Changes:
    """Let a due line show again at once. Refuses one that was not put off."""
    from db.gateway import Change

    found = [one for one in reads.snoozes(book.connection) if (one.kind, one.subject) == (kind, ref)]
    if not found:
        raise Refusal("due.not_asleep", token=kind)
    return do(book, N_("Shown again"), [Change("snooze", one.id, {}, "delete") for one in found], kind)
