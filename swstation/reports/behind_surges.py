"""The people behind the coverage of more frequent visits."""

from __future__ import annotations

from datetime import date
from typing import Final

from swstation.i18n import _
from swstation.operations.book import Book
from swstation.operations.visit_standing import covered
from swstation.reports.behind import Gives
from swstation.reports.behind_cells import Asked, Source

COLUMNS: Final = ("people", "now", "ever", "missing")


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``row`` is a surge; ``column``: whom it holds for, who was met now, who ever, who is still to be met."""
    if asked.column not in COLUMNS:
        raise KeyError(asked.column)
    found = covered(book, asked.row, as_of)
    people = found.missing if asked.column == "missing" else getattr(found, asked.column)
    empty = {
        "people": _("Nobody on file is meant by it: look at whom it names."),
        "now": _("Nobody was met in the current days as often as asked."),
        "ever": _("Nobody was met since it began."),
        "missing": _("Everybody was met in the current days as often as asked."),
    }
    return Source([Gives("client", one) for one in people], empty=empty[asked.column])
