"""The lists of the program with a county's own entries beside them: methods, categories, affairs items and others.

``swstation/lists.py`` is what the program ships; here is what holds for one unit. Kept by what the entries say, so that
a merge or an undo is never answered from memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
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
    """Every list as it is for a unit. A county's word for a shipped code goes before the program's."""

    def __init__(self, own: Iterable[Own] = ()) -> None:
        self._own = tuple(own)
        self._offered: dict[str, tuple[Entry, ...]] = {}
        self._known: dict[str, dict[str, Entry]] = {}
        self._words: dict[str, dict[str, Entry]] = {}

    def entries(self, kind: str) -> tuple[Entry, ...]:
        """What is offered: the shipped entries in their order, then the county's. Raises ``KeyError`` for no list."""
        if kind not in self._offered:
            used = {one.entry.code: one.entry for one in self._own if one.list == kind and one.used}
            known = [_worded(entry, used.pop(entry.code, None)) for entry in lists.shipped(kind)]
            self._offered[kind] = (*known, *used.values())
        return self._offered[kind]

    def by_code(self, kind: str) -> Mapping[str, Entry]:
        """Every entry by its code, those that are not offered any more, too."""
        if kind not in self._known:
            gone = {one.entry.code: one.entry for one in self._own if one.list == kind and not one.used}
            self._known[kind] = gone | {entry.code: entry for entry in self.entries(kind)}
        return self._known[kind]

    def find(self, kind: str, text: str) -> Entry | None:
        """The entry meant by a code, a label or an alias; ``None`` if the list has none."""
        if kind not in self._words:
            own = {one.entry.code for one in self._own if one.list == kind and one.used}
            offered = sorted(self.entries(kind), key=lambda entry: entry.code not in own)
            self._words[kind] = lists.by_text(offered)
        return lists.meant(self._words[kind], text)

    def label(self, kind: str, code: str | None) -> str:
        """The word for a code, of an entry that is not offered any more, too; the code itself where none knows it."""
        entry = self.by_code(kind).get(code or "")
        return entry.label if entry else code or ""


def _worded(shipped: Entry, own: Entry | None) -> Entry:
    # What the program does with a shipped code stays; the county's words for it stand in the place of its own.
    if own is None:
        return shipped
    return replace(
        shipped, zh=own.zh, en=own.en, aliases=(*shipped.aliases, *own.aliases), holder=own.holder or shipped.holder,
        unit=own.unit or shipped.unit,
    )  # fmt: skip


@lru_cache(maxsize=8)
def lists_of(own: tuple[Own, ...]) -> Lists:
    """The lists with these entries."""
    return Lists(own)
