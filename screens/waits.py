"""What merging left to be looked at, in words, each with the page that lists it. Counted beside everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from screens.actions import ACTIONS, key_word
from swstation.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from screens.ports_backend import Backend


class Wait(NamedTuple):
    """So many of a kind; ``action`` opens the page that lists them."""

    action: str
    words: str

    @property
    def key(self) -> str:
        """The key that opens it where it is bound."""
        return key_word(ACTIONS[self.action].keys[0])


async def waits(backend: Backend, *, cards: bool = False) -> list[Wait]:
    """What there is of findings, of cards and pairs that nobody has compared, and of records that do not count.

    Takes seconds in a big county: ask for it apart, and show it when it comes.
    """
    findings, pairs = await backend.findings()
    foreign, waiting = await backend.foreign_count(), await backend.uncompared() if cards else 0
    found = [
        ("problem.list", findings, ngettext("{n} finding", "{n} findings", findings)),
        ("device.list", waiting, ngettext("{n} card not compared", "{n} cards not compared", waiting)),
        ("pair.list", pairs, ngettext("{n} possible double", "{n} possible doubles", pairs)),
        ("admission.list", foreign, ngettext("{n} record does not count", "{n} records do not count", foreign)),
    ]
    return [Wait(action, words.format(n=f"{n:,}")) for action, n, words in found if n]


async def owed_waits(backend: Backend, today: date) -> list[Wait]:
    """What a unit that collects has to do itself: bundles to take in, disputes, whom to ask, what to hand on."""
    from screens.stations_grid import MONTHS

    owed, board = await backend.owed(today), await backend.board(f"{today:%Y-%m}", MONTHS, today)
    lagging = len(board.laggards)
    since = _("nothing handed in to {unit} since {day}") if owed.since else _("nothing handed in to {unit} yet")
    found = [
        ("inbox.open", owed.bundles, ngettext("{n} bundle to take in", "{n} bundles to take in", owed.bundles)),
        ("conflict.list", owed.disputes, ngettext("{n} value in dispute", "{n} values in dispute", owed.disputes)),
        ("board.open", lagging, ngettext("{n} station has not handed in", "{n} stations have not handed in", lagging)),
        ("exchange.export", int(bool(owed.above)), since),
    ]
    return [Wait(action, words.format(n=f"{n:,}", unit=owed.above, day=owed.since)) for action, n, words in found if n]
