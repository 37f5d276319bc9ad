"""Glued tokens: 张桂芳入户40分钟送米油 is taken apart by the longest known beginnings, never by initials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swstation.quicklog import measures
from swstation.quicklog.days import ImpossibleDay, day_at, day_shape
from swstation.quicklog.hits import Hit, day_hit
from swstation.quicklog.signed import read_signed_prefix
from swstation.quicklog.text import SIGNS, is_digit, is_han

if TYPE_CHECKING:
    from swstation.quicklog.head import Head

_SPLIT: Final = frozenset({"client", "method", "village", "group", "activity", "item"})


def split(head: Head, at: int, stop: int, given: Hit | None = None) -> bool:
    """Take a token apart by the longest known beginnings, if at least two parts are found."""
    if not (is_han(head.text[at]) or is_digit(head.text[at])):
        return False
    mark, gaps, start = len(head.hits), len(head.connectors), at
    if given is not None:
        head.hits.append(given)
        start = given.end
    while start < stop:
        hit = _prefix(head, start, stop, len(head.hits) > mark)
        if hit is None:
            break
        head.hits.append(hit)
        start = hit.end
        if hit.is_person and start < stop:
            start = head.after_client(start)
    if len(head.hits) - mark >= 2:
        return True
    del head.hits[mark:]
    del head.connectors[gaps:]
    return False


def _prefix(head: Head, at: int, stop: int, later: bool) -> Hit | None:
    if later and head.text[at] in SIGNS:
        return read_signed_prefix(head.reader, at, stop)
    end, meanings = head.index.longest_word(head.text, at, stop, _SPLIT)
    number = measures.glued_number(head.text, end, stop) if meanings else None
    meanings = head.fitting(meanings, number[:2] if number else None)
    measured = _measured_prefix(head, at, stop)
    if measured is not None and (not meanings or measured.end > end):
        return measured
    if not meanings:
        return head.bare_minutes(at, stop) if later else None
    hit = head.reader.choose(meanings[0].kind, at, end, meanings)
    if hit.kind == "item" and number is not None:
        measures.set_number(hit, number)
    return hit


def _measured_prefix(head: Head, at: int, stop: int) -> Hit | None:
    today = head.index.context.today
    try:
        day = day_at(head.text, at, stop, today)
    except ImpossibleDay as impossible:
        end = day_shape(head.text, at, stop) or stop
        return head.reader.problem(impossible.reason, at, end, "service_date")
    if day is not None and (head.last("day") is None or day.day is None):
        return day_hit(day, at)
    hit = measures.length_at(head.reader, at, stop)
    if hit is not None and head.last("minutes") is None and head.last("span") is None:
        return hit
    return measures.amount_at(head.reader, at, stop) if head.counts_matter() else None
