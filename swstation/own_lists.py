"""The lists of the program with a county's own entries beside them: methods, categories, affairs items and others.

``swstation/lists.py`` is what the program ships; here is what holds for one unit. Kept by what the entries say, so that
a merge or an undo is never answered from memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from swstation import lists
from swstation.lists import Entry


class Own(NamedTuple):
    """A county's entry of a list; one that is not ``used`` any more is still read, but not offered."""

    list: str
    entry: Entry
    used: bool = True


class Lists:
    """Every list as it is for a unit. A county's entry goes before a shipped one of the same code or word."""

    def __init__(self, own: Iterable[Own] = ()) -> None:
        self._own = tuple(own)
        self._words: dict[str, dict[str, Entry]] = {}

    def entries(self, kind: str) -> tuple[Entry, ...]:
        """What is offered: the shipped entries in their order, then the county's. Raises ``KeyError`` for no list."""
        used = {one.entry.code: one.entry for one in self._own if one.list == kind and one.used}
        shipped = tuple(used.pop(entry.code, entry) for entry in lists.entries(kind))
        return (*shipped, *used.values())

    def find(self, kind: str, text: str) -> Entry | None:
        """The entry meant by a code, a label or an alias; ``None`` if the list has none."""
        if kind not in self._words:
            words: dict[str, Entry] = {}
            own = [one.entry for one in self._own if one.list == kind and one.used]
            for entry in (*own, *self.entries(kind)):
                for word in (entry.code, entry.zh, entry.en.lower(), *entry.aliases):
                    if word:
                        words.setdefault(word, entry)
            self._words[kind] = words
        wanted = text.strip()
        return self._words[kind].get(wanted) or self._words[kind].get(wanted.lower())

    def label(self, kind: str, code: str | None) -> str:
        """The word for a code, of an entry that is not offered any more, too; the code itself where none knows it."""
        own = [one for one in self._own if one.list == kind and one.entry.code == code]
        used = [one for one in own if one.used] or ([] if code in lists.by_code(kind) else own)
        return used[-1].entry.label if used else lists.label(kind, code)


@lru_cache(maxsize=8)
def lists_of(own: tuple[Own, ...]) -> Lists:
    """The lists with these entries."""
    return Lists(own)
