"""Approving a month: exceptions and a random sample are read, the rest is approved in one step.

The seed is kept with the decision, so that anybody can draw the sample again. What an approver wrote is left
waiting for whoever may approve that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.ids import derived_id
from db.queries import approvals
from swstation import lists, standards
from swstation.i18n import N_
from swstation.operations.approvers import approvers
from swstation.operations.book import Book, Changes, do
from swstation.operations.log_approval import BATCH, READ, SAMPLED, approval_changes
from swstation.operations.periods import month_days
from swstation.rules.approving import LogFact, drawn, exceptions, sample_size, why_not

if TYPE_CHECKING:
    from db.queries.approvals import MonthRow, Waiting

SEED_BYTES = 4


@dataclass(frozen=True, slots=True)
class MonthToApprove:
    """A month as its approver sees it. ``entries``: all that are no drafts; the ids in the others are of them.

    ``flagged``: why an entry is always read; ``sample``: drawn at random by ``seed`` from the rest; ``mine``: waiting,
    but not for the one who writes now; ``waiting``: submitted, for the one who writes now.
    """

    unit: str
    period: str
    first: str
    last: str
    seed: str
    entries: tuple[Waiting, ...]
    flagged: dict[str, tuple[str, ...]]
    sample: tuple[str, ...]
    waiting: frozenset[str]
    not_mine: dict[str, str]
    decided: MonthRow | None = None

    @property
    def to_read(self) -> list[str]:
        """What must be read first, in the order of days."""
        wanted = {*self.flagged, *self.sample} & self.waiting
        return [one.id for one in self.entries if one.id in wanted]


def month_to_approve(book: Book, period: str, *, unit: str | None = None, seed: str | None = None) -> MonthToApprove:
    """A month (``2026-11``) of a unit. ``seed``: draw by this; else by the one decided by, or a new one."""
    unit = unit or book.unit
    first, last = month_days(book.connection, unit, period)
    found = approvals.entries_of(book.connection, unit, first.isoformat(), last.isoformat())
    decided = next((one for one in approvals.month_approvals(book.connection, unit) if one.period == period), None)
    seed = seed or (decided.seed if decided and decided.seed else book.source.random(SEED_BYTES).hex())
    returned = approvals.returned_before(book.connection, unit, first.isoformat(), last.isoformat())
    pending = [one for one in found if one.state == "submitted"]
    flagged = exceptions([_fact(one, returned) for one in pending], standards.month_rule())
    rest = [one.id for one in pending if one.id not in flagged]
    sample = drawn(rest, seed, sample_size(len(rest), standards.month_rule()))
    who = approvers(book, last.isoformat(), unit)
    not_mine = {one.id: why for one in pending if (why := why_not(book.worker, one.writer, who)) is not None}
    return MonthToApprove(
        unit, period, first.isoformat(), last.isoformat(), seed, tuple(found), flagged, tuple(sample),
        frozenset(one.id for one in pending if one.id not in not_mine), not_mine, decided,
    )  # fmt: skip


def approve_month(
    book: Book,
    period: str,
    on: str,
    *,
    seed: str,
    read: Iterable[str] = (),
    unit: str | None = None,
    note: str | None = None,
) -> Changes:
    """Approve all that waits for the one who writes now. ``read``: the entries that were read, exceptions and sample.

    Refuses ``approval.unread`` while some of those were not, a month that is not over, and one where nothing waits.
    """
    from db.gateway import Change

    month = month_to_approve(book, period, unit=unit, seed=seed)
    if on <= month.last:
        raise Refusal("approval.month_running", month=period, day=_day_after(month.last))
    seen = set(read)
    unread = [one for one in month.to_read if one not in seen]
    if unread:
        raise Refusal("approval.unread", n=len(unread))
    manners = {
        one.id: READ if one.id in seen and one.id not in month.sample else SAMPLED if one.id in month.sample else BATCH
        for one in month.entries
        if one.id in month.waiting
    }
    changes = approval_changes(book, manners, on) if manners else []
    known = [
        manners.get(one.id, one.review_manner)
        for one in month.entries
        if manners.get(one.id) or one.state == "approved"
    ]
    if not known:
        raise Refusal("approval.nothing")
    ident = {"unit": month.unit, "period": period}
    decision: dict[str, Any] = {
        "state": "approved", "approved_by": book.worker, "approved_on": on, "seed": seed,
        "sampled": known.count(SAMPLED), "read": known.count(READ), "total": len(known), "note": note,
    }  # fmt: skip
    row = derived_id("month_approval", month.unit, period)
    changes.append(Change("month_approval", row, {"ident": ident, "decision": decision}))
    return do(book, N_("Month approved"), changes, period)


def return_month(book: Book, period: str, on: str, reason: str, *, unit: str | None = None) -> Changes:
    """Return a whole month with a reason: its entries stay as they are until each is dealt with."""
    from db.gateway import Change

    if not reason.strip():
        raise Refusal("approval.return_reason", field="note")
    unit = unit or book.unit
    month = month_to_approve(book, period, unit=unit)
    if not month.waiting and month.not_mine:
        raise Refusal("approval.own")
    decision: dict[str, Any] = {
        "state": "returned", "approved_by": book.worker, "approved_on": on, "seed": month.seed, "sampled": 0, "read": 0,
        "total": len(month.entries), "note": reason,
    }  # fmt: skip
    row = derived_id("month_approval", unit, period)
    change = Change("month_approval", row, {"ident": {"unit": unit, "period": period}, "decision": decision})
    return do(book, N_("Month returned"), [change], period)


def _fact(one: Waiting, returned: set[str]) -> LogFact:
    method = lists.by_code("method").get(one.method)
    direct = method is None or method.cls in ("direct", "indirect")
    timed = bool(one.met) and (method is None or method.cls == "direct")
    late = (date.fromisoformat(one.entered_on) - date.fromisoformat(one.service_date)).days
    return LogFact(
        one.id, one.service_date, one.writer, one.minutes, one.note or "", direct and not (method and method.alone),
        timed, late, one.late_reason or "", one.corrects is not None, one.id in returned, one.conflicts > 0,
    )  # fmt: skip


def _day_after(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()
