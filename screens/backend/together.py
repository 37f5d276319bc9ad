"""People with several files, and what does not fit together after merging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from datetime import date

    from db.queries.problems import Problem
    from screens.ports import Saved
    from screens.ports_together import PairSide, PersonPair, ProblemRow
    from swstation.operations.book import Book
    from swstation.operations.persons import Shown, Side

MOST = 500
"""Rows listed at once; the next ones come when these are dealt with."""


class TogetherPart(Part):
    """Pairs and findings. They are made of all rows: read beside the thread that writes."""

    _counted: tuple[tuple[object, ...], tuple[int, int]] | None = None
    _listed: Sequence[Problem] = ()

    async def person_pairs(self, *, decided: bool) -> Sequence[PersonPair]:
        return await self.apart(_pairs, decided)

    async def reveal_pair(self, pair: str) -> PersonPair:
        return await self.call(_reveal, pair)

    async def decide_pair(self, pair: str, verdict: str) -> Saved:
        from swstation.operations.links import decide, withdraw

        a, _slash, b = pair.partition("/")
        if verdict:
            return self.saved(await self.call(decide, a, b, verdict), pair)
        return self.saved(await self.call(withdraw, a, b), pair)

    async def problems(self) -> Sequence[ProblemRow]:
        self._listed, shown = await self.apart(_problems, self.today)
        return shown

    async def settle_finding(self, finding: str, verdict: str, reason: str) -> Saved:
        from swstation.operations.problems import settle

        return self.saved(await self.call(settle, self._listed[int(finding)], verdict, reason, self.today))

    async def findings(self) -> tuple[int, int]:
        from screens.backend.exchange import known_so_far

        key = (*await self.call(known_so_far), self.today)
        if self._counted is None or self._counted[0] != key:
            self._counted = (key, await self.apart(_findings, self.today))
        return self._counted[1]


def _pairs(book: Book, decided: bool) -> Sequence[PersonPair]:
    from swstation.operations.links import OPEN, twins
    from swstation.operations.persons import shown

    found = [one for one in twins(book.connection) if (one.state != OPEN) == decided]
    return [_pair(one) for one in shown(book, found[:MOST])]


def _reveal(book: Book, pair: str) -> PersonPair:
    from swstation.operations.persons import revealed

    a, _slash, b = pair.partition("/")
    return _pair(revealed(book, a, b), full=True)


def _pair(one: Shown, *, full: bool = False) -> PersonPair:
    from screens.ports_together import PersonPair
    from swstation.matching import STRONG

    said = "  ".join(part for part in (one.by, one.at) if part)
    return PersonPair(
        f"{one.a}/{one.b}", one.words, one.ground in STRONG, one.state, one.state_words, said, one.reason,
        [_side(side, full) for side in one.sides],
    )  # fmt: skip


def _side(side: Side, full: bool) -> PairSide:
    from screens.ports import Fact
    from screens.ports_together import PairSide
    from swstation.errors import field_label

    facts = []
    if full:
        rows = (
            ("birth_date", side.born), ("resident_id", side.number), ("phone", side.phone),
            ("address", side.address), ("opened_on", side.opened_on),
        )  # fmt: skip
        facts = [Fact(field_label(field), value, field) for field, value in rows]
    return PairSide(side.name, side.born, side.where, side.number, facts)


def _problems(book: Book, today: date) -> tuple[list[Problem], Sequence[ProblemRow]]:
    from db.queries.units import units
    from screens.ports_together import ProblemRow
    from swstation.operations.problems import in_words, leads_to, problems

    names = {row.code: row.name for row in units(book.connection)}
    found = problems(book.connection, book.unit, book.tier, today)[:MOST]
    return found, [
        ProblemRow(
            f"{place}", one.kind_words, one.who, names.get(one.problem.unit, one.problem.unit), one.what,
            leads_to(book.connection, one.problem), *_row_of(one.problem), one.owner, one.said,
        )
        for place, one in enumerate(in_words(book.connection, found))
    ]  # fmt: skip


def _row_of(one: Problem) -> tuple[str, str]:
    from db.registry import specs

    return (one.table, one.row) if one.table in specs() else ("", "")


def _findings(book: Book, today: date) -> tuple[int, int]:
    from swstation.operations.links import undecided
    from swstation.operations.problems import problems

    return len(problems(book.connection, book.unit, book.tier, today)), len(undecided(book.connection))
