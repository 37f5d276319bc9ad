"""Ages as protective rules count them: one is still under an age on that birthday, and has reached it the day after.

The Supreme People's Court counts full years (周岁) from the day after the birthday; a protection so never ends early.
"""

from __future__ import annotations

from datetime import date

from swstation.rules.dates import add_months


def last_day_under(birth: date, years: int) -> date:
    """The last day on which somebody born on ``birth`` is under ``years``: that birthday."""
    return add_months(birth, 12 * years)


def under(birth: date | None, years: int, day: date) -> bool:
    """Whether somebody is under ``years`` on ``day``; not so where the birth date is not known."""
    return birth is not None and day <= last_day_under(birth, years)
