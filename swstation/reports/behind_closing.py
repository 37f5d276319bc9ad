"""The rows behind a line of the checklist of a month that is to be closed."""

from __future__ import annotations

from datetime import date

from swstation.i18n import _
from swstation.operations.book import Book
from swstation.operations.month_close import PAIRED, checklist
from swstation.reports.behind import Gives
from swstation.reports.behind_cells import Asked, Source


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``row`` is the code of a line of the checklist."""
    for one in checklist(book, asked.period, as_of):
        if one.code == asked.row:
            note = _("Every double is named by all its entries.") if one.code in PAIRED else ""
            empty = _("Nothing of this kind is open in the month.")
            return Source([Gives(one.table, row) for row in one.rows], empty=empty, note=note)
    raise KeyError(asked.row)
