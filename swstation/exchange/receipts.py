"""Receipts: the county's signed word of what it holds; what a station makes of it, bundle by bundle.

A receipt is believed as far as it can be checked: it is signed by the county, and the chain it names at its number is
the one that is here. What does not fit is ignored and said, never acted on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db import ledgers
from db import receipts as kept
from db.chains import chain_at
from db.receipts import Confirmed, Spans, Standing
from db.records import ZERO_CHAIN
from db.store import Connection
from swstation.exchange import limits
from swstation.exchange.identity import device, may_carry, receiver
from swstation.exchange.manifest import Manifest, Receipt, Refused, Seen
from swstation.operations import guards
from swstation.operations.book import Book

STALE_DAYS = 60
"""Without a newer receipt for so long, a full export is offered."""


def stated(connection: Connection, replicas: Sequence[str]) -> tuple[Receipt, ...]:
    """Receipts for some replicas, of what is here in this transaction. Durable is for the caller to see to."""
    incarnation = guards.incarnation(connection)
    made = []
    for replica in sorted(set(replicas)):
        here = kept.standing(connection, replica, limits.RECEIPT_ITEMS)
        aside = tuple(Refused(n, reason) for n, reason in here.aside)
        made.append(
            Receipt(
                replica, here.last, here.chain.hex(), incarnation, here.highest, here.holes, aside, here.bundles
            )
        )  # fmt: skip
    return tuple(made)


def seen(connection: Connection, unit: str) -> tuple[Seen, ...]:
    """What is here of the records of another unit, for its bundles to leave out."""
    found = [row.id for row in ledgers.replicas(connection) if row.station == unit and row.last]
    made = [kept.standing(connection, replica, limits.RECEIPT_ITEMS) for replica in sorted(found)]
    return tuple(Seen(one.replica, one.last, one.chain.hex(), one.bundles) for one in made)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one receipt.

    ``verdict``: ``taken``; ``older`` than the one that is here; ``not_ours``; ``other_past``: it speaks of other
    records than were written here (forged, or two machines wrote under one number); ``ahead``: the county holds more
    of this device than is here (an older copy of the database was put back).
    """

    replica: str
    last: int
    verdict: str

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look into it."""
        return self.verdict in ("other_past", "ahead")


def take(book: Book, connection: Connection, said: Manifest) -> tuple[Taken, ...]:
    """Take in the receipts of a county's bundle whose signature was checked; inside the transaction of its merge."""
    before = kept.receipts(connection, said.county)
    here = {row.id: row for row in ledgers.replicas(connection)}
    found = []
    for one in said.receipts:
        row = here.get(one.replica)
        known = device(book, one.replica)
        unit = row.station if row is not None and row.station else known.unit if known else None
        verdict = "not_ours"
        if unit is not None and may_carry(book.unit, unit):
            verdict = _verdict(book, connection, one, row, before.get(one.replica), said.bundle_no)
        if verdict == "taken":
            standing = Standing(
                one.replica, one.last, bytes.fromhex(one.chain), one.highest, one.holes,
                tuple((refused.n, refused.reason) for refused in one.aside), one.bundles,
            )  # fmt: skip
            kept.put_receipt(
                connection,
                Confirmed(said.county, one.incarnation, said.bundle_no, said.created, book.source.at(), standing),
            )
        found.append(Taken(one.replica, one.last, verdict))
    return tuple(found)


def _verdict(
    book: Book, connection: Connection, one: Receipt, row: ledgers.ReplicaRow | None, before: Confirmed | None,
    number: int,
) -> str:  # fmt: skip
    chain = _chain_here(connection, one, row)
    if chain is None:
        # Of a colleague's records not all need be here; an export compares again when they are.
        if one.replica == book.replica:
            return "ahead"
    elif chain != one.chain:
        return "other_past"
    if before is not None:
        newest = (before.incarnation, before.standing.last, before.number)
        # Within one incarnation a county only comes to hold more: less is an old receipt.
        if (one.incarnation, one.last, number) < newest:
            return "older"
    return "taken"


def _chain_here(connection: Connection, one: Receipt, row: ledgers.ReplicaRow | None) -> str | None:
    if one.last == 0:
        return ZERO_CHAIN.hex()
    if row is not None and row.last == one.last:
        return row.chain
    found = chain_at(connection, bytes.fromhex(one.replica), one.last)
    return None if found is None else found.hex()


@dataclass(frozen=True, slots=True)
class Returned:
    """A record that the county could not take in: whose, which, why (``record.<reason>``), and the row it is about."""

    replica: str
    seq: int
    reason: str
    table: str | None
    row: str | None


@dataclass(frozen=True, slots=True)
class Handed:
    """A bundle written here and what the county's newest receipt says of it.

    ``state``: ``waiting`` (no word yet), ``missing`` (``missing`` of it has not come), ``returned`` (all came, some
    could not be taken in), ``confirmed``.
    """

    sent: ledgers.Sent
    state: str
    missing: tuple[tuple[str, int, int], ...] = ()
    returned: tuple[Returned, ...] = ()


def handed(book: Book) -> list[Handed]:
    """Bundles written here for the unit above, the newest first, each with what is known of it.

    What a county sends down is none: nobody confirms it with a receipt.
    """
    connection = book.connection
    county = receiver(book)
    word = kept.receipts(connection, county.fingerprint) if county else {}
    own = word[book.replica].standing.bundles if book.replica in word else ()
    up = [sent for sent in ledgers.sent_bundles(connection) if not _goes_down(book, sent.peer)]
    return [_handed(connection, sent, word, own) for sent in up]


def _goes_down(book: Book, peer: str) -> bool:
    return peer != book.unit and peer[0] in "VTCMP" and may_carry(book.unit, peer)


def _handed(connection: Connection, sent: ledgers.Sent, word: dict[str, Confirmed], known: tuple[int, ...]) -> Handed:
    if not sent.ranges:  # figures without names: not records, but a bundle with a number
        return Handed(sent, "confirmed" if sent.bundle_no in known else "waiting")
    missing: list[tuple[str, int, int]] = []
    returned: list[Returned] = []
    waiting = False
    for one in sent.ranges:
        replica, first, last = str(one["replica"]), int(one["first"]), int(one["last"])
        receipt = word.get(replica)
        if receipt is None or receipt.standing.highest < last:
            waiting = True
        if receipt is None:
            continue
        missing += [(replica, *span) for span in _within(receipt.standing.holes, first, last)]
        returned += [
            Returned(replica, n, reason, *(kept.row_of(connection, replica, n) or (None, None)))
            for n, reason in receipt.standing.aside
            if first <= n <= last
        ]
    state = "missing" if missing else "waiting" if waiting else "returned" if returned else "confirmed"
    return Handed(sent, state, tuple(missing), tuple(returned))


def _within(spans: Spans, first: int, last: int) -> list[tuple[int, int]]:
    return [(max(a, first), min(b, last)) for a, b in spans if a <= last and b >= first]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Of one device of the ``station``: its records here, and what the newest receipt from above says of them.

    ``written``: its highest number here; ``confirmed``: up to which the county has everything; ``missing``: what the
    county lacks, also above its highest; ``equal``: the chain there is the one here; ``days``: since the receipt was
    taken in (``None``: none yet).
    """

    replica: str
    station: str
    own: bool
    written: int
    confirmed: int
    missing: Spans
    returned: tuple[tuple[int, str], ...]
    equal: bool
    incarnation: int | None
    issued: str | None
    days: int | None

    @property
    def whole(self) -> bool:
        """Whether the county proves to have it all."""
        return self.equal and not self.missing and self.days is not None

    @property
    def stale(self) -> bool:
        """Whether a full export is worth offering."""
        return self.days is not None and self.days > STALE_DAYS

    def as_dict(self) -> dict[str, object]:
        """As ``reconcile --json`` prints it: the county, or who is above it, is the one that holds."""
        missing = sum(last - first + 1 for first, last in self.missing)
        return {
            "replica": self.replica, "station": self.station, "expected": self.written, "held": self.written - missing,
            "missing": missing, "holes": [list(span) for span in self.missing], "quarantined": len(self.returned),
            "digest_equal": self.equal, "forked": False, "holder": "county", "issued": self.issued,
        }  # fmt: skip


def confirmations(book: Book) -> list[Confirmation]:
    """Per device of this station whose records are here: does the county have them all? This device first.

    At a county that hands on to a prefecture: does that have them all, those of its stations' devices too. Empty
    without a unit above.
    """
    connection, county = book.connection, receiver(book)
    if county is None or county.unit == book.unit:
        return []
    word = kept.receipts(connection, county.fingerprint)
    ours = [row for row in ledgers.replicas(connection) if row.station and may_carry(book.unit, row.station)]
    made = [_confirmation(book, row, word.get(row.id)) for row in ours]
    return sorted(made, key=lambda one: (not one.own, one.station, one.replica))


def _confirmation(book: Book, row: ledgers.ReplicaRow, word: Confirmed | None) -> Confirmation:
    own, unit = row.id == book.replica, row.station or book.unit
    if word is None:
        spans: Spans = ((1, row.highest),) if row.highest else ()
        return Confirmation(row.id, unit, own, row.highest, 0, spans, (), False, None, None, None)
    said = word.standing
    chain = row.chain
    if row.last != said.last:
        chain = (chain_at(book.connection, bytes.fromhex(row.id), said.last) or b"").hex()
    spans = (*said.holes, *(((said.highest + 1, row.highest),) if row.highest > said.highest else ()))
    return Confirmation(
        row.id, unit, own, row.highest, said.last, _joined(spans), said.aside, chain == said.chain.hex(),
        word.incarnation, word.issued, _days(word.at, book.source.now()),
    )  # fmt: skip


def _joined(spans: Spans) -> Spans:
    found: list[tuple[int, int]] = []
    for first, last in spans:
        if found and found[-1][1] + 1 >= first:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _days(at: str, now: datetime) -> int:
    try:
        return max((now.date() - datetime.fromisoformat(at).date()).days, 0)
    except ValueError:
        return 0


def full_advised(book: Book) -> bool:
    """Whether the newest receipt of this device is so old that a full export is worth offering."""
    county = receiver(book)
    word = kept.receipts(book.connection, county.fingerprint).get(book.replica) if county else None
    return word is not None and _days(word.at, book.source.now()) > STALE_DAYS
