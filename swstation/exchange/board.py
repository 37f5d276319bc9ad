"""The county's board: which station has handed in which month, and what is missing behind it.

``read`` takes the facts out of a book, ``board`` makes the table of them and of nothing else.
A bundle carries everything since the last receipt. So a month is in as soon as a bundle has come that was made after
the month's last day, whichever it is; and a stick that was lost heals at the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from swstation.exchange.codes import request_code
from swstation.rules.dates import period_of

if TYPE_CHECKING:
    from db.ledgers import Received
    from db.store import Connection
    from swstation.operations.book import Book

STATES: Final = (
    "missing", "unenrolled", "newer", "gap", "aside", "early", "stale", "received", "open", "before",
)  # fmt: skip
"""The state of a cell, the worst first. ``missing``: nothing has come that was made in or after the month.
``unenrolled``: a bundle waits for its device's card. ``newer``: a bundle, or records in it, wait for a newer program.
``gap``: records written in this month are missing. ``aside``: records of its bundles were set aside.
``early``: only a bundle made in the last ``EARLY_DAYS`` days of the month, before it was over. ``stale``: one of the
station's devices was silent all month and since. ``received``: all in. ``open``: the month is not over. ``before``:
the station was not there yet."""

OWING: Final = frozenset({"missing", "gap"})
"""States for which the station has something to send."""
EARLY_DAYS: Final = 15
"""A bundle made before the last so many days of a month is the one for the month before: it says nothing of this."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A bundle that came. ``made``: the day its maker wrote on it, never later than the day it ``came``.

    ``status``: merged or held; ``reason``: the refusal of a held one. ``last``: by replica, the last record it
    carries.
    """

    sha256: str
    file: str
    station: str
    replica: str
    number: int | None
    made: date
    came: date
    status: str
    reason: str
    ops: int
    new: int
    last: Mapping[str, int]
    newer: bool = False
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Hole:
    """Records ``first`` to ``last`` of a device that are missing; the ``numbers`` of the bundles they went in.

    They were written between ``after`` and ``before`` (``None``: nothing is known that was written earlier or later).
    """

    replica: str
    first: int
    last: int
    numbers: tuple[int, ...] = ()
    after: date | None = None
    before: date | None = None

    @property
    def count(self) -> int:
        """How many records."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Expected:
    """A unit whose bundles are expected. ``devices``: those that are not lost; ``since``: the first day."""

    unit: str
    name: str
    devices: tuple[str, ...]
    since: date | None
    month_start_day: int = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a board is made of."""

    expected: tuple[Expected, ...]
    arrived: tuple[Arrived, ...]
    holes: tuple[Hole, ...]
    replicas: Mapping[str, str]
    """The unit of each replica whose records are here."""


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One station in one month, and what stands behind it. ``silent``: devices not heard of since before it."""

    month: str
    first: date
    last: date
    state: str
    bundles: tuple[Arrived, ...] = ()
    holes: tuple[Hole, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def aside(self) -> int:
        """Records of its bundles that were set aside."""
        return sum(one.aside for one in self.bundles)

    def as_dict(self) -> dict[str, object]:
        """As ``board --json`` prints it."""
        return {
            "month": self.month, "state": self.state, "bundles": [one.number for one in self.bundles],
            "missing": [
                {
                    "replica": h.replica, "first": h.first, "last": h.last, "bundles": list(h.numbers),
                    "request_code": request_code(h.replica, h.first, h.last),
                }
                for h in self.holes
            ],
            "set_aside": self.aside, "silent": list(self.silent),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A station's row: its months, oldest first, all its holes, its newest bundle that is in."""

    unit: str
    name: str
    devices: tuple[str, ...]
    cells: tuple[BoardCell, ...]
    holes: tuple[Hole, ...]
    newest: Arrived | None

    @property
    def owes(self) -> tuple[str, ...]:
        """Months for which nothing, or not all, has come."""
        return tuple(cell.month for cell in self.cells if cell.state in OWING)

    @property
    def early(self) -> tuple[str, ...]:
        """Months handed in before they were over."""
        return tuple(cell.month for cell in self.cells if cell.state == "early")

    @property
    def lags(self) -> bool:
        """Whether there is anything to ask the station for."""
        return bool(self.owes or self.holes)

    def as_dict(self) -> dict[str, object]:
        """As ``board --json`` prints it."""
        return {
            "station": self.unit, "name": self.name, "devices": list(self.devices),
            "last_bundle": self.newest.number if self.newest else None,
            "last_made": self.newest.made.isoformat() if self.newest else None,
            "last_received": self.newest.came.isoformat() if self.newest else None,
            "owes": list(self.owes), "cells": [cell.as_dict() for cell in self.cells],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """Stations by unit code, each with the same ``months`` (``2026-11``), oldest first."""

    months: tuple[str, ...]
    rows: tuple[BoardRow, ...]

    @property
    def laggards(self) -> tuple[BoardRow, ...]:
        """Stations that there is something to ask for."""
        return tuple(row for row in self.rows if row.lags)


def months_to(last: str, count: int) -> tuple[str, ...]:
    """``count`` months that end with ``last``, oldest first."""
    year, month = (int(part) for part in last.split("-"))
    index = year * 12 + month - 1
    return tuple(f"{one // 12}-{one % 12 + 1:02d}" for one in range(index - count + 1, index + 1))


def board(facts: Facts, months: Sequence[str], as_of: date) -> Board:
    """The table of these facts as it stands on ``as_of``."""
    by_station: dict[str, list[Arrived]] = defaultdict(list)
    for one in facts.arrived:
        if one.came <= as_of:
            by_station[one.station].append(one)
    holes: dict[str, list[Hole]] = defaultdict(list)
    for hole in facts.holes:
        holes[facts.replicas.get(hole.replica, "")].append(hole)
    return Board(
        tuple(months),
        tuple(
            _row(one, sorted(by_station[one.unit], key=_order), tuple(holes[one.unit]), months, as_of)
            for one in facts.expected
        ),
    )


def _order(one: Arrived) -> tuple[date, date, int]:
    return one.made, one.came, one.number or 0


def _row(
    station: Expected, bundles: Sequence[Arrived], holes: tuple[Hole, ...], months: Sequence[str], as_of: date
) -> BoardRow:
    merged = [one for one in bundles if one.status == "merged"]
    first = min([one.made for one in bundles] + ([station.since] if station.since else []), default=None)
    cells = tuple(_cell(station, bundles, holes, month, first, as_of) for month in months)
    return BoardRow(station.unit, station.name, station.devices, cells, holes, merged[-1] if merged else None)


def _cell(
    station: Expected, bundles: Sequence[Arrived], holes: Sequence[Hole], month: str, since: date | None, as_of: date
) -> BoardCell:
    first, last = span_of(month, station.month_start_day)
    within = [one for one in bundles if first <= one.made <= last]
    late = any(one.made > last - timedelta(days=EARLY_DAYS) for one in within)
    after = [one for one in bundles if one.made > last]
    # The first that closes the month: what came after it is another month's matter.
    closing = next((one for one in after if one.status == "merged"), None)
    behind = (*within, *(one for one in after if closing is None or _order(one) <= _order(closing)))
    missing = tuple(hole for hole in holes if _overlaps(hole, first, last))
    quiet = () if closing is None else tuple(_silent(station, bundles, first))
    close = "closed" if closing is not None else "early" if late else "open" if last >= as_of else "missing"
    state = _state(behind, missing, quiet, close, since is None or since > last)
    return BoardCell(month, first, last, state, behind, missing, quiet)


def _state(behind: Sequence[Arrived], holes: Sequence[Hole], silent: Sequence[str], close: str, before: bool) -> str:
    if before:
        return "before"
    held = [one for one in behind if one.status == "held"]
    if held:
        return "newer" if any(one.newer for one in held) else "unenrolled"
    if holes:
        return "gap"
    if close == "missing":
        return close
    if any(one.newer for one in behind):
        return "newer"
    if any(one.aside for one in behind):
        return "aside"
    if close != "closed":
        return close
    return "stale" if silent else "received"


def span_of(month: str, month_start_day: int = 1) -> tuple[date, date]:
    """First and last day of a unit's month."""
    return period_of(date(int(month[:4]), int(month[5:7]), 1), "month", month_start_day)


def _overlaps(hole: Hole, first: date, last: date) -> bool:
    if hole.before is None and hole.after is not None:  # at the end: written in the month of the last one that is here
        return first <= hole.after <= last
    return (hole.after is None or hole.after <= last) and (hole.before is None or hole.before >= first)


def _silent(station: Expected, bundles: Iterable[Arrived], first: date) -> Iterator[str]:
    newest: dict[str, date] = {}
    for one in bundles:
        if one.status == "merged":
            for replica in {one.replica, *one.last}:
                newest[replica] = max(newest.get(replica, date.min), one.made)
    return (replica for replica in station.devices if newest.get(replica, first) < first)


# From the book


def read(book: Book) -> Facts:
    """The facts of a board out of the ledgers, the registers and the records."""
    from db import ledgers
    from db.merge import holes
    from db.queries import exchange

    with book.store.snapshot() as connection:
        here = {one.id: one.station or "" for one in ledgers.replicas(connection)}
        aside = exchange.set_aside(connection)
        arrived = tuple(
            made for one in ledgers.received_bundles(connection) if (made := _arrived(one, aside)) is not None
        )
        found = []
        for replica in here:
            if replica == book.replica:
                continue
            for first, last in holes(connection, bytes.fromhex(replica)):
                found.append(_hole(connection, replica, first, last, arrived))
        expected = tuple(_expected(book, connection))
        return Facts(expected, arrived, tuple(found), _rows_of(here, [one.unit for one in expected]))


def _rows_of(here: Mapping[str, str], expected: Sequence[str]) -> dict[str, str]:
    # What a station wrote that hands in through a county, or a room through its station, is missing in their row.
    from swstation.exchange.identity import may_carry

    return {
        replica: station
        if station in expected or not station
        else next((unit for unit in expected if may_carry(unit, station)), station)
        for replica, station in here.items()
    }


def _arrived(one: Received, aside: Mapping[tuple[str, str], int]) -> Arrived | None:
    # A month without names brings no records: whoever sent one may owe all the same.
    if one.status not in ("merged", "held") or one.station is None or one.said.get("kind") == "agg":
        return None
    came = date.fromisoformat(one.at[:10])
    return Arrived(
        one.sha256, one.file, one.station, one.replica or "", one.bundle_no, _made(one, came), came, one.status,
        one.reason or "", one.ops, one.new, {str(r["replica"]): int(r["last"]) for r in one.ranges},
        one.reason == "bundle.newer" or one.newer,
        sum(count for (_replica, bundle), count in aside.items() if bundle == one.sha256),
    )  # fmt: skip


_EARLIEST: Final = date(2020, 1, 1)
"""A bundle that says it is older was made on a computer whose clock had stopped."""


def _made(one: Received, came: date) -> date:
    try:
        made = date.fromisoformat(str(one.said.get("created", ""))[:10])
    except ValueError:
        return came
    return made if _EARLIEST <= made <= came else came


def _hole(connection: Connection, replica: str, first: int, last: int, arrived: Sequence[Arrived]) -> Hole:
    from db.queries.exchange import written_around

    before, after = (None if at is None else date.fromisoformat(at[:10]) for at in
                     written_around(connection, replica, first, last))  # fmt: skip
    if before is not None and after is not None and after < before:  # a clock went back
        before, after = after, before
    return Hole(replica, first, last, _numbers(replica, first, last, arrived), before, after)


def _numbers(replica: str, first: int, last: int, arrived: Sequence[Arrived]) -> tuple[int, ...]:
    # The bundles of this device between the last one that ends before the hole and the first that goes beyond it.
    mine = [(one.number, one.last[replica]) for one in arrived if one.replica == replica and replica in one.last]
    lower = max((number for number, end in mine if number is not None and end < first), default=None)
    upper = min((number for number, end in mine if number is not None and end > last), default=None)
    if lower is None or upper is None:
        return ()
    known = {one.number for one in arrived if one.replica == replica}
    return tuple(number for number in range(lower + 1, min(upper, lower + 100)) if number not in known)


def _expected(book: Book, connection: Connection) -> Iterator[Expected]:
    from db.queries import exchange

    units = {one.code: one for one in exchange.expected_units(connection)}
    gone, names = _superseded(connection), exchange.unit_names(connection)
    devices: dict[str, list[exchange.ExpectedDevice]] = defaultdict(list)
    for device in exchange.expected_devices(connection, book.unit):
        if device.unit != book.unit and device.replica not in gone:
            devices[device.unit].append(device)
    below = {one.code for one in units.values() if one.parent == book.unit}
    counties = _counties(book, connection)
    for code in sorted(below | devices.keys() | counties.keys()):
        unit, mine = units.get(code), devices.get(code, [])
        called, came = counties.get(code, (code, unit.since if unit else ""))
        since = min([one.since[:10] for one in mine] or [came])
        yield Expected(
            code, names.get(code, called), tuple(one.replica for one in mine if one.state != "revoked"),
            date.fromisoformat(since) if since else None, (unit.month_start_day if unit else None) or 1,
        )  # fmt: skip


def _counties(book: Book, connection: Connection) -> dict[str, tuple[str, str]]:
    # Collecting units below, of which a card is here: what the card calls them, and the day it came.
    from db import ledgers
    from swstation.exchange.identity import cards_below

    came = {one.fingerprint: one.at[:10] for one in ledgers.cards(connection, "county_card")}
    return {one.unit: (one.name, came[one.fingerprint]) for one in cards_below(book)}


def _superseded(connection: Connection) -> set[str]:
    # Numbers under which nobody writes any more: their laptop went on under a new one.
    from db import ledgers
    from swstation.exchange import cards

    read = (cards.parse(one.body.encode("utf-8")) for one in ledgers.cards(connection, "enrolment"))
    return {card.parent.replica for card in read if card.parent is not None}


def board_of(book: Book, months: Sequence[str], as_of: date) -> Board:
    """The board of an open book."""
    return board(read(book), months, as_of)
