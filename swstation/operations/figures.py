"""Figures from the logs and registers that stand beside an element of an evaluation. Nothing here is typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from db.queries import report, report_registers
from db.queries.evaluation import staff_figures
from db.queries.people import attendances
from db.queries.units import unit_by_code
from db.store import Connection
from swstation.reports import count_logs, scope
from swstation.reports.count_visits import Visits
from swstation.reports.station import entry_of, read
from swstation.reports.tally import Tally
from swstation.rules.dates import period_of


@dataclass(frozen=True, slots=True)
class Figures:
    """What a worker did in a span of days.

    ``contacts`` are person-times of one's own direct services (figure 15 of the monthly report), ``pending`` how many
    of them wait for approval. ``due`` and ``kept`` count plans of one's own clients by month (figure 3).
    ``training`` are approved tenths by measure, never added across measures. ``satisfaction`` is the mean of
    ``satisfied_cases`` closed cases in tenths of 100, or ``None``.
    """

    contacts: int = 0
    pending: int = 0
    cases_closed: int = 0
    due: int = 0
    kept: int = 0
    training: tuple[tuple[str, int], ...] = ()
    satisfaction: int | None = None
    satisfied_cases: int = 0
    complaints: int = 0

    @property
    def visit_rate(self) -> int | None:
        """Visits kept of those due, in tenths of a percent; ``None`` where none was due."""
        return self.kept * 1000 // self.due if self.due else None


def figures(connection: Connection, unit: str, staff: str, first: date, last: date) -> Figures:
    """The figures of a worker of ``unit`` from ``first`` to ``last``, both days counted."""
    contacts, pending = _contacts(connection, unit, staff, first, last)
    due, kept = _visits(connection, unit, staff, first, last)
    own = staff_figures(connection, staff, first.isoformat(), last.isoformat())
    earned: dict[str, int] = defaultdict(int)
    for one in attendances(connection, staff):
        if one.approved and first.isoformat() <= one.end_on <= last.isoformat():
            earned[one.measure] += one.tenths
    return Figures(
        contacts, pending, own.cases_closed, due, kept, tuple(sorted(earned.items())), own.satisfaction,
        own.satisfied_cases, own.complaints,
    )  # fmt: skip


def _contacts(connection: Connection, unit: str, staff: str, first: date, last: date) -> tuple[int, int]:
    span = unit, first.isoformat(), last.isoformat()
    people: dict[str, list[report.ContactFact]] = defaultdict(list)
    for contact in report.contacts(connection, *span):
        people[contact.log].append(contact)
    entries = [entry_of(log, people[log.id], ()) for log in report.logs(connection, *span) if log.writer == staff]
    tally = Tally()
    count_logs.count(tally, entries, False)
    cell = tally.cell("15", "person_times")
    return cell.value, cell.pending


def _visits(connection: Connection, unit: str, staff: str, first: date, last: date) -> tuple[int, int]:
    row = unit_by_code(connection, unit)
    if row is None:
        return 0, 0
    units = report_registers.units(connection)
    own = scope.find(units, unit)
    plans = report_registers.plans(connection)
    above = scope.above(units, own)
    due = missed = 0
    for month in _last_months(own.month_start_day, first, last):
        station = read(connection, own, month, last, plans, above)
        mine = replace(station, clients=[one for one in station.clients if one.worker == staff])
        visits = Visits(mine)
        for span in station.months:
            if first <= span.first and span.last <= last:
                tally = Tally()
                visits.count(tally, span)
                due += len(tally.cell("3", "due").members)
                missed += len(tally.cell("3", "missed").members)
    return due, due - missed


def _last_months(start_day: int, first: date, last: date) -> Iterator[str]:
    """The last month of each reporting year that the span touches: a reading holds the months of its year so far."""
    begun, ended = (period_of(day, "month", start_day)[1] for day in (first, last))
    for year in range(begun.year, ended.year):
        yield f"{year}-12"
    yield f"{ended.year}-{ended.month:02d}"
