"""What is here of a month from every station below a unit: the month it sent without names, or its records.

Whoever collects hands on what came: a county the months of its stations, a prefecture those of its counties, each as
it is, so that nothing kept back is ever added to what is shown. With them goes the list of those that were expected
(rows ``unit`` of a month of the collecting unit itself): only so can the one above say “31 of 34”.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from db import snapshots
from db.queries import exchange, report
from db.queries.report_registers import UnitFact
from swstation.exchange.board import Board
from swstation.exchange.identity import may_carry
from swstation.exchange.snapshots import Snapshot, read
from swstation.reports import scope
from swstation.reports.counter import Counter
from swstation.reports.period import Span, months_so_far

if TYPE_CHECKING:
    from db.snapshots import Kept
    from db.store import Connection

STATION: Final = "T"
COLLECTING: Final = "CMP"
"""First letters of the units that collect."""
_RANK: Final = {"whole": 0, "gap": 1, "early": 2, "": 3}
_NOT_YET: Final = "before"


@dataclass(frozen=True, slots=True)
class Below:
    """A station below and its month: ``whole``, ``gap`` (records missing), ``early`` (not over, or a laptop silent),
    empty where nothing came. ``kept``: what came without names; ``span``: set where the records are the better."""

    unit: str
    name: str
    state: str
    kept: Kept | None = None
    fact: UnitFact | None = None
    span: Span | None = None

    @property
    def counted(self) -> bool:
        """Whether it is counted from records with names."""
        return self.span is not None


@dataclass(frozen=True, slots=True)
class AllBelow:
    """The stations expected in a month and those that sent it all the same (rooms of villages, too).

    ``collecting``: the units between this one and its stations that are known here.
    """

    month: str
    stations: tuple[Below, ...]
    collecting: tuple[str, ...]
    names: Mapping[str, str]


def expected_of(connection: Connection, month: str, profile: str) -> set[str]:
    """The units that collecting units below said they expected in a month."""
    here = [one for one in snapshots.kept(connection, profile) if one.period == month and one.unit[0] in COLLECTING]
    return {unit for one in here for unit in _listed(connection, one)}


def first_expected(connection: Connection, profile: str) -> dict[str, str]:
    """Of each unit that was ever listed as expected the first such month."""
    first: dict[str, str] = {}
    for one in snapshots.kept(connection, profile):
        if one.unit[0] in COLLECTING:
            for unit in _listed(connection, one):
                first[unit] = min(first.get(unit, one.period), one.period)
    return first


def _listed(connection: Connection, one: Kept) -> Iterator[str]:
    found = read(connection, one.unit, one.period, one.profile)
    for row in found.rows if found else ():
        if row["t"] == "unit" and may_carry(one.unit, str(row["unit"])):
            yield str(row["unit"])


def of_month(home: str, counter: Counter, board: Board, profile: str) -> AllBelow:
    """What is here of a month below the unit ``home``, by unit code. ``board``: its board of that one month.

    Where a station sent the month and its records are here too, the fuller of the two counts; of equals what it sent.
    """
    connection, month = counter.connection, board.months[0]
    names = exchange.unit_names(connection)
    listed = expected_of(connection, month, profile)
    sent = {one.unit: one for one in snapshots.kept(connection, profile) if one.period == month}
    not_yet = {row.unit for row in board.rows if row.cells[0].state == _NOT_YET}
    below = {code for code in {*names, *listed} if code != home and may_carry(home, code)}
    facts = {one.code: one for one in counter.units}
    units = {code for code in below if code[0] == STATION and code not in not_yet}
    units |= {code for code in {*sent, *facts} if code[0] not in COLLECTING and may_carry(home, code)}
    found = (_one(counter, board, code, names, month, sent.get(code), facts.get(code)) for code in sorted(units))
    expected = tuple(one for one in found if one.state or (one.unit[0] == STATION and one.unit not in not_yet))
    collecting = sorted(code for code in below | sent.keys() if code[0] in COLLECTING and code != home)
    return AllBelow(month, expected, tuple(collecting), names)


def _one(
    counter: Counter, board: Board, unit: str, names: Mapping[str, str], month: str, kept: Kept | None,
    fact: UnitFact | None,
) -> Below:  # fmt: skip
    from swstation.exchange.months import name_of

    name, sent, own = name_of(dict(names), unit), _sent(counter.connection, kept), ""
    span = months_so_far(month, fact.month_start_day if fact else 1)[-1]
    if fact is not None and span.first <= counter.as_of:
        own = _own(counter, board, fact, span)
    if own and _RANK[own] < _RANK[sent]:
        return Below(unit, name, own, None, fact, span)
    return Below(unit, name, sent, kept, fact)


def _sent(connection: Connection, kept: Kept | None) -> str:
    if kept is None:
        return ""
    if not kept.complete:
        return "early"
    missing, _conflicts = snapshots.reliance(connection, kept.unit, kept.period, kept.profile)
    return "gap" if missing else "whole"


def _own(counter: Counter, board: Board, fact: UnitFact, span: Span) -> str:
    logs = report.handed(counter.connection, fact.code, span.start, span.end).logs
    if not scope.is_in(counter.connection, fact, span, logs):
        return ""
    row = next((one for one in board.rows if one.unit == fact.code), None) or next(
        (one for one in board.rows if may_carry(one.unit, fact.code)), None
    )
    # Without a row there is nobody who could hand anything in later: the unit writes in this book itself.
    state = row.cells[0].state if row is not None else "open" if counter.as_of <= span.last else "received"
    if row is not None and state == _NOT_YET and report.bundle_since(counter.connection, row.unit, span.end):
        state = "gap" if row.cells[0].holes else "received"  # its card came later than the work, and all of it is here
    return {"received": "whole", "gap": "gap"}.get(state, "early")


def figures_of(counter: Counter, one: Below, month: str) -> Snapshot | None:
    """The figures of a station's month, small ones kept back; ``None`` where nothing came."""
    from swstation.exchange import aggregate

    if one.span is None:
        return None if one.kept is None else read(counter.connection, one.unit, month, "aggregate")
    rows = tuple(aggregate.figure_rows(counter.counts(one.unit, month)))
    return Snapshot(one.unit, month, "aggregate", one.span.start, one.span.end, 0, one.state != "early", rows)


def list_of(unit: str, found: AllBelow, profile: str, as_of: date) -> Snapshot:
    """The month of a collecting unit itself: which units it expected."""
    span = months_so_far(found.month)[-1]
    codes: Iterable[str] = {*found.collecting, *(one.unit for one in found.stations if one.unit[0] == STATION)}
    rows = tuple({"t": "unit", "unit": code} for code in sorted(codes))
    return Snapshot(unit, found.month, profile, span.start, span.end, 0, as_of > span.last, rows)
