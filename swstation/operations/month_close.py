"""Closing a month 月结: what is still open in it, the figures frozen, and what has changed since.

A closed month is never locked: what comes later needs a reason and is an adjustment (``backdating``); the frozen
figures stay what was sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import orjson

from db.errors import Refusal
from db.queries import month_close as reads
from db.store import Connection
from swstation.i18n import N_
from swstation.operations.book import Book, Changes
from swstation.operations.periods import MONTHLY, month_days
from swstation.operations.registers import add_row
from swstation.reports.model import Amount, MonthlyReport, Rate, Scaled
from swstation.reports.monthly import monthly

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


class Open(NamedTuple):
    """A line of the checklist: how many, and the rows where rows can be named."""

    code: str
    n: int
    rows: tuple[str, ...] = ()


class Difference(NamedTuple):
    """A figure that is not what was frozen; amounts as they are kept: a number, or part and whole."""

    code: str
    label: str
    frozen: int | list[int] | None
    now: int | list[int] | None


def checklist(book: Book, month: str, as_of: date) -> list[Open]:
    """Everything that should be looked at before a month (``2026-11``) is closed; lines with nothing are there, too."""
    with book.store.snapshot() as connection:
        first, last = (day.isoformat() for day in month_days(connection, book.unit, month))
        found = [
            Open(kind, len(rows), tuple(rows))
            for kind in reads.KINDS
            for rows in (reads.open_in_month(connection, kind, book.unit, first, last),)
        ]
        report = monthly(connection, book.unit, month, as_of)
    amounts = {line.code: line.month for figure in report.figures for line in figure.lines}
    due, done = amounts.get("3.due", 0), amounts.get("3.done", 0)
    missed = due - done if isinstance(due, int) and isinstance(done, int) else 0
    twice = tuple(log for one in report.duplicates for log in one.logs)
    return [
        *found, Open("not_visited", missed), Open("doubles", len(report.duplicates), twice),
        Open("same_person", len(report.doubles)),
    ]  # fmt: skip


def close_month(book: Book, month: str, as_of: date, *, reviewer: str | None = None) -> tuple[str, Changes]:
    """Freeze the figures of a month; gives the snapshot's id. ``undo`` opens it again.

    Refuses: a month that is not over, one that is closed, no month.
    """
    period = month.strip()
    with book.store.snapshot() as connection:
        _first, last = month_days(connection, book.unit, period)
        if as_of <= last:
            raise Refusal("report.not_over", field="month", month=period, last=last.isoformat())
        there = reads.frozen_figures(connection, book.unit, MONTHLY, period)
        if there is not None:
            raise Refusal("report.closed", field="month", month=period, day=there[0])
        text = frozen_text(monthly(connection, book.unit, period, as_of))
    values = {
        "unit": book.unit, "kind": MONTHLY, "period": period, "made_on": as_of.isoformat(), "made_by": book.worker,
        "text_hash": hashlib.sha256(text.encode()).hexdigest(), "figures": text, "reviewer": reviewer,
    }  # fmt: skip
    return add_row(book, "report_snapshot", values, name=N_("Month closed"))


def frozen_text(report: MonthlyReport) -> str:
    """The month's figures by their codes as canonical JSON: what is frozen, and hashed."""
    lines = {line.code: _kept(line.month) for figure in report.figures for line in figure.lines}
    return orjson.dumps(lines, option=orjson.OPT_SORT_KEYS).decode()


def _kept(amount: Amount) -> int | list[int]:
    if isinstance(amount, Rate):
        return [amount.part, amount.whole]
    return amount.n if isinstance(amount, Scaled) else amount


def differences(connection: Connection, unit: str, month: str, as_of: date) -> list[Difference]:
    """What a closed month would say if it were closed now, where that is not what was frozen.

    Refuses a month that is not closed, and one whose frozen figures do not fit their hash.
    """
    there = reads.frozen_figures(connection, unit, MONTHLY, month.strip())
    if there is None:
        raise Refusal("report.not_closed", field="month", month=month)
    _day, text, kept_hash = there
    if hashlib.sha256(text.encode()).hexdigest() != kept_hash:
        raise Refusal("report.frozen_damaged", field="month", month=month)
    before: dict[str, Any] = orjson.loads(text)
    report = monthly(connection, unit, month, as_of)
    labels = {line.code: f"{figure.number} {line.label}" for figure in report.figures for line in figure.lines}
    now = {line.code: _kept(line.month) for figure in report.figures for line in figure.lines}
    return [
        Difference(code, labels.get(code, code), before.get(code), now.get(code))
        for code in _in_order([*now, *before])
        if (before.get(code) or 0) != (now.get(code) or 0)
    ]


def _in_order(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))
