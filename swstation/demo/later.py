"""What follows weeks later: an entry is corrected or deleted, a file is approved or put away."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from db.gateway import Change
from swstation.demo.days import is_workday
from swstation.demo.words import Writer
from swstation.operations.book import Book
from swstation.operations.logs import LogInput

CORRECTED, DELETED = 0.02, 0.003
REASON = "核对台账后更正"


class Later:
    """Changes that wait for their day. ``closed``: the months whose figures are frozen."""

    def __init__(self, book: Book, rng: Random, writer: Writer) -> None:
        self._book, self._rng, self._writer = book, rng, writer
        self._on: dict[date, list[Change]] = defaultdict(list)
        self._days: dict[str, str] = {}
        self._locked: set[str] = set()
        self.closed: set[str] = set()

    def add(self, day: date, change: Change) -> None:
        """Let a change wait for a day (or the first day of work after it)."""
        self._on[day].append(change)

    def on(self, day: date) -> list[Change]:
        """The changes whose day has come, but for those to entries that were approved meanwhile: they are locked.

        With a change to an entry of a closed month goes its adjustment.
        """
        come = [change for found in sorted(d for d in self._on if d <= day) for change in self._on.pop(found)]
        changes = [change for change in come if change.row not in self._locked]
        return changes + [
            self._adjustment(change.row, day)
            for change in changes
            if change.table == "service_log" and self._days.get(change.row, "")[:7] in self.closed
        ]

    def lock(self, log: str) -> None:
        """An entry was approved: nobody changes it any more."""
        self._locked.add(log)

    def _adjustment(self, log: str, day: date) -> Change:
        ident = {
            "unit": self._book.unit, "period": self._days[log][:7], "subject_table": "service_log", "subject": log,
            "adjusted_on": day.isoformat(), "reason": REASON,
        }  # fmt: skip
        return Change("report_adjustment", self._book.source.row_id(), {"ident": ident})

    @staticmethod
    def first_after(wanted: date, day: date) -> bool:
        """Whether ``day`` is the first day of work on or after ``wanted``."""
        return wanted <= day and not any(is_workday(wanted + timedelta(days=n)) for n in range((day - wanted).days))

    def typed(self, day: date, log: str, entry: LogInput, alone: bool) -> None:
        """An entry was typed in; some need a second look later, but none that tells of a group or an activity."""
        drawn = self._rng.random()
        self._days[log] = entry.service_date
        if alone:
            return
        if drawn < CORRECTED:
            self.add(day + timedelta(days=self._rng.randint(1, 12)), self._correction(log, entry))
        elif drawn < CORRECTED + DELETED:
            self.add(day + timedelta(days=self._rng.randint(1, 6)), Change("service_log", log, {}, "delete"))

    def _correction(self, log: str, entry: LogInput) -> Change:
        if self._rng.random() < 0.5 and entry.minutes:
            when = {
                "service_date": entry.service_date, "part_of_day": entry.part_of_day,
                "minutes": entry.minutes + self._rng.choice((5, 10, 15)),
            }  # fmt: skip
            return Change("service_log", log, {"when": when})
        more = self._writer.fill("{small_talk}。补记：{neighbour}可作联系人")
        return Change("service_log", log, {"note": {"note": f"{entry.note or ''}{more}"}})
