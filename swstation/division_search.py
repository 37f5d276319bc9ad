"""Finding divisions by what people type: codes, names, initials, pinyin, and what they lie in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Final

from swstation import pinyin
from swstation.division_data import (
    COUNTY,
    PREFECTURE,
    PROVINCE,
    lines,
    lines_beginning,
    syllables,
)

_SUFFIXES: Final = (
    "镇", "乡", "街道", "街道办事处", "地区", "社区", "苏木", "省", "市", "自治区", "自治州", "州", "盟", "县", "区",
    "旗", "自治县",
)  # fmt: skip
_MOST: Final = 5000
_LONGEST: Final = 40
_LONGEST_SYLLABLE: Final = 6

Found = tuple[str, str]
"""Code and name."""


def find(typed: str, level: int, limit: int, near: str) -> list[Found]:
    """What is meant by ``typed`` on a level, best first (``divisions.search`` says how)."""
    words = [word for word in re.split(r"[\s·,，、/]+", typed.strip()) if word][-6:]
    if not words or limit <= 0:
        return []
    found = _narrowed(words, level, limit, near)
    if not found and len(words) == 1:
        found = _glued(words[0][:_LONGEST], level, limit, near)
    return found


def _narrowed(words: Sequence[str], level: int, limit: int, near: str) -> list[Found]:
    """What the last word finds inside what the words before it find."""
    *outer, last = words
    if not outer:
        return _find(last, level, limit, near)
    inside = [_above(word, level) for word in outer]
    if not all(inside):
        return []
    # Codes of one length are looked up, not compared one by one.
    lengths = [{len(code) for code in codes} for codes in inside]
    fits = [
        hit
        for hit in _find(last, level, _MOST, near)
        if all(any(hit[0][:n] in codes for n in found) for codes, found in zip(inside, lengths, strict=True))
    ]
    return fits[:limit]


def _glued(word: str, level: int, limit: int, near: str) -> list[Found]:
    """What a path written as one word finds, split where both parts find something."""
    for at in range(len(word) - 1, 1, -1):
        ways: list[tuple[str, ...]] = [(word[:at], word[at:])]
        if not word.isascii() and (parts := _parents(word[:at])):
            ways.append((*parts, word[at:]))
        for words in ways:
            if found := _narrowed(words, level, limit, near):
                return found
    return []


def _parents(text: str) -> list[str]:
    """A text of several names of divisions one after the other, cut after 省 市 州 县 区 旗 盟."""
    parts = re.findall(r".+?(?:自治区|自治州|自治县|[省市州县区旗盟])", text)
    return parts if "".join(parts) == text else []


@lru_cache(maxsize=256)
def _above(word: str, level: int) -> frozenset[str]:
    """The codes above a level that a word means; a code or its beginning means itself."""
    folded = pinyin.fold(word)
    if folded.isascii() and folded.isdigit():
        return frozenset({folded})
    levels = [upper for upper in (PROVINCE, PREFECTURE, COUNTY) if upper < level]
    return frozenset(code for upper in levels for code, _name in _find(word, upper, _MOST, ""))


def _find(word: str, level: int, limit: int, near: str) -> list[Found]:
    """What one word finds on a level, best first."""
    # The list writes brackets in full width.
    folded = pinyin.fold(word)[:_LONGEST].translate({ord("("): "（", ord(")"): "）"})
    if not folded:
        return []
    found: dict[Found, None] = {}
    for hits in _passes(folded, level):
        # Of each pass those nearby first; a pass that has enough ends the search.
        room = _MOST if near else limit - len(found)
        fresh = list(islice((hit for hit in hits if len(hit[0]) == level and hit not in found), room))
        if near:
            fresh.sort(key=lambda hit: not hit[0].startswith(near))
        found.update(dict.fromkeys(fresh))
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _passes(word: str, level: int) -> Iterator[Iterable[Found]]:
    """The ways a word may be meant, the likeliest first."""
    blob = lines(level)
    if word.isascii() and word.isdigit():
        yield hits(blob, f"\n{word[:level]}")
        return
    if not word.isascii():
        begun = list(hits(blob, f"\t{word}"))
        yield (hit for hit in begun if hit[1] == word)
        yield (hit for hit in begun if hit[1][len(word) :] in _SUFFIXES)
        yield begun
        yield hits(blob, word)
    elif word.isalpha():
        blob = lines_beginning(word[0], level)
        # The commonest readings stand first in a line.
        for pattern in (f"\t {word} ", f" {word} ", f"\t {word}", f" {word}"):
            yield hits(blob, pattern)
    if any(ch.isascii() for ch in word):
        yield _by_sound(word, level)


def hits(blob: bytes, pattern: str) -> Iterator[Found]:
    """Code and name of the lines that hold the pattern, in their order, each once."""
    for start in _starts_of_lines(blob, pattern.encode()):
        yield _found(blob, start)


def _starts_of_lines(blob: bytes, wanted: bytes) -> Iterator[int]:
    at = blob.find(wanted)
    while at >= 0:
        # A pattern that begins with the line break itself is found before its line.
        start = blob.rfind(b"\n", 0, at + 1) + 1
        yield start
        at = blob.find(wanted, blob.find(b"\n", start))


def _found(blob: bytes, start: int) -> Found:
    tab = blob.find(b"\t", start)
    return blob[start:tab].decode(), blob[tab + 1 : blob.find(b"\t", tab + 1)].decode()


def _by_sound(word: str, level: int) -> list[Found]:
    """What is spelt by the word, whole syllables and beginnings of syllables mixed.

    The lines are found by the first two initials that the word may stand for, narrowed by the first
    character, then compared with all readings; whole syllables (``donggua`` for 东瓜) go before begun ones
    (for 东关).
    """
    ranked: dict[Found, int] = {}
    for opening, begun in _openings(word).items():
        blob = lines_beginning(opening[0], level)
        fits: dict[bytes, bool] = {}
        for start in _starts_of_lines(blob, f" {opening}".encode()):
            tab = blob.find(b"\t", start)
            first = blob[tab + 1 : tab + 4]
            if (fit := fits.get(first)) is None:
                ch = first.decode(errors="ignore")[:1]
                fit = fits[first] = ch in begun or any(r.startswith(begun) for r in _spoken(ch))
            if not fit:
                continue
            hit = _found(blob, start)
            rank = _spelt(word, hit[1])
            if rank is not None:
                ranked[hit] = rank
    return sorted(ranked, key=lambda hit: (ranked[hit], hit[0]))


def _spelt(word: str, own: str, at: int = 0, char: int = 0, worst: int = 0) -> int | None:
    """How the word from ``at`` spells the name from ``char``; ``None`` if it does not.

    0: whole syllables or the characters themselves; 1: the last syllable only begun; 2: others too.
    """
    if at == len(word):
        return worst
    if char == len(own):
        return None
    best = _spelt(word, own, at + 1, char + 1, worst) if word[at] == own[char] else None
    for reading in _spoken(own[char]):
        same = 0
        while same < len(reading) and word[at + same : at + same + 1] == reading[same]:
            same += 1
        for taken in range(same, 0, -1):
            cost = 0 if taken == len(reading) else 1 if at + taken == len(word) else 2
            found = _spelt(word, own, at + taken, char + 1, max(worst, cost))
            if found is not None and (best is None or found < best):
                best = found
    return best


@cache
def _spoken(ch: str) -> tuple[str, ...]:
    readings = pinyin.readings(ch)
    return (*readings, *(reading.replace("ve", "ue") for reading in readings if reading.endswith("ve")))


@cache
def _starts() -> frozenset[str]:
    """Every beginning of every syllable that occurs in a name."""
    return frozenset(s[:n] for s in syllables() for n in range(1, len(s) + 1))


@lru_cache(maxsize=64)
def _openings(word: str) -> dict[str, tuple[str, ...]]:
    """The first two initials a word may stand for, each with the beginnings of its first syllable."""
    found: dict[str, set[str]] = {}
    for taken in range(1, min(_LONGEST_SYLLABLE, len(word)) + 1):
        begun = word[:taken]
        if len(begun) > 1 and begun not in _starts():
            break
        for first in _initials_of(begun[0]):
            for second in _initials_of(word[taken : taken + 1]):
                found.setdefault(first + second, set()).add(begun)
    return {opening: tuple(begun) for opening, begun in found.items()}


def _initials_of(ch: str) -> tuple[str, ...]:
    """The initials of a character, a letter's own, and of nothing nothing."""
    return (ch,) if ch.isascii() else tuple({reading[0] for reading in pinyin.readings(ch)})
