"""Leaving and handing over, and the lists of people written out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_people import Parting, Workforce
    from swstation.operations.book import Book


class PartingPart(Part):
    """Who leaves, and what is written out about people."""

    async def parting(self, staff_id: str, on: date) -> Parting:
        return await self.call(_parting, staff_id, on)

    async def part(self, staff_id: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.handing import part

        sheet, changes = await self.call(
            part,
            staff_id,
            date.fromisoformat(values["on"]),
            reason=values.get("reason") or "leaving",
            leaves=values.get("leaves") != "no",
            words=values.get("words", ""),
            receiver=values.get("receiver") or None,
            cases=values.get("cases") != "no",
            clients=values.get("clients") != "no",
            keys=values.get("keys", ""),
            note=values.get("note", ""),
        )
        return self.saved(changes, sheet)

    async def handover_page(self, sheet: str, target: Path) -> int:
        return await self.call(_handover_page, sheet, target)

    async def workforce(self, as_of: date) -> Workforce:
        return await self.call(_workforce, as_of)

    async def write_listing(self, kind: str, target: Path, numbers: bool) -> int:
        return await self.call(_listing, kind, target, numbers, self.today)


def _parting(book: Book, staff_id: str, on: date) -> Parting:
    from db.errors import Refusal
    from db.queries.people import staff_list
    from screens.ports import Choice
    from screens.ports_people import Parting
    from swstation.operations.handing import lines_of, with_due

    people = staff_list(book.connection)
    person = next((one for one in people if one.id == staff_id), None)
    if person is None:
        raise Refusal("people.unknown", token=staff_id)
    held = with_due(book, staff_id, on)
    lines: list[tuple[str, bool]] = []
    for heading, found in lines_of(held):
        lines += [(f"{heading} {len(found)}", True), *((line, False) for line in found)]
    colleagues = [
        Choice(one.id, one.name)
        for one in people
        if one.unit == person.unit and one.id != staff_id and (one.left_on is None or one.left_on > on.isoformat())
    ]
    return Parting(
        person.name, len(held.cases), len(held.clients), len(held.groups), len(held.posts), lines, colleagues
    )


def _handover_page(book: Book, sheet: str, target: Path) -> int:
    from swstation.reports.handover import handover
    from swstation.reports.write_listing import write_listing

    return write_listing(handover(book.connection, sheet), target, "html")


def _workforce(book: Book, as_of: date) -> Workforce:
    from screens.ports_people import Workforce, WorkforceCell
    from swstation.i18n import _
    from swstation.reports.talent import DIMENSIONS, head_lines, talent

    with book.store.snapshot() as connection:
        found = talent(connection, book.unit, as_of)
    cells = [
        WorkforceCell(_(DIMENSIONS[one.dimension]), one.label, one.people, one.holders, f"{one.dimension}|{one.code}")
        for one in found.cells
    ]
    return Workforce(found.people, head_lines(found), cells)


def _listing(book: Book, kind: str, target: Path, numbers: bool, as_of: date) -> int:
    from swstation.reports.listings import make
    from swstation.reports.write_listing import write_listing

    return write_listing(make(book, kind, book.unit, as_of, numbers=numbers), target)
