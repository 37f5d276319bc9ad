"""Going on under a new number: a copied or restored database becomes a device of its own, vouched for by the old one.

A station's device gets new keys, and a card that its former key signs too, so that whoever knows the former one knows
it (``accepted``), unverified. A county keeps its keys and its card, on which its stations rely, and begins a new
incarnation: its receipts say less than before, and the newest count.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from db import ledgers, local
from db.errors import Refusal
from db.lastword import last_word
from db.queries.cases import case_list
from db.store import Connection, put_setting, setting
from swstation.exchange import cards
from swstation.exchange.cards import Card, Parent
from swstation.exchange.identity import COLLECTING, Device, device, device_keys, own_card, own_successors, settle_card
from swstation.exchange.keys import DeviceKeys
from swstation.operations import guards
from swstation.operations.book import Book
from swstation.operations.numbers import short

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Laptops of a station; I and O look like digits."""
CHAIN_MAX = 16
"""Successors of successors that are followed."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """The device under its new number: who it was, up to where, and the book to write in from now on."""

    book: Book
    replica: str
    parent: str
    last: int
    letter: str


def renew(book: Book, *, incarnation: int | None = None, place: Path | None = None) -> Renewed:
    """Give this installation a new replica id; its records so far stay those of the old one.

    ``incarnation``: for a county, the one to begin with, by default one more. ``place``: where the file will lie.
    """
    before = book.replica
    with book.store.transaction() as connection:
        word = last_word(connection, before)
        after = book.source.replica_id()
        put_setting(connection, "replica", after)
        put_setting(connection, "replica_parent", before)
        put_setting(connection, "exported_seq", None)
        letter = book.letter
        if book.tier in COLLECTING:
            settle_card(book, connection)
            put_setting(connection, "incarnation", str(incarnation or guards.incarnation(connection) + 1))
        else:
            letter = _free_letter(book)
            put_setting(connection, "letter", letter)
            _new_keys(book, connection, Parent(before, word.n, word.chain), after)
        renewed = replace(book, replica=after, letter=letter)
        if setting(connection, guards.SETTING) != guards.UNGUARDED:
            guards.settle(renewed, connection, place)
        local.audit(connection, book.source.at(), book.worker, "renew", detail=f"{before[:8]} {word.n} {after[:8]}")
    guards.retire(place or book.store.path, before)
    if place is None:
        guards.remember(renewed)
    return Renewed(renewed, after, before, word.n, letter)


def _new_keys(book: Book, connection: Connection, parent: Parent, after: str) -> None:
    former = device_keys(book)
    keys = DeviceKeys.generate(book.source.random)
    settle_card(book, connection)
    card = replace(own_card(book), replica=after, keys=keys.public, valid_from=book.source.at()[:10], parent=parent)
    raw = cards.write(card, keys, former).decode("ascii")
    known = orjson.loads(setting(connection, "former_keys", "{}"))
    known[parent.replica] = former.to_bytes().hex()
    put_setting(connection, "former_keys", orjson.dumps(known).decode())
    put_setting(connection, "successors", orjson.dumps([*own_successors(connection), raw]).decode())
    put_setting(connection, "device_keys", keys.to_bytes().hex())


def _free_letter(book: Book) -> str:
    # The counter of this laptop may have gone on elsewhere: numbers that it gives from now on must not meet those.
    taken = {found[0] for row in case_list(book.connection, unit=book.unit) if (found := short(row.number))}
    taken.add(book.letter)
    free = [letter for letter in LETTERS if letter not in taken]
    return free[book.source.random(1)[0] % len(free)] if free else book.letter


def new_incarnation(connection: Connection, outside: int | None) -> int:
    """For a county going on from a copy: more than any incarnation before.

    ``outside``: the highest that is remembered outside the copy. Where nothing is, the minute stands for it: another
    restore of the same copy, elsewhere, must not count as this one.
    """
    inside = guards.incarnation(connection)
    if outside is None:
        return max(inside + 1, int(time.time()) // 60)
    return max(inside, outside) + 1


def accepted(book: Book, said: Sequence[str]) -> list[tuple[Card, str]]:
    """Of the cards that came with a bundle, those of devices that a known, not revoked one has become; and their files.

    Nothing is kept of them here (``keep``). What is no card of ours is passed over.
    """
    known: dict[str, Device] = {}
    found: list[tuple[Card, str]] = []
    for raw in said[:CHAIN_MAX]:
        try:
            card = cards.parse(raw.encode("utf-8"), "enrolment")
        except (Refusal, UnicodeError):
            continue
        if card.parent is None:
            continue
        former = known.get(card.parent.replica) or device(book, card.parent.replica)
        if former is None or former.until is not None or former.unit != card.unit or not card.succeeds(former.keys):
            continue
        known[card.replica] = Device(card.keys, card.unit)
        found.append((card, raw))
    return found


def keep(book: Book, connection: Connection, found: Sequence[tuple[Card, str]]) -> None:
    """Keep accepted cards, on this machine only: merging writes no record. A person's ``trust`` makes it one."""
    here = {card.fingerprint for card in ledgers.cards(connection, "enrolment")}
    for card, raw in found:
        if card.fingerprint not in here:
            known = ledgers.KnownCard(
                card.fingerprint, card.kind, card.unit, card.replica, raw, "unverified", book.source.at()
            )
            ledgers.put_card(connection, known)
