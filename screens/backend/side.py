"""The same thing under two policies, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from screens.backend.base import Part
from screens.backend.people import clause_of

if TYPE_CHECKING:
    from screens.ports_side import BesideSeen, SideSeen
    from swstation.operations.book import Book
    from swstation.rules.side_by_side import Side


class SidePart(Part):
    """Read on a connection of its own: a county's people are many."""

    async def side_by_side(self, left: str, right: str, staff: str, as_of: date) -> Sequence[BesideSeen]:
        return await self.apart(_sides, left, right, staff, as_of)

    async def write_sides(self, left: str, right: str, staff: str, as_of: date, file: Path) -> int:
        return await self.apart(_write, left, right, staff, as_of, file)


def _sides(book: Book, left: str, right: str, staff: str, as_of: date) -> Sequence[BesideSeen]:
    from screens.ports_side import BesideSeen
    from swstation.operations.side_by_side import side_by_side
    from swstation.reports.side_words import note_of, title_of

    with book.store.snapshot() as connection:
        found = side_by_side(connection, book.unit, left, right, as_of, staff or None)
    return [BesideSeen(title_of(one), _side(one.left), _side(one.right), note_of(one)) for one in found]


def _side(one: Side | None) -> SideSeen:
    from screens.ports_side import SideSeen
    from swstation.reports.side_words import side_words

    said = side_words(one)
    return SideSeen(said.asked, said.there, said.status, clause_of(said.clause, said.decision or None))


def _write(book: Book, left: str, right: str, staff: str, as_of: date, file: Path) -> int:
    from swstation.reports.side_words import side_list
    from swstation.reports.write_listing import write_listing

    with book.store.snapshot() as connection:
        listing = side_list(connection, book.unit, left, right, as_of, staff or None)
    return write_listing(listing, file, None)
