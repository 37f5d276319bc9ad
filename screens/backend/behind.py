"""The rows behind a figure of any report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from db.store import Connection
    from screens.ports_behind import BehindSeen
    from swstation.operations.book import Book
    from swstation.reports.behind_cells import Asked

_KIND = {"service_log": "log"}
_OWN_PAGE = frozenset({"service_log", "service_group", "activity", "client", "service_case", "staff"})


class BehindPart(Part):
    """From a figure to its rows."""

    async def rows_behind(self, asked: Asked) -> BehindSeen:
        return await self.apart(_behind, asked, self.today)


def _behind(book: Book, asked: Asked, as_of: date) -> BehindSeen:
    from screens.ports_behind import BehindLine, BehindSeen
    from swstation.reports.behind_cells import rows_behind

    found = rows_behind(book, asked, as_of)
    with book.store.snapshot() as connection:
        lines = [
            BehindLine(
                one.on, one.what, one.worker, one.who, one.note, opens_of(connection, *one.page),
                "" if one.gives is None else f"{one.gives:,}" if isinstance(one.gives, int) else f"{one.gives}",
            )
            for one in found.rows
        ]  # fmt: skip
    return BehindSeen(lines, found.measure, found.whole, found.empty, found.note)


def opens_of(connection: Connection, table: str, row: str) -> str:
    """The page of a row, its form, or the page of whom it is about, as ``kind/id``; empty where there is none."""
    from db.queries.registers import one_row
    from swstation.operations.problems import page_of
    from swstation.sheets import sheets

    if one_row(connection, table, row) is None:
        return ""
    if table in _OWN_PAGE or table in sheets():
        return f"{_KIND.get(table, table)}/{row}"
    return page_of(connection, table, row)
