"""The months of a report: from a unit's reporting year so far to the month asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from db.errors import Refusal
from swstation.i18n import N_, _
from swstation.rules.dates import period_of

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both counted."""

    first: date
    last: date

    @property
    def start(self) -> str:
        """The first day as ISO text."""
        return self.first.isoformat()

    @property
    def end(self) -> str:
        """The last day as ISO text."""
        return self.last.isoformat()

    @property
    def before(self) -> str:
        """The day before the first as ISO text."""
        return (self.first - timedelta(days=1)).isoformat()


def parse_month(text: str) -> tuple[int, int]:
    """Year and month of ``2026-11``. Refuses anything else."""
    match = _MONTH.fullmatch(text.strip())
    if match is None or not 1 <= int(match[2]) <= 12 or not 1901 <= int(match[1]) <= 2199:
        raise Refusal("report.month", field="month", token=text)
    return int(match[1]), int(match[2])


def period_words(period: str) -> str:
    """A quarter, half-year or year in words; any other period as it is."""
    year, rest = period.strip()[:4], period.strip()[4:]
    words = {
        "": N_("the year {year}"), "H1": N_("{year}, first half"), "H2": N_("{year}, second half"),
        "Q1": N_("{year}, first quarter"), "Q2": N_("{year}, second quarter"), "Q3": N_("{year}, third quarter"),
        "Q4": N_("{year}, fourth quarter"),
    }.get(rest)  # fmt: skip
    return _(words).format(year=year) if words else period


def months_so_far(month: str, month_start_day: int = 1) -> list[Span]:
    """The months of the reporting year up to ``month`` (``2026-11``), which is the last.

    A month is named by the calendar month in which it ends: with 26 as first day, January 2026 begins on
    26 December 2025, and so does the year.
    """
    year, last = parse_month(month)
    return [Span(*period_of(date(year, one, 1), "month", month_start_day)) for one in range(1, last + 1)]
