"""The words for the states of the board: a sign and a word, so that nothing depends on a colour."""

from __future__ import annotations

from typing import Final, NamedTuple

from swstation.i18n import N_, _


class StateWords(NamedTuple):
    """Msgids: ``short`` (sign and word, at most 4 cells in any language) stands in the cell, ``long`` explains it."""

    short: str
    long: str
    tone: str


WORDS: Final = {
    "missing": StateWords(N_("!no"), N_("nothing has come"), "bad"),
    "unenrolled": StateWords(N_("~crd"), N_("waits for its device's card"), "caution"),
    "newer": StateWords(N_("!new"), N_("needs a newer program"), "bad"),
    "gap": StateWords(N_("!gap"), N_("records missing"), "bad"),
    "aside": StateWords(N_("!off"), N_("records set aside"), "caution"),
    "early": StateWords(N_("~mid"), N_("made before the month was over"), "caution"),
    "stale": StateWords(N_("~lap"), N_("a laptop was silent"), "caution"),
    "received": StateWords(N_("ok"), N_("all in"), "good"),
    "open": StateWords(N_("-"), N_("not due yet"), "muted"),
    "before": StateWords("", N_("not expected"), "muted"),
}
"""By state of ``swstation.exchange.board.STATES``."""


def long_word(state: str) -> str:
    """What it means."""
    return _(WORDS[state].long)
