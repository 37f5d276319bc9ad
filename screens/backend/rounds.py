"""Rounds: whom to visit in walking order, the list on paper, and what was keyed back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Choice, Saved, Visit
    from screens.ports_rounds import PaperRow
    from swstation.operations.book import Book


class RoundPart(Part):
    """Rounds through a village."""

    async def visits_due(self, village: str, as_of: date, tier: str | None = None) -> Sequence[Visit]:
        return await self.call(_visits, village, as_of, tier)

    async def round_tiers(self, village: str, as_of: date) -> Sequence[Choice]:
        return await self.call(_tiers, village, as_of)

    async def print_round(self, village: str, tier: str | None, as_of: date, folder: Path) -> tuple[int, Path]:
        return await self.call(_print, village, tier, as_of, folder)

    async def printed_rounds(self) -> Sequence[Choice]:
        return await self.call(_printed)

    async def read_paper(self, sheet: int, text: str) -> Sequence[PaperRow]:
        return await self.call(_read, sheet, text)

    async def save_paper(self, sheet: int, text: str, on: date) -> Saved:
        return self.saved(await self.call(_save, sheet, text, on))


def _visits(book: Book, village: str, as_of: date, tier: str | None) -> Sequence[Visit]:
    from screens.backend.masks import masked_address
    from screens.ports import Visit
    from swstation.operations.rounds import doors

    return [
        Visit(
            one.client, one.name, one.categories, masked_address(one.address), one.last_met, one.due,
            (one.due - as_of).days,
        )
        for one in doors(book, as_of, village, tier)
    ]  # fmt: skip


def _tiers(book: Book, village: str, as_of: date) -> Sequence[Choice]:
    from collections import Counter

    from screens.ports import Choice
    from swstation import lists
    from swstation.i18n import _
    from swstation.operations.rounds import due_tiers

    counted: Counter[str] = Counter(due_tiers(book, as_of, village))
    if len(counted) < 2:
        return []
    everybody = Choice("*", _("everybody due"), str(counted.total()))
    order = [entry.code for entry in lists.entries("attention_level")]
    levels = sorted(counted, key=lambda code: order.index(code) if code in order else len(order))
    named = [
        Choice(code, lists.label("attention_level", code) or _("no level given"), str(counted[code])) for code in levels
    ]
    return [everybody, *named]


def _print(book: Book, village: str, tier: str | None, as_of: date, folder: Path) -> tuple[int, Path]:
    from screens.backend.board import write_text
    from swstation.i18n import _
    from swstation.operations.rounds import as_html, as_text, print_sheet

    sheet, rows = print_sheet(book, as_of, village, tier)
    name = _("round-{number}-{day}").format(number=sheet.number, day=sheet.on)
    write_text(folder / f"{name}.txt", as_text(sheet, rows))
    return sheet.number, write_text(folder / f"{name}.html", as_html(sheet, rows))


def _printed(book: Book) -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation.i18n import _, ngettext
    from swstation.operations.rounds import printed

    made = []
    for sheet in printed(book):
        rows = ngettext("{n} row", "{n} rows", len(sheet.rows)).format(n=len(sheet.rows))
        label = _("Key back list {number}").format(number=sheet.number)
        made.append(Choice(str(sheet.number), label, f"{sheet.village}  {str(sheet.on)[5:]}  {rows}".strip()))
    return made


def _read(book: Book, sheet: int, text: str) -> Sequence[PaperRow]:
    from db.errors import Refusal
    from screens.ports_rounds import PaperRow
    from swstation import lists
    from swstation.errors import message
    from swstation.i18n import _
    from swstation.operations.rounds import read_answers, sheet_numbered

    printed = sheet_numbered(book, sheet)

    def row(one: Any) -> PaperRow:
        wrong = message(Refusal(f"paper.{one.problem}")) if one.problem else ""
        who = printed.rows[one.row - 1][1] if 1 <= one.row <= len(printed.rows) else ""
        outcome = _("at risk") if one.risk else lists.label("outcome", one.outcome)
        return PaperRow(one.row, who, outcome, one.note, wrong)

    return [row(one) for one in read_answers(printed, text)]


def _save(book: Book, sheet: int, text: str, on: date) -> Any:
    from swstation.operations.rounds import log_answers, read_answers, sheet_numbered

    printed = sheet_numbered(book, sheet)
    return log_answers(book, printed, read_answers(printed, text), on.isoformat())[1]
