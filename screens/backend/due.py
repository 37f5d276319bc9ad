"""What is due below a unit that collects: counted beside everything else, and kept until the book says otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screens.backend.inbox import InboxPart

if TYPE_CHECKING:
    from screens.ports import Due
    from screens.ports_due import Owed, UnitDue
    from swstation.operations.book import Book
    from swstation.operations.due_below import DueLine

IN_THE_INBOX = frozenset({"new", "held"})
"""States of bundles that somebody has to do something about."""


class DuePart(InboxPart):
    """Thousands of lines are made once for a state of the book; a page is given those it shows."""

    _due_at: tuple[object, ...] = ()
    _reading: asyncio.Future[None] | None = None

    def __init__(self, database: Path, clock: Callable[[], datetime]) -> None:
        super().__init__(database, clock)
        self._due_lines: dict[tuple[Any, ...], Sequence[DueLine]] = {}

    async def due_below(self, unit: str, as_of: date, days: int, *, put_off: bool) -> Sequence[UnitDue]:
        return await self.apart(_gathered, unit, await self._lines_below(as_of, days, put_off))

    async def due_of(self, unit: str, as_of: date, days: int, *, put_off: bool) -> Sequence[Due]:
        return await self.apart(_of_unit, unit, await self._lines_below(as_of, days, put_off))

    async def _lines_below(self, *asked: Any) -> Sequence[DueLine]:
        from screens.backend.exchange import known_so_far

        while True:
            state = await self.call(known_so_far)
            if self._due_at != state:
                self._due_at, self._due_lines = state, {}
            if asked in self._due_lines:
                return self._due_lines[asked]
            # One at a time: whoever asks again after each of ten entries must not set ten threads to work.
            if self._reading is None or self._reading.done():
                self._reading = asyncio.ensure_future(self._read_below(state, asked))
            await asyncio.shield(self._reading)

    async def _read_below(self, state: tuple[object, ...], asked: tuple[Any, ...]) -> None:
        lines = await self.apart(_read, *asked)
        if self._due_at == state:
            self._due_lines[asked] = lines

    async def owed(self, as_of: date) -> Owed:
        from screens.ports_due import Owed

        disputes, above, since = await self.apart(_owed, as_of)
        bundles = sum(1 for one in (await self.inbox()).lines if one.state in IN_THE_INBOX)
        return Owed(bundles, disputes, above, since)


def _read(book: Book, as_of: date, days: int, put_off: bool) -> Sequence[DueLine]:
    from swstation.operations.due_below import due_lines_below

    return due_lines_below(book, as_of, days, put_off=put_off)


def _gathered(book: Book, unit: str, lines: Sequence[DueLine]) -> Sequence[UnitDue]:
    from db.queries.exchange import unit_names
    from screens.backend.logs import due_word
    from screens.ports_due import UnitDue
    from swstation.exchange.months import name_of
    from swstation.operations.due_below import placed
    from swstation.rules.due_below import gathered

    at, names = unit or book.unit, unit_names(book.connection)
    found = placed(book.connection, at, lines, others=at == book.unit)
    return [
        UnitDue(
            one.unit, name_of(names, one.unit), one.late, one.soon, one.total,
            [(due_word(kind), n) for kind, n in one.late_kinds],
        )
        for one in gathered((under, item) for under, item in found if under != at)
    ]  # fmt: skip


def _of_unit(book: Book, unit: str, lines: Sequence[DueLine]) -> Sequence[Due]:
    from screens.backend.logs import as_due
    from swstation.operations.due_below import placed

    return as_due(book, [item for under, item in placed(book.connection, unit, lines) if under == unit])


def _owed(book: Book, as_of: date) -> tuple[int, str, str]:
    from db.conflicts import conflict_count
    from swstation.exchange.upward import owed_above

    above = owed_above(book, as_of)
    since = above.since.isoformat() if above and above.since else ""
    return conflict_count(book.connection), above.name if above else "", since
