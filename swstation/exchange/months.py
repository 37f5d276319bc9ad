"""Months that came without names: which station has sent which, how far they can be relied on, what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from db import snapshots
from db.errors import Refusal
from db.queries import exchange
from db.snapshots import Kept
from db.store import Connection
from swstation.exchange.board import months_to, span_of
from swstation.exchange.identity import may_carry
from swstation.exchange.snapshots import Snapshot, read
from swstation.operations.book import Book

STATES: Final = ("missing", "early", "gap", "whole", "open", "before")
"""``missing``: the month is over and none has come. ``before``: the same, but before the first that ever came or was
expected.
``early``: made before the month was over. ``gap``: made while records of the station were missing where it was made.
``whole``: of the whole month. ``open``: not over, none here."""
_STATION: Final = "T"


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A station's month. ``missing``: records that were missing where it was made; ``conflicts``: values in dispute."""

    month: str
    state: str
    kept: Kept | None = None
    missing: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A station with its months, oldest first."""

    unit: str
    name: str
    cells: tuple[MonthCell, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """Of the stations, how many sent a month; of these how many before it was over, or with records missing."""

    month: str
    stations: int
    sent: int
    stale: int
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Months:
    """What came, as a table. ``covered``: one for each month."""

    profile: str
    months: tuple[str, ...]
    rows: tuple[MonthRow, ...]
    covered: tuple[Covered, ...]

    def as_dict(self) -> dict[str, Any]:
        """As ``snapshot list --json`` prints it."""
        return {
            "profile": self.profile, "months": list(self.months),
            "stations": [
                {
                    "station": row.unit, "name": row.name,
                    "cells": [
                        {
                            "month": one.month, "state": one.state, "missing": one.missing, "conflicts": one.conflicts,
                            "bundle_no": one.kept.bundle_no if one.kept else None,
                            "sender": one.kept.sender if one.kept else None,
                        }
                        for one in row.cells
                    ],
                }
                for row in self.rows
            ],
            "covered": [
                {
                    "month": one.month, "stations": one.stations, "sent": one.sent, "stale": one.stale,
                    "absent": list(one.absent),
                }
                for one in self.covered
            ],
        }  # fmt: skip


def months_here(book: Book, profile: str, last: str, count: int, as_of: date) -> Months:
    """``count`` months that end with ``last``, for every station known below this unit."""
    from swstation.exchange.below import COLLECTING, first_expected

    months = months_to(last, count)
    with book.store.snapshot() as connection:
        names = names_of(connection)
        kept = [one for one in snapshots.kept(connection, profile) if one.unit[0] not in COLLECTING]
        known = {(one.unit, one.period): one for one in kept}
        stations = {code for code in names if code[0] == _STATION and may_carry(book.unit, code)}
        first = dict(sorted(known, reverse=True))
        for unit, month in first_expected(connection, profile).items():
            if unit[0] == _STATION:
                stations.add(unit)
                first[unit] = min(first.get(unit, month), month)
        units = sorted(stations | {unit for unit, _month in known})
        rows = tuple(
            MonthRow(
                unit, name_of(names, unit),
                tuple(_cell(connection, one, known.get((unit, one)), first.get(unit, ""), as_of) for one in months),
            )
            for unit in units
        )  # fmt: skip
    return Months(profile, months, rows, tuple(_covered(rows, place, month) for place, month in enumerate(months)))


def _cell(connection: Connection, month: str, one: Kept | None, first: str, as_of: date) -> MonthCell:
    if one is None:
        return MonthCell(month, "before" if month < first else "missing" if span_of(month)[1] < as_of else "open")
    missing, conflicts = snapshots.reliance(connection, one.unit, one.period, one.profile)
    state = "early" if not one.complete else "gap" if missing else "whole"
    return MonthCell(month, state, one, missing, conflicts)


def _covered(rows: Sequence[MonthRow], place: int, month: str) -> Covered:
    stations = [row for row in rows if row.unit[0] == _STATION]
    sent = [row for row in stations if row.cells[place].kept is not None]
    stale = sum(row.cells[place].state in ("early", "gap") for row in sent)
    absent = tuple(row.name for row in stations if row.cells[place].kept is None)
    return Covered(month, len(stations), len(sent), stale, absent)


def names_of(connection: Connection) -> dict[str, str]:
    """What the units of the register, and those whose devices are enrolled, are called."""
    return exchange.unit_names(connection)


def name_of(names: dict[str, str], unit: str) -> str:
    """What a unit is called; one that nobody has named yet by its place."""
    from swstation.operations.install import proposed_name

    tier = {"V": "village_room", "T": "township_station", "C": "county_station"}.get(unit[0], "")
    if unit in names or not tier:
        return names.get(unit, unit)
    return proposed_name(tier, unit[1:].partition("-")[0]) or unit


def opened(book: Book, unit: str, month: str, profile: str) -> tuple[Kept, Snapshot]:
    """A month that came. Refuses one that is not here."""
    with book.store.snapshot() as connection:
        found = read(connection, unit, month, profile)
        kept = next((o for o in snapshots.kept(connection, profile) if (o.unit, o.period) == (unit, month)), None)
    if found is None or kept is None:
        raise Refusal("report.no_snapshot", unit=unit, month=month)
    return kept, found


@dataclass(frozen=True, slots=True)
class Total:
    """A figure over several stations: the sum of what is shown, and how many stations keep theirs back."""

    code: str
    value: int
    kept_back: int


def totals(found: Iterable[Snapshot]) -> list[Total]:
    """The sums of aggregates of one month, as far as they are shown. A figure that a station does not have is 0 there.

    Counts of persons are sums too: somebody served by two stations is in them twice.
    """
    values: dict[str, int] = {}
    back: dict[str, int] = {}
    for one in found:
        for row in one.rows:
            if row["t"] == "figure":
                code, value = str(row["code"]), row["value"]
                values[code] = values.get(code, 0) + (value or 0)
                back[code] = back.get(code, 0) + (value is None)
    return [Total(code, value, back[code]) for code, value in values.items()]


def total_of(book: Book, month: str) -> list[Total]:
    """The sums of all aggregates of a month that are here. Refuses if there is none."""
    with book.store.snapshot() as connection:
        units = [one.unit for one in snapshots.kept(connection, "aggregate") if one.period == month]
        found = [one for unit in units if (one := read(connection, unit, month, "aggregate")) is not None]
    if not found:
        raise Refusal("report.no_snapshot", unit=book.unit, month=month)
    return totals(found)
