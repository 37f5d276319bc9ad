"""A day as people type it into a form."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from db.errors import Refusal

_WORDS = {
    "today": 0,
    "t": 0,
    "今天": 0,
    "yesterday": -1,
    "y": -1,
    "昨天": -1,
    "前天": -2,
    "明天": 1,
    "tomorrow": 1,
    "后天": 2,
}
_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?$")
_DAY = re.compile(r"(\d{1,2})[日号]$")
_DISTANCE = re.compile(r"([+-]\d{1,3})[d天]?$")


def parse_day(text: str, today: date, field: str) -> date:
    """The day meant; one without a year lies in this year. Raises ``Refusal`` ``form.bad_day``."""
    typed = unicodedata.normalize("NFKC", text).strip().lower()
    if typed in _WORDS:
        return today + timedelta(days=_WORDS[typed])
    try:
        if found := _FULL.match(typed):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _SHORT.match(typed):
            return date(today.year, int(found[1]), int(found[2]))
        if found := _DAY.match(typed):
            return today.replace(day=int(found[1]))
        if found := _DISTANCE.match(typed):
            return today + timedelta(days=int(found[1]))
    except ValueError:
        pass
    raise Refusal("form.bad_day", field=field, token=text)


def day_words(day: date, today: date) -> str:
    """``2026-03-05``, or ``03-05`` in the year of ``today``."""
    return day.strftime("%m-%d") if day.year == today.year else day.isoformat()
