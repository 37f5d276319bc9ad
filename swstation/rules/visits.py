"""Visit plans: which plan holds for a client, and when the next visit is due.

A plan asks for ``times`` met visits in each calendar period (a week from Monday, a month from the unit's
first day of the month, and quarters, half-years and years made of such months). Until that many days with a
met visit lie in the current period, a visit is due, at the latest on the period's last day. Two logs of one
day count once: two visits on a day are not twice a month, and two workers may both have written one visit.

Where nobody was met in the whole of a former period either, the visit is late since the end of the first
such period after the last met visit, and is shown once, in place of the current one. A period is only
missed if it began when the client, the plan, the category and the record itself were already there; one met
visit in the current period settles all that was missed before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from swstation.rules.dates import ONE_DAY, add_months, period_of
from swstation.rules.facts import MetVisit, VisitClient, VisitPlan

_PER_YEAR: Final = {"week": 5218, "month": 1200, "quarter": 400, "half_year": 200, "year": 100}
"""How often a period fits into a year, in hundredths."""


class VisitDue(NamedTuple):
    """A visit that is due; ``due`` is before ``period_start`` where a former period was wholly missed.

    ``surge``: the title of the days that ask for it, where no plan does.
    """

    client: VisitClient
    plan: VisitPlan
    period_start: date
    period_end: date
    done: int
    due: date
    last_met: date | None
    surge: str = ""


def plan_for(client: VisitClient, plans: Iterable[VisitPlan], day: date) -> VisitPlan | None:
    """The plan that holds for a client on ``day``; ``None`` for a file that is not open.

    A plan for this one client goes before all others; of the plans for a category or a level the most
    demanding holds, that is the one with the most visits a year (of equals, the one with the shorter period).
    """
    if not client.open or (client.opened_on is not None and client.opened_on > day):
        return None
    holding = [plan for plan in plans if _in(plan.start_on, plan.end_on, day) and _covers(plan, client, day)]
    return max(
        holding,
        key=lambda plan: (plan.client_id is not None, plan.times * _PER_YEAR[plan.period], _PER_YEAR[plan.period]),
        default=None,
    )


_Alike = tuple[tuple[str, ...], str | None, frozenset[str]]
"""Units, attention level and categories: whoever has the same can have the same plans, but for one's own."""


class PlansOf:
    """The plans that can hold for a client of some units, in their order: a county has those of all its stations."""

    def __init__(self, plans: Iterable[VisitPlan]) -> None:
        self._shared: list[VisitPlan] = []
        self._own: dict[str, list[VisitPlan]] = defaultdict(list)
        for plan in plans:
            (self._shared if plan.client_id is None else self._own[plan.client_id]).append(plan)
        self._of: dict[_Alike, tuple[VisitPlan, ...]] = {}

    def client(self, client: VisitClient) -> tuple[VisitPlan, ...]:
        """All that ``plan_for`` need look at: those that are for others, whatever the day, are not."""
        alike = client.units, client.attention_level, frozenset(one.category for one in client.categories)
        if alike not in self._of:
            self._of[alike] = tuple(plan for plan in self._shared if _may_cover(plan, *alike))
        own = self._own.get(client.id)
        if own is None:
            return self._of[alike]
        return (*self._of[alike], *(plan for plan in own if _of_units(plan, client.units)))


def met_days(plan: VisitPlan, visits: Iterable[MetVisit], first: date, last: date) -> int:
    """Days from ``first`` to ``last`` with a met visit that counts: calls only where the plan allows them."""
    return len({v.on for v in visits if first <= v.on <= last and (plan.allow_phone or not v.phone)})


def visits_from(as_of: date, month_start_day: int = 1) -> date:
    """From which day on visits must be handed in for lateness to be right to two years back."""
    return add_months(period_of(as_of, "year", month_start_day)[0], -24)


def visit_due(
    client: VisitClient,
    plans: Iterable[VisitPlan],
    visits: Sequence[MetVisit],
    as_of: date,
    month_start_day: int = 1,
    records_since: date | None = None,
) -> VisitDue | None:
    """The visit that is due to a client, or ``None`` if no plan holds or the period's visits are made.

    ``visits`` are this client's, complete from ``records_since`` on; no period that began before that day is
    called missed.
    """
    plan = plan_for(client, plans, as_of)
    if plan is None:
        return None
    first, last = period_of(as_of, plan.period, month_start_day)
    counted = [v.on for v in visits if v.on <= as_of and (plan.allow_phone or not v.phone)]
    done = met_days(plan, visits, first, as_of)
    if done >= plan.times:
        return None
    last_met = max(counted, default=None)
    due = last
    if done == 0:
        missed = _first_missed(client, plan, last_met, as_of, month_start_day, records_since)
        if missed is not None and missed < first:
            due = missed
    return VisitDue(client, plan, first, last, done, due, last_met)


def _first_missed(
    client: VisitClient,
    plan: VisitPlan,
    last_met: date | None,
    as_of: date,
    month_start_day: int,
    records_since: date | None,
) -> date | None:
    """The last day of the first period wholly without a met visit; it may not be over yet."""
    since = [day for day in (client.opened_on, plan.start_on, records_since) if day is not None]
    if plan.category is not None:
        since += [
            member.start_on
            for member in client.categories
            if member.category == plan.category
            and member.start_on is not None
            and _in(member.start_on, member.end_on, as_of)
        ]
    if last_met is not None:
        since.append(period_of(last_met, plan.period, month_start_day)[1] + ONE_DAY)
    if not since:
        return None
    start = max(since)
    first, last = period_of(start, plan.period, month_start_day)
    if first < start:
        first, last = period_of(last + ONE_DAY, plan.period, month_start_day)
    return last


def _covers(plan: VisitPlan, client: VisitClient, day: date) -> bool:
    if not _of_units(plan, client.units):
        return False
    if plan.client_id is not None:
        return plan.client_id == client.id
    if plan.attention_level is not None and plan.attention_level != client.attention_level:
        return False
    return plan.category is None or any(
        member.category == plan.category and _in(member.start_on, member.end_on, day) for member in client.categories
    )


def _may_cover(plan: VisitPlan, units: tuple[str, ...], level: str | None, categories: frozenset[str]) -> bool:
    if plan.attention_level is not None and plan.attention_level != level:
        return False
    return (plan.category is None or plan.category in categories) and _of_units(plan, units)


def _of_units(plan: VisitPlan, units: Collection[str]) -> bool:
    return not plan.unit or not units or plan.unit in units


def _in(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)
