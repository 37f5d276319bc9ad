"""The door: first start, opening and shutting the book, and whose it is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Choice, Door, Place, PolicyOffer, Session, SetUp
    from swstation.operations.book import Book

_LOW_TIERS = ("village_room", "township_station")
MOST_PLACES = 500
"""Places offered while typing: three initials fit hundreds, and the right one must be among them."""
IDLE_MINUTES = 10
"""Minutes without a key before a book with a passphrase is locked, where the settings say nothing else."""


class DoorPart(Part):
    """Everything before a book is open, and the session once it is."""

    def door(self) -> Door:
        """Whether there is a book, and whether a passphrase guards it; answered from two file names."""
        if not self.database.is_file():
            return "new"
        from db.protect import is_encrypted

        return "locked" if is_encrypted(self.database) else "open"

    async def open(self, passphrase: str | None) -> Session:
        """Open the book, holding the writer's lock until it is shut."""
        return await asyncio.to_thread(self._open, passphrase)

    def _open(self, passphrase: str | None) -> Session:
        from swstation.operations.book import open_book

        return self._enter(open_book(self.database, passphrase, source=self.source, only_look=True))

    def _enter(self, book: Book) -> Session:
        """Hold the writer's lock from here on; opening may have needed it for itself."""
        from db.store import writer_lock

        with ExitStack() as stack:
            stack.callback(book.close)
            lock = ExitStack()
            lock.enter_context(writer_lock(self.database))
            stack.pop_all()
        self._book, self._release = book, lock.close
        self.forget()
        return session_of(book)

    async def close(self) -> None:
        """Shut the book; nothing is read or written until it is opened again."""
        await asyncio.to_thread(self.shut)

    def shut(self) -> None:
        """The same when there is no loop any more."""
        book, self._book = self._book, None
        release, self._release = self._release, None
        self.forget()
        if book is not None:
            book.close()
        if release is not None:
            release()

    async def tiers(self) -> Sequence[Choice]:
        return await asyncio.to_thread(_tiers)

    async def places(self, typed: str, tier: str) -> Sequence[Place]:
        return await asyncio.to_thread(_places, typed, tier)

    async def policies(self, division: str) -> Sequence[PolicyOffer]:
        return await asyncio.to_thread(_policies, division)

    async def set_up(self, answers: SetUp) -> Session:
        return await asyncio.to_thread(self._set_up, answers)

    def _set_up(self, answers: SetUp) -> Session:
        from swstation.operations.install import Setup, initialise

        setup = Setup(
            answers.tier,
            answers.division,
            answers.worker,
            answers.passphrase,
            answers.unit,
            answers.policy,
            letter=answers.letter,
            continue_from=answers.continue_from,
        )
        return self._enter(initialise(self.database, setup, self.source))

    # Who writes

    async def writers(self) -> Sequence[Choice]:
        return await self.call(_writers)

    async def switch_writer(self, staff_id: str) -> Session:
        self.forget()
        session, book = await self.call(_as_worker, staff_id)
        self._book = book
        return session


def session_of(book: Book) -> Session:
    from db.protect import is_encrypted
    from db.queries.people import staff_list
    from db.queries.units import unit_by_code
    from db.store import setting
    from screens.ports import Choice, Session
    from swstation.operations.clocks import doubts

    unit = unit_by_code(book.connection, book.unit)
    names = {row.id: row.name for row in staff_list(book.connection)}
    return Session(
        unit=unit.name if unit else book.unit,
        tier=book.tier,
        collects=book.tier not in _LOW_TIERS,
        writer=Choice(book.worker, names.get(book.worker, "")),
        encrypted=is_encrypted(book.store.path),
        policy=(unit.policy or "") if unit else "",
        idle_minutes=int(setting(book.connection, "idle_minutes", str(IDLE_MINUTES))),
        clock=doubts(book),
        newer=book.store.newer,
    )


def _tiers() -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation import lists
    from swstation.i18n import N_, _

    remarks = {
        "village_room": N_("one village or community"),
        "township_station": N_("one township or street"),
        "county_station": N_("takes in the stations of a county"),
        "prefecture_centre": N_("takes in the counties"),
        "province": N_("takes in the prefectures"),
    }
    return [Choice(tier.code, tier.label, _(remarks.get(tier.code, ""))) for tier in lists.entries("tier")]


def _places(typed: str, tier: str) -> Sequence[Place]:
    from screens.ports import Place
    from swstation import divisions, lists
    from swstation.operations.install import proposed_name

    digits = lists.by_code("tier")[tier].digits
    if digits == divisions.VILLAGE:
        return _villages(typed, tier)
    found = divisions.search(typed, level=digits, limit=MOST_PLACES)
    return [
        Place(
            place.code,
            place.name,
            " ".join(place.path.split(divisions.SEPARATOR)[:-1]),
            proposed_name(tier, place.code),
        )
        for place in found
    ]


def _villages(typed: str, tier: str) -> Sequence[Place]:
    """Villages by their township and their own name: ``东瓜 庄``; or by the first nine digits and more."""
    from screens.ports import Place
    from swstation import divisions, pinyin
    from swstation.operations.install import proposed_name

    words = typed.split()
    if len(words) == 1 and words[0].isdigit() and len(words[0]) > divisions.TOWNSHIP:
        towns, rest = [words[0][: divisions.TOWNSHIP]], words[0]
    else:
        outer = words[:-1] if len(words) > 1 else words
        towns = [place.code for place in divisions.search(" ".join(outer), limit=5)]
        rest = words[-1] if len(words) > 1 else ""
    return [
        Place(
            village.code,
            village.name,
            " ".join(divisions.path(town).split(divisions.SEPARATOR)),
            proposed_name(tier, village.code),
        )
        for town in towns
        for village in divisions.villages(town)
        if not rest or village.code.startswith(rest) or pinyin.match(rest, village.name) is not None
    ][:MOST_PLACES]


def _policies(division: str) -> Sequence[PolicyOffer]:
    from screens.ports import PolicyOffer
    from swstation.i18n import language
    from swstation.rules.policy import NATIONAL, shipped
    from swstation.rules.policy_state import term

    own = shipped().policy_for(division)
    order = [own, *(one for one in shipped().all() if one.id != own.id)]
    order.sort(key=lambda one: (one.id != own.id, one.id != NATIONAL))
    return [
        PolicyOffer(
            policy.id,
            policy.meta.name_en if language() == "en" else policy.meta.name_zh,
            policy.meta.document_number,
            term(policy)[1],
            policy.id == own.id,
        )
        for policy in order
    ]


def _writers(book: Book) -> Sequence[Choice]:
    from db.queries.people import staff_list
    from screens.ports import Choice

    return [Choice(row.id, row.name) for row in staff_list(book.connection, book.unit) if row.left_on is None]


def _as_worker(book: Book, staff_id: str) -> tuple[Session, Any]:
    from swstation.operations.book import keep_setting

    keep_setting(book, "worker", staff_id)
    changed = book.as_worker(staff_id)
    session: Session = replace(session_of(changed))
    return session, changed
