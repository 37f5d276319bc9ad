"""One line of sums over a list, each with its tone."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from screens.text import clean

_COLOURS = {"bad": "$bad", "caution": "$caution", "good": "$good", "muted": "$muted", "strong": "bold"}


def sums_line(sums: Sequence[tuple[str, str]]) -> Content:
    """The sums one after the other; words are never markup."""
    pieces: list[tuple[str, str]] = []
    for words, tone in sums:
        if pieces:
            pieces.append(("   ", ""))
        pieces.append((clean(words), _COLOURS.get(tone, "")))
    return Content.assemble(*pieces)
