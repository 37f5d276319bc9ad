"""The devices known here: their digits, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from pathlib import Path

    from screens.ports import Saved
    from screens.ports_devices import CardSeen, DeviceSeen
    from swstation.operations.book import Book, Changes


class DevicesPart(Part):
    """Cards taken in."""

    async def devices(self) -> Sequence[DeviceSeen]:
        return await self.call(_devices)

    async def cards(self, files: Sequence[Path]) -> Sequence[CardSeen]:
        return await self.call(_cards, files)

    async def uncompared(self) -> int:
        from swstation.exchange.devices import uncompared

        return await self.call(uncompared)

    async def device_digits(self, id: str) -> str:
        from swstation.exchange.devices import digits_of

        return await self.apart(digits_of, id)

    async def compare_digits(self, id: str, said: str) -> Saved:
        from screens.ports import Saved
        from swstation.exchange.devices import compare

        await self.call(compare, id, said)
        return Saved("trust", frozenset({"enrolment"}))

    async def judge_device(self, replica: str, state: str) -> Saved:
        return self.saved(await self.call(_judge, replica, state), replica)


def _devices(book: Book) -> Sequence[DeviceSeen]:
    from db.queries.exchange import unit_names
    from screens.ports_devices import DeviceSeen
    from swstation.exchange.devices import known_devices
    from swstation.i18n import N_, _

    words = {
        "verified": (N_("compared"), "good"),
        "unverified": (N_("not compared"), "caution"),
        "revoked": (N_("reported lost"), "bad"),
        "split": (N_("number used twice"), "bad"),
    }
    names = unit_names(book.connection)
    made = []
    for one in known_devices(book):
        word, tone = words[one.state]
        sign = "" if one.state == "verified" else "~ " if one.state == "unverified" else "! "
        name = names.get(one.unit, one.name)
        made.append(
            DeviceSeen(
                one.fingerprint, one.replica, name, f"{sign}{_(word)}", tone, one.at, one.held, one.state,
                one.kind == "county_card",
            )
        )  # fmt: skip
    return made


def _cards(book: Book, files: Sequence[Path]) -> Sequence[CardSeen]:
    from db import ledgers
    from db.errors import Refusal
    from screens.ports_devices import CardSeen
    from swstation.exchange import cards
    from swstation.exchange.identity import own_card

    own, here = own_card(book), {one.fingerprint for one in ledgers.cards(book.connection)}
    found = []
    for file in files:
        try:
            card = cards.read(file)
        except Refusal:  # why, it is told when somebody takes it
            found.append(CardSeen(file, file.name, False))
            continue
        if card.replica not in (own.replica, book.replica):
            found.append(CardSeen(file, card.name, card.fingerprint in here))
    return found


def _judge(book: Book, replica: str, state: str) -> Changes:
    from swstation.exchange.identity import revoke, split

    return revoke(book, replica) if state == "revoked" else split(book, replica)
