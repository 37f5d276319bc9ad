"""Months that came without names, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part
from swstation.i18n import N_, listed

if TYPE_CHECKING:
    from screens.ports import Exported
    from screens.ports_months import FigureSeen, MonthSeen, RowsSeen
    from swstation.exchange.months import Months
    from swstation.exchange.snapshots import Snapshot
    from swstation.operations.book import Book

COARSE: Mapping[str, str] = {
    "township": N_("Township"), "month": N_("Month"), "opened_month": N_("Opened in"), "ended_month": N_("Ended in"),
    "closed_month": N_("Closed in"), "age_band": N_("Age"), "categories": N_("Categories"), "clients": N_("Clients"),
    "contacts": N_("With"), "colleagues": N_("Colleagues"), "items": N_("Items"), "goals": N_("Goals reached"),
    "goals_set": N_("Goals set"), "residence": N_("Registered or living here"),
}  # fmt: skip
"""What fields are called that are coarser than the register's, or counted."""


class MonthsPart(Part):
    """Read on a connection of its own: forty stations are many rows."""

    async def months_here(self, profile: str, last: str, count: int, as_of: date) -> Months:
        return await self.apart(_months, profile, last, count, as_of)

    async def open_month(self, unit: str, month: str, profile: str) -> MonthSeen:
        return await self.apart(_opened if unit else _sums, unit, month, profile)

    async def write_month(self, profile: str, folder: Path) -> Exported:
        return await self.call(_write, profile, folder)


def _months(book: Book, profile: str, last: str, count: int, as_of: date) -> Months:
    from swstation.exchange.months import months_here

    return months_here(book, profile, last, count, as_of)


def _write(book: Book, profile: str, folder: Path) -> Exported:
    from screens.backend.exchange import keep_folder
    from screens.ports import Exported
    from screens.text import in_fours
    from swstation.exchange.ejecting import advice_for
    from swstation.exchange.snapshots import export
    from swstation.i18n import _, ngettext

    done = export(book, profile, None, folder)
    keep_folder(book, folder)
    n = len(done.units)
    lines = [
        ngettext("{month}, {n} station, without names", "{month}, {n} stations, without names", n).format(
            month=done.period, n=n
        ),
        str(done.file),
        _("Check code of the file: {code}").format(code=in_fours(done.sha256[:12].upper())),
    ]
    if words := advice_for(done.file.parent):
        lines += ["", words]
    return Exported(done.file, done.bundle_no, done.ops, done.bytes, lines)


def _sums(book: Book, _unit: str, month: str, _profile: str) -> MonthSeen:
    from screens.ports_months import MonthSeen
    from swstation.exchange.month_words import covered_words
    from swstation.exchange.months import months_here, total_of
    from swstation.i18n import _

    found = {one.code: (one.value, one.kept_back) for one in total_of(book, month)}
    covered = months_here(book, "aggregate", month, 1, book.source.now().date()).covered[0]
    lines = [covered_words(covered)]
    if covered.absent:
        lines.append(_("(missing: {names})").format(names=listed(covered.absent)))
    lines.append(_("Counts of persons are added up: whoever two stations served is in them twice."))
    return MonthSeen(_("All stations"), lines, _figures(found, several=True), ())


def _opened(book: Book, unit: str, month: str, profile: str) -> MonthSeen:
    from screens.ports_months import MonthSeen
    from swstation.exchange.months import name_of, names_of, opened
    from swstation.i18n import _

    kept, found = opened(book, unit, month, profile)
    names = names_of(book.connection)
    lines = [
        _("{first} to {last}; bundle {no} of {sender}, came {day}").format(
            first=found.first, last=found.last, no=kept.bundle_no, sender=name_of(names, kept.sender), day=kept.at[:10]
        )
    ]
    if not kept.complete:
        lines.append("! " + _("Made before the month was over: a later one will take its place."))
    lines += _state(found)
    figures = {str(row["code"]): (row["value"], 0) for row in found.rows if row["t"] == "figure"}
    return MonthSeen(name_of(names, unit), lines, _figures(figures), _registers(book, found))


def _state(found: Snapshot) -> list[str]:
    from swstation.i18n import _, ngettext

    lines = []
    for row in found.rows:
        if row["t"] == "log_state":
            few = _("fewer than 5")
            words = _("{n} entries behind it, {m} of them wait for approval")
            n, m = (few if row[key] is None else f"{row[key]:,}" for key in ("logs", "pending"))
            lines.append(words.format(n=n, m=m))
        elif row["t"] == "book_state" and row["conflicts"]:
            said = ngettext("{n} value was in dispute", "{n} values were in dispute", row["conflicts"])
            lines.append("! " + said.format(n=row["conflicts"]))
        elif row["t"] == "device" and row["missing"]:
            said = ngettext(
                "{n} record of laptop {code} was missing", "{n} records of laptop {code} were missing", row["missing"]
            )
            lines.append("! " + said.format(n=row["missing"], code=row["replica"][:4]))
    return lines


def _figures(found: Mapping[str, tuple[Any, int]], *, several: bool = False) -> Sequence[FigureSeen]:
    from screens.ports_months import FigureSeen
    from swstation.exchange.figure_words import in_order, words_of
    from swstation.exchange.month_words import value_words

    made: list[FigureSeen] = []
    before = None
    for code in in_order(found):
        (value, back), said = found[code], words_of(code)
        number = str(said.figure) if said.figure and said.figure != before else ""
        before = said.figure
        words = value_words(value, back, several=several)
        made.append(FigureSeen(number, said.level, said.label, words, said.unit, value is None or back > 0))
    return made


def _registers(book: Book, found: Snapshot) -> Sequence[RowsSeen]:
    from screens.ports_months import RowsSeen
    from swstation.exchange.words import REGISTERS
    from swstation.i18n import _

    made: dict[str, list[tuple[str, str]]] = {}
    for row in found.rows:
        if "id" in row:
            made.setdefault(row["t"], []).append((str(row["id"])[:8], _row_words(row)))
    return [RowsSeen(_(REGISTERS[kind]), rows) for kind, rows in made.items()]


def _row_words(row: Mapping[str, Any]) -> str:
    from swstation.errors import field_label
    from swstation.i18n import _

    said = []
    for field, value in row.items():
        words = "" if field in ("t", "id") else _value(field, value)
        if words:
            said.append(f"{_(COARSE[field]) if field in COARSE else field_label(field)} {words}")
    return "  ".join(said)


def _value(field: str, value: Any) -> str:
    from swstation import divisions
    from swstation.exchange.code_words import word_for

    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, Mapping):
        return " ".join(f"{word_for(field, str(key))} {one}" for key, one in value.items() if one)
    if isinstance(value, list):
        return listed(_member(field, one) for one in value)
    text = str(value)
    return divisions.name(text) or text if field == "township" else word_for(field, text)


def _member(field: str, value: Any) -> str:
    from swstation.exchange.code_words import word_for

    parts: Iterable[Any] = value if isinstance(value, list) else [value]
    # What stands for a row is long and says nothing: its beginning tells it from others.
    said = (text[:8] if len(text) == 24 else word_for(field, text) for text in map(str, parts))
    return " ".join(said)
