"""One unit's facts for a report, read once: the months of its year so far and what was counted in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from db.queries import report, report_registers
from db.queries.report import ContactFact, ItemFact, LogFact, VisitFact
from db.queries.report_registers import CaseFact, CategoryFact, ClientFact, GoalFact, PlanFact, UnitFact
from db.store import Connection
from swstation.reports import gatherings
from swstation.reports.case_steps import Step, steps
from swstation.reports.gatherings import Gatherings
from swstation.reports.people import People
from swstation.reports.period import Span, months_so_far
from swstation.rules.dates import PERIODS, period_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A log that counts with all that hangs on it: ``met`` the clients met, ``person_times`` with the unnamed."""

    log: LogFact
    contacts: Sequence[ContactFact]
    items: Sequence[ItemFact]
    met: Sequence[ContactFact]
    person_times: int


def entry_of(log: LogFact, contacts: Sequence[ContactFact], items: Sequence[ItemFact]) -> Entry:
    """A log with what hangs on it and how many contacts it is."""
    met = [one for one in contacts if one.outcome == "met"]
    return Entry(log, contacts, items, met, len(met) + log.unnamed)


@dataclass(frozen=True, slots=True)
class Station:
    """A unit's facts. ``months`` are of the reporting year, the last is the report's; ``end`` is its last day that
    has come by ``as_of``. ``entries`` are by month."""

    unit: UnitFact
    months: Sequence[Span]
    end: str
    entries: Sequence[Sequence[Entry]]
    visits: dict[str, list[VisitFact]]
    clients: Sequence[ClientFact]
    categories: dict[str, list[CategoryFact]]
    plans: Sequence[PlanFact]
    cases: dict[str, CaseFact]
    case_steps: dict[str, list[Step]]
    goals: dict[str, list[GoalFact]] = field(default_factory=dict)
    people: People = field(default_factory=People)
    gatherings: Gatherings = field(default_factory=Gatherings)

    @property
    def month(self) -> Span:
        """The report's month, over or not."""
        return self.months[-1]

    def end_of(self, month: Span) -> str:
        """The last day of a month that has come."""
        return min(month.end, self.end)

    def categories_on(self, client: str, day: str) -> list[str]:
        """The categories of a client in force on a day, each once."""
        return sorted({one.category for one in self.categories.get(client, ()) if one.holds(day)})


def read(
    connection: Connection,
    unit: UnitFact,
    month: str,
    as_of: date,
    plans: Sequence[PlanFact],
    above: Sequence[str],
    people: People | None = None,
    *,
    alone: bool = False,
) -> Station:
    """Read a unit's facts up to ``as_of``. ``above``: codes of the units whose visit plans hold here too.

    ``people``: which files are of one person, after verdicts. ``alone``: the month only, not the year up to it.
    """
    who = people or People()
    from db.queries.history import history

    months = months_so_far(month, unit.month_start_day)[-1 if alone else 0 :]
    end = min(months[-1].last, as_of).isoformat()
    code, start = unit.code, months[0].start
    cases = report_registers.cases(connection, code)
    shown = history(connection, "service_case", [case.id for case in cases], ("state", "stage"))
    goals: dict[str, list[GoalFact]] = defaultdict(list)
    for goal in report_registers.goals(connection, code):
        goals[goal.service_case].append(goal)
    categories: dict[str, list[CategoryFact]] = defaultdict(list)
    for category in report_registers.categories(connection, code):
        categories[category.client].append(category)
    here = [plan for plan in plans if plan.unit == code or plan.unit in above]
    visits: dict[str, list[VisitFact]] = defaultdict(list)
    if here:
        # The week, or the quarter, that ends in the first month may have begun before it.
        kinds = {plan.period for plan in here if plan.period in PERIODS}
        since = min(
            (period_of(months[0].first, kind, unit.month_start_day)[0] for kind in kinds), default=months[0].first
        )
        for visit in report.met_visits(connection, code, since.isoformat(), end):
            visits[visit.client].append(visit)
    return Station(
        unit=unit,
        months=months,
        end=end,
        entries=_entries(connection, code, months, start, end, who),
        visits=visits,
        clients=report_registers.clients(connection, code),
        categories=categories,
        plans=here,
        cases={case.id: case for case in cases},
        case_steps={case.id: steps(case, shown.get(case.id, ())) for case in cases},
        goals=goals,
        people=who,
        gatherings=gatherings.read(connection, code),
    )


def _entries(
    connection: Connection, unit: str, months: Sequence[Span], start: str, end: str, who: People
) -> list[list[Entry]]:
    people: dict[str, list[ContactFact]] = defaultdict(list)
    linked = bool(who)
    for contact in report.contacts(connection, unit, start, end):
        people[contact.log].append(who.contact(contact) if linked else contact)
    things: dict[str, list[ItemFact]] = defaultdict(list)
    for item in report.items(connection, unit, start, end):
        things[item.log].append(item)
    out: list[list[Entry]] = [[] for _month in months]
    ends = [month.end for month in months]
    place = 0
    for log in report.logs(connection, unit, start, end):
        while log.service_date > ends[place]:
            place += 1
        out[place].append(entry_of(log, people.get(log.id, ()), things.get(log.id, ())))
    return out
