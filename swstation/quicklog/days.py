"""The day of service, which is never after today."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Final, NamedTuple

PARTS_OF_DAY: Final = {"上午": "morning", "下午": "afternoon", "晚上": "evening"}
FURTHEST: Final = 3660
"""The most days a date may lie before or after today; what lies further is a slip of the finger."""

_BACK: Final = {"今天": 0, "昨天": 1, "前天": 2, "大前天": 3, "t": 0, "y": 1}
AHEAD: Final = {"明天": 1, "后天": 2, "大后天": 3}
WEEKDAYS: Final = {ch: n for n, ch in enumerate("一二三四五六日")} | {"天": 6} | {str(n + 1): n for n in range(7)}
FULL = (
    r"(?P<year>[0-9]{4})(?:[-/.](?P<m1>[0-9]{1,2})[-/.](?P<d1>[0-9]{1,2})(?![0-9])"
    r"|年(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})[日号]?)"
)
MONTH_DAY = (
    r"(?:(?P<m3>[0-9]{1,2})月(?P<d3>[0-9]{1,2})[日号]?"
    r"|(?P<m4>[0-9]{1,2})[-/](?P<d4>[0-9]{1,2})(?![-/:.0-9]))"
)
_DAY_OF_MONTH = r"(?P<d5>[0-9]{1,2})[号日]"
WEEKDAY = r"(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天]|[1-7](?![0-9]))"

_DAY: Final = re.compile(
    rf"(?:(?P<word>大前天|今天|昨天|前天)|{FULL}|{MONTH_DAY}|{_DAY_OF_MONTH}|(?P<week>上|本|这)?{WEEKDAY})"
    r"(?P<part>上午|下午|晚上)?|(?P<alone>上午|下午|晚上)"
)
_SHORT: Final = re.compile(
    r"(?P<letter>[ty])|-(?P<back>[0-9]{1,4})|(?P<odd>[0-9]{1,4}(?P<by>[-/])[0-9]{1,2}(?P=by)[0-9]{1,4})"
)


class ImpossibleDay(Exception):
    """The text has the shape of a date and an impossible value; ``reason`` is a key of the messages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Day(NamedTuple):
    """A day of service found in the text; ``day`` is None for a part of the day alone."""

    end: int
    day: date | None
    part: str = ""


def make(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ImpossibleDay("date") from None


def month_day(hit: re.Match[str]) -> tuple[int, int] | None:
    month, day = hit["m3"] or hit["m4"], hit["d3"] or hit["d4"]
    return (int(month), int(day)) if month else None


def full(hit: re.Match[str]) -> date:
    return make(int(hit["year"]), int(hit["m1"] or hit["m2"]), int(hit["d1"] or hit["d2"]))


def exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= calendar.monthrange(year, month)[1]


def _latest_month_day(month: int, day: int, today: date) -> date:
    """The latest such day not after today: this year's or last year's."""
    if not 1 <= month <= 12:
        raise ImpossibleDay("date")
    for year in (today.year, today.year - 1):
        if exists(year, month, day) and date(year, month, day) <= today:
            return date(year, month, day)
    raise ImpossibleDay("date")


def _latest_day(day: int, today: date) -> date:
    if not 1 <= day <= 31:
        raise ImpossibleDay("date")
    year, month = today.year, today.month
    while not (exists(year, month, day) and date(year, month, day) <= today):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return date(year, month, day)


def _past_weekday(hit: re.Match[str], today: date) -> date:
    wanted = WEEKDAYS[hit["weekday"]]
    monday = today - timedelta(days=today.weekday())
    if hit["week"] == "上":
        return monday + timedelta(days=wanted - 7)
    if hit["week"]:
        return monday + timedelta(days=wanted)
    return today - timedelta(days=(today.weekday() - wanted) % 7)


def _served(hit: re.Match[str], today: date) -> date | None:
    if hit["alone"]:
        return None
    if hit["word"]:
        return today - timedelta(days=_BACK[hit["word"]])
    if hit["year"]:
        return full(hit)
    if (pair := month_day(hit)) is not None:
        return _latest_month_day(*pair, today)
    if hit["d5"]:
        return _latest_day(int(hit["d5"]), today)
    return _past_weekday(hit, today)


def _checked(day: date, today: date) -> date:
    if day > today:
        raise ImpossibleDay("date_future")
    if (today - day).days > FURTHEST:
        raise ImpossibleDay("date_old")
    return day


def day_at(text: str, at: int, end: int, today: date) -> Day | None:
    """The day of service that begins at ``at``. Raises ``ImpossibleDay`` for the shape without the sense."""
    hit = _DAY.match(text, at, end)
    if not hit:
        return None
    day = _served(hit, today)
    part = PARTS_OF_DAY.get(hit["part"] or hit["alone"] or "", "")
    return Day(hit.end(), None if day is None else _checked(day, today), part)


def day_token(text: str, at: int, end: int, today: date) -> Day | None:
    """The day that is the whole token, short forms too. Raises ``ImpossibleDay``."""
    if text[at:end] in AHEAD:
        raise ImpossibleDay("date_future")
    short = _SHORT.fullmatch(text, at, end)
    if short and short["letter"]:
        return Day(end, today - timedelta(days=_BACK[short["letter"]]))
    if short and short["back"]:
        back = int(short["back"])
        if back > FURTHEST:
            raise ImpossibleDay("date_old")
        return Day(end, today - timedelta(days=back))
    found = day_shape(text, at, end)
    if found == end:
        return day_at(text, at, end, today)
    if short and short["odd"]:
        raise ImpossibleDay("date")
    return None


def day_shape(text: str, at: int, end: int) -> int | None:
    """Where a text of the shape of a day that begins at ``at`` ends."""
    hit = _DAY.match(text, at, end)
    return hit.end() if hit else None
