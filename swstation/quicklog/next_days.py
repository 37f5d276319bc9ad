"""The next contact, which comes after the day of service."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Final

from swstation.quicklog.days import (
    AHEAD,
    FULL,
    FURTHEST,
    MONTH_DAY,
    WEEKDAY,
    WEEKDAYS,
    ImpossibleDay,
    exists,
    full,
    make,
    month_day,
)
from swstation.quicklog.text import NUMERAL, number

_NEXT: Final = re.compile(
    rf"(?P<ahead>大后天|明天|后天)|{FULL}|(?P<following>下个?月)?(?P<d6>[0-9]{{1,2}})[号日]|{MONTH_DAY}"
    rf"|(?P<week>下|本|这)?个?{WEEKDAY}|(?P<end>月底)"
    rf"|\+?(?P<count>[0-9]{{1,5}}|{NUMERAL})(?:(?P<days>d|天|日)|(?P<weeks>w|周|个?星期|个?礼拜)|(?P<months>个月))后?"
)


def _ahead(start: date, days: int) -> date:
    if not 0 < days <= FURTHEST:
        raise ImpossibleDay("next")
    return start + timedelta(days=days)


def _months_ahead(start: date, months: int, day: int | None = None) -> date:
    if not 0 < months <= FURTHEST // 31:
        raise ImpossibleDay("next")
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if day is None:
        return date(year, month + 1, min(start.day, last))
    return make(year, month + 1, day)


def _next_month_day(month: int, day: int, service: date) -> date:
    if not 1 <= month <= 12:
        raise ImpossibleDay("next")
    for year in range(service.year, service.year + 2):
        if exists(year, month, day) and date(year, month, day) > service:
            return date(year, month, day)
    raise ImpossibleDay("next")


def _next_day(day: int, service: date) -> date:
    if not 1 <= day <= 31:
        raise ImpossibleDay("next")
    year, month = service.year, service.month
    while not (exists(year, month, day) and date(year, month, day) > service):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return date(year, month, day)


def _next_weekday(hit: re.Match[str], service: date) -> date:
    wanted = WEEKDAYS[hit["weekday"]]
    monday = service - timedelta(days=service.weekday())
    if hit["week"] == "下":
        return monday + timedelta(days=wanted + 7)
    if hit["week"]:
        return monday + timedelta(days=wanted)
    return service + timedelta(days=(wanted - service.weekday() - 1) % 7 + 1)


def _month_end(service: date) -> date:
    last = service.replace(day=calendar.monthrange(service.year, service.month)[1])
    return last if last > service else _month_end(service + timedelta(days=1))


def _coming(hit: re.Match[str], service: date, today: date) -> date:
    if hit["ahead"]:
        # Tomorrow is the writer's tomorrow, also in a line about the day before yesterday.
        return _ahead(today, AHEAD[hit["ahead"]])
    if hit["count"]:
        count = number(hit["count"])
        if count is None:
            raise ImpossibleDay("next")
        if hit["months"]:
            return _months_ahead(service, count)
        return _ahead(service, count * (7 if hit["weeks"] else 1))
    if hit["year"]:
        return full(hit)
    if (pair := month_day(hit)) is not None:
        return _next_month_day(*pair, service)
    if hit["d6"]:
        day = int(hit["d6"])
        return _months_ahead(service, 1, day) if hit["following"] else _next_day(day, service)
    return _month_end(service) if hit["end"] else _next_weekday(hit, service)


def next_contact(text: str, service: date, today: date) -> date | None:
    """The next contact that ``text`` (without its sign) names, after the day of service.

    None if it has no such shape; ``ImpossibleDay`` if it has and makes no sense.
    """
    hit = _NEXT.fullmatch(text)
    if not hit:
        return None
    try:
        day = _coming(hit, service, today)
    except ImpossibleDay:
        raise ImpossibleDay("next") from None
    if day <= service:
        raise ImpossibleDay("next_before")
    if (day - today).days > FURTHEST:
        raise ImpossibleDay("next")
    return day


def has_next_shape(text: str) -> bool:
    """Whether ``text`` (without its sign) looks like a next contact, sensible or not."""
    return _NEXT.fullmatch(text) is not None
