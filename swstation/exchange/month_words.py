"""The words for months that came without names: a sign and a word for a state, what is covered, what is kept back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swstation.exchange.states import StateWords
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.exchange.months import Covered

WORDS: Final = {
    "missing": StateWords(N_("!no"), N_("nothing has come"), "bad"),
    "early": StateWords(N_("~ear"), N_("made before the month was over"), "caution"),
    "gap": StateWords(N_("!gap"), N_("records missing"), "bad"),
    "whole": StateWords(N_("ok"), N_("all in"), "good"),
    "open": StateWords(N_("-"), N_("not due yet"), "muted"),
    "before": StateWords("", N_("not expected"), "muted"),
}
"""By state of ``swstation.exchange.months.STATES``."""


def long_word(state: str) -> str:
    """What a state means."""
    return _(WORDS[state].long)


def covered_words(one: Covered) -> str:
    """How many stations a month covers: “31 of 34 stations, 2 stale”."""
    words = _("{reported} of {expected} stations").format(reported=one.sent, expected=one.stations)
    if one.stale:
        words += _(", {n} stale").format(n=one.stale)
    return words


def value_words(value: int | None, kept_back: int = 0, *, several: bool = False) -> str:
    """A figure, or that it is kept back; of ``several`` stations the sum and how many of them keep theirs back."""
    if value is None:
        return _("kept back")
    if several and kept_back and not value:
        return _("{m} kept back").format(m=kept_back)
    if several and kept_back:
        return _("{n} and more ({m} kept back)").format(n=f"{value:,}", m=kept_back)
    return f"{value:,}"
