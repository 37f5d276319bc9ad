"""The rows behind the station block: what one unit has of its registers in a span of days.

Whose unit somebody is of is asked of the day: the assignment that holds then, else the unit on the roster. A training
is of the day it ended, a complaint of the day it was received.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from db.queries import people as reads
from db.queries.evaluation import ComplaintRow, complaints
from db.queries.people import AttendanceRow, StaffRow
from db.queries.registers import rows_of
from db.queries.report_registers import UnitFact
from db.queries.supervision import SessionRow, sessions
from db.queries.surveys import AskedRow, satisfaction_surveys
from db.queries.time_split import SpentRow, TimedRow, spent, timed
from db.store import Connection
from swstation.operations.packs import policies_of
from swstation.reports.model import Detail
from swstation.reports.period import Span, months_so_far
from swstation.reports.tally import RowRef


class UnitSpan(NamedTuple):
    """One unit, or several together, in a span of days.

    ``roster``: anybody was ever entered there. ``in_post`` and ``holders``: row ids of staff on the last day.
    ``supervised``: of each supervision its minutes and how many of the unit's people were supervised. ``spendings``:
    rows and amounts in fen; ``None`` where no spending was written up to the last day. ``timed``: whose time went into
    which entry, and ``details`` of the rows that may stand behind a line; both only where the rows were asked for.
    """

    roster: bool = False
    in_post: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    trained: Sequence[AttendanceRow] = ()
    supervised: Mapping[str, tuple[int, int]] = {}
    spent: Sequence[SpentRow] = ()
    surveys: Sequence[AskedRow] = ()
    complaints: Sequence[ComplaintRow] = ()
    spendings: Sequence[tuple[str, int]] | None = None
    timed: Sequence[TimedRow] = ()
    details: Mapping[RowRef, Detail] = {}


class Registers:
    """The registers of all units at one moment, read once; ``of`` picks those of a unit and a span."""

    def __init__(self, connection: Connection, unit: str, first: str, last: str) -> None:
        """``unit``: whose national rules say which levels are professional; the days: the widest span asked for."""
        self._connection = connection
        self._staff = {one.id: one for one in reads.staff_list(connection)}
        self._moves: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for move in rows_of(connection, "assignment", order=("start_on",)):
            self._moves[move["staff"]].append(move)
        national = {level.id for level in policies_of(connection, unit).national.levels}
        self._issued: dict[str, str] = {}
        for one in reads.certificates(connection):
            if one.level in national:
                self._issued[one.staff] = min(one.issued_on or "", self._issued.get(one.staff, one.issued_on or ""))
        self._trained = [one for one in reads.attendances(connection) if first <= one.end_on <= last]
        self._sessions = [one for one in sessions(connection, first) if one.held_on <= last]
        self._surveys = satisfaction_surveys(connection, first, last)
        self._complaints = [one for one in complaints(connection) if first <= one.received_on <= last]
        self._projects = {one["id"]: one["unit"] for one in rows_of(connection, "project")}
        self._spendings = rows_of(connection, "project_spending")

    def of(self, unit: str, first: str, last: str, *, rows: bool = False) -> UnitSpan:
        """What a unit has from a day to a day. ``rows``: with what is needed to name the rows behind a line."""
        here = [one for one in self._staff.values() if self._unit(one.id, last) == unit]
        in_post = frozenset(one.id for one in here if _in_post(one, last))
        spendings = [
            one for one in self._spendings if self._projects.get(one["project"]) == unit and one["spent_on"] <= last
        ]
        found = UnitSpan(
            roster=bool(here),
            in_post=in_post,
            holders=frozenset(one for one in in_post if one in self._issued and self._issued[one] <= last),
            trained=[
                one
                for one in self._trained
                if first <= one.end_on <= last and self._unit(one.staff, one.end_on) == unit
            ],
            supervised=self._supervised(unit, first, last),
            spent=spent(self._connection, unit, first, last),
            surveys=[one for one in self._surveys if one.unit == unit and first <= one.surveyed_on <= last],
            complaints=[
                one for one in self._complaints if first <= one.received_on <= last and self._about(one) == unit
            ],
            spendings=[(one["id"], one["value_fen"]) for one in spendings if one["spent_on"] >= first]
            if spendings
            else None,
        )
        if not rows:
            return found
        lasted = timed(self._connection, unit, first, last)
        return found._replace(timed=lasted, details=self._details(found, lasted))

    def _details(self, found: UnitSpan, lasted: Sequence[TimedRow]) -> dict[RowRef, Detail]:
        names = {one.id: one.name for one in self._staff.values()}
        joined = {one.id: one.joined_on or "" for one in self._staff.values()}
        held = {one.id: one for one in self._sessions if one.id in found.supervised}
        paid = {one["id"]: one["spent_on"] for one in self._spendings}
        return {
            **{("staff", one): Detail(joined[one], "", names[one]) for one in found.in_post},
            **{("attendance", one.id): Detail(one.end_on, "", names.get(one.staff, "")) for one in found.trained},
            **{("supervision", row): Detail(one.held_on, "", one.supervisor_name or "") for row, one in held.items()},
            **{("service_log", one.log): Detail(one.day, one.method, names.get(one.worker, "")) for one in lasted},
            **{("satisfaction_survey", one.id): Detail(one.surveyed_on, "", "") for one in found.surveys},
            **{("complaint", one.id): Detail(one.received_on, "", one.handler_name or "") for one in found.complaints},
            **{("project_spending", row): Detail(paid[row], "", "") for row, _fen in found.spendings or ()},
        }

    def _unit(self, staff: str, day: str) -> str:
        moves = self._moves.get(staff, ())
        held = [one for one in moves if (one["start_on"] or "") <= day and (one["end_on"] or day) >= day]
        if held:
            return str(held[-1]["unit"])
        known = self._staff.get(staff)
        return known.unit if known else ""

    def _supervised(self, unit: str, first: str, last: str) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for one in self._sessions:
            if first <= one.held_on <= last:
                n = sum(self._unit(staff, one.held_on) == unit for staff in _supervisees(one))
                if n or one.unit == unit:
                    found[one.id] = (one.minutes or 0, n)
        return found

    def _about(self, one: ComplaintRow) -> str:
        if one.unit:
            return one.unit
        return self._unit(one.staff, one.received_on) if one.staff else self._projects.get(one.project or "", "")


def _in_post(one: StaffRow, day: str) -> bool:
    return (one.joined_on or "") <= day and (one.left_on or day) >= day


def _supervisees(one: SessionRow) -> set[str]:
    return set((one.staff or "").split())


def read_months(
    connection: Connection, members: Sequence[UnitFact], month: str, length: int, as_of: date, *, rows: bool = False
) -> list[list[UnitSpan]]:
    """Of each unit the last ``length`` months up to ``month``, one after the other, then all of them as one span.

    ``rows``: with what is needed to name the rows behind a line.
    """
    spans = [(one.code, months_so_far(month, one.month_start_day)[-length:]) for one in members]
    last = {unit: min(months[-1].last, as_of).isoformat() for unit, months in spans}
    registers = Registers(
        connection, members[0].code, min(months[0].start for _unit, months in spans), max(last.values())
    )
    out = [
        [
            registers.of(unit, months[place].start, min(months[place].end, last[unit]), rows=rows)
            for unit, months in spans
        ]
        for place in range(length)
    ]
    return [*out, [registers.of(unit, months[0].start, last[unit], rows=rows) for unit, months in spans]]


def read(
    connection: Connection, members: Sequence[UnitFact], month: str, as_of: date
) -> tuple[list[UnitSpan], list[UnitSpan]]:
    """Of each unit the month (with its rows) and the year so far, over its own period and up to ``as_of``.

    ``members``: at least one. Refuses what is no month.
    """
    spans: list[tuple[str, str, Span]] = []
    for member in members:
        months = months_so_far(month, member.month_start_day)
        spans.append((member.code, months[0].start, Span(months[-1].first, min(months[-1].last, as_of))))
    first, last = min(begin for _unit, begin, _month in spans), max(span.end for _unit, _begin, span in spans)
    registers = Registers(connection, members[0].code, first, last)
    return (
        [registers.of(unit, span.start, span.end, rows=True) for unit, _begin, span in spans],
        [registers.of(unit, begin, span.end) for unit, begin, span in spans],
    )
