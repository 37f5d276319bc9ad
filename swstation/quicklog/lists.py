"""The shipped lists as the line needs them; a county's additions come in the same way."""

from __future__ import annotations

from swstation.lists import entries
from swstation.quicklog.context import Choice, Item, Method, Outcome


def methods() -> tuple[Method, ...]:
    """All methods of service, found by their Chinese words, one-word English names, and codes."""
    return tuple(
        Method(e.code, e.label, (e.zh, *e.aliases, *_english(e.en)), e.cls, e.alone, e.counts)
        for e in entries("method")
    )


def outcomes() -> tuple[Outcome, ...]:
    """All outcomes."""
    return tuple(Outcome(e.code, e.label, (e.zh, *e.aliases), e.ends_file) for e in entries("outcome"))


def items() -> tuple[Item, ...]:
    """All affairs items."""
    return tuple(Item(e.code, e.label, (e.zh, *e.aliases), e.unit or "件") for e in entries("item"))


def fields() -> tuple[Choice, ...]:
    """The service fields of a unit whose policy prints none."""
    return tuple(Choice(e.code, e.label, (e.zh, *e.aliases)) for e in entries("field"))


def _english(label: str) -> tuple[str, ...]:
    return (label.lower(),) if label.isalpha() else ()
