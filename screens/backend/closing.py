"""Closing a month, and writing reports of other periods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_closing import Closing
    from swstation.operations.book import Book
    from swstation.operations.month_close import Open

_EXAMPLES = 4


class ClosingPart(Part):
    """Closing a month, and reports of other periods."""

    async def closing(self, month: str, as_of: date) -> Closing:
        return await self.apart(_closing, month, as_of)

    async def close_month(self, month: str, as_of: date, reviewer: str) -> Saved:
        from swstation.operations.month_close import close_month

        row, changes = await self.call(close_month, month, as_of, reviewer=reviewer or None)
        return self.saved(changes, row)

    async def report_kinds(self) -> Sequence[Choice]:
        from screens.ports import Choice
        from swstation.i18n import _
        from swstation.operations.problems import COLLECTING
        from swstation.reports.listings import COUNTY, LISTINGS, PERIOD_LABELS

        hidden = () if self.book.tier in COLLECTING else COUNTY
        periods = [Choice(kind, _(label)) for kind, label in PERIOD_LABELS.items() if kind not in hidden]
        return [*periods, *(Choice(kind, _(label)) for kind, (label, _module, _name) in LISTINGS.items())]


def _closing(book: Book, month: str, as_of: date) -> Closing:
    from db.queries.month_close import frozen_figures
    from screens.ports_closing import Closing, OpenLine
    from swstation.i18n import _
    from swstation.operations.month_close import COUNTY_WORDS, WORDS, checklist, differences
    from swstation.operations.periods import MONTHLY, month_days

    found = checklist(book, month, as_of)
    with book.store.snapshot() as connection:
        frozen = frozen_figures(connection, book.unit, MONTHLY, month)
        ends = month_days(connection, book.unit, month)[1]
        changed = differences(connection, book.unit, month, as_of) if frozen else []
    words = {**COUNTY_WORDS, **WORDS}
    lines = [OpenLine(_(words[one.code]), one.n, _examples(book, one), one.code) for one in found if one.n]
    return Closing(
        frozen[0] if frozen else "", ends, lines,
        [(one.label, _amount(one.frozen), _amount(one.now)) for one in changed],
    )  # fmt: skip


def _examples(book: Book, line: Open) -> str:
    from swstation.i18n import listed

    # Who may be one person is only shown, masked, where it is decided.
    return listed(line.names) or ("" if line.code == "same_person" else _named(book, line.table, line.rows))


def _named(book: Book, table: str, rows: Sequence[str]) -> str:
    from swstation.exchange.naming import Names

    names = Names(book.connection)
    words = [names.row(table, bytes.fromhex(row)) for row in rows[:_EXAMPLES]]
    return "  ".join([*words, "…"] if len(rows) > _EXAMPLES else words)


def _amount(kept: int | list[int] | None) -> str:
    if isinstance(kept, list):
        return "/".join(str(part) for part in kept)
    return str(kept or 0)
