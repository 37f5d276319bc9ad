"""Closing a month 月结: what is still open in it, the figures frozen, and what has changed since.

A closed month is never locked: what comes later needs a reason and is an adjustment (``backdating``); the frozen
figures stay what was sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

import orjson

from db.errors import Refusal
from db.ids import derived_id
from db.queries import month_close as reads
from db.queries import report_registers
from db.store import Connection
from swstation.i18n import N_
from swstation.operations.book import Book, Changes
from swstation.operations.periods import MONTHLY, month_days
from swstation.operations.problems import COLLECTING
from swstation.operations.registers import add_row
from swstation.reports import scope
from swstation.reports.counter import Counter
from swstation.reports.model import MonthlyReport
from swstation.reports.monthly import monthly
from swstation.reports.period import months_so_far
from swstation.reports.recount import kept, recount

WORDS: Final[Mapping[str, str]] = {
    "drafts": N_("Drafts that are not submitted"),
    "returned": N_("Entries returned and not corrected"),
    "unapproved": N_("Entries that wait for approval"),
    "no_note": N_("Services without a note"),
    "no_minutes": N_("Entries without minutes"),
    "disputed": N_("Entries in dispute"),
    "no_attendance": N_("Group sessions without attendance"),
    "not_held": N_("Activities planned and not reported"),
    "not_visited": N_("Due and not visited"),
    "doubles": N_("Entries that may be written twice"),
    "same_person": N_("Files that may be of one person"),
}
"""What the checklist looks for (msgids)."""
COUNTY_WORDS: Final[Mapping[str, str]] = {
    "not_in": N_("Stations whose month has not come"),
    "not_whole": N_("Stations whose month is not whole"),
    "not_reported": N_("Stations that sent no report of it"),
}
"""What a county's checklist looks for besides (msgids)."""


PAIRED: Final = frozenset({"doubles", "same_person"})
_TABLES: Final = {"no_attendance": "group_session", "not_held": "activity"}


class Open(NamedTuple):
    """A line of the checklist: how many, and the rows of ``table`` (hex); of a county's the stations' names.

    There are as many rows as ``n``, but of ``PAIRED`` lines: these count doubles, and each is named by all its rows.
    """

    code: str
    n: int
    rows: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    table: str = "service_log"


class Difference(NamedTuple):
    """A figure that is not what was frozen; amounts as they are kept: a number, or part and whole."""

    code: str
    label: str
    frozen: int | list[int] | None
    now: int | list[int] | None


def checklist(book: Book, month: str, as_of: date) -> list[Open]:
    """Everything that should be looked at before a month (``2026-11``) is closed; lines with nothing are there, too.

    A county's list is of all its stations' rows, and says which stations have not handed in or not reported.
    """
    collects = book.tier in COLLECTING
    above = list(_stations(book, month, as_of)) if collects else []
    with book.store.snapshot() as connection:
        month_days(connection, book.unit, month)  # refuses what is no month before anything is read
        known = report_registers.units(connection)
        own = scope.find(known, book.unit)
        spans = [
            (one.code, months_so_far(month.strip(), one.month_start_day)[-1])
            for one in (scope.members(known, own) if collects else [own])
        ]
        found = [
            Open(kind, len(rows), tuple(rows), table=_TABLES.get(kind, "service_log"))
            for kind in reads.KINDS
            for rows in (
                [
                    row
                    for unit, span in spans
                    for row in reads.open_in_month(connection, kind, unit, span.start, span.end)
                ],
            )
        ]
        report = monthly(connection, book.unit, month, as_of)
    due, done = report.line("3.due"), report.line("3.done")
    missed = due.month - done.month if isinstance(due.month, int) and isinstance(done.month, int) else 0
    kept = set(done.rows)
    late = tuple(row for table, row in due.rows if (table, row) not in kept)
    twice = tuple(log for one in report.duplicates for log in one.logs)
    same = tuple(dict.fromkeys(file for one in report.doubles for file in (one.a, one.b)))
    return [
        *above, *found, Open("not_visited", missed, late, table="client"),
        Open("doubles", len(report.duplicates), twice), Open("same_person", len(report.doubles), same, table="client"),
    ]  # fmt: skip


def _stations(book: Book, month: str, as_of: date) -> Iterator[Open]:
    from swstation.exchange.station_months import station_months

    found = station_months(book, month.strip(), 1, as_of)
    states = [(one, one.cells[0]) for one in found.lines]
    missing = [one for one, cell in states if cell.state in ("missing", "open")]
    stale = [one for one, cell in states if cell.state == "stale"]
    silent = [one for one, cell in states if cell.frozen is None and cell.state not in ("missing", "before")]
    for code, lines in (("not_in", missing), ("not_whole", stale), ("not_reported", silent)):
        rows = tuple(derived_id("unit", one.unit) for one in lines)
        yield Open(code, len(lines), rows, tuple(one.name for one in lines), "unit")


def close_month(book: Book, month: str, as_of: date, *, reviewer: str | None = None) -> tuple[str, Changes]:
    """Freeze the figures of a month; gives the snapshot's id. ``undo`` opens it again.

    Refuses: a month that is not over, one that is closed, no month.
    """
    period = month.strip()
    with book.store.snapshot() as connection:
        _first, last = month_days(connection, book.unit, period)
        if as_of <= last:
            raise not_over(period, last)
        there = reads.frozen_figures(connection, book.unit, MONTHLY, period)
        if there is not None:
            raise Refusal("report.closed", field="month", month=period, day=there[0])
        text = frozen_text(monthly(connection, book.unit, period, as_of))
    values = {
        "unit": book.unit, "kind": MONTHLY, "period": period, "made_on": as_of.isoformat(), "made_by": book.worker,
        "text_hash": hashlib.sha256(text.encode()).hexdigest(), "figures": text, "reviewer": reviewer,
    }  # fmt: skip
    return add_row(book, "report_snapshot", values, name=N_("Month closed"))


def not_over(month: str, last: date) -> Refusal:
    """The refusal of a month whose ``last`` day has not passed; it says from which day on it can be closed."""
    day = last + timedelta(days=1)
    return Refusal("report.not_over", field="month", month=month, last=last.isoformat(), day=day.isoformat())


def frozen_text(report: MonthlyReport) -> str:
    """The month's figures by their codes as canonical JSON: what is frozen, and hashed."""
    lines = {line.code: kept(line.month) for figure in report.figures for line in figure.lines}
    return orjson.dumps(lines, option=orjson.OPT_SORT_KEYS).decode()


def differences(connection: Connection, unit: str, month: str, as_of: date) -> list[Difference]:
    """What a closed month would say if it were closed now, where that is not what was frozen.

    Refuses a month that is not closed, and one whose frozen figures do not fit their hash.
    """
    return [
        Difference(
            one.code, f"{one.number} {one.label}", None if one.reported is None else kept(one.reported),
            None if one.now is None else kept(one.now),
        )
        for one in recount(Counter(connection, as_of), unit, month).differing
    ]  # fmt: skip
