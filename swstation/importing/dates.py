"""Dates as people write them in ledgers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from db.errors import Invalid
from swstation.importing.cells import narrow
from swstation.importing.context import Context

EARLIEST, LATEST = 1900, 2199
# A spreadsheet's day numbers that are taken for dates: 1927-05-18 to 2100-12-31. Smaller ones look like a year.
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_415
_DAY_ZERO = date(1899, 12, 30)
_DAYS_TO_1904 = 1_462

_TIME = r"(?:[ T]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_FORMS = tuple(
    re.compile(form + _TIME)
    for form in (
        r"(\d{4})-(\d{1,2})-(\d{1,2})",
        r"(\d{4})/(\d{1,2})/(\d{1,2})",
        r"(\d{4})\.(\d{1,2})\.(\d{1,2})\.?",
        r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?",
        r"(\d{4})(\d{2})(\d{2})",
    )
)
_NO_DAY = re.compile(r"\d{4}(?:[-/.年]\d{0,2}[月.]?)?")
_SHORT_YEAR = re.compile(r"\d{2}([-/.年])\d{1,2}[-/.月]\d{1,2}日?")
_SIGNS = str.maketrans({"。": ".", "–": "-", "—": "-", "−": "-", "．": "."})


def day(value: object, context: Context) -> date:
    """A date: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, a spreadsheet's date or day number.

    A time of day behind it is left out. Raises ``Invalid`` for anything else, and outside 1900 to 2199.
    """
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Invalid("value.date")
    if isinstance(value, float) and not value.is_integer():
        # 2026.3 is March without a day; a day number with a fraction carries a time of day.
        if not _FIRST_SERIAL <= value <= _LAST_SERIAL:
            raise Invalid("importing.date_incomplete" if EARLIEST <= value <= LATEST + 1 else "value.date")
        value = int(value)
    text = re.sub(r"\s*([-/.年月日号])\s*", r"\1", narrow(str(int(value) if isinstance(value, float) else value)))
    return _from_text(text.translate(_SIGNS), context)


def past(value: object, context: Context) -> date:
    """A date that cannot lie after ``as_of``."""
    found = day(value, context)
    if found > context.as_of:
        raise Invalid("importing.date_future", as_of=context.as_of.isoformat())
    return found


def _from_text(text: str, context: Context) -> date:
    for form in _FORMS:
        if match := form.fullmatch(text):
            year, month, number = (int(part) for part in match.groups())
            try:
                return _in_range(date(year, month, number))
            except ValueError:
                raise Invalid("value.date") from None
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and _FIRST_SERIAL <= float(text) <= _LAST_SERIAL:
        return _DAY_ZERO + timedelta(days=int(float(text)) + (_DAYS_TO_1904 if context.epoch_1904 else 0))
    if _NO_DAY.fullmatch(text):
        raise Invalid("importing.date_incomplete")
    if _SHORT_YEAR.fullmatch(text):
        raise Invalid("importing.date_year")
    raise Invalid("value.date")


def _in_range(found: date) -> date:
    if not EARLIEST <= found.year <= LATEST:
        raise Invalid("value.date_range", low=EARLIEST, high=LATEST)
    return found
