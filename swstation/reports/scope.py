"""Which units a report is about, and how many of a county's stations are in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.errors import Refusal
from db.queries import report
from db.queries.report_registers import UnitFact
from db.store import Connection
from swstation.reports.model import Coverage, StationRow
from swstation.reports.period import Span

STATION = "T"
COLLECTING = "CMP"
"""Letters of the units whose report is that of all units below them too."""


def find(units: Sequence[UnitFact], code: str) -> UnitFact:
    """A unit by its code. Refuses one this database does not know."""
    for unit in units:
        if unit.code == code:
            return unit
    raise Refusal("report.unit", field="unit", token=code)


def members(units: Sequence[UnitFact], unit: UnitFact) -> list[UnitFact]:
    """The units whose logs a report counts: a station's own; a county's own and those of all units below it."""
    if unit.code[0] not in COLLECTING:
        return [unit]
    return [one for one in units if one.code == unit.code or unit.code in above(units, one)]


def above(units: Sequence[UnitFact], unit: UnitFact) -> list[str]:
    """The codes of the units above one: by its parents, and by the division code where no parent is known."""
    known = {one.code: one for one in units}
    out: list[str] = []
    code = unit.parent
    while code and code not in out:
        out.append(code)
        code = known[code].parent if code in known else None
    if not out:
        division = unit.code[1:].partition("-")[0]
        out = [code for code in ("C" + division[:6], "M" + division[:4], "P" + division[:2]) if code != unit.code]
    return out


def is_in(connection: Connection, unit: UnitFact, span: Span, logs: int) -> bool:
    """Whether a station has handed in a month: it has logs in it, or sent a bundle when it was over."""
    return logs > 0 or report.bundle_since(connection, unit.code, span.end)


def coverage(rows: Sequence[StationRow]) -> Coverage:
    """Of the stations (not village rooms, nor the county itself) how many are in."""
    stations = [row for row in rows if row.unit[0] == STATION]
    missing = tuple(row.name for row in stations if not row.reported)
    return Coverage(len(stations) - len(missing), len(stations), missing)


def check_begun(span: Span, as_of: date) -> None:
    """Refuse a month that has not begun."""
    if as_of < span.first:
        raise Refusal("report.not_begun", field="month", first=span.start, as_of=as_of.isoformat())
