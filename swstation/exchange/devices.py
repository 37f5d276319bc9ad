"""The devices known here by their cards: whether the digits were compared, and what was said about each since."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db import ledgers
from db.errors import Refusal
from swstation.exchange import cards
from swstation.exchange.identity import county_card, enrol_on_word, own_card
from swstation.operations.book import Book

JUDGED = ("revoked", "split")
"""States that a person has set: reported lost, and a number used twice."""


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A card taken in. ``kind`` county_card or enrolment; ``state`` unverified, verified, revoked or split.

    ``at``: when it was taken in; ``held``: records of it that are here.
    """

    fingerprint: str
    kind: str
    unit: str
    name: str
    replica: str
    state: str
    at: str
    held: int


def known_devices(book: Book) -> list[KnownDevice]:
    """Every device whose card is here but this one: the card of the unit above first, then by unit."""
    own = own_card(book)
    held = {row.id: row.held for row in ledgers.replicas(book.connection)}
    said = judged(book)
    found = []
    for known in ledgers.cards(book.connection):
        card = cards.parse(known.body.encode("utf-8"))
        if card.replica in (own.replica, book.replica):
            continue
        state = said.get(card.replica, known.state) if card.kind == "enrolment" else known.state
        found.append(
            KnownDevice(
                known.fingerprint, card.kind, card.unit, card.name, card.replica, state, known.at[:10],
                held.get(card.replica, 0),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.kind != "county_card", one.unit, one.at, one.replica))


def judged(book: Book) -> dict[str, str]:
    """Devices reported lost or asked for a new number (``JUDGED``). A county's word holds at its stations, too."""
    above = county_card(book)
    speakers = {book.unit} if above is None else {book.unit, above.unit}
    word = [one for one in ledgers.enrolments(book.connection) if one.truster in speakers and one.state in JUDGED]
    return {one.replica: one.state for one in sorted(word, key=lambda one: one.state == "revoked")}


def uncompared(book: Book) -> int:
    """How many cards were taken in whose digits nobody has compared yet; of county cards only the newest counts."""
    waiting = [one for one in known_devices(book) if one.state == "unverified"]
    return len([one for one in waiting if one.kind == "enrolment"]) + len(_newest_above(book, waiting))


def _newest_above(book: Book, waiting: list[KnownDevice]) -> list[KnownDevice]:
    above = county_card(book)
    return [one for one in waiting if above is not None and one.fingerprint == above.fingerprint]


def digits_of(book: Book, fingerprint: str) -> str:
    """The 24 digits that both sides of a card taken in see; takes 50 ms. Refuses a card that is not here."""
    return cards.digits(own_card(book), _card(book, fingerprint)[1])


def compare(book: Book, fingerprint: str, said: str) -> None:
    """Note that the other side read out the right digits. Refuses digits that differ, and a device that was judged."""
    known, card = _card(book, fingerprint)
    if card.kind == "enrolment" and card.replica in judged(book):
        raise Refusal("card.judged", unit=card.name)
    if not cards.same_digits(said, cards.digits(own_card(book), card)):
        raise Refusal("card.digits_differ", field="digits")
    with book.store.transaction() as connection:
        ledgers.put_card(connection, replace(known, state="verified"))
    if card.kind == "enrolment":
        enrol_on_word(book, card, "verified")


def _card(book: Book, fingerprint: str) -> tuple[ledgers.KnownCard, cards.Card]:
    known = next((one for one in ledgers.cards(book.connection) if one.fingerprint == fingerprint), None)
    if known is None:
        raise Refusal("card.unknown_replica", token=fingerprint[:8])
    return known, cards.parse(known.body.encode("utf-8"))
