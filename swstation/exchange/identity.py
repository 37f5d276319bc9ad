"""Who this device is to others: its keys, its card, and whom it knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

import orjson

from db import ledgers
from db.errors import Refusal
from db.ids import derived_id
from db.queries.units import unit_by_code
from db.store import Connection, Store, data_folder, put_setting, setting
from swstation.exchange import cards
from swstation.exchange.cards import Card
from swstation.exchange.keys import DeviceKeys, PublicKeys, RecoveryKey
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do

COLLECTING = ("county_station", "prefecture_centre", "province")
"""Tiers that take in bundles of other units and hand out a card."""
_TIERS = "VTCMP"
_KEYS: WeakKeyDictionary[Store, tuple[str, DeviceKeys]] = WeakKeyDictionary()
"""Keys remember what was derived from them; a merge asks for it many times. Gone with the open database."""


def device_keys(book: Book) -> DeviceKeys:
    """The secret keys of this device."""
    secret = setting(book.connection, "device_keys")
    known = _KEYS.get(book.store)
    if known is None or known[0] != secret:
        known = _KEYS[book.store] = secret, DeviceKeys.from_bytes(bytes.fromhex(secret))
    return known[1]


def former_keys(book: Book) -> dict[str, DeviceKeys]:
    """The secret keys this device had under former numbers, by replica id: what was sealed to it then opens still."""
    kept: dict[str, str] = orjson.loads(setting(book.connection, "former_keys", "{}"))
    return {replica: DeviceKeys.from_bytes(bytes.fromhex(secret)) for replica, secret in kept.items()}


def opening_keys(book: Book) -> list[DeviceKeys]:
    """All that opens a bundle here, the keys of today first."""
    return [device_keys(book), *former_keys(book).values(), *(key for key, _counties in recovered(book))]


def recovered(book: Book) -> list[tuple[RecoveryKey, list[str]]]:
    """Recovery keys of former county databases taken over here, and the fingerprints of those counties' cards."""
    kept: dict[str, list[str]] = orjson.loads(setting(book.connection, "recovered", "{}"))
    return [(RecoveryKey(b"", bytes.fromhex(secret)), counties) for secret, counties in kept.items()]


def own_successors(connection: Connection) -> list[str]:
    """The cards by which this device became what it is, oldest first: what its bundles carry along."""
    found: list[str] = orjson.loads(setting(connection, "successors", "[]"))
    return found


def own_card(book: Book) -> Card:
    """This device's card: a county's is its county card, a station's its enrolment. Always the same text."""
    connection = book.connection
    if became := own_successors(connection):
        return cards.parse(became[-1].encode("ascii"))
    collecting = book.tier in COLLECTING
    kind = "county_card" if collecting else "enrolment"
    unit = unit_by_code(connection, book.unit)
    made = setting(connection, "card_from") or setting(connection, "made_at")[:10]
    name = setting(connection, "card_name") or (unit.name if unit else book.unit)
    replica = setting(connection, "card_replica") or book.replica
    keys = device_keys(book)
    return Card(kind, book.unit, name, replica, keys.public, made, recovery=keys.recovery if collecting else None)


def settle_card(book: Book, connection: Connection) -> None:
    """Once shown to anyone, the card's words stay, or the 24 digits would change."""
    card = own_card(book)
    put_setting(connection, "card_from", card.valid_from)
    put_setting(connection, "card_name", card.name)
    if book.tier in COLLECTING:  # a county keeps its card when it goes on under a new number
        put_setting(connection, "card_replica", card.replica)


def _settle(book: Book) -> None:
    with book.store.transaction() as connection:
        settle_card(book, connection)


def write_card(book: Book, target: Path, kind: str) -> tuple[Card, Path]:
    """Write this device's card to a file, or under a name of its own into a folder; gives the card and the file.

    ``kind``: what was asked for. Refuses the other tier's kind, a name that is taken, a folder that is not there.
    """
    card = own_card(book)
    if card.kind != kind:
        raise Refusal("card.not_ours_to_write" if kind == "county_card" else "card.county_enrols_none")
    target = refuse_target(book, target)
    became = own_successors(book.connection)
    raw = became[-1].encode("ascii") if became else cards.write(card, device_keys(book))
    try:
        target.write_bytes(raw)
    except OSError as error:
        raise Refusal("bundle.target_failed", name=target.name, detail=error.strerror or "") from None
    _settle(book)
    return card, target


def refuse_target(book: Book, target: Path) -> Path:
    """Where a card asked for at ``target``, a file or a folder, would lie. Refuses as ``write_card``."""
    if target.is_dir():
        kind = "county_card" if book.tier in COLLECTING else "enrolment"
        target = target / f"{book.unit}{cards.SUFFIXES[kind]}"
    if target.exists():
        raise Refusal("bundle.target_exists", name=target.name)
    if not target.parent.is_dir():
        raise Refusal("bundle.target_missing", folder=str(target.parent))
    return target


@dataclass(frozen=True, slots=True)
class Trusted:
    """A card taken in: the digits both sides read to each other, and whether they were compared."""

    card: Card
    digits: str
    state: str
    held: int = 0


def trust(book: Book, file: Path, said: str | None = None) -> Trusted:
    """Take in an enrolment or a county card. With ``said`` the 24 digits must fit; nothing is kept if they do not."""
    card = cards.read(file)
    own = own_card(book)
    if card.replica == own.replica:
        raise Refusal("card.own")
    if book.tier not in COLLECTING and card.kind == "enrolment" and card.unit != book.unit:
        raise Refusal("card.other_unit", token=card.unit)
    enrolled = device(book, card.replica) if card.kind == "enrolment" else None
    if enrolled is not None and enrolled.keys != card.keys and said is None:
        raise Refusal("card.other_keys", unit=card.unit)
    former = device(book, card.parent.replica) if card.parent else None
    if former is not None and not card.succeeds(former.keys):
        raise Refusal("card.parent", unit=card.unit)
    digits = cards.digits(own, card)
    if said is not None and not cards.same_digits(said, digits):
        raise Refusal("card.digits")
    _settle(book)
    before = next((c.state for c in ledgers.cards(book.connection) if c.fingerprint == card.fingerprint), None)
    state = "verified" if said is not None or before == "verified" else "unverified"
    body = file.read_text(encoding="utf-8-sig")
    with book.store.transaction() as connection:
        known = ledgers.KnownCard(card.fingerprint, card.kind, card.unit, card.replica, body, state, book.source.at())
        ledgers.put_card(connection, known)
    if card.kind == "enrolment":
        enrol_on_word(book, card, state)
    else:
        from swstation.exchange.recovery import deposit

        deposit(book, card)
    held = [r for r in ledgers.received_bundles(book.connection) if r.status == "held" and r.replica == card.replica]
    return Trusted(card, digits, state, len(held))


def enrol_on_word(book: Book, card: Card, state: str) -> Changes:
    """Say by record that a device is enrolled; ``state`` verified or unverified."""
    from db.gateway import Change

    keys = _keys_of(book, card)
    row = enrolment_id(book.unit, card.replica)
    return do(book, N_("Device trusted"), [Change("enrolment", row, {"keys": keys, "trust": {"state": state}})])


def _keys_of(book: Book, card: Card) -> dict[str, object]:
    return {
        "truster": book.unit, "replica": card.replica, "unit": card.unit, "name": card.name,
        "sign_key": card.keys.sign_text, "age_key": card.keys.recipient, "first_seq": None,
    }  # fmt: skip


def enrolment_id(truster: str, replica: str) -> str:
    """The row of a unit's word about a device."""
    return derived_id("enrolment", truster, replica)


def revoke(book: Book, replica: str) -> Changes:
    """Refuse what a lost device writes after the last record that is here without a gap."""
    here = next((r for r in ledgers.replicas(book.connection) if r.id == replica), None)
    values = {"state": "revoked", "until_seq": here.last if here else 0, "until_chain": here.chain if here else None}
    return _judge(book, replica, N_("Device revoked"), values)


def split(book: Book, replica: str) -> Changes:
    """Ask the machines that write under one number to take a number each; what they write is taken in meanwhile."""
    return _judge(book, replica, N_("New number asked for"), {"state": "split"})


def _judge(book: Book, replica: str, name: str, values: dict[str, object]) -> Changes:
    from db.gateway import Change

    groups: dict[str, dict[str, object]] = {"trust": values}
    if not any(e.truster == book.unit for e in ledgers.enrolments(book.connection, replica)):
        known = (c for c in ledgers.cards(book.connection) if c.kind != "own")
        card = next((c for c in known if c.replica == replica), None)
        if card is None:
            raise Refusal("card.unknown_replica", token=replica[:8])
        if card.kind == "county_card":
            raise Refusal("card.collects", unit=cards.parse(card.body.encode("utf-8")).name)
        groups["keys"] = _keys_of(book, cards.parse(card.body.encode("utf-8")))
    return do(book, name, [Change("enrolment", enrolment_id(book.unit, replica), groups)])


def county_card(book: Book) -> Card | None:
    """The card of the unit above: for a county its own, for a station the newest taken in."""
    if book.tier in COLLECTING:
        return own_card(book)
    known = ledgers.cards(book.connection, "county_card")
    return cards.parse(known[0].body.encode("utf-8")) if known else None


def superior(book: Book) -> Card | None:
    """The card of the unit above: a station's county's, a county's prefecture's (of several the nearest)."""
    if book.tier not in COLLECTING:
        return county_card(book)
    known = [cards.parse(one.body.encode("utf-8")) for one in ledgers.cards(book.connection, "county_card")]
    above = [one for one in known if one.unit != book.unit and may_carry(one.unit, book.unit)]
    return min(above, key=lambda one: _TIERS.index(one.unit[0]), default=None)


def receiver(book: Book) -> Card | None:
    """Whom a bundle up is for: the unit above; at a county that knows none, other machines of the county itself."""
    return superior(book) or county_card(book)


def cards_below(book: Book) -> list[Card]:
    """Cards of collecting units below this one, taken in here: the newest first."""
    if book.tier not in COLLECTING:
        return []
    known = [cards.parse(one.body.encode("utf-8")) for one in ledgers.cards(book.connection, "county_card")]
    return [one for one in known if one.unit != book.unit and may_carry(book.unit, one.unit)]


@dataclass(frozen=True, slots=True)
class Device:
    """A device known here: its keys and unit; ``until``: revoked, its last record that still counts."""

    keys: PublicKeys
    unit: str
    until: int | None = None


def device(book: Book, replica: str, depth: int = 16) -> Device | None:
    """An enrolled device, a lost one too; this device itself and that of the county card are always known.

    So are devices that a known one has become (``successors``), ``depth`` of them one after the other.
    """
    if replica == book.replica:
        return Device(device_keys(book).public, book.unit)
    county = county_card(book)
    word = ledgers.enrolments(book.connection, replica)
    # What a county reported lost is lost at its stations too.
    above = {book.unit} if county is None else {book.unit, county.unit}
    lost = [one.until_seq or 0 for one in word if one.truster in above and one.state == "revoked"]
    for one in sorted(word, key=lambda one: one.truster != book.unit):
        # A station takes its colleagues' devices on the county's word, too.
        certified = county is not None and one.truster == county.unit and one.unit == book.unit
        if one.truster == book.unit or certified:
            keys = PublicKeys.from_text(one.sign_key, one.age_key)
            return Device(keys, one.unit, min(lost) if lost else None)
    if county is not None and county.replica == replica:
        return Device(county.keys, county.unit)
    if (former := former_keys(book).get(replica)) is not None:
        return Device(former.public, book.unit)
    return _successor(book, replica, depth) or _collecting(book, replica)


def _collecting(book: Book, replica: str) -> Device | None:
    # A county has no enrolment; above it its card says who it is.
    for card in cards_below(book):
        if card.replica == replica:
            return Device(card.keys, card.unit)
    return None


def _successor(book: Book, replica: str, depth: int) -> Device | None:
    # A device that says it was another before, and the other one's key agrees: as known as that one is.
    for known in ledgers.cards(book.connection, "enrolment"):
        if known.replica == replica and depth:
            card = cards.parse(known.body.encode("utf-8"))
            former = device(book, card.parent.replica, depth - 1) if card.parent else None
            if former is not None and former.unit == card.unit and card.succeeds(former.keys):
                return Device(card.keys, card.unit, None if former.until is None else 0)
    return None


def trusted_keys(book: Book, replica: str) -> tuple[PublicKeys, str] | None:
    """The keys and the unit of a known device that was not revoked."""
    known = device(book, replica)
    return None if known is None or known.until is not None else (known.keys, known.unit)


def may_carry(carrier: str, unit: str) -> bool:
    """Whether a unit hands on what another wrote: its own, and that of the units below it."""
    if carrier == unit:
        return True
    below = _TIERS.index(unit[0]) < _TIERS.index(carrier[0])
    return below and unit[1:].startswith(carrier[1:].partition("-")[0])


def work_folder(book: Book, name: str) -> Path:
    """A folder of this database's own: work, inbox, archive. Refuses where nothing can be written."""
    folder = data_folder(book.store.path) / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        raise Refusal("store.read_only", path=folder.name) from None
    return folder
