"""The end of a month at a station: what waits is approved by its lead, then the figures are frozen; some late."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from db.gateway import Change
from db.ids import derived_id
from db.store import Connection
from swstation.demo.clock import chance
from swstation.demo.later import Later
from swstation.demo.plan import Laptop, Plan
from swstation.demo.words import data
from swstation.operations.book import Book
from swstation.operations.log_approval import BATCH, READ, SAMPLED
from swstation.operations.month_approval import MonthToApprove, month_to_approve
from swstation.operations.month_close import frozen_text
from swstation.operations.periods import MONTHLY
from swstation.operations.registers import row_changes
from swstation.reports.monthly import monthly
from swstation.rules.dates import add_months

RETURNED = 0.006
FROM_DAY = 5
"""Day of the month on which the month before is approved and closed."""
BEHIND = 2
"""Months that a station that does not hand in leaves neither approved nor closed."""


class Closing:
    """Approving and closing the months of one station, by the lead of its first laptop."""

    def __init__(self, book: Book, later: Later, plan: Plan, laptop: Laptop) -> None:
        self._book, self._later, self._plan, self._laptop = book, later, plan, laptop
        self._rng = chance(plan.seed, f"{laptop.file}/closing")
        self._looked = ""

    def month(self, day: date) -> str | None:
        """The month that is approved on a day, once; ``None`` on other days, and where the station is behind."""
        month = f"{add_months(day.replace(day=1), -1):%Y-%m}"
        if self._laptop.letter != "A" or day.day < FROM_DAY or month == self._looked:
            return None
        self._looked = month
        if month < f"{self._plan.start:%Y-%m}":
            return None
        behind = self._laptop.unsent and month > f"{add_months(self._plan.until, -BEHIND - 1):%Y-%m}"
        return None if behind else month

    @property
    def closes(self) -> bool:
        """Whether months are closed as they end: not where a colleague's laptop is merged only later."""
        return self._laptop.share >= 1

    def approvals(self, month: str, day: date, lead: str) -> list[Change]:
        """The changes that approve a month, a few entries sent back; nothing where nothing waits."""
        book = self._book.as_worker(lead)
        found = month_to_approve(book, month, seed=f"{self._rng.randrange(2**32):08x}")
        if not found.waiting:
            return []
        manners = {one.id: _manner(one.id, found) for one in found.entries if one.id in found.waiting}
        changes = []
        for log, manner in manners.items():
            state: dict[str, Any] = {"state": "approved", "reviewer": lead, "reviewed_on": day.isoformat()}
            if self._rng.random() < RETURNED:
                state |= {"state": "returned", "return_reason": self._rng.choice(data()["returns"]["reasons"])}
                changes.append(Change("service_log", log, {"state": state}))
                if self._rng.random() < 0.7:
                    again = day + timedelta(days=self._rng.randint(2, 9))
                    self._later.add(again, Change("service_log", log, {"state": {"state": "submitted"}}))
                continue
            self._later.lock(log)
            changes.append(Change("service_log", log, {"state": state, "review": {"review_manner": manner}}))
        said = list(manners.values())
        decision = {
            "state": "approved", "approved_by": lead, "approved_on": day.isoformat(), "seed": found.seed,
            "sampled": said.count(SAMPLED), "read": said.count(READ), "total": len(said), "note": None,
        }  # fmt: skip
        ident = {"unit": self._book.unit, "period": month}
        row = derived_id("month_approval", self._book.unit, month)
        return [*changes, Change("month_approval", row, {"ident": ident, "decision": decision})]

    def frozen(self, connection: Connection, month: str, day: date, lead: str, reviewer: str) -> Sequence[Change]:
        """The changes that freeze a month's figures as they are on a day."""
        text = frozen_text(monthly(connection, self._book.unit, month, day))
        self._later.closed.add(month)
        changes, _row = row_changes(self._book.as_worker(lead), "report_snapshot", None, {
            "unit": self._book.unit, "kind": MONTHLY, "period": month, "made_on": day.isoformat(), "made_by": lead,
            "text_hash": hashlib.sha256(text.encode()).hexdigest(), "figures": text, "reviewer": reviewer,
            "sent_on": day.isoformat(),
        })  # fmt: skip
        return changes


def _manner(log: str, found: MonthToApprove) -> str:
    return SAMPLED if log in found.sample else READ if log in found.flagged else BATCH
