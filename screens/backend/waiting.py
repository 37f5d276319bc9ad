"""More frequent visits, and what was put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Due, Saved
    from screens.ports_waiting import SurgeRow
    from swstation.operations.book import Book
    from swstation.rules.facts import Surge


_REGISTERS = {"case": "service_case", "log": "service_log"}
"""The register behind the kind of a page."""


class WaitingPart(Part):
    """Days of more frequent visits; due lines put off."""

    async def surges(self, as_of: date) -> Sequence[SurgeRow]:
        return await self.apart(_surges, as_of)

    async def put_off(self, as_of: date, days: int) -> Sequence[Due]:
        return await self.apart(_put_off, as_of, days)

    async def snooze(self, kind: str, table: str, ref: str, until: str, reason: str) -> Saved:
        from swstation.operations.waiting import snooze

        register = _REGISTERS.get(table, table)
        return self.saved(await self.call(snooze, kind, register, ref, until, reason, today=self.today))

    async def unsnooze(self, kind: str, ref: str) -> Saved:
        from swstation.operations.waiting import unsnooze

        return self.saved(await self.call(unsnooze, kind, ref))


def _put_off(book: Book, as_of: date, days: int) -> Sequence[Due]:
    from screens.backend.logs import due_lines

    return due_lines(book, as_of, days, put_off=True)


def _surges(book: Book, as_of: date) -> Sequence[SurgeRow]:
    from screens.backend.plans import often
    from screens.ports_waiting import SurgeRow
    from swstation.operations.visit_standing import coverages

    return [
        SurgeRow(
            one.id, one.title, _whom(one), often(one.times, one.period), one.start_on, one.end_on,
            "over" if one.end_on < as_of else "coming" if one.start_on > as_of else "running",
            found.people, found.now, found.ever, found.windows,
        )
        for one, found in coverages(book, as_of)
    ]  # fmt: skip


def _whom(surge: Surge) -> str:
    from swstation import divisions, lists
    from swstation.i18n import _

    parts = [
        divisions.name(surge.village) or surge.village if surge.village else "",
        lists.label("attention_level", surge.attention_level),
        lists.label("category", surge.category),
    ]
    return " ".join(part for part in parts if part) or _("everybody on file")
