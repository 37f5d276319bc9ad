"""The rows behind a line of the monthly report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from db.store import Connection
    from screens.ports_behind import BehindLine
    from swstation.operations.book import Book

_KIND = {"service_log": "log"}
_OWN_PAGE = frozenset({"service_log", "service_group", "activity"})


class BehindPart(Part):
    """From a figure to its rows."""

    async def behind(self, month: str, code: str, unit: str = "") -> Sequence[BehindLine]:
        return await self.apart(_behind, month, code, self.today, unit)


def _behind(book: Book, month: str, code: str, as_of: date, unit: str) -> Sequence[BehindLine]:
    from screens.ports_behind import BehindLine
    from swstation.reports.behind import behind
    from swstation.reports.monthly import monthly

    with book.store.snapshot() as connection:
        report = monthly(connection, unit or book.unit, month, as_of)
        return [
            BehindLine(
                one.on, one.what, one.worker, one.who, one.note, opens_of(connection, *one.page),
            )
            for one in behind(connection, report, code)
        ]  # fmt: skip


def opens_of(connection: Connection, table: str, row: str) -> str:
    """The page of a row, or of whom it is about, as ``kind/id``; empty where there is none (any more)."""
    from db.queries.registers import one_row
    from swstation.operations.problems import page_of

    if one_row(connection, table, row) is None:
        return ""
    return f"{_KIND.get(table, table)}/{row}" if table in _OWN_PAGE else page_of(connection, table, row)
