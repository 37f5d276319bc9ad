"""Parts that are numbers with a unit: lengths, spans, counts, money, and the numbers of affairs items."""

from __future__ import annotations

import re
from typing import Final

from swstation.quicklog.counts import ITEM_COUNT, count_at, count_token, money_token
from swstation.quicklog.durations import Length, clock, duration_at, loose_duration, span_at
from swstation.quicklog.hits import Hit, Reader
from swstation.quicklog.result import ItemRef, Option
from swstation.quicklog.text import is_han, number, token_end
from swstation.quicklog.words import HALF_DAY, HALF_DAY_HOURS

THINGS: Final = ("件", "户", "份")
_BARE_NUMBER: Final = re.compile(r"[0-9]{1,7}")
_SIGNED_MONEY: Final = re.compile(r"¥|价值")
_LONGEST_ITEM: Final = 20

Number = tuple[int, str, int]
"""How many, of what unit, and where that ends in the line."""


def length_at(reader: Reader, at: int, stop: int) -> Hit | None:
    """The length or span that begins at ``at``; a problem where it is impossible."""
    if (span := span_at(reader.text, at, stop)) is not None:
        if span.start_minute is None or span.end_minute is None:
            return reader.problem("span", at, span.end, "minutes")
        label = f"{clock(span.start_minute)}-{clock(span.end_minute)}"
        return Hit("span", at, span.end, value=(span.start_minute, span.end_minute), label=label)
    length = duration_at(reader.text, at, stop)
    return _length(reader, at, length) if length is not None else None


def _length(reader: Reader, at: int, length: Length) -> Hit:
    if length.minutes is None:
        return reader.problem("duration", at, length.end, "minutes")
    return Hit("minutes", at, length.end, value=length.minutes, label=str(length.minutes))


def loose_length(reader: Reader, at: int, stop: int) -> Hit | None:
    """The length of two tokens, ``90 分钟``."""
    length = loose_duration(reader.text, at, stop)
    return _length(reader, at, length) if length is not None else None


def length_token(reader: Reader, at: int, stop: int) -> Hit | None:
    """The length or span that is the whole token; 半天 asks for its hours."""
    if reader.text[at:stop] == HALF_DAY:
        options = (Option("minutes", str(hours * 60), f"{hours}h") for hours in HALF_DAY_HOURS)
        return reader.ask("half_day", at, stop, tuple(options))
    hit = length_at(reader, at, stop)
    return hit if hit is not None and hit.end == stop else None


def amount_token(reader: Reader, at: int, stop: int, linking: bool) -> Hit | None:
    """The count or amount of money that is the whole token. It is read later, with all that stays in the note."""
    if count_token(reader.text, at, stop) is not None:
        return Hit("count", at, stop, label=reader.token(at, stop), stays=True)
    if is_money(reader, at, stop) or (linking and money_token(reader.text, at, stop)):
        return Hit("money", at, stop, label=reader.token(at, stop), stays=True)
    return None


def amount_at(reader: Reader, at: int, stop: int) -> Hit | None:
    """The count that begins at ``at``."""
    count = count_at(reader.text, at, stop)
    return Hit("count", at, count.end, label=reader.token(at, count.end), stays=True) if count else None


def measure_at(reader: Reader, at: int, stop: int) -> bool:
    """Whether a number with a unit begins at ``at``."""
    return (length_at(reader, at, stop) or amount_at(reader, at, stop)) is not None


def is_money(reader: Reader, at: int, stop: int) -> bool:
    """Whether the whole token is an amount of money that says so: ``￥260``, 价值260元."""
    return money_token(reader.text, at, stop) and bool(_SIGNED_MONEY.match(reader.text, at))


def glued_number(text: str, at: int, stop: int) -> Number | None:
    """The item's number right at ``at``."""
    hit = ITEM_COUNT.match(text, at, stop)
    if not hit or (n := number(hit["n"])) is None:
        return None
    return n, hit["unit"], hit.end()


def item_number(text: str, at: int, end: int) -> Number | None:
    """The item's number that is the next token after ``at``, parted by spaces only."""
    start = at
    while start < end and text[start] == " ":
        start += 1
    found = glued_number(text, start, end) if start > at else None
    return found if found and found[2] == token_end(text, start, end) else None


def set_number(hit: Hit, found: Number) -> None:
    """Give an item its number."""
    item = hit.value
    assert isinstance(item, ItemRef)
    hit.value = ItemRef(item.item, item.text, found[0], found[1])
    hit.end, hit.counted = found[2], True


def count_item(reader: Reader, hit: Hit, found: Number | None, end: int) -> None:
    """Give an item the number that follows it; a number without a unit is asked about, never dropped."""
    if found is not None:
        set_number(hit, found)
        return
    start = hit.end
    while start < end and reader.text[start] == " ":
        start += 1
    stop = token_end(reader.text, start, end)
    bare = reader.text[start:stop]
    item = hit.value
    assert isinstance(item, ItemRef)
    if start == hit.end or not _BARE_NUMBER.fullmatch(bare):
        return
    options = (Option("item_count", bare, f"{bare}{item.unit}"), Option("note", "", bare))
    answer = reader.ask("item_count", start, stop, options, stays=True)
    if answer.question is not None:
        hit.question, hit.amber = answer.question, True
    elif answer.kind == "item_count":
        set_number(hit, (int(bare), item.unit, stop))


def item_at(reader: Reader, at: int, stop: int, any_item: bool) -> Hit | None:
    """An item with its number in one token; ``any_item``: also one that no list has, or number in the next token."""
    text, index = reader.text, reader.index
    end, meanings = index.longest_word(text, at, stop, frozenset({"item"}))
    found = glued_number(text, end, stop) if meanings else None
    if found is not None and found[2] == stop and len(meanings) == 1:
        hit = Hit("item", at, end, label=reader.token(at, end), stays=True)
        hit.value = ItemRef(meanings[0].id, reader.token(at, end), 1, found[1])
        set_number(hit, found)
        return hit
    return _unlisted(reader, at, stop) if any_item else None


def _unlisted(reader: Reader, at: int, stop: int) -> Hit | None:
    text = reader.text
    end = at
    while end < stop and end - at < _LONGEST_ITEM and is_han(text[end]) and not glued_number(text, end, stop):
        end += 1
    found = glued_number(text, end, stop) if end < stop else item_number(text, stop, len(text))
    if end - at < 2 or found is None or (end < stop and found[2] != stop):
        return None
    hit = Hit("item", at, end, label=reader.token(at, end), stays=True)
    hit.value = ItemRef(None, reader.token(at, end), 1, found[1])
    set_number(hit, found)
    return hit
