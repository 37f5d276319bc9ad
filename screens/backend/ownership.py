"""Whose a record is: transfers, what waits to be handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from db.queries.ownership import ForeignRow
    from screens.ports import Choice, Saved
    from screens.ports_ownership import Uncounted, Waiting
    from swstation.exchange.naming import Names
    from swstation.operations.book import Book, Changes
    from swstation.operations.parcels import Parcel

MOST = 500
"""Records listed at once; the next ones come when these are dealt with."""


class OwnershipPart(Part):
    """What a county says of ownership, and what a station answers."""

    async def transfer_units(self) -> Sequence[Choice]:
        return await self.call(_transfer_units)

    async def transfer(self, kind: str, row: str, values: Mapping[str, str]) -> Saved:
        return self.saved(await self.call(_transfer, kind, row, values), row)

    async def waiting(self) -> Sequence[Waiting]:
        return await self.call(_waiting)

    async def confirm(self, ids: Sequence[str]) -> Saved:
        return self.saved(await self.call(_confirm, ids))

    async def uncounted(self) -> Sequence[Uncounted]:
        return await self.call(_uncounted)

    async def foreign_count(self) -> int:
        from db.queries.counts import foreign_count

        return await self.call(lambda book: foreign_count(book.connection))

    async def judge(self, ids: Sequence[str], *, admitted: bool, reason: str) -> Saved:
        from swstation.operations.admission import admit, quarantine

        changes = await self.call(admit if admitted else quarantine, ids, reason)
        self.forget()
        return self.saved(changes)


def _transfer_units(book: Book) -> Sequence[Choice]:
    from db.queries.units import units
    from db.special import covers
    from screens.ports import Choice
    from swstation.operations.transfers import refuse_below_county

    refuse_below_county(book)
    below = [one for one in units(book.connection) if one.code != book.unit and covers(book.unit, one.code)]
    return [Choice(one.code, one.name, one.code) for one in below]


def _transfer(book: Book, kind: str, row: str, values: Mapping[str, str]) -> Changes:
    from swstation.operations.transfers import transfer_case, transfer_client, transfer_staff

    to, on, reason = values["to"], values["on"], values["reason"]
    if kind == "staff":
        return transfer_staff(book, row, to, on, reason)
    if kind == "case":
        return transfer_case(book, row, to, on, reason, values["consent"])
    return transfer_client(book, row, to, on, reason, values["consent"], cases=values.get("cases") != "no")


def _waiting(book: Book) -> Sequence[Waiting]:
    from db.queries.exchange import unit_names
    from screens.ports_ownership import Waiting
    from swstation.exchange.naming import Names
    from swstation.exchange.words import REGISTERS
    from swstation.i18n import _
    from swstation.operations.parcels import parcels

    names, units = Names(book.connection), unit_names(book.connection)
    return [
        Waiting(
            f"{one.head.table}/{one.head.row}", _(REGISTERS.get(one.head.table, one.head.table)),
            names.row(one.head.table, bytes.fromhex(one.head.row)), units.get(one.head.to, one.head.to), one.head.on,
            one.head.reason, len(one.rows), _kit(one),
        )
        for one in parcels(book)
    ]  # fmt: skip


def _kit(parcel: Parcel) -> Sequence[str]:
    from swstation import lists
    from swstation.i18n import _, ngettext

    lines = []
    for case in parcel.cases:
        words = _("Case {number}: {stage}").format(number=case.number, stage=lists.label("stage", case.stage))
        due = [
            _("next contact {day}").format(day=case.next_contact) if case.next_contact else "",
            _("review {day}").format(day=case.review_due) if case.review_due else "",
        ]
        lines.append("  ".join(part for part in (words, *due) if part))
    if parcel.plans:
        lines.append(ngettext("{n} visit plan", "{n} visit plans", parcel.plans).format(n=parcel.plans))
    return lines


def _confirm(book: Book, ids: Sequence[str]) -> Changes:
    from swstation.operations.parcels import parcels
    from swstation.operations.transfers import hand_over

    wanted = set(ids)
    rows = [row for one in parcels(book) if f"{one.head.table}/{one.head.row}" in wanted for row in one.rows]
    return hand_over(book, tuple(rows))


def _uncounted(book: Book) -> Sequence[Uncounted]:
    from db.queries.exchange import unit_names
    from db.queries.ownership import foreign_records
    from screens.ports_ownership import Uncounted
    from swstation.exchange.naming import Names
    from swstation.exchange.words import REGISTERS
    from swstation.i18n import _
    from swstation.operations.admission import REASONS

    names, units = Names(book.connection), unit_names(book.connection)
    return [
        Uncounted(
            one.op, one.at[:10], _(REGISTERS.get(one.table, one.table)),
            names.row(one.table, bytes.fromhex(one.row)),
            "  ".join(part for part in (units.get(one.unit, one.unit), one.worker) if part), _(REASONS[one.reason]),
            _said(book, names, one),
        )
        for one in foreign_records(book.connection)[:MOST]
    ]  # fmt: skip


def _said(book: Book, names: Names, one: ForeignRow) -> Sequence[str]:
    from db.gateway import ops_of_row
    from db.special import OWNER
    from screens.backend.conflicts import MASKS
    from swstation.errors import field_label
    from swstation.i18n import _

    known = ops_of_row(book.connection, one.table, bytes.fromhex(one.row))
    found = next((op for op in known if op.id.hex() == one.op), None)
    lines = []
    for group, value in (found.groups if found else {}).items():
        if group == OWNER:
            lines.append(_("Given to {unit} from {day}: {reason}").format(
                unit=value.get("to"), day=value.get("on"), reason=value.get("reason")))  # fmt: skip
        if group.startswith("_") or value is None:
            continue
        for field, said in value.items():
            words = names.value(one.table, field, said)
            mask = MASKS.get(field)
            if words:
                lines.append(f"{field_label(field)}  {mask(words) if mask else words}")
    return lines
