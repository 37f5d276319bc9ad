"""The trainings behind what a person has earned for a requirement, or what waits for approval."""

from __future__ import annotations

from datetime import date
from typing import Final

from swstation.i18n import _
from swstation.operations.book import Book
from swstation.operations.cockpit import cockpit, given
from swstation.reports.behind import Gives
from swstation.reports.behind_cells import Asked, Source
from swstation.reports.model import Scaled
from swstation.reports.training_words import unit_word

COLUMNS: Final = ("earned", "pending")


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``row`` is a worker (hex), a policy and a requirement parted by ``|``; ``column`` one of ``COLUMNS``."""
    staff, policy, requirement = asked.row.split("|")
    if asked.column not in COLUMNS:
        raise KeyError(asked.column)
    with book.store.snapshot() as connection:
        found = cockpit(connection, staff, as_of)
    for place, result in enumerate(found.results):
        if (result.policy, result.requirement) == (policy, requirement):
            rows = [Gives("attendance", *one) for one in given(found, place, approved=asked.column == "earned")]
            waiting = _("Nothing waits for approval.")
            empty = _("No approved training counts for it so far.") if asked.column == "earned" else waiting
            return Source(rows, unit_word(result.unit), Scaled(0, 10, 1), empty)
    raise KeyError(asked.row)
