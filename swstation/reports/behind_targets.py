"""The rows behind the figure of a target: people, posts, institutions, sites, units, or what was typed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from db.queries import targets as reads
from db.store import Connection
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.operations.standing import policy_and_set
from swstation.operations.targets import area_of, counted_rows
from swstation.reports.behind import Gives
from swstation.reports.behind_cells import Asked, Source
from swstation.rules.model import Item
from swstation.rules.targets import COMMUNITIES, OF_EACH


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``row`` is a policy and an indicator of it, parted by ``|``; ``column`` the day asked for, empty: ``as_of``."""
    policy, _bar, indicator = asked.row.partition("|")
    day = date.fromisoformat(asked.column) if asked.column else as_of
    unit = asked.unit or book.unit
    with book.store.snapshot() as connection:
        entered = [
            one
            for one in reads.entered_figures(connection, unit, day.isoformat())
            if (one.policy, one.indicator) == (policy, indicator)
        ]
        if entered and indicator:
            note = _("Typed in by hand; it goes before what is counted.")
            return Source([Gives("target_figure", entered[-1].id, entered[-1].actual)], _("Count"), note=note)
        item = _item(connection, unit, policy, indicator)
        if item is None or not item.extra.get("counts"):
            return Source((), empty=_("Nothing is counted for this target; F7 enters its figure."))
        return _counted(connection, unit, item.extra, day)


def _item(connection: Connection, unit: str, policy: str, indicator: str) -> Item | None:
    own, known = policy_and_set(connection, unit)
    return next(
        (
            item
            for one in known.beside(own)
            if one.id == policy
            for item in one.tables.get("targets.indicator", ())
            if item.id == indicator
        ),
        None,
    )


def _counted(connection: Connection, unit: str, extra: Any, day: date) -> Source:
    counts, per = str(extra["counts"]), str(extra.get("per", ""))
    if per in COMMUNITIES:
        there = [
            one for one in reads.communities(connection, area_of(unit), day.isoformat()) if one.kind in COMMUNITIES[per]
        ]
        rows = [Gives("community", one.id, getattr(one, OF_EACH[counts], 0)) for one in there if counts in OF_EACH]
        note = _("The figure is that of the community with the fewest.")
        return Source(rows, _("Count"), empty=_("No community of this kind is on file."), note=note)
    found = counted_rows(connection, unit, day)
    rows = [Gives(*row) for one in counts.split() for row in found.get(one, ())]
    note = ""
    if extra.get("unit") in ("percent", "permille"):
        note = _("These are what is counted; the figure is their part of the base.")
    return Source(rows, empty=_("The registers hold nothing of this on that day."), note=note)
