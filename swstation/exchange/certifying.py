"""Devices that a unit above a county takes on the county's word: it never met them, the county enrolled them.

A county's enrolments are records of its own and travel with its bundles. Above it, a record of a station counts if
the county that hands it on has enrolled its device; what comes of another is set aside, named, and taken in once the
county's word has come: in any order the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from db import ledgers
from db.ids import derived_id
from db.receipts import lines_aside
from db.records import BadRecord, parse_line
from db.registry import check_record
from db.store import Connection
from swstation.exchange import cards
from swstation.exchange.identity import Device, cards_below, device, enrol_on_word, may_carry
from swstation.exchange.keys import PublicKeys
from swstation.operations.book import Book

if TYPE_CHECKING:
    from swstation.exchange.opening import Bundle

REASON: Final = "uncertified"
_COLLECT: Final = "CMP"
_MARK: Final = b'"t":"enrolment"'


class Certified:
    """The devices enrolled by a county, or by those below a prefecture: in the records here and in a bundle coming in.

    A county's word is about units of its own area, nobody else's.
    """

    def __init__(self, book: Book, carrier: str, lines: Iterable[bytes] = ()) -> None:
        """``lines``: the records of a bundle of ``carrier`` whose signature and hashes were checked."""
        self._book = book
        self._carrier = carrier
        self._coming: dict[tuple[str, str], dict[str, Any]] = {}
        self._read(lines)

    def devices(self, replica: str) -> list[Device]:
        """What is said of a device; nothing if nobody has enrolled it."""
        said = {
            one.truster: {
                "unit": one.unit, "sign_key": one.sign_key, "age_key": one.age_key, "state": one.state,
                "until_seq": one.until_seq,
            }
            for one in ledgers.enrolments(self._book.connection, replica)
        }  # fmt: skip
        for (truster, about), values in self._coming.items():
            if about == replica:
                said[truster] = said.get(truster, {}) | values
        made = (self._made(truster, values) for truster, values in sorted(said.items()))
        return [one for one in made if one is not None]

    def known(self, replica: str, unit: str) -> Device | None:
        """A device as one of ``unit``, not lost if anybody says so."""
        found = [one for one in self.devices(replica) if one.unit == unit]
        return next((one for one in found if one.until is None), found[0] if found else None)

    def until(self, replica: str) -> int | None:
        """The last record of a lost device that still counts; ``None`` if it is not lost."""
        lost = [one.until for one in self.devices(replica)]
        return None if not lost or None in lost else max(one for one in lost if one is not None)

    def _made(self, truster: str, said: dict[str, Any]) -> Device | None:
        if truster[0] not in _COLLECT or not may_carry(self._carrier, truster) or not may_carry(truster, said["unit"]):
            return None
        until = (said.get("until_seq") or 0) if said.get("state") == "revoked" else None
        return Device(PublicKeys.from_text(said["sign_key"], said["age_key"]), said["unit"], until)

    def _read(self, lines: Iterable[bytes]) -> None:
        found = []
        for line in lines:
            if _MARK in line:
                try:
                    op, groups = parse_line(line)
                    readable = check_record(op, groups)
                except BadRecord:
                    continue
                if readable and op.t == "enrolment" and op.payload is not None and op.a == "set":
                    found.append((op, groups))
        rows: dict[tuple[bytes, str], dict[str, Any]] = {}
        for op, groups in sorted(found, key=lambda one: (one[0].l, one[0].id)):
            rows.setdefault((op.k, op.st), {}).update((groups.get("keys") or {}) | (groups.get("trust") or {}))
        for (row, unit), said in rows.items():
            # Only of rows that are its own by their id, and that say in full which device it is.
            if said.get("truster") == unit and derived_id("enrolment", unit, said["replica"]) == row.hex():
                self._coming[unit, said["replica"]] = said


def of_bundle(book: Book, bundle: Bundle) -> Certified | None:
    """The word of the county that sent a bundle; ``None`` where stations send themselves, and nobody is in between."""
    sender = bundle.manifest.sender.station
    if bundle.manifest.kind != "up" or not any(one.unit == sender for one in cards_below(book)):
        return None
    return Certified(book, sender, bundle.lines())


def waiting(book: Book, connection: Connection) -> Iterator[bytes]:
    """Records set aside because their device was not enrolled, whose county has enrolled it since."""
    word = Certified(book, book.unit)
    known: dict[tuple[bytes, str], Device | None] = {}
    for line in lines_aside(connection, REASON):
        op, _groups = parse_line(line)
        if (op.r, op.st) not in known:
            known[op.r, op.st] = word.known(op.r.hex(), op.st)
        one = known[op.r, op.st]
        if one is not None and (one.until is None or op.n <= one.until):
            yield line


def certify(book: Book) -> int:
    """Enrol by record whom this unit knows by a card alone, before it hands their records on; how many.

    At a county these are devices that went on under a new number, taken in unverified, and so the record says; above
    it the machines of the counties.
    """
    named = {one.replica for one in ledgers.enrolments(book.connection) if one.truster == book.unit}
    carried = {row.id: row.station for row in ledgers.replicas(book.connection)}
    known = {
        one.replica: (cards.parse(one.body.encode("utf-8")), one.state)
        for one in ledgers.cards(book.connection, "enrolment") if one.replica
    }  # fmt: skip
    below = {one.unit: one for one in reversed(cards_below(book))}
    for replica, station in carried.items():
        if station in below:
            known[replica] = (replace(below[station], replica=replica), "unverified")
    count = 0
    for replica in sorted((known.keys() & carried.keys()) - named):
        card, state = known[replica]
        found = device(book, replica)
        lost = found.until is not None if found is not None else card.kind == "enrolment"
        if card.unit != book.unit and not lost:
            enrol_on_word(book, card, state)
            count += 1
    return count
