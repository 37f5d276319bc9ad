"""A unit's reporting months: which days they have, which month a day falls into, and which of them were reported."""

from __future__ import annotations

from datetime import date

from db.errors import Refusal
from db.queries.approvals import reported_since
from db.queries.units import unit_by_code
from db.store import Connection
from swstation.rules.dates import period_of

MONTHLY = "monthly"
"""The kind of report that closes a month."""


def start_day(connection: Connection, unit: str) -> int:
    """The day on which a unit's months begin (1-28)."""
    row = unit_by_code(connection, unit)
    return row.month_start_day if row is not None and row.month_start_day else 1


def month_days(connection: Connection, unit: str, period: str) -> tuple[date, date]:
    """The first and the last day of a month (``2026-11``) of a unit. Refuses what is no month."""
    year, _dash, month = period.strip().partition("-")
    if not (len(period.strip()) == 7 and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        raise Refusal("approval.month", field="month", token=period)
    return period_of(date(int(year), int(month), 1), "month", start_day(connection, unit))


def month_of(connection: Connection, unit: str, day: str) -> str:
    """The month of a unit (``2026-11``) that a day (ISO) falls into: named by the calendar month in which it ends."""
    _first, last = period_of(date.fromisoformat(day), "month", start_day(connection, unit))
    return last.isoformat()[:7]


def reported_month(connection: Connection, unit: str, day: str) -> str | None:
    """The month a day falls into if its report is frozen, else ``None``."""
    frozen = reported_since(connection, unit, MONTHLY, day[:7])  # no day falls into a month before its own
    if not frozen:
        return None
    month = month_of(connection, unit, day)
    return month if month in frozen else None
