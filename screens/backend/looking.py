"""Bundles looked at before they are merged, or without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screens.backend.base import Part
from screens.backend.conflicts import MASKS
from screens.backend.exchange import named, said_of, state
from screens.text import whole
from swstation.i18n import N_, listed, ngettext

if TYPE_CHECKING:
    from screens.ports import (
        BundleOpened,
        BundleSeen,
        Progress,
        RegisterCompared,
        RegisterSeen,
        RowOpened,
        RowSeen,
    )
    from swstation.exchange.looking import Looked, LookedRow
    from swstation.exchange.rehearsal import MonthAgainst, Rehearsed, RowBehind
    from swstation.operations.book import Book


MOST_MONTHS = 3
"""Stations of one bundle whose months are set against the month before, line by line."""


class LookingPart(Part):
    """Rehearsals, and bundles opened without merging them (one at a time)."""

    _looked: Looked | None = None

    async def rehearse(self, files: Sequence[Path], progress: Progress) -> Sequence[BundleSeen]:
        return await self.apart(_rehearse, files, progress)

    async def open_bundle(self, file: Path) -> BundleOpened:
        await self.close_bundle()
        looked, names = await self.call(_look, file)
        self._looked = looked
        return _opened(looked, names)

    async def bundle_rows(self, register: str, offset: int, limit: int) -> Sequence[RowOpened]:
        looked = self._looked
        if looked is None:
            return []
        return await self.call(
            lambda _book: [_opened_row(register, one) for one in looked.rows(register, offset, limit)]
        )

    async def close_bundle(self) -> None:
        looked, self._looked = self._looked, None
        if looked is not None:
            await self.call(lambda _book: looked.close())

    async def compare(self, file: Path, other: Path | None) -> Sequence[RegisterCompared]:
        return await self.apart(_compare, file, other)


def _rehearse(book: Book, files: Sequence[Path], progress: Progress) -> Sequence[BundleSeen]:
    from db import ledgers
    from db.queries.exchange import unit_names
    from swstation.exchange.rehearsal import rehearse

    found = rehearse(book, files, progress)
    names = unit_names(book.connection)
    # What waited here for a card lies under its digest; a person knows it by the name it came with.
    came = {one.sha256: one.file for one in ledgers.received_bundles(book.connection) if one.status == "held"}
    return [_bundle(one, names, came.get(one.file.stem, one.file.name)) for one in found]


def _bundle(one: Rehearsed, names: Mapping[str, str], name: str) -> BundleSeen:
    from screens.ports import BundleSeen
    from swstation.errors import message
    from swstation.exchange.words import files_words
    from swstation.i18n import _

    outcome, registers = one.outcome, [_register(one, table) for table in one.tables]
    registers.sort(key=lambda register: not any(register.counts.get(verdict) for verdict in _NEWS))  # news first
    counts: dict[str, int] = {}
    for register in registers:
        for verdict, n in register.counts.items():
            counts[verdict] = counts.get(verdict, 0) + n
    months = [*filter(None, [_foreign_words(counts.get("foreign", 0)), files_words(one.files)]), *_months(one.months)]
    if outcome.profile is not None:
        counts = {"new": outcome.new, "duplicate": outcome.known}
        words = _(
            "Without names: {n} rows, {new} of them new. They are kept beside the book, under “Without names” (Ctrl+B)."
        )
        months = [words.format(n=f"{outcome.new + outcome.known:,}", new=f"{outcome.new:,}")]
    label, tone = state(outcome, would=True)
    return BundleSeen(
        one.file,
        names.get(outcome.station or "", outcome.station or ""),
        str(outcome.bundle_no or ""),
        label,
        tone,
        message(named(outcome.refusal, names)) if outcome.refusal else said_of(outcome),
        outcome.well or outcome.status == "held",
        outcome.new,
        counts,
        registers,
        months,
        outcome.status in ("merged", "held"),
        name,
        sealed=outcome.status in ("held", "refused"),
    )


def _foreign_words(n: int) -> str:
    if not n:
        return ""
    words = ngettext(
        "! {n} row of another unit was written on; it does not count until the county admits it (Exchange, Ctrl+U)",
        "! {n} rows of other units were written on; they do not count until the county admits them (Exchange, Ctrl+U)",
        n,
    )
    return words.format(n=f"{n:,}")


_NEWS = ("new", "changed", "conflicting", "invalid", "foreign", "parked")


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
        mask, label = MASKS.get(field, str), _field(field, field_label(field))
        sign = "|" if verdict == "conflicting" else "→"  # both stand until somebody settles it
        changes.append(
            f"{label} {mask(now)}" if verdict == "new" else f"{label} {mask(before) or '-'} {sign} {mask(now) or '-'}"
        )
    return RowSeen(behind.name, verdict, "  ".join(changes))


def _field(field: str, label: str) -> str:
    from swstation.i18n import _

    return _("kept") if field == "alive" else label


def _months(found: Sequence[MonthAgainst]) -> list[str]:
    # What is unusual first; of a county's forty stations the others in one line.
    from swstation.i18n import ngettext

    listed = sorted(found, key=lambda one: (not one.jumps, one.unit))
    shown, rest = listed[:MOST_MONTHS], listed[MOST_MONTHS:]
    lines = [_month(one) for one in shown]
    if rest:
        loud = sum(bool(one.jumps) for one in rest)
        words = ngettext("and {n} more station", "and {n} more stations", len(rest)).format(n=len(rest))
        if loud:
            words += "  ! " + ngettext("{n} of them unusual", "{n} of them unusual", loud).format(n=loud)
        lines.append(words)
    return lines


def _month(one: MonthAgainst) -> str:
    from swstation.exchange.words import FIGURES
    from swstation.i18n import _

    jumps = {jump.figure for jump in one.jumps}
    figures = [
        whole(f"{'! ' if name in jumps else ''}{_(word)} {getattr(one.before, name):,} → {getattr(one.now, name):,}")
        for name, word in FIGURES.items()
    ]
    return _("{unit}, {month} against {before}: {figures}").format(
        unit=one.name, month=one.now.month, before=one.before.month, figures="  ".join(figures)
    )


def _look(book: Book, file: Path) -> tuple[Looked, Mapping[str, str]]:
    from db.queries.exchange import unit_names
    from swstation.exchange.looking import look

    return look(book, file), unit_names(book.connection)


def _opened(looked: Looked, names: Mapping[str, str]) -> BundleOpened:
    from screens.ports import BundleOpened, Fact
    from swstation.exchange.words import REGISTERS, files_words
    from swstation.i18n import _

    said = looked.manifest
    facts = [
        (_("From"), names.get(said.sender.station, said.sender.station)),
        (_("Bundle no."), str(said.bundle_no)),
        (_("Written on"), said.created[:16].replace("T", " ")),
        (_("Kind"), _KINDS[said.kind]),
        (_("Holds"), _PROFILES[said.profile]),
        (_("Records"), f"{said.ops:,}"),
    ]
    if looked.files.count:
        facts.append((_("Attached files"), files_words(looked.files)))
    if looked.units:
        facts.append((_("Months of"), listed(names.get(unit, unit) for unit in looked.units)))
    if looked.aside:
        facts.append((_("Unreadable"), f"{looked.aside:,}"))
    registers = [(name, _(REGISTERS.get(name, name)), n) for name, n in looked.registers.items()]
    return BundleOpened(
        looked.file, looked.signature == "good", [Fact(label, _(word)) for label, word in facts], registers
    )


_KINDS = {"up": N_("handed in"), "down": N_("sent down"), "agg": N_("a month in figures"), "enrol": N_("enrolment")}
_PROFILES = {"named": N_("with names"), "deidentified": N_("without names"), "aggregate": N_("figures only")}


def _opened_row(register: str, one: LookedRow) -> RowOpened:
    from screens.backend.months import COARSE
    from screens.ports import RowOpened
    from swstation.errors import field_label
    from swstation.i18n import _

    def label(name: str) -> str:
        return _(COARSE[name]) if register == "client" and name == "residence" else field_label(name)

    # Two spaces part the values: the name of a row that is meant has none of its own.
    values = "  ".join(f"{label(name)} {MASKS.get(name, str)(value)}".replace("  ", " ") for name, value in one.values)
    return RowOpened(one.row, one.name, values, not one.whole)


def _compare(book: Book, file: Path, other: Path | None) -> Sequence[RegisterCompared]:
    from screens.ports import RegisterCompared, RowCompared
    from swstation.errors import field_label
    from swstation.exchange.comparing import compare
    from swstation.exchange.words import REGISTERS
    from swstation.i18n import _

    found = compare(book, file, other)
    made = []
    for table, counts in found.tables.items():
        rows = []
        for one in found.differences:
            if one.table == table:
                fields = [
                    f"{field_label(name)} {MASKS.get(name, str)(a) or '-'} | {MASKS.get(name, str)(b) or '-'}"
                    for name, a, b in one.fields
                ]
                rows.append(RowCompared(one.side, one.name, "  ".join(fields)))
        made.append(RegisterCompared(table, _(REGISTERS.get(table, table)), counts, rows))
    return made
