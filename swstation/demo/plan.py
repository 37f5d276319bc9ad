"""What the demonstration shall be: how many stations, from when to when, which laptop has which villages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from swstation import divisions
from swstation.demo.words import data
from swstation.divisions import Village
from swstation.operations.install import unit_code
from swstation.rules.dates import add_months

LOGS_A_YEAR = 3000
"""Entries a station writes in a year."""
PEOPLE = 400
"""Clients on file at a station."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``months`` of work up to and with the day before ``until``; ``size`` scales files and entries (for tests)."""

    until: date
    stations: int = 3
    months: int = 12
    seed: int = 1
    size: float = 1.0

    @property
    def start(self) -> date:
        """The first day of work."""
        return add_months(self.until, -self.months)

    @property
    def report_month(self) -> str:
        """The last month that is over."""
        last = self.until.replace(day=1) - timedelta(days=1)
        return f"{last:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Laptop:
    """One laptop of one station. ``index`` counts laptops over all stations; ``villages`` are its share of all."""

    index: int
    station: int
    letter: str
    division: str
    suffix: str
    name: str
    villages: tuple[Village, ...]
    station_villages: tuple[Village, ...]
    share: float
    gap: tuple[date, date] | None
    unsent: bool

    @property
    def file(self) -> str:
        """Name of its database."""
        return f"{self.division}{self.suffix and '-' + self.suffix}-{self.letter.lower()}.db"

    @property
    def unit(self) -> str:
        """Code of its station."""
        return unit_code("township_station", self.division, self.suffix)


def laptops(plan: Plan) -> list[Laptop]:
    """All laptops: two at the first station, one at each other.

    The last station has a month without logs, and does not hand in its last month.
    """
    found: list[Laptop] = []
    for station in range(plan.stations):
        division, suffix, name = _place(station)
        villages = tuple(divisions.villages(division))
        last = station == plan.stations - 1
        halves = [villages]
        if station == 0:
            halves = [villages[: len(villages) // 2], villages[len(villages) // 2 :]]
        for number, own in enumerate(halves):
            found.append(
                Laptop(
                    len(found), station, "AB"[number], division, suffix, name, own, villages, 1 / len(halves),
                    _gap(plan) if last and plan.stations > 1 else None, last and plan.stations > 1,
                )
            )  # fmt: skip
    return found


def _place(station: int) -> tuple[str, str, str]:
    places = data()["places"]
    first: list[str] = places["first"]
    known = [place.code for place in divisions.children(places["county"])]
    order = [*first, *(code for code in known if code not in first)]
    code, again = order[station % len(order)], station // len(order)
    name = divisions.name(code) or code
    if again:
        return code, str(again + 1), places["second"].format(place=name, no="一二三四五六七八九"[again % 9])
    return code, "", places["station"].format(place=name)


def _gap(plan: Plan) -> tuple[date, date] | None:
    # A whole month, past the middle, in which the workers were lent out.
    if plan.months < 4:
        return None
    first = add_months(plan.start, plan.months // 2).replace(day=1)
    return first, add_months(first, 1) - timedelta(days=1)
