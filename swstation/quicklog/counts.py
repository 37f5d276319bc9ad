"""Counts and money: read out of the note, where they stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from swstation.quicklog.text import NUMERAL, number

COUNT_KINDS: Final = ("heads", "person_times", "households", "session", "volunteers")
ITEM_UNITS: Final = ("件", "人次", "人", "户", "份")
MOST_FEN: Final = 10**13
"""A hundred thousand million yuan: more is a slip of the finger."""

_N = r"(?<![0-9.第])(?P<{}>[0-9]{{1,7}})"
_COUNT: Final = re.compile(
    r"(?P<volunteers>志愿者 ?(?P<v1>[0-9]{1,7})(?![0-9.]) ?(?:人次|人|名|位)?"
    r"|(?<![0-9.第])(?P<v2>[0-9]{1,7}) ?(?:名|位|个|人)?志愿者)"
    r"|(?P<session>第(?P<s>[0-9]{1,4}|" + NUMERAL + r")[节次])"
    rf"|(?P<attended>{_N.format('of')}人,? ?[实]?到(?P<came>[0-9]{{1,7}})人(?!次|民))"
    rf"|(?P<person_times>{_N.format('p')} ?人次)"
    rf"|(?P<households>{_N.format('h')} ?户(?:次|(?!口|籍|主|型|外)))"
    rf"|(?P<heads>{_N.format('n')} ?(?:人(?!次|民|份|工|均)|名(?!单|额|称|字|次)|位(?!数|置|于)))"
)
_AMOUNT = r"(?P<{0}>[0-9]{{1,12}}(?:,[0-9]{{3}})*(?:\.[0-9]+)?) ?(?P<{0}w>万)?"
_MONEY: Final = re.compile(rf"¥ ?{_AMOUNT.format('a')}元?|价值(?:约|共|共计|人民币)? ?{_AMOUNT.format('b')}元")
_BARE_MONEY: Final = re.compile(rf"(?<![0-9.,]){_AMOUNT.format('c')}元")
_WHOLE_COUNT: Final = re.compile(
    rf"(?P<heads>{NUMERAL})[人名位]|(?P<person_times>{NUMERAL})人次|(?P<households>{NUMERAL})户次?"
)
ITEM_COUNT: Final = re.compile(rf"(?P<n>[0-9]{{1,7}}|{NUMERAL})(?P<unit>{'|'.join(ITEM_UNITS)})")


class Count(NamedTuple):
    """A number with its meaning (``COUNT_KINDS``); several values where the text leaves it open."""

    kind: str
    start: int
    end: int
    values: tuple[int, ...]


class Money(NamedTuple):
    """An amount in fen; None where it is no whole number of fen or beyond all measure."""

    start: int
    end: int
    fen: int | None


def _attended(hit: re.Match[str]) -> tuple[int, ...]:
    members, came = int(hit["of"]), int(hit["came"])
    # More came than there are: a range of heads then, or a slip. Not ours to say.
    return (came,) if came <= members else (members, came)


def _count(hit: re.Match[str]) -> Count:
    if hit["attended"]:
        return Count("heads", hit.start(), hit.end(), _attended(hit))
    kind = next(kind for kind in COUNT_KINDS if hit[kind])
    digits = {
        "volunteers": hit["v1"] or hit["v2"],
        "session": hit["s"],
        "person_times": hit["p"],
        "households": hit["h"],
        "heads": hit["n"],
    }[kind]
    return Count(kind, hit.start(), hit.end(), (number(digits) or 0,))


def counts_in(text: str, at: int, end: int) -> Iterator[Count]:
    """All counts in a stretch of text."""
    for hit in _COUNT.finditer(text, at, end):
        if hit["session"] is None or number(hit["s"]) is not None:
            yield _count(hit)


def count_at(text: str, at: int, end: int) -> Count | None:
    """The count that begins at ``at``."""
    hit = _COUNT.match(text, at, end)
    return _count(hit) if hit and (hit["session"] is None or number(hit["s"]) is not None) else None


def count_token(text: str, at: int, end: int) -> Count | None:
    """The count that is the whole token; Chinese numerals count here, where they cannot be part of a word."""
    found = count_at(text, at, end)
    if found and found.end == end:
        return found
    hit = _WHOLE_COUNT.fullmatch(text, at, end)
    if not hit or hit.lastgroup is None or (value := number(hit[hit.lastgroup])) is None:
        return None
    return Count(hit.lastgroup, at, end, (value,))


def _money(hit: re.Match[str], name: str) -> Money:
    fen = Fraction(hit[name].replace(",", "")) * 100 * (10_000 if hit[name + "w"] else 1)
    possible = fen.denominator == 1 and fen <= MOST_FEN
    return Money(hit.start(), hit.end(), int(fen) if possible else None)


def money_in(text: str, at: int, end: int, bare: bool) -> list[Money]:
    """All amounts in a stretch of text; ``bare``: ``260元`` too, without a sign before it."""
    found = [_money(hit, "a" if hit["a"] else "b") for hit in _MONEY.finditer(text, at, end)]
    if bare:
        taken = [(m.start, m.end) for m in found]
        for hit in _BARE_MONEY.finditer(text, at, end):
            if not any(start < hit.end() and hit.start() < stop for start, stop in taken):
                found.append(_money(hit, "c"))
    return sorted(found, key=lambda money: money.start)


def money_token(text: str, at: int, end: int) -> bool:
    """Whether the whole token is an amount, with or without a sign."""
    return bool(_MONEY.fullmatch(text, at, end) or _BARE_MONEY.fullmatch(text, at, end))
