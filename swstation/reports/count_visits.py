"""Figure 3: visit plans kept. A plan is due in the month in which its period ends.

A person with several files counts once, and as missed where the plan of one of the files was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from db.queries.report_registers import ClientFact
from swstation.reports.period import Span
from swstation.reports.station import Station
from swstation.reports.tally import Tally
from swstation.rules.dates import PERIODS, period_of
from swstation.rules.facts import Membership, MetVisit, VisitClient, VisitPlan
from swstation.rules.visits import met_days, plan_for

NO_CATEGORY = ""


class Visits:
    """A station's plans and met visits, made ready to be asked month by month."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._plans = [
            VisitPlan(
                plan.id, plan.times, plan.period, plan.category, plan.attention_level, plan.client,
                bool(plan.allow_phone), _day(plan.start_on), _day(plan.end_on),
            )
            for plan in station.plans
            if plan.period in PERIODS  # another program's word, or somebody's slip, must not stop a county's report
        ]  # fmt: skip
        self._met = {
            client: [(_met(one.client, one.service_date, one.method), one.state == "approved") for one in found]
            for client, found in station.visits.items()
        }
        self._named: dict[str, list[int]] = defaultdict(list)
        self._by_category: dict[str | None, list[int]] = defaultdict(list)
        for place, plan in enumerate(self._plans):
            if plan.client_id is not None:
                self._named[plan.client_id].append(place)
            else:
                self._by_category[plan.category].append(place)
        self._clients = [
            (client, visitor, mine)
            for client in station.clients
            # Paused files are not visited; whether the file was open is asked of the report's last day.
            if client.file_state != "paused" and client.on_file(station.end)
            for visitor in (_visitor(client, station),)
            if (mine := self._may_hold(visitor))
        ]

    def _may_hold(self, client: VisitClient) -> list[VisitPlan]:
        # A county's stations have thousands of files and many plans: only plans for one's categories are tried.
        places = {*self._named.get(client.id, ()), *self._by_category.get(None, ())}
        places.update(place for one in client.categories for place in self._by_category.get(one.category, ()))
        found = [self._plans[place] for place in sorted(places)]
        return [
            plan
            for plan in found
            if plan.client_id is not None
            or plan.attention_level is None
            or plan.attention_level == client.attention_level
        ]

    def count(self, tally: Tally, month: Span) -> None:
        """Count the clients due in a month, and those of them not visited as planned."""
        periods = {kind: list(self._periods(month, kind)) for kind in {plan.period for plan in self._plans}}
        for client, visitor, mine in self._clients:
            for kind in sorted({plan.period for plan in mine}):
                for first, last in periods[kind]:
                    plan = plan_for(visitor, mine, last)
                    if plan is not None and plan.period == kind:
                        self._one(tally, client, plan, first, last)

    def _periods(self, month: Span, kind: str) -> Iterator[tuple[date, date]]:
        start_day = self._station.unit.month_start_day
        first, last = period_of(month.first, kind, start_day)
        while last <= month.last:
            yield first, last
            first, last = period_of(last + timedelta(days=1), kind, start_day)

    def _one(self, tally: Tally, client: ClientFact, plan: VisitPlan, first: date, last: date) -> None:
        row, person = ("client", client.id), self._station.people.of(client.id)
        met = self._met.get(client.id, ())
        kept = met_days(plan, (visit for visit, _approved in met), first, last) >= plan.times
        approved = not tally.own or (
            met_days(plan, (visit for visit, approved in met if approved), first, last) >= plan.times
        )
        categories = self._station.categories_on(client.id, last.isoformat()) or [NO_CATEGORY]
        for rest in ((), *((category,) for category in categories)):
            tally.member(("3", "due", *rest), person, row)
            if not kept:
                tally.member(("3", "missed", *rest), person, row)
            if not approved:
                tally.cell("3", "missed", *rest).approved_members.add(person)


def _visitor(client: ClientFact, station: Station) -> VisitClient:
    categories = tuple(
        Membership(one.category, _day(one.start_on), _day(one.end_on)) for one in station.categories.get(client.id, ())
    )
    return VisitClient(client.id, "", _day(client.opened_on), True, client.attention_level, categories)


def _met(client: str, on: str, method: str) -> MetVisit:
    return MetVisit(client, date.fromisoformat(on), method == "phone")


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
