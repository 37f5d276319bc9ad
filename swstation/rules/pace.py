"""How fast training must go on to meet a requirement, and where it ends if it goes on as it did so far."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from swstation.rules.dates import days_in

_FURTHEST = 36_524
"""Days ahead of which no projection is made: a hundred years say "never" just as well."""


class Pace(NamedTuple):
    """What is still to be done; amounts in tenths of the requirement's unit.

    ``months_left`` counts the month of the day asked and that of the deadline as whole ones; ``per_month`` is what is
    missing, spread over them and rounded up. ``projected`` is the day on which the amount is reached if it goes on
    growing as it did from the start to the day asked (``None``: nothing earned yet), and ``projected_missing`` what
    would then be missing at the deadline.
    """

    months_left: int = 0
    per_month: int = 0
    projected: date | None = None
    projected_missing: int = 0


def pace(earned: int, required: int, start: date, end: date, as_of: date) -> Pace:
    """The pace from ``start`` to ``end`` as seen on ``as_of``, which lies between them; all days are counted."""
    missing = max(0, required - earned)
    if not missing:
        return Pace()
    if as_of > end:
        return Pace(projected_missing=missing)
    months = (end.year - as_of.year) * 12 + end.month - as_of.month + 1
    elapsed, total = days_in(start, as_of), days_in(start, end)
    per_month = -(-missing // months)
    if earned <= 0 or elapsed <= 0:
        return Pace(months, per_month, None, missing)
    days = -(-required * elapsed // earned)
    projected = start + timedelta(days=days - 1) if days <= _FURTHEST else None
    return Pace(months, per_month, projected, max(0, required - earned * total // elapsed))
