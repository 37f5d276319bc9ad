"""The lists no policy prints (methods, outcomes, categories, items, stages, tiers): read once, on first use.

What a county adds to them stands beside the program's entries as soon as its book, or one of a station that was sent
them, is open (``hold``): every choice and every word then comes from both.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol
from weakref import WeakKeyDictionary

from swstation.i18n import language


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: a fixed code, its words, and what else the list says of it."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    cls: str = ""
    holder: str = ""
    unit: str = ""
    letter: str = ""
    digits: int = 0
    low: int = 0
    high: int = 0
    alone: bool = False
    counts: bool = False
    ends_file: bool = False
    closes: bool = False

    @property
    def label(self) -> str:
        """The word on screen in the current language."""
        return self.en if language() == "en" else self.zh


class Here(Protocol):
    """The lists as they are for a unit: the program's and those of the counties above it (``swstation/own_lists``)."""

    def entries(self, kind: str) -> tuple[Entry, ...]:
        """What is offered."""

    def by_code(self, kind: str) -> Mapping[str, Entry]:
        """What can be read."""

    def find(self, kind: str, text: str) -> Entry | None:
        """What somebody means."""


class _Held:
    here: Here | None = None


_of: WeakKeyDictionary[object, Here | None] = WeakKeyDictionary()
"""The lists of each open book, by what stands for it, in the order in which they were opened."""


def hold(here: Here | None, owner: object) -> None:
    """The lists of an open book (``operations.own_lists``), ``None`` as shipped. The last one opened answers."""
    _of[owner] = here
    _Held.here = list(_of.values())[-1]


def release(owner: object) -> None:
    """A book was closed: the one opened before it is answered for again."""
    _of.pop(owner, None)
    _Held.here = next(reversed(list(_of.values())), None)


@cache
def _raw() -> dict[str, list[dict[str, object]]]:
    text = files("swstation").joinpath("data", "lists.toml").read_text(encoding="utf-8")
    return {k: v for k, v in tomllib.loads(text).items() if isinstance(v, list)}


@cache
def shipped(kind: str) -> tuple[Entry, ...]:
    """The program's own entries of a list, in their order. Raises ``KeyError`` for a list that is not there."""
    out = []
    for raw in _raw()[kind]:
        fields = dict(raw)
        if "class" in fields:
            fields["cls"] = fields.pop("class")
        aliases = fields.pop("aliases", [])
        assert isinstance(aliases, list)
        out.append(Entry(**fields, aliases=tuple(aliases)))  # type: ignore[arg-type]
    return tuple(out)


@cache
def shipped_by_code(kind: str) -> dict[str, Entry]:
    """The program's own entries of a list by code."""
    return {entry.code: entry for entry in shipped(kind)}


@cache
def _shipped_by_text(kind: str) -> dict[str, Entry]:
    return by_text(shipped(kind))


def by_text(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Entries by every text that means one of them: its code, its words (English in lower case), its aliases."""
    out: dict[str, Entry] = {}
    for entry in entries:
        for text in (entry.code, entry.zh, entry.en.lower(), *entry.aliases):
            if text:
                out.setdefault(text, entry)
    return out


def entries(kind: str) -> tuple[Entry, ...]:
    """What is offered of a list, in its order. Raises ``KeyError`` for a list that is not there."""
    return shipped(kind) if _Held.here is None else _Held.here.entries(kind)


def by_code(kind: str) -> Mapping[str, Entry]:
    """The entries of a list by code, those that are not offered any more, too."""
    return shipped_by_code(kind) if _Held.here is None else _Held.here.by_code(kind)


def find(kind: str, text: str) -> Entry | None:
    """The entry a worker means by a code, a label or an alias; ``None`` if the list has none."""
    if _Held.here is not None:
        return _Held.here.find(kind, text)
    return meant(_shipped_by_text(kind), text)


def meant(words: Mapping[str, Entry], text: str) -> Entry | None:
    """The entry that a text means among ``by_text``."""
    wanted = text.strip()
    return words.get(wanted) or words.get(wanted.lower())


def label(kind: str, code: str | None) -> str:
    """The word on screen for a code; the code itself where the list does not know it."""
    if not code:
        return ""
    entry = by_code(kind).get(code)
    return entry.label if entry else code
