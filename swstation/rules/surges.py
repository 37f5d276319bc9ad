"""Days on which people are visited more often: heat, cold, a flood, a festival.

A surge asks for ``times`` met visits in each of its windows: a day, a week from Monday, a calendar month, each cut off
at the surge's own first and last day, or the whole of it. A client whose window has fewer is due on the window's last
day; whom nobody met in a window before is late since the end of the first such window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from swstation.rules.dates import ONE_DAY, period_of
from swstation.rules.facts import MetVisit, Surge, VisitClient, VisitPlan
from swstation.rules.visits import VisitDue

PERIODS: Final = ("day", "week", "month", "once")
_OFTEN: Final = {"day": 0, "week": 1, "month": 2, "once": 3}


class Coverage(NamedTuple):
    """How far a surge has come on a day: people it holds for, met in the current window as often as asked, met at all.

    ``windows``: for each window begun so far its first day and how many were met in it as often as asked.
    """

    people: int
    now: int
    ever: int
    windows: tuple[tuple[date, int], ...]


def window_of(surge: Surge, day: date) -> tuple[date, date]:
    """First and last day of the window that holds a day of the surge."""
    if surge.period == "day":
        return day, day
    first, last = (surge.start_on, surge.end_on) if surge.period == "once" else period_of(day, surge.period)
    return max(first, surge.start_on), min(last, surge.end_on)


def holds_for(surge: Surge, client: VisitClient, day: date) -> bool:
    """Whether a surge holds for a client whose file is open."""
    if not client.open or (client.opened_on is not None and client.opened_on > day):
        return False
    if surge.unit and client.units and surge.unit not in client.units:
        return False
    if surge.attention_level is not None and surge.attention_level != client.attention_level:
        return False
    if surge.village is not None and not (client.village and client.village.startswith(surge.village)):
        return False
    return surge.category is None or any(
        one.category == surge.category
        and (one.start_on is None or one.start_on <= day)
        and (one.end_on is None or day <= one.end_on)
        for one in client.categories
    )


def surge_due(client: VisitClient, surges: Iterable[Surge], visits: Sequence[MetVisit], as_of: date) -> VisitDue | None:
    """The visit that a surge asks for, the soonest of several (of equals the more frequent); ``None`` if none does."""
    found = [
        due
        for surge in surges
        if surge.start_on <= as_of <= surge.end_on and holds_for(surge, client, as_of)
        if (due := _due(client, surge, visits, as_of)) is not None
    ]
    return min(found, key=lambda due: (due.due, _OFTEN[due.plan.period]), default=None)


def _due(client: VisitClient, surge: Surge, visits: Sequence[MetVisit], as_of: date) -> VisitDue | None:
    first, last = window_of(surge, as_of)
    met = _met_days(surge, visits, as_of)
    done = sum(1 for day in met if day >= first)
    if done >= surge.times:
        return None
    due, last_met = last, max(met, default=None)
    if done == 0:
        start = surge.start_on if last_met is None else window_of(surge, last_met)[1] + ONE_DAY
        if client.opened_on is not None:
            start = max(start, client.opened_on)
        if start < first:
            due = window_of(surge, start)[1]
    plan = VisitPlan(surge.id, surge.times, surge.period, allow_phone=surge.allow_phone)
    return VisitDue(client, plan, first, last, done, due, last_met, surge.title)


def _met_days(surge: Surge, visits: Sequence[MetVisit], as_of: date) -> set[date]:
    return {v.on for v in visits if surge.start_on <= v.on <= as_of and (surge.allow_phone or not v.phone)}


class Covered(NamedTuple):
    """Who is behind a ``Coverage``, by the ids of clients. ``missing``: not met as often as asked in this window."""

    people: tuple[str, ...]
    now: tuple[str, ...]
    ever: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """For whom it holds, and who was not met as often as asked in the current window."""
        enough = set(self.now)
        return tuple(one for one in self.people if one not in enough)


def coverage(surge: Surge, clients: Iterable[VisitClient], visits: dict[str, list[MetVisit]], as_of: date) -> Coverage:
    """How far a surge has come by a day; after its end, as it ended."""
    day = min(as_of, surge.end_on)
    met = _met(surge, clients, visits, day)
    windows = tuple(
        (first, len(_enough(surge, met, first, last)))
        for first, last in (_windows(surge, day) if day >= surge.start_on else ())
    )
    ever = sum(1 for days in met.values() if days)
    return Coverage(len(met), windows[-1][1], ever, windows) if windows else Coverage(len(met), 0, 0, ())


def covered(surge: Surge, clients: Iterable[VisitClient], visits: dict[str, list[MetVisit]], as_of: date) -> Covered:
    """Who is behind each number of ``coverage``."""
    day = min(as_of, surge.end_on)
    met = _met(surge, clients, visits, day)
    if day < surge.start_on:
        return Covered(tuple(met), (), ())
    *_before, (first, last) = _windows(surge, day)
    now = tuple(_enough(surge, met, first, last))
    return Covered(tuple(met), now, tuple(client for client, days in met.items() if days))


def _met(
    surge: Surge, clients: Iterable[VisitClient], visits: dict[str, list[MetVisit]], day: date
) -> dict[str, set[date]]:
    held = (client for client in clients if holds_for(surge, client, day))
    return {client.id: _met_days(surge, visits.get(client.id, ()), day) for client in held}


def _enough(surge: Surge, met: dict[str, set[date]], first: date, last: date) -> list[str]:
    return [client for client, days in met.items() if sum(1 for one in days if first <= one <= last) >= surge.times]


def _windows(surge: Surge, until: date) -> Iterator[tuple[date, date]]:
    first = surge.start_on
    while first <= until:
        start, last = window_of(surge, first)
        yield start, last
        first = last + ONE_DAY
