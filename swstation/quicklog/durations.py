"""Minutes of service: lengths in Latin and Chinese forms, and spans of clock times."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple

from swstation.quicklog.text import NUMERAL, number

DAY: Final = 24 * 60

_DECIMAL = r"[0-9]{1,9}(?:\.[0-9]{1,4})?"
_COUNT = rf"(?:{_DECIMAL}|{NUMERAL})"
_HOUR = "(?:小时|钟头)"
_ATOM = (
    rf"{_COUNT}个半{_HOUR}"
    rf"|半个?{_HOUR}"
    rf"|{_COUNT}个?{_HOUR}(?:半|[零又]?{_COUNT}(?:分钟|分|刻钟))?"
    rf"|{_COUNT}刻钟"
    rf"|{_COUNT}分钟|{_DECIMAL}分(?![0-9])"
    rf"|{_DECIMAL}h(?:[0-9]{{1,4}}(?:min|m)?)?(?![a-z])"
    rf"|{_DECIMAL}(?:mins|min|m)(?![a-z0-9])"
)
_DURATION: Final = re.compile(rf"(?:{_ATOM})(?:\+(?:{_ATOM}))*")
_INSIDE: Final = re.compile(rf"(?<![0-9.a-z])(?:{_ATOM})(?:\+(?:{_ATOM}))*")
_PIECE: Final = re.compile(
    rf"(?P<half>半)个?{_HOUR}"
    rf"|(?P<count>{_COUNT})(?:(?P<and_half>个半{_HOUR})|个?(?P<hour>{_HOUR}|h)(?P<more>半)?"
    r"|(?P<quarter>刻钟)|(?P<minute>分钟|分|mins|min|m)?)"
)
_CLOCK = "(?P<{0}>[0-9]{{1,2}})(?::(?P<{0}m>[0-9]{{1,2}})|点(?:(?P<{0}c>[0-9]{{1,2}})分?|(?P<{0}h>半))?)"
_SPAN: Final = re.compile(rf"{_CLOCK.format('a')}[-~至到]{_CLOCK.format('b')}(?![0-9:])")
_LOOSE: Final = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})?) +(小时|个小时|分钟|分|mins|min|m|h)")


class Length(NamedTuple):
    """A length found in the text; ``minutes`` is None where it is impossible (over a day, no whole minutes)."""

    end: int
    minutes: int | None


class Span(NamedTuple):
    """Clock times found in the text, in minutes after midnight; None where they are impossible."""

    end: int
    start_minute: int | None
    end_minute: int | None


def _whole(value: Fraction) -> int | None:
    return int(value) if value.denominator == 1 and value <= DAY else None


def _minutes(text: str) -> int | None:
    total = Fraction(0)
    for piece in _PIECE.finditer(text):
        if piece["half"]:
            total += 30
            continue
        count = piece["count"]
        whole = number(count)
        amount = Fraction(count) if count[0].isascii() else Fraction(whole or 0)
        if piece["and_half"]:
            total += amount * 60 + 30
        elif piece["hour"]:
            total += amount * 60 + (30 if piece["more"] else 0)
        else:
            total += amount * (15 if piece["quarter"] else 1)
    return _whole(total)


def duration_at(text: str, at: int, end: int) -> Length | None:
    """The longest length that begins at ``at``: ``90m``, ``1.5h+30m``, ``一个半小时``, ``1小时20分``."""
    found = _DURATION.match(text, at, end)
    return Length(found.end(), _minutes(found.group())) if found else None


def durations_in(text: str, at: int, end: int) -> list[tuple[int, int, int]]:
    """All possible lengths in a stretch of text: start, end, minutes."""
    found = ((hit.start(), hit.end(), _minutes(hit.group())) for hit in _INSIDE.finditer(text, at, end))
    return [(start, stop, minutes) for start, stop, minutes in found if minutes]


def loose_duration(text: str, at: int, end: int) -> Length | None:
    """The length ``text[at:end]`` that has a space before its unit: ``90 分钟``."""
    found = _LOOSE.fullmatch(text, at, end)
    return Length(end, _minutes(found[1] + found[2])) if found else None


def _time(found: re.Match[str], which: str) -> tuple[int, int]:
    minute = found[which + "m"] or found[which + "c"] or ("30" if found[which + "h"] else "0")
    return int(found[which]), int(minute)


def span_at(text: str, at: int, end: int) -> Span | None:
    """The clock times that begin at ``at``: ``9:00-10:30``, 9点到10点半. They do not pass midnight."""
    found = _SPAN.match(text, at, end)
    if not found:
        return None
    (from_hour, from_minute), (to_hour, to_minute) = _time(found, "a"), _time(found, "b")
    start, stop = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    possible = from_hour < 24 and to_hour < 24 and from_minute < 60 and to_minute < 60 and start < stop
    return Span(found.end(), start, stop) if possible else Span(found.end(), None, None)


def clock(minute: int) -> str:
    """Minutes after midnight as ``HH:MM``."""
    return f"{minute // 60:02}:{minute % 60:02}"
