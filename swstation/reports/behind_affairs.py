"""The entries behind a sum of the affairs log."""

from __future__ import annotations

from datetime import date

from swstation.i18n import _
from swstation.operations.book import Book
from swstation.reports.affairs_ledger import entries, item_of
from swstation.reports.behind import Gives
from swstation.reports.behind_cells import Asked, Source
from swstation.reports.listings import days_of


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``row`` is an item and its unit of count, parted by ``|``; ``column`` is ``entries`` or ``count``."""
    del as_of
    first, last = days_of(asked.period)
    with book.store.snapshot() as connection:
        found = entries(connection, asked.unit or book.unit, first, last)
    gives = [
        Gives("service_log", log.id, one.n if asked.column == "count" else None)
        for log in found
        for one in log.items
        if f"{item_of(one.item, one.title)}|{one.unit}" == asked.row
    ]
    measure = asked.row.rpartition("|")[2]
    return Source(gives, measure, empty=_("Nothing of this stands in the affairs log of the period."))
