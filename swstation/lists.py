"""The lists no policy prints (methods, outcomes, categories, items, stages, tiers): read once, on first use."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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


@cache
def _raw() -> dict[str, list[dict[str, object]]]:
    text = files("swstation").joinpath("data", "lists.toml").read_text(encoding="utf-8")
    return {k: v for k, v in tomllib.loads(text).items() if isinstance(v, list)}


@cache
def entries(kind: str) -> tuple[Entry, ...]:
    """All entries of a list, in their order. Raises ``KeyError`` for a list that is not there."""
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
def by_code(kind: str) -> dict[str, Entry]:
    """The entries of a list by code."""
    return {entry.code: entry for entry in entries(kind)}


@cache
def _by_text(kind: str) -> dict[str, Entry]:
    out: dict[str, Entry] = {}
    for entry in entries(kind):
        for text in (entry.code, entry.zh, entry.en.lower(), *entry.aliases):
            out.setdefault(text, entry)
    return out


def find(kind: str, text: str) -> Entry | None:
    """The entry a worker means by a code, a label or an alias; ``None`` if the list has none."""
    wanted = text.strip()
    return _by_text(kind).get(wanted) or _by_text(kind).get(wanted.lower())


def label(kind: str, code: str | None) -> str:
    """The word on screen for a code; the code itself where the list does not know it."""
    if not code:
        return ""
    entry = by_code(kind).get(code)
    return entry.label if entry else code
