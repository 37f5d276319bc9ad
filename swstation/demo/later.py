"""What follows an entry weeks later: it is corrected, deleted, approved, or sent back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from swstation.demo.days import is_workday
from swstation.demo.words import Writer, data
from swstation.operations.book import Book
from swstation.operations.logs import LogInput
from swstation.rules.dates import add_months

CORRECTED, DELETED, RETURNED = 0.02, 0.003, 0.006


class Later:
    """Changes that wait for their day."""

    def __init__(self, book: Book, rng: Random, writer: Writer) -> None:
        self._book, self._rng, self._writer = book, rng, writer
        self._on: dict[date, list[Change]] = defaultdict(list)
        self._typed: dict[str, list[str]] = defaultdict(list)
        self._approved_to = ""
        self._locked: set[str] = set()

    def add(self, day: date, change: Change) -> None:
        """Let a change wait for a day (or the first day of work after it)."""
        self._on[day].append(change)

    def on(self, day: date) -> list[Change]:
        """The changes whose day has come, but for those to entries that were approved meanwhile: they are locked."""
        come = [change for found in sorted(d for d in self._on if d <= day) for change in self._on.pop(found)]
        return [change for change in come if change.row not in self._locked]

    @staticmethod
    def first_after(wanted: date, day: date) -> bool:
        """Whether ``day`` is the first day of work on or after ``wanted``."""
        return wanted <= day and not any(is_workday(wanted + timedelta(days=n)) for n in range((day - wanted).days))

    def typed(self, day: date, log: str, worker: int, entry: LogInput) -> None:
        """An entry was typed in; some need a second look later."""
        drawn = self._rng.random()
        if not CORRECTED <= drawn < CORRECTED + DELETED:  # nobody approves what is about to be deleted
            self._typed[entry.service_date[:7]].append(log)
        if drawn < CORRECTED:
            self.add(day + timedelta(days=self._rng.randint(1, 12)), self._correction(log, entry))
        elif drawn < CORRECTED + DELETED:
            self.add(day + timedelta(days=self._rng.randint(1, 6)), Change("service_log", log, {}, "delete"))

    def approvals(self, day: date, lead: str) -> list[Change]:
        """On the fifth of a month or after it: the month before approved, a few entries sent back."""
        month = f"{add_months(day.replace(day=1), -1):%Y-%m}"
        if day.day < 5 or month == self._approved_to:
            return []
        self._approved_to = month
        changes = []
        for log in self._typed.pop(month, []):
            state: dict[str, Any] = {"state": "approved", "reviewer": lead, "reviewed_on": day.isoformat()}
            if self._rng.random() < RETURNED:
                reason = self._rng.choice(data()["returns"]["reasons"])
                state = {**state, "state": "returned", "return_reason": reason}
                if self._rng.random() < 0.7:
                    again = day + timedelta(days=self._rng.randint(2, 9))
                    self.add(again, Change("service_log", log, {"state": {"state": "submitted"}}))
            else:
                self._locked.add(log)
            changes.append(Change("service_log", log, {"state": state}))
        return changes

    def _correction(self, log: str, entry: LogInput) -> Change:
        if self._rng.random() < 0.5 and entry.minutes:
            when = {
                "service_date": entry.service_date, "part_of_day": entry.part_of_day,
                "minutes": entry.minutes + self._rng.choice((5, 10, 15)),
            }  # fmt: skip
            return Change("service_log", log, {"when": when})
        more = self._writer.fill("{small_talk}。补记：{neighbour}可作联系人")
        return Change("service_log", log, {"note": {"note": f"{entry.note or ''}{more}"}})
