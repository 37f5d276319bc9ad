"""Invented identity numbers for tests: right in form, of a region (999999) that does not exist."""

from __future__ import annotations

from datetime import date

REGION = "999999"
_WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]


def resident_id(birth: date = date(1980, 1, 1), sequence: int = 1, *, region: str = REGION) -> str:
    """A number that passes the check of GB 11643. An odd ``sequence`` (0 to 999) is a man's, an even one a woman's.

    The check character is computed here from ISO 7064 itself, not by the program under test.
    """
    body = f"{region}{birth:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "0123456789X"[(1 - total) % 11]


def old_resident_id(birth: date = date(1950, 1, 1), sequence: int = 1, *, region: str = REGION) -> str:
    """The 15-digit form of before 1999."""
    return f"{region}{birth:%y%m%d}{sequence:03d}"
