"""Whose a record is: transfers, what waits to be handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_ownership import Waiting
    from swstation.operations.book import Book, Changes
    from swstation.operations.parcels import Parcel


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
