"""Counting units of one database at one moment: what all counts share is read once, each unit's rows once.

A county asks for its stations one after the other, for their months, their sums, their order. What costs there is not
the asking (a station without rows takes a thousandth of a second) but every row that is read and counted; so whoever
compares stations by one month has only that month counted (``month_of``), a tenth of the rows of a year so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from db.queries import report_registers
from db.queries.report_registers import PlanFact, UnitFact
from db.store import Connection, setting
from swstation.reports import count_cases, count_files, count_gatherings, count_linking, count_logs, scope
from swstation.reports.count_visits import Visits
from swstation.reports.figures import figures
from swstation.reports.model import Figure
from swstation.reports.people import People, of_all
from swstation.reports.period import months_so_far
from swstation.reports.station import Station, read
from swstation.reports.tally import Tally

PHONE_SETTING = "case_phone_counts"
"""The county's switch: ``1`` where calls tied to a case count as contacts with the case."""


@dataclass
class Counter:
    """Counts months of units as known on ``as_of``. Use it inside one ``Store.snapshot()``.

    ``phone``: whether calls tied to a case count as contacts with it; ``None``: as the county has set it here.
    """

    connection: Connection
    as_of: date
    phone: bool | None = None

    def __post_init__(self) -> None:
        if self.phone is None:
            self.phone = setting(self.connection, PHONE_SETTING) == "1"

    @cached_property
    def units(self) -> Sequence[UnitFact]:
        """All units this database knows."""
        return report_registers.units(self.connection)

    @cached_property
    def people(self) -> People:
        """Which files are of one person."""
        return of_all(self.connection)

    @cached_property
    def _plans(self) -> Sequence[PlanFact]:
        return report_registers.plans(self.connection)

    def members(self, unit: str) -> list[UnitFact]:
        """The units whose rows a unit's report counts. Refuses an unknown unit."""
        return scope.members(self.units, scope.find(self.units, unit))

    def station(self, unit: UnitFact, month: str, *, alone: bool = False) -> Station:
        """A unit's facts of the year so far; ``alone``: of the month only."""
        over = scope.above(self.units, unit)
        return read(self.connection, unit, month, self.as_of, self._plans, over, self.people, alone=alone)

    def each(
        self, units: Iterable[UnitFact], month: str, *, rows: bool = False
    ) -> Iterator[tuple[Station, list[Tally]]]:
        """Each unit with its counts, a tally for each month of the year so far; a unit at a time is held.

        ``rows``: as in ``count``.
        """
        for unit in units:
            station = self.station(unit, month)
            yield station, self.count(station, rows=rows)

    def figures(self, unit: str, month: str) -> tuple[Figure, ...]:
        """The fifteen of a unit and all below it as the rows say them now, with the year so far.

        Refuses an unknown unit, no month, one not begun.
        """
        return figures(self.counts(unit, month))

    def counts(self, unit: str, month: str) -> list[Tally]:
        """What ``figures`` is made of, a tally for each month of the year so far. Refuses as that does."""
        self._check(scope.find(self.units, unit), month)
        return together(months for _station, months in self.each(self.members(unit), month))

    def month_of(self, units: Iterable[str], month: str) -> dict[str, tuple[Figure, ...]]:
        """The fifteen of each of several units and all below it, of the month alone: the year so far says the same.

        A line that only an earlier month of the year has is not there; every other one is as ``figures`` has it.
        Refuses as ``figures`` does.
        """
        made: dict[str, Tally] = {}
        out = {}
        for code in units:
            self._check(scope.find(self.units, code), month)
            total = Tally()
            for member in self.members(code):
                if member.code not in made:
                    made[member.code] = self.count(self.station(member, month, alone=True))[-1]
                total.take(made[member.code])
            out[code] = figures([total])
        return out

    def count(self, station: Station, *, rows: bool = False) -> list[Tally]:
        """The counts of a station, a tally for each of its months.

        ``rows``: with the rows behind every month's counts, not behind the last month's alone.
        """
        out = []
        visits = Visits(station)
        for month, entries in zip(station.months, station.entries, strict=True):
            tally = Tally(own=rows or month is station.month)
            count_logs.count(tally, entries, bool(self.phone))
            visits.count(tally, month)
            count_files.count(tally, station, month)
            count_cases.count(tally, station, month)
            count_gatherings.count(tally, station, month, entries)
            count_linking.count(tally, station, month, entries)
            out.append(tally)
        return out

    def _check(self, unit: UnitFact, month: str) -> None:
        scope.check_begun(months_so_far(month, unit.month_start_day)[-1], self.as_of)


def together(counts: Iterable[Sequence[Tally]]) -> list[Tally]:
    """Several units as one, month by month. Only sums and sets go on: a county's entries of a year are many."""
    total: list[Tally] = []
    for months in counts:
        total = total or [Tally(own=one.own) for one in months]
        for sum_of_all, one in zip(total, months, strict=True):
            sum_of_all.take(one)
    return total
