"""The people behind a figure of the workforce."""

from __future__ import annotations

from datetime import date

from swstation.i18n import _
from swstation.operations.book import Book
from swstation.reports.behind import Gives
from swstation.reports.behind_cells import Asked, Source
from swstation.reports.talent import people_of, talent


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``row`` is a dimension and a code of it, parted by ``|``; ``column`` is ``people`` or ``holders``."""
    dimension, _bar, code = asked.row.partition("|")
    with book.store.snapshot() as connection:
        found = talent(connection, asked.unit or book.unit, as_of)
    rows = [
        Gives("staff", one.worker.person.id)
        for one in people_of(found, dimension, code)
        if asked.column == "people" or one.standing.national is not None
    ]
    return Source(rows, empty=_("Nobody of this kind is in post on that day."))
