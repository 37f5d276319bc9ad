"""Which days are worked."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from swstation.demo.words import data


@cache
def _closed() -> tuple[frozenset[str], frozenset[date]]:
    calendar = data()["calendar"]
    festival = {
        date.fromisoformat(day) + timedelta(days=after) for day in calendar["spring_festival"] for after in range(-1, 7)
    }
    yearly = set()
    for first, last in calendar["closed"]:
        day = date.fromisoformat(f"2024-{first}")
        while f"{day:%m-%d}" <= last:
            yearly.add(f"{day:%m-%d}")
            day += timedelta(days=1)
    return frozenset(yearly), frozenset(festival)


def is_workday(day: date) -> bool:
    """Whether people work: no weekend, no holiday."""
    yearly, festival = _closed()
    return day.weekday() < 5 and f"{day:%m-%d}" not in yearly and day not in festival
