"""Human numbers of cases: unit, year, laptop letter, counter, check digit. Never a key; duplicates are only flagged."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r".+-(\d{4})-([A-Z])(\d{3,})-(\d)")


def check_digit(text: str) -> int:
    """Luhn check digit over the digits of ``text``: finds one wrong digit and nearly all swapped neighbours."""
    total = 0
    for place, digit in enumerate(reversed([int(c) for c in text if c.isdigit()])):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return -total % 10


def case_number(unit: str, year: int, letter: str, counter: int) -> str:
    """A case number such as ``532301102-2026-A012-4``."""
    body = f"{unit[1:]}-{year}-{letter}{counter:03d}"
    return f"{body}-{check_digit(body)}"


def short(number: str) -> tuple[str, int] | None:
    """The laptop letter and the short number (``A``, 12) of a case number; ``None`` for a number of another shape."""
    match = _NUMBER.fullmatch(number)
    return (match[2], int(match[3])) if match else None


def next_counter(numbers: Iterable[str], unit: str, letter: str) -> int:
    """One more than the highest short number this laptop has given."""
    own = [s[1] for n in numbers if n.startswith(unit[1:] + "-") and (s := short(n)) and s[0] == letter]
    return max(own, default=0) + 1
