"""The words for stations and months: a sign and a word for a state, and what a month's figures rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swstation.exchange.states import StateWords
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from swstation.exchange.station_months import MonthCoverage, StationMonth

WORDS: Final = {
    "missing": StateWords(N_("!no"), N_("nothing, or not all, has come"), "bad"),
    "stale": StateWords(N_("~old"), N_("came, and is not whole"), "caution"),
    "differs": StateWords(N_("!dif"), N_("recounted, not what was reported"), "bad"),
    "recomputed": StateWords(N_("cnt"), N_("recounted from the rows, no report came"), ""),
    "summed": StateWords(N_("sum"), N_("sums of all its stations, without names"), "good"),
    "received": StateWords(N_("ok"), N_("received, as it was reported"), "good"),
    "open": StateWords(N_("-"), N_("not due yet"), "muted"),
    "before": StateWords("", N_("not expected"), "muted"),
}
"""By state of ``swstation.exchange.station_months.STATES``; ``short`` is at most 4 cells wide."""


def long_word(state: str) -> str:
    """What a state means."""
    return _(WORDS[state].long)


def coverage_words(one: MonthCoverage) -> str:
    """What a figure of all stations rests on: “31 of 34 stations, 2 stale, as of 2026-11-18”."""
    words = _("{reported} of {expected} stations").format(reported=one.came, expected=one.expected)
    if one.stale:
        words += _(", {n} stale").format(n=one.stale)
    return words + _(", as of {day}").format(day=one.as_of.isoformat())


def cell_words(cell: StationMonth) -> list[str]:
    """What is known of a station's month beside its bundles."""
    if cell.frozen is None:
        return []
    said = _("Reported on {day} by {worker}").format(day=cell.frozen.made_on, worker=cell.frozen.made_by or "-")
    if cell.differing is None:
        return [said]
    if not cell.differing:
        return [said + "  " + _("every figure is still the same")]
    count = ngettext("{n} figure is not what was reported", "{n} figures are not what was reported", cell.differing)
    return [said, "! " + count.format(n=cell.differing)]
