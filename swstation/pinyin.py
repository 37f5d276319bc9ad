"""Chinese found by pinyin: all readings of a character, initials, matching, and a fast index of names.

Tones do not exist here and ``ü`` is ``v``. The table is read on first use, never at import.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, islice, product
from pathlib import Path
from typing import Final, Generic, TypeVar

EXACT: Final = 0
PREFIX: Final = 1
SUBSTRING: Final = 2
PINYIN: Final = 3
INITIALS: Final = 4
MIXED: Final = 5
INSIDE: Final = 6
"""Ranks of a match, the better first; ``INSIDE``: by sound, but from a later character on."""

_LONGEST_SYLLABLE: Final = 6
_IGNORED: Final = {ord(c): None for c in " \t\r\u3000'’‘`·•・‧"}

Key = TypeVar("Key", bound=Hashable)


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], str, str]:
    """The table ``swstation.data.make_pinyin`` writes: common characters ready, rare ones as text to search.

    A dictionary of all 41,000 characters would take five times as long to fill.
    """
    source = (Path(__file__).parent / "data" / "pinyin.txt").read_text(encoding="utf-8")
    single, several, rare_single, rare_several = source.split("\n\n")
    known: dict[str, str] = {}
    for line in single.split("\n"):
        reading, _space, chars = line.partition(" ")
        known.update(dict.fromkeys(chars, reading))
    known.update({word[0]: word[1:] for word in several.split("\n")})
    return known, rare_single, f"\n{rare_several}"


def _look_up(ch: str) -> str:
    """The readings of a character joined by commas; empty if it has none."""
    known, single, several = _table()
    if (found := known.get(ch)) is not None:
        return found
    if len(ch) != 1 or ch < "\u3000":
        return ""
    if (at := several.find(f"\n{ch}")) >= 0:
        return several[at + 2 : several.index("\n", at + 2)]
    if (at := single.find(ch)) < 0:
        return ""
    line = single[single.rfind("\n", 0, at) + 1 : at]
    return line.partition(" ")[0]


def fold(text: str) -> str:
    """``text`` as it is compared: full-width as half-width, lower case, without spaces, ``'`` and ``·``."""
    if text.isascii():
        return text.lower().translate(_IGNORED)
    return unicodedata.normalize("NFKC", text).lower().replace("ü", "v").translate(_IGNORED)


@cache
def readings(ch: str) -> tuple[str, ...]:
    """All syllables of one Han character, the commonest first; a Latin letter or digit reads as itself.

    Empty for every other character.
    """
    if found := _look_up(ch):
        return tuple(found.split(","))
    lower = ch.lower()
    return (lower,) if lower.isascii() and lower.isalnum() else ()


def is_han(ch: str) -> bool:
    """Whether ``ch`` is a character with a pinyin reading."""
    return ch >= "\u3000" and bool(readings(ch))


def initials(text: str) -> str:
    """The first letter of the commonest reading of every character; others are left out."""
    return "".join(found[0][0] for ch in fold(text) if (found := readings(ch)))


def all_initials(text: str, limit: int = 64) -> frozenset[str]:
    """The initials of ``text`` over all readings of its characters, at most ``limit`` of them."""
    letters = [found for ch in fold(text) if (found := _first_letters(ch))]
    if all(len(found) == 1 for found in letters):
        return frozenset({"".join(letters)}) if letters else frozenset()
    return frozenset("".join(some) for some in islice(product(*letters), limit))


@cache
def _first_letters(ch: str) -> str:
    return "".join(dict.fromkeys(r[0] for r in readings(ch)))


@cache
def _whole(ch: str) -> frozenset[str]:
    """What may be typed for the whole character: itself or one of its syllables."""
    syllables = set(readings(ch))
    syllables.update(s.replace("ve", "ue") for s in tuple(syllables) if s.endswith("ve"))
    return frozenset(syllables | {ch})


@cache
def _starts(ch: str) -> frozenset[str]:
    """What may be typed for the beginning of the character: the prefixes of ``_whole``."""
    return frozenset(s[:n] for s in _whole(ch) for n in range(1, len(s) + 1))


@cache
def _letters(ch: str) -> frozenset[str]:
    return frozenset(s[0] for s in _whole(ch))


def _spells(typed: str, text: str, at: int) -> bool:
    """``typed`` is whole syllables of the characters from ``at`` on, of the last one a beginning."""
    if at >= len(text):
        return False
    if typed in _starts(text[at]):
        return True
    whole = _whole(text[at])
    for n in range(1, min(len(typed), _LONGEST_SYLLABLE + 1)):
        if typed[:n] in whole and _spells(typed[n:], text, at + 1):
            return True
    return False


def _mixes(typed: str, text: str, at: int) -> bool:
    """``typed`` is beginnings of the syllables of the characters from ``at`` on."""
    if at >= len(text):
        return False
    starts = _starts(text[at])
    if typed in starts:
        return True
    for n in range(1, min(len(typed), _LONGEST_SYLLABLE + 1)):
        if typed[:n] not in starts:
            return False
        if _mixes(typed[n:], text, at + 1):
            return True
    return False


def _initial(typed: str, text: str, at: int) -> bool:
    if len(typed) > len(text) - at:
        return False
    return all(letter in _letters(text[at + n]) for n, letter in enumerate(typed))


def _by_sound(typed: str, text: str) -> int | None:
    if _spells(typed, text, 0):
        return PINYIN
    if _initial(typed, text, 0):
        return INITIALS
    return MIXED if _mixes(typed, text, 0) else None


def _rank(typed: str, text: str) -> int | None:
    at = text.find(typed)
    if at >= 0:
        return SUBSTRING if at else (EXACT if len(typed) == len(text) else PREFIX)
    found = _by_sound(typed, text)
    if found is not None:
        return found
    return INSIDE if any(_mixes(typed, text, at) for at in range(1, len(text))) else None


def match(typed: str, text: str) -> int | None:
    """How well ``typed`` finds ``text``: a rank from ``EXACT`` (0) up, lower is better, or None.

    ``zgf``, ``zhanggf``, ``zhangguifang``, ``张gf`` and ``桂芳`` all find 张桂芳; width and case do not matter.
    """
    folded = fold(typed)
    return _rank(folded, fold(text)) if folded else None


def reads_as(typed: str, text: str) -> bool:
    """Whether ``typed`` is the whole pinyin of ``text``, syllable for syllable, over any reading."""
    return _reads(fold(typed), fold(text), 0)


def _reads(typed: str, text: str, at: int) -> bool:
    if at == len(text):
        return not typed
    whole = _whole(text[at])
    return any(
        typed[:n] in whole and _reads(typed[n:], text, at + 1) for n in range(1, min(len(typed), _LONGEST_SYLLABLE) + 1)
    )


@cache
def _syllables() -> frozenset[str]:
    known, single, several = _table()
    source = set(known.values()) | {line.partition(" ")[0] for line in single.split("\n")}
    source.update(line[1:] for line in several.split("\n"))
    found = {syllable for readings_ in source for syllable in readings_.split(",")}
    found |= {s.replace("ve", "ue") for s in found if s.endswith("ve")}
    # ``ng`` and ``hm`` are readings of interjections, in a name they only make for wrong cuts.
    return frozenset(s for s in found if not set(s).isdisjoint("aeiouv"))


def spellings(typed: str, limit: int = 32) -> list[tuple[str, ...]]:
    """The ways to cut ``typed`` into whole syllables, at most ``limit``; none if it is no pinyin."""
    out: list[tuple[str, ...]] = []
    _cut(fold(typed)[:48], (), out, limit)
    return out


def _cut(rest: str, before: tuple[str, ...], out: list[tuple[str, ...]], limit: int) -> None:
    if not rest:
        if before:
            out.append(before)
        return
    for n in range(min(len(rest), _LONGEST_SYLLABLE), 0, -1):
        if rest[:n] in _syllables() and len(out) < limit:
            _cut(rest[n:], (*before, rest[:n]), out, limit)


def same_sound(a: str, b: str) -> bool:
    """Whether two texts of equal length can be read alike, character for character."""
    one, two = fold(a), fold(b)
    if len(one) != len(two) or not one:
        return False
    return all(x == y or not set(readings(x)).isdisjoint(readings(y)) for x, y in zip(one, two, strict=True))


class Index(Generic[Key]):
    """Many texts to be found while typing; several items may have the same key (a name and its aliases).

    Building costs well under a microsecond an item, a keystroke among 41,000 names a few milliseconds.
    """

    def __init__(self, items: Sequence[tuple[Key, str]]) -> None:
        self._keys = [key for key, _text in items]
        # Folded and searched as one text, its lines parted by line breaks: that runs at the speed of C.
        lines = "\n".join(text.replace("\n", " ") for _key, text in items)
        self._joined = f"\n{fold(lines)}\n\n"
        self._texts = self._joined[1:-2].split("\n")
        self._offsets = list(accumulate((len(text) + 1 for text in self._texts), initial=1))
        self._first: dict[str, list[int]] = {}
        for number, text in enumerate(self._texts):
            self._first.setdefault(text[:1], []).append(number)
        self._later: dict[str, list[int]] = {}
        self._last: dict[str, list[int]] = {}
        self._classes: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, typed: str, limit: int = 20) -> list[Key]:
        """The keys of the best matches, best first, in the items' order among equals; at most ``limit``."""
        wanted = fold(typed)
        found: dict[Key, None] = {}
        if not wanted or not self._keys or limit <= 0:
            return []
        for number in self._ordered(wanted):
            found[self._keys[number]] = None
            if len(found) >= limit:
                break
        return list(found)

    def _ordered(self, wanted: str) -> Iterator[int]:
        yield from self._containing(f"\n{wanted}\n")
        yield from self._containing(f"\n{wanted}")
        yield from self._containing(wanted)
        yield from self._sounding(wanted)
        yield from self._inside(wanted)

    def _containing(self, wanted: str) -> Iterator[int]:
        at = self._joined.find(wanted)
        while at >= 0:
            number = self._number(at + wanted.startswith("\n"))
            yield number
            at = self._joined.find(wanted, self._offsets[number + 1] - 1)

    def _number(self, offset: int) -> int:
        return bisect_right(self._offsets, offset) - 1

    def _sounding(self, wanted: str) -> Sequence[int]:
        """Numbers of the texts that sound like ``wanted`` from their first character on, by rank."""
        if len(wanted) == 1:
            return sorted(number for ch in self._class(wanted) for number in self._first.get(ch, ()))
        texts = self._texts
        ranks: dict[int, int] = {}
        for first, second in self._openings(wanted):
            for ch in first:
                for number in self._first.get(ch, ()):
                    if second is not None and texts[number][1:2] not in second:
                        continue
                    if number not in ranks and (rank := _by_sound(wanted, texts[number])) is not None:
                        ranks[number] = rank
        return sorted(ranks, key=lambda number: (ranks[number], number))

    def _inside(self, wanted: str) -> Iterator[int]:
        """Numbers of the texts that sound like ``wanted`` from a later character on."""
        if not self._last:
            self._gather_later()
        joined = self._joined
        for first, second in self._openings(wanted):
            places = [at for ch in first for at in self._later.get(ch, ())]
            if second is None:
                places += [at for ch in first for at in self._last.get(ch, ())]
            else:
                places = [at for at in places if joined[at + 1] in second]
            for at in sorted(places):
                number = self._number(at)
                if second is None or _mixes(wanted, self._texts[number], at - self._offsets[number]):
                    yield number

    def _gather_later(self) -> None:
        for text, offset in zip(self._texts, self._offsets, strict=False):
            for at, ch in enumerate(text[1:-1], offset + 1):
                self._later.setdefault(ch, []).append(at)
            if len(text) > 1:
                self._last.setdefault(text[-1], []).append(offset + len(text) - 1)

    def _openings(self, wanted: str) -> list[tuple[list[str], frozenset[str] | None]]:
        """First and second characters of a text that ``wanted`` may begin; None: the first takes it all."""
        out: list[tuple[list[str], frozenset[str] | None]] = []
        for n in range(1, min(len(wanted), _LONGEST_SYLLABLE) + 1):
            first = self._class(wanted[:n])
            if not first:
                break
            if n == len(wanted):
                out.append((first, None))
            elif second := self._class(wanted[n]):
                out.append((first, frozenset(second)))
        # The longest first syllable is the likeliest and the cheapest.
        return out[::-1]

    def _class(self, start: str) -> list[str]:
        """All characters here one of whose syllables begins with ``start``."""
        if not self._classes:
            for ch in sorted(set(self._joined) - {"\n"}):
                for letter in _letters(ch):
                    self._classes.setdefault(letter, []).append(ch)
        if start not in self._classes and len(start) > 1:
            fewer = self._class(start[:-1])
            self._classes[start] = [ch for ch in fewer if start in _starts(ch)]
        return self._classes.get(start, [])
