"""Human numbers of cases, groups and activities: unit, year, letter, counter, check digit.

Never a key; duplicates are only flagged. A group's letters are ``G`` and the laptop's, an activity's ``A`` and the
laptop's, so that ``&G3`` and ``&GB3`` say which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r".+-(\d{4})-([A-Z])(\d{3,})-(\d)")
_TITLED = re.compile(r".+-(\d{4})-([GA])([A-Z])(\d{3,})-(\d)")
GROUP, ACTIVITY = "G", "A"
"""The first letter of the number of a group, and of an activity."""


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


def tail(text: str) -> str:
    """Of a case number what tells it from others of its unit (``2026-A012-4``), any other text as it is."""
    return text.partition("-")[2] if short(text) else text


def next_counter(numbers: Iterable[str], unit: str, letter: str) -> int:
    """One more than the highest short number this laptop has given."""
    own = [s[1] for n in numbers if n.startswith(unit[1:] + "-") and (s := short(n)) and s[0] == letter]
    return max(own, default=0) + 1


def titled_number(kind: str, unit: str, year: int, letter: str, counter: int) -> str:
    """The number of a group (``kind`` is ``GROUP``) or an activity, such as ``532301102-2026-GA003-1``."""
    body = f"{unit[1:]}-{year}-{kind}{letter}{counter:03d}"
    return f"{body}-{check_digit(body)}"


def titled_short(number: str) -> tuple[str, str, int] | None:
    """Kind, laptop letter and short number (``G``, ``A``, 3) of a group or activity; ``None`` for another shape."""
    match = _TITLED.fullmatch(number)
    return (match[2], match[3], int(match[4])) if match else None


def next_titled(numbers: Iterable[str], kind: str, unit: str, letter: str) -> int:
    """One more than the highest short number this laptop has given to a group, or to an activity."""
    own = [s[2] for n in numbers if n.startswith(unit[1:] + "-") and (s := titled_short(n)) and s[:2] == (kind, letter)]
    return max(own, default=0) + 1


def titled_words(number: str, letter: str) -> str:
    """The number as a worker types it: ``G3``, another laptop's with its letter: ``GB3``; any other as it stands."""
    known = titled_short(number)
    if known is None:
        return number
    return f"{known[0]}{known[2]}" if known[1] == (letter or "A") else f"{known[0]}{known[1]}{known[2]}"
