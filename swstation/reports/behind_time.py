"""The entries behind a worker's time of a month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from db.queries.time_split import timed
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.reports.behind import Gives
from swstation.reports.behind_cells import Asked, Source
from swstation.reports.model import Scaled
from swstation.reports.time_split import LEARNING, PARTS, members_in, part_of

WHOLE = "minutes"
LEARNED = "learning"
UNTIMED = "untimed"
COLUMNS = (WHOLE, *PARTS, LEARNED, UNTIMED)


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``row`` is a worker (hex), empty: all together; ``column`` one of ``COLUMNS``. In hours, or entries."""
    del as_of  # a month is looked at as far as it was written
    if asked.column not in COLUMNS:
        raise KeyError(asked.column)
    unit = asked.unit or book.unit
    with book.store.snapshot() as connection:
        rows = [
            one
            for member, span in members_in(connection, unit, asked.period)
            for one in timed(connection, member, span.start, span.end)
        ]
    found: dict[str, int] = defaultdict(int)
    for one in rows:
        if asked.row not in ("", one.worker):
            continue
        if asked.column == UNTIMED:
            found[one.log] += one.minutes is None
        elif asked.column in (WHOLE, part_of(one.method)) or (asked.column == LEARNED and _learning(one.method)):
            found[one.log] += one.minutes or 0
    gives = [Gives("service_log", row, n) for row, n in found.items() if n]
    empty = _("Nothing was logged of this in the month.")
    if asked.column == UNTIMED:
        return Source(gives, _("entries"), empty=_("Every entry of the month says how long it took."))
    return Source(gives, _("hours"), Scaled(0, 60, 1), empty)


def _learning(method: str) -> bool:
    return method in LEARNING and part_of(method) == "professional"
