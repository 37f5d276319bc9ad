"""What was planned and is not recorded: sessions of groups, activities, needs wanted by a day, the next plan itself.

None of it rests on a clause: it is what a station has set itself. A plan is asked for only where one of the same kind
was written for the period before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from swstation.i18n import N_
from swstation.rules.dates import add_months, last_day
from swstation.rules.reminders import Reminder

AHEAD: Final = timedelta(days=7)
"""How long before its day the next plan is asked for."""
_PERIOD: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", re.ASCII)


class PlannedFact(NamedTuple):
    """A session, an activity or a need with a day, not recorded, held or met yet. ``number``: of the session."""

    kind: str
    table: str
    row: str
    title: str
    on: date
    worker_id: str = ""
    number: int = 0


class WrittenPlan(NamedTuple):
    """A plan (``plan``) or summary (``summary``) of a year or a month, of a worker or of the station (empty)."""

    row: str
    kind: str
    period: str
    worker_id: str
    name: str


_WORDS: Final = {
    "session": N_("Session {n} of the group was planned and is not recorded"),
    "activity": N_("The activity was planned and is not recorded"),
    "need": N_("A need is wanted by this day"),
}
_PLANS: Final = {"plan": N_("Plan of {period} not written yet"), "summary": N_("Summary of {period} not written yet")}


def planned_due(facts: Iterable[PlannedFact]) -> Iterator[Reminder]:
    """Each on its own day."""
    for one in facts:
        yield Reminder(
            one.kind, one.title, one.on, one.on, one.table, one.row, _WORDS[one.kind], {"n": one.number}, one.worker_id
        )


def plans_due(written: Iterable[WrittenPlan]) -> Iterator[Reminder]:
    """The plan or summary after the latest one of each kind, length and person.

    A plan is due when its period begins, a summary when its period is over.
    """
    latest: dict[tuple[str, bool, str], WrittenPlan] = {}
    for one in written:
        if one.kind in _PLANS and _PERIOD.fullmatch(one.period):
            key = (one.kind, "-" in one.period, one.worker_id)
            if key not in latest or latest[key].period < one.period:
                latest[key] = one
    for one in latest.values():
        first, months = next_period(one.period)
        on = first if one.kind == "plan" else last_day(first, months) + timedelta(days=1)
        period = f"{first.year}" if months > 1 else f"{first:%Y-%m}"
        opens = on - AHEAD if one.kind == "plan" else on
        yield Reminder(
            "work_plan", one.name, on, opens, "work_plan", one.row, _PLANS[one.kind], {"period": period}, one.worker_id
        )


def next_period(period: str) -> tuple[date, int]:
    """First day and length in months of the year or month after ``period``. Raises ``ValueError`` for another text."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(period)
    months = 1 if found[2] else 12
    return add_months(date(int(found[1]), int(found[2] or 1), 1), months), months
