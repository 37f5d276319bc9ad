"""Stations and months of a county, their order, and months reported and recounted, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports_county import ExplainLine, RecountLine, RecountSeen
    from swstation.exchange.rollup import Rollup
    from swstation.exchange.station_months import StationMonths
    from swstation.operations.book import Book
    from swstation.reports.ranking import Ranking
    from swstation.reports.recount import Recounted


class CountyPart(Part):
    """All of it on a connection of its own: a county's months are many rows."""

    async def station_months(self, last: str, count: int, as_of: date) -> StationMonths:
        return await self.apart(_months, last, count, as_of)

    async def recounted(self, found: StationMonths, month: str) -> Mapping[str, int]:
        return await self.apart(_recounted, found, month)

    async def ranking(self, month: str, code: str, as_of: date) -> Ranking:
        return await self.apart(_ranking, month, code, as_of)

    async def recount(self, unit: str, month: str, as_of: date) -> RecountSeen:
        return await self.apart(_recount, unit, month, as_of)

    async def frozen_note(self, month: str) -> str:
        return await self.apart(_frozen_note, month)

    async def rollup(self, month: str, as_of: date) -> Rollup:
        return await self.apart(_rollup, month, as_of)

    async def explained(self, unit: str, month: str, code: str, as_of: date) -> Sequence[ExplainLine]:
        return await self.apart(_explained, unit, month, code, as_of)


def _months(book: Book, last: str, count: int, as_of: date) -> StationMonths:
    from swstation.exchange.station_months import station_months

    return station_months(book, last, count, as_of)


def _recounted(book: Book, found: StationMonths, month: str) -> Mapping[str, int]:
    from swstation.exchange.station_months import differing

    return differing(book, found, month, found.as_of)


def _ranking(book: Book, month: str, code: str, as_of: date) -> Ranking:
    from swstation.reports.ranking import ranked

    return ranked(book, month, code, as_of)


def _frozen_note(book: Book, month: str) -> str:
    from db.queries import report_registers
    from swstation.reports import scope
    from swstation.reports.monthly import frozen_state
    from swstation.reports.sheet import frozen_words

    with book.store.snapshot() as connection:
        known = report_registers.units(connection)
        members = [one.code for one in scope.members(known, scope.find(known, book.unit))]
        day, adjustments = frozen_state(connection, book.unit, members, month)
    return frozen_words(day, adjustments) if day else ""


def _rollup(book: Book, month: str, as_of: date) -> Rollup:
    from swstation.exchange.rollup import rollup

    return rollup(book, month, as_of)


def _recount(book: Book, unit: str, month: str, as_of: date) -> RecountSeen:
    from db.queries.later import adjustments
    from screens.ports_county import RecountSeen
    from swstation.reports.counter import Counter
    from swstation.reports.county_lists import frozen_words
    from swstation.reports.recount import recount

    with book.store.snapshot() as connection:
        counter = Counter(connection, as_of)
        found = recount(counter, unit or book.unit, month)
        units = [one.code for one in counter.members(found.unit)]
        adjusted = len(adjustments(connection, units, month, found.frozen.at))
    return RecountSeen(found.name, frozen_words(found), [_line(one) for one in found.lines], adjusted)


def _line(one: Recounted) -> RecountLine:
    from screens.ports_county import RecountLine
    from swstation.reports.county_lists import difference_words

    reported, now = ("-" if amount is None else str(amount) for amount in (one.reported, one.now))
    return RecountLine(
        one.code, str(one.number), one.label, reported, now, difference_words(one), one.unit, one.differs
    )


def _explained(book: Book, unit: str, month: str, code: str, as_of: date) -> Sequence[ExplainLine]:
    from screens.backend.behind import opens_of
    from screens.ports_county import ExplainLine
    from swstation.i18n import _
    from swstation.reports.counter import Counter
    from swstation.reports.explained import WORDS, explained
    from swstation.reports.explained_words import Wording

    with book.store.snapshot() as connection:
        wording = Wording(connection)
        out = []
        for one in explained(Counter(connection, as_of), unit or book.unit, month, code, book.replica):
            said = wording.of(one)
            happened = _(WORDS[one.what]) + (f" ({said.fields})" if said.fields else "")
            out.append(
                ExplainLine(
                    said.on, said.what, happened, one.at, said.by, said.who, one.reason, one.sign == "+",
                    opens_of(connection, one.table, one.row),
                )
            )  # fmt: skip
    return out
