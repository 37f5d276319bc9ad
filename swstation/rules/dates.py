"""Arithmetic on calendar months and the station's reporting periods. All days are inclusive."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

ONE_DAY: Final = timedelta(days=1)

MONTHS_OF: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""Months of each period that is made of months; a ``week`` is not."""

PERIODS: Final = frozenset(("week", *MONTHS_OF))
"""The periods there are. A record may hold another word: of a newer program, or somebody's slip."""


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later (earlier if negative).

    Where that month is too short its last day stands in: 31 January + 1 month = 28 or 29 February, the
    corresponding-day rule of civil law (民法典 第二百零二条).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(first: date, months: int) -> date:
    """The last day of a term of ``months`` that begins on ``first``, that day counted.

    The day before the corresponding day: from 2023-03-15, 36 months end on 2026-03-14; from 31 August,
    6 months end on 27 or 28 February.
    """
    return add_months(first, months) - ONE_DAY


def opens_before(end: date, months: int) -> date:
    """The first of the last ``months`` months of a term that ends on ``end``, that day counted.

    The corresponding day of the day after ``end``: for 2026-03-14 and 3 months it is 2025-12-15, for
    31 May it is 1 March.
    """
    return add_months(end + ONE_DAY, -months)


def days_in(first: date, last: date) -> int:
    """The number of days from ``first`` to ``last``, both counted; 0 if ``last`` is before ``first``."""
    return max(0, (last - first).days + 1)


def same_length(start: date, end: date, new_start: date) -> date:
    """The last day of a window from ``new_start`` as long as the window ``start`` to ``end``.

    Whole months stay months (five calendar years stay five calendar years, leap days or not); any other
    length stays the same number of days.
    """
    after = end + ONE_DAY
    months = (after.year - start.year) * 12 + after.month - start.month
    if months > 0 and add_months(start, months) == after:
        return last_day(new_start, months)
    return new_start + (end - start)


def period_of(day: date, period: str, month_start_day: int = 1) -> tuple[date, date]:
    """First and last day of the period (``week month quarter half_year year``) that holds ``day``.

    A week is Monday to Sunday. ``month_start_day`` (1-28) is the unit's: with 26, November runs from
    26 October to 25 November, and quarters and years are made of such months. Raises ``KeyError`` for
    another period.
    """
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    months = MONTHS_OF[period]
    # Months are counted by the calendar month in which they end.
    late = 1 if month_start_day > 1 else 0
    index = day.year * 12 + day.month - 1
    if late and day.day >= month_start_day:
        index += 1
    index -= index % months
    return _month_start(index - late, month_start_day), _month_start(index - late + months, month_start_day) - ONE_DAY


def _month_start(index: int, day: int) -> date:
    year, month = divmod(index, 12)
    return date(year, month + 1, day)
