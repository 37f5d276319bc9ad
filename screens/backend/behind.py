"""The rows behind a line of the monthly report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports_behind import BehindLine
    from swstation.operations.book import Book

_KIND = {"service_log": "log"}
_OWN_PAGE = frozenset({"service_log", "service_group", "activity"})


class BehindPart(Part):
    """From a figure to its rows."""

    async def behind(self, month: str, code: str) -> Sequence[BehindLine]:
        return await self.apart(_behind, month, code, self.today)


def _behind(book: Book, month: str, code: str, as_of: date) -> Sequence[BehindLine]:
    from screens.ports_behind import BehindLine
    from swstation.operations.problems import page_of
    from swstation.reports.behind import behind
    from swstation.reports.monthly import monthly

    with book.store.snapshot() as connection:
        report = monthly(connection, book.unit, month, as_of)
        return [
            BehindLine(
                one.on, one.what, one.worker, one.who, one.note,
                f"{_KIND.get(one.page[0], one.page[0])}/{one.page[1]}"
                if one.page[0] in _OWN_PAGE
                else page_of(connection, *one.page),
            )
            for one in behind(connection, report, code)
        ]  # fmt: skip
