"""Erasing by order, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_erasing import ErasePlan
    from swstation.operations.book import Book, Changes
    from swstation.operations.erasure import ToErase


class ErasingPart(Part):
    """What would go, and the order itself."""

    async def erase_plan(self, table: str, row: str) -> ErasePlan:
        return await self.call(_plan, table, row)

    async def erase(self, table: str, row: str, document: str, reason: str, records: int) -> Saved:
        changes = await self.call(_erase, table, row, document, reason, records)
        self.forget()
        return self.saved(changes)


def _wanted(book: Book, table: str, row: str) -> ToErase:
    from db.errors import Refusal
    from swstation.operations.erasure import client_to_erase, row_to_erase
    from swstation.operations.transfers import refuse_below_county

    refuse_below_county(book)
    wanted = client_to_erase(book, row) if table == "client" else row_to_erase(book, table, row)
    if not wanted.rows and not wanted.notes:
        raise Refusal("transfer.erased")
    return wanted


def _plan(book: Book, table: str, row: str) -> ErasePlan:
    from screens.ports_erasing import ErasePlan
    from swstation.exchange.naming import Names

    wanted = _wanted(book, table, row)
    name = Names(book.connection).row(table, bytes.fromhex(row))
    return ErasePlan(name, wanted.records + len(wanted.notes), _gone(wanted), _left(wanted))


def _gone(wanted: ToErase) -> Sequence[str]:
    from swstation.exchange.words import REGISTERS
    from swstation.i18n import _, ngettext

    counts = Counter(table for (table, _row), _ops in wanted.rows)
    lines = ["  ".join(f"{_(REGISTERS.get(table, table))} {n}" for table, n in counts.items())] if counts else []
    if wanted.notes:
        n = len(wanted.notes)
        said = ngettext(
            "the text of {n} entry; day, method and minutes stay",
            "the text of {n} entries; day, method and minutes stay",
            n,
        )
        lines.append(said.format(n=n))
    return lines


def _left(wanted: ToErase) -> Sequence[str]:
    from swstation.i18n import _, ngettext

    lines = []
    if wanted.shared_logs:
        said = ngettext("{n} entry with others in it", "{n} entries with others in them", wanted.shared_logs)
        lines.append(said.format(n=wanted.shared_logs))
    if wanted.shared_cases:
        n = len(wanted.shared_cases)
        lines.append(ngettext("{n} case with others in it", "{n} cases with others in them", n).format(n=n))
    if wanted.household:
        lines.append(_("the household's file, where others live"))
    return lines


def _erase(book: Book, table: str, row: str, document: str, reason: str, records: int) -> Changes:
    from db.errors import Refusal
    from swstation.operations.erasure import erase, order_words

    wanted = _wanted(book, table, row)
    if wanted.records + len(wanted.notes) != records:
        raise Refusal("transfer.erase_changed")
    return erase(book, wanted, order_words(document, reason))
