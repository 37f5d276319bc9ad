"""The rows behind the sums of the ledgers of volunteers, of parties that worked together and of surveys."""

from __future__ import annotations

from datetime import date

from db.queries.surveys import satisfaction_surveys
from db.special import covers
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.reports.behind import Gives
from swstation.reports.behind_cells import Asked, Source
from swstation.reports.linkage_ledger import NUMBER, linked_in
from swstation.reports.listings import days_of
from swstation.reports.model import Scaled
from swstation.reports.volunteer_ledger import WHOLE, behind_count, shifts_of


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``row`` and ``column`` as the ledger's ``Cells`` say; of linkages ``table`` is the place of the policy's list."""
    del as_of
    unit = asked.unit or book.unit
    return {"volunteer-ledger": _shifts, "linkage-ledger": _linked, "survey-ledger": _asked}[asked.report](
        book, asked, unit, *days_of(asked.period)
    )


def _shifts(book: Book, asked: Asked, unit: str, first: date, last: date) -> Source:
    with book.store.snapshot() as connection:
        found = [one for one in shifts_of(connection, unit, first, last) if asked.row in (WHOLE, one.volunteer)]
    rows = behind_count(found, asked.column)
    empty = _("No voluntary service of this kind in the period.")
    if asked.column in ("times", "unproven"):
        return Source([Gives("volunteer_shift", one.id) for one in rows], empty=empty)
    gives = [Gives("volunteer_shift", one.id, one.minutes) for one in rows if one.minutes]
    return Source(gives, _("hours"), Scaled(0, 60, 1), empty)


def _linked(book: Book, asked: Asked, unit: str, first: date, last: date) -> Source:
    with book.store.snapshot() as connection:
        _linkage, made = linked_in(connection, unit, first, last)[int(asked.table)]
    rows = [
        one.doing
        for one in made
        if (f"{len(one.parties)}" == asked.row.removeprefix(NUMBER) if asked.row.startswith(NUMBER)
            else asked.row in one.parties)
    ]  # fmt: skip
    return Source([Gives(one.table, one.row) for one in rows], empty=_("Nothing was done with them in the period."))


def _asked(book: Book, asked: Asked, unit: str, first: date, last: date) -> Source:
    with book.store.snapshot() as connection:
        found = [
            one
            for one in satisfaction_surveys(connection, first.isoformat(), last.isoformat())
            if covers(unit, one.unit)
        ]
    gives = [(one.id, one.sent if asked.column == "sent" else one.returned) for one in found]
    return Source([Gives("satisfaction_survey", row, n) for row, n in gives if n], _("forms"))
