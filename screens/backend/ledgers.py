"""Ledgers: read to see what they would do, taken in, and their templates."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part

if TYPE_CHECKING:
    from datetime import date

    from screens.files import Offered
    from screens.ports import Choice, LedgerNote, LedgerRead, Progress
    from swstation.operations.book import Book


class LedgerPart(Part):
    """Ledgers in, templates out. The book's own lock is held while it is open, so nobody else writes meanwhile."""

    async def ledger_kinds(self) -> Sequence[Choice]:
        return await asyncio.to_thread(_kinds)

    async def files_offered(self, typed: str, suffixes: Sequence[str]) -> Sequence[Offered]:
        from screens.files import offered

        return await asyncio.to_thread(offered, typed, suffixes)

    async def read_ledger(self, kind: str, file: Path, sheet: str, progress: Progress) -> LedgerRead:
        return await self.call(_read, kind, file, sheet, self.today, progress, dry_run=True)

    async def take_ledger(self, kind: str, file: Path, sheet: str, *, partial: bool, progress: Progress) -> LedgerRead:
        read = await self.call(_read, kind, file, sheet, self.today, progress, partial=partial)
        self.forget()
        return read

    async def write_template(self, kind: str, folder: Path) -> Path:
        return await self.call(_template, kind, folder)


def _kinds() -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation.i18n import _
    from swstation.importing.kinds import KINDS

    order = ("clients", "staff", "certificates", "trainings", "cases", "logs")
    return [Choice(name, _(KINDS[name].label)) for name in order]


def _read(book: Book, kind: str, file: Path, sheet: str, as_of: date, progress: Progress, **how: Any) -> LedgerRead:
    from screens.ports import LedgerRead
    from swstation.i18n import _
    from swstation.importing.applying import import_file

    progress(_("Reading the file"), 0, 0)
    table, done = import_file(
        book,
        kind,
        file,
        as_of,
        sheet=sheet or None,
        progress=lambda row, rows: progress(_("Comparing with the register"), row, rows),
        **how,
    )
    return LedgerRead(
        file=file,
        kind=kind,
        sheet=sheet,
        sheet_name=table.sheet or "",
        read=done.read,
        added=done.added,
        updated=done.updated,
        unchanged=done.unchanged,
        refused=_notes(done.refused),
        looks=_notes(done.warnings),
        unknown=table.unknown,
        left_aside=[(one.first, one.last, _aside_word(one.reason), one.text) for one in table.skipped if one.text],
        taken=done.taken,
    )


def _notes(problems: Iterable[Any]) -> Sequence[LedgerNote]:
    from screens.ports import LedgerNote

    return [LedgerNote(one.row, one.column, one.value, one.message()) for one in problems]


def _aside_word(reason: str) -> str:
    from swstation.i18n import N_, _

    words = {
        "above": N_("above the headings"),
        "total": N_("a line of sums"),
        "note": N_("a note"),
        "heading": N_("the headings again"),
    }
    return _(words.get(reason, reason))


def _template(book: Book, kind: str, folder: Path) -> Path:
    from swstation.i18n import _
    from swstation.importing.kinds import kind_of
    from swstation.importing.template import write

    wanted = kind_of(kind)
    name = _("{kind} template").format(kind=_(wanted.label))
    file, number = folder / f"{name}.xlsx", 2
    while file.exists():  # one that is filled in already is never written over
        file, number = folder / f"{name} {number}.xlsx", number + 1
    return write(wanted, file, choices=_offers(book))


def _offers(book: Book) -> dict[str, Sequence[str]]:
    """The words of this station for the drop-down lists: its workers, its villages, its policy's levels and fields."""
    from db.queries.people import staff_list
    from screens.backend.cases import _fields
    from screens.backend.clients import _village_choices
    from screens.backend.people import _kinds as training_kinds
    from screens.backend.people import _levels

    workers = [row.name for row in staff_list(book.connection, book.unit) if row.left_on is None]
    return {
        "worker": workers,
        "level": [choice.label for choice in _levels(book)],
        "kind": [choice.label for choice in training_kinds(book)],
        "field": [choice.label for choice in _fields(book)],
        "village": [choice.label for choice in _village_choices(book)],
    }
