"""Bundles looked at before they are merged, or without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screens.backend.base import Part
from screens.backend.conflicts import MASKS
from screens.backend.exchange import TONES, status_word

if TYPE_CHECKING:
    from screens.ports import BundleSeen, Progress, RegisterSeen, RowSeen
    from swstation.exchange.rehearsal import MonthAgainst, Rehearsed, RowBehind
    from swstation.operations.book import Book


class LookingPart(Part):
    """Rehearsals, and bundles opened without merging them."""

    async def rehearse(self, files: Sequence[Path], progress: Progress) -> Sequence[BundleSeen]:
        return await self.apart(_rehearse, files, progress)


def _rehearse(book: Book, files: Sequence[Path], progress: Progress) -> Sequence[BundleSeen]:
    from db.queries.units import units
    from swstation.exchange.rehearsal import rehearse

    found = rehearse(book, files, progress)
    names = {row.code: row.name for row in units(book.connection)}
    return [_bundle(one, names) for one in found]


def _bundle(one: Rehearsed, names: Mapping[str, str]) -> BundleSeen:
    from screens.ports import BundleSeen
    from swstation.errors import message
    from swstation.i18n import _

    outcome, registers = one.outcome, [_register(one, table) for table in one.tables]
    counts: dict[str, int] = {}
    for register in registers:
        for verdict, n in register.counts.items():
            counts[verdict] = counts.get(verdict, 0) + n
    return BundleSeen(
        one.file,
        names.get(outcome.station or "", outcome.station or ""),
        str(outcome.bundle_no or ""),
        _("can be merged") if one.status == "merged" else status_word(one.status),
        TONES.get(one.status, ""),
        message(outcome.refusal) if outcome.refusal else "",
        outcome.well,
        outcome.new,
        counts,
        registers,
        [_month(month, names) for month in one.months],
    )


def _register(one: Rehearsed, table: str) -> RegisterSeen:
    from screens.ports import RegisterSeen
    from swstation.exchange.words import REGISTERS
    from swstation.i18n import _

    rows = [_row(behind, verdict) for (of, verdict), found in one.rows.items() if of == table for behind in found]
    return RegisterSeen(table, _(REGISTERS.get(table, table)), one.tables[table], rows)


def _row(behind: RowBehind, verdict: str) -> RowSeen:
    from db.errors import Refusal
    from screens.ports import RowSeen
    from swstation.errors import field_label, message

    if verdict == "invalid":
        why = behind.changed[0][2] if behind.changed else "shape"
        return RowSeen(f"{behind.row[:8]}  {behind.name}", verdict, message(Refusal(f"record.{why}")))
    changes = []
    for field, before, now in behind.changed:
        mask = MASKS.get(field, str)
        changes.append(f"{_field(field, field_label(field))} {mask(before) or '-'} → {mask(now) or '-'}")
    return RowSeen(behind.name, verdict, "  ".join(changes))


def _field(field: str, label: str) -> str:
    from swstation.i18n import _

    return _("kept") if field == "alive" else label


def _month(one: MonthAgainst, names: Mapping[str, str]) -> str:
    from swstation.exchange.words import FIGURES
    from swstation.i18n import _

    jumps = {jump.figure for jump in one.jumps}
    figures = [
        f"{'! ' if name in jumps else ''}{_(word)} {getattr(one.before, name):,} → {getattr(one.now, name):,}"
        for name, word in FIGURES.items()
    ]
    return _("{unit}, {month} against {before}: {figures}").format(
        unit=names.get(one.unit, one.unit), month=one.now.month, before=one.before.month, figures="  ".join(figures)
    )
