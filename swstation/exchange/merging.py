"""Taking in bundles, in any order and more than once: copy, open, check, one transaction each, put away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from db import digest, ledgers, local
from db.errors import Refusal
from db.records import SCHEMA
from db.renaming import rename
from swstation.errors import message
from swstation.exchange import inbox, opening
from swstation.exchange.carried_files import Along, take_files
from swstation.exchange.identity import (
    COLLECTING,
    Device,
    cards_below,
    county_card,
    device,
    may_carry,
    opening_keys,
    recovered,
    superior,
    work_folder,
)
from swstation.exchange.keys import PublicKeys
from swstation.exchange.manifest import Manifest, kept_of, range_said
from swstation.exchange.receipts import Taken, take
from swstation.operations import ways
from swstation.operations.attachments import drop_erased
from swstation.operations.backup import copy_before_merge
from swstation.operations.book import Book, followed

if TYPE_CHECKING:
    from db.merge import Merged
    from swstation.exchange.cards import Card
    from swstation.exchange.certifying import Certified

Progress = Callable[[str, int, int], None]
"""Name of the file, records done, records in all. What it raises stops the merge; nothing of that file stays."""


@dataclass(frozen=True)
class Aside:
    """A record that was not taken in: whose, which, and why (a reason of ``swstation/messages/record.py``)."""

    replica: str
    seq: int
    reason: str


@dataclass(frozen=True)
class MergedFile:
    """What became of one file. ``status``: merged, already_merged, held, refused.

    ``aside`` names the first of the ``quarantined`` records; ``gaps``: missing sequence spans; ``forked``: replicas
    under whose number two machines wrote; ``receipts``: what became of those in a county's file.
    """

    file: Path
    status: str
    new: int = 0
    known: int = 0
    conflicts: int = 0
    quarantined: int = 0
    aside: tuple[Aside, ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    forked: tuple[str, ...] = ()
    refusal: Refusal | None = None
    station: str | None = None
    bundle_no: int | None = None
    receipts: tuple[Taken, ...] = ()
    profile: str | None = None
    """Of a bundle without names (``deidentified``, ``aggregate``); its ``new`` and ``known`` are rows, not records."""
    files: int = 0
    """Attachments that came along and are new here."""

    @property
    def well(self) -> bool:
        """Whether the bundle is in."""
        return self.status in ("merged", "already_merged")

    def as_dict(self) -> dict[str, object]:
        """As ``merge --json`` prints it."""
        return {
            "file": str(self.file), "status": self.status, "station": self.station, "bundle_no": self.bundle_no,
            "new": self.new, "known": self.known, "conflicts": self.conflicts, "quarantined": self.quarantined,
            "set_aside": [{"replica": a.replica, "seq": a.seq, "reason": a.reason} for a in self.aside],
            "gaps": [list(gap) for gap in self.gaps], "forked": list(self.forked),
            "reason": message(self.refusal) if self.refusal else None,
            "code": self.refusal.code if self.refusal else None,
            "receipts": [{"replica": r.replica, "last": r.last, "verdict": r.verdict} for r in self.receipts],
            "profile": self.profile, "files": self.files,
        }  # fmt: skip


@dataclass
class Sitting:
    """All files of one call, the digest afterwards, and the forms that came down with them."""

    files: list[MergedFile] = field(default_factory=list)
    digest: str = ""
    forms: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether every file is in."""
        return all(one.well for one in self.files)


def merge(book: Book, files: Sequence[Path], progress: Progress | None = None, *, backup: bool = True) -> Sitting:
    """Merge bundles. The caller holds the writer's lock. A file that fails does not stop the others."""
    book.store.refuse_newer()
    sitting = Sitting()
    copied = _Copied(backup)
    _sweep(book, files)
    with book.store.much(len(files)):
        for file in files:
            try:
                sitting.files.append(_merge_one(book, file, progress, copied))
            except Refusal as refusal:
                sitting.files.append(MergedFile(file, "refused", refusal=refusal))
    ways.prune(book)
    followed(book, {"list_entry"})
    if any(one.well for one in sitting.files):
        from swstation.operations.own_forms import take_forms

        sitting.forms = take_forms(book)
    sitting.digest = digest.whole(book.connection)[0]
    return sitting


def held_files(book: Book) -> list[Path]:
    """Bundles kept because their device was not enrolled yet, or because a newer program is needed."""
    held = {one.sha256 for one in ledgers.received_bundles(book.connection) if one.status == "held"}
    return sorted(path for path in work_folder(book, "inbox").glob("*.swb") if path.stem in held)


@dataclass
class _Copied:
    wanted: bool
    done: bool = False


def _sweep(book: Book, files: Sequence[Path]) -> None:
    # What an interrupted merge left in the inbox: merged already, or to be read again from where it came.
    held = {path.name for path in held_files(book)} | {file.name for file in files}
    for path in work_folder(book, "inbox").iterdir():
        if path.name not in held and not _put_away(book, path):
            _remove(path)


def _remove(kept: Path) -> None:
    with suppress(OSError):  # what stays is swept up before the next merge
        kept.unlink(missing_ok=True)


def _put_away(book: Book, kept: Path) -> bool:
    known = ledgers.received_bundles(book.connection, kept.stem)
    if not known or known[0].status != "merged":
        return False
    with suppress(OSError):  # the records are in; the copy can be put away the next time
        rename(kept, work_folder(book, "archive") / kept.name)
    return True


def _merge_one(book: Book, file: Path, progress: Progress | None, copied: _Copied) -> MergedFile:
    folder = work_folder(book, "inbox")
    try:
        outer = opening.outer(file)
    except Refusal as refusal:
        if refusal.code in opening.HELD:
            return _hold(book, file, inbox.keep_unread(file, folder)[1], None, refusal)
        raise
    known = ledgers.received_bundles(book.connection, outer.sha256)
    if known and known[0].status == "merged":
        _put_away(book, folder / f"{outer.sha256}.swb")
        return MergedFile(
            file, "already_merged", known=known[0].ops, station=known[0].station, bundle_no=known[0].bundle_no
        )
    kept, outer = inbox.keep(file, folder)
    try:
        return _open_and_take_in(book, file, kept, progress, copied)
    except Refusal as refusal:
        if refusal.code in opening.HELD:
            return _hold(book, file, outer.sha256, outer.header.bundle_no, refusal, outer.header.station)
        if not known:
            _remove(kept)
        raise


@contextmanager
def checked(book: Book, file: Path) -> Iterator[opening.Bundle]:
    """A bundle that passed every check, to be taken in or only looked at. Raises ``Refusal``, as ``opening.opened``."""
    county = county_card(book)
    if county is None:
        raise Refusal("card.no_county")
    above = superior(book)
    known = {one.fingerprint for one in (county, above) if one is not None}
    with opening.opened(
        file,
        opening_keys(book),
        counties=[*known, *(one for _key, said in recovered(book) for one in said)],
        kinds=["up", *(["agg"] if book.tier in COLLECTING else []), *(["down"] if above is not None else [])],
        signer=lambda said: _signer(book, said),
        work=work_folder(book, "work"),
    ) as bundle:
        if bundle.manifest.min_reader > SCHEMA:
            raise Refusal("bundle.newer")
        if (bundle.manifest.kind == "agg") != (bundle.manifest.profile != "named"):
            raise Refusal("bundle.manifest", token="profile")
        if bundle.manifest.kind == "down":
            _refuse_others_word(book, bundle.manifest, above or county)
        _refuse_claims(book, bundle.manifest)
        yield bundle


def _open_and_take_in(book: Book, file: Path, kept: Path, progress: Progress | None, copied: _Copied) -> MergedFile:
    with checked(book, kept) as bundle:
        if not copied.done and copied.wanted:
            copy_before_merge(book)
            copied.done = True
        merged = take_in(book, file, bundle, progress)
    _put_away(book, kept)
    return merged


def _signer(book: Book, said: Manifest) -> PublicKeys | None:
    known = device(book, said.sender.replica) or _county_anew(book, said) or _successor(book, said)
    if known is None:
        return None
    if known.unit != said.sender.station:
        raise Refusal("card.other_station", station=said.sender.station, unit=known.unit)
    return known.keys


def _refuse_others_word(book: Book, said: Manifest, county: Card) -> None:
    # What comes down is the county's word: nobody else's, however well known here.
    known = device(book, said.sender.replica)
    if said.sender.station != county.unit or (known is not None and known.keys != county.keys):
        raise Refusal("bundle.not_the_county", station=said.sender.station)


def _county_anew(book: Book, said: Manifest) -> Device | None:
    # A county restored from a copy has a new number, and its keys and card as before: above it and below.
    above = superior(book)
    known = [above] if said.kind == "down" and above is not None else cards_below(book)
    county = next((one for one in known if one.unit == said.sender.station), None)
    return None if county is None else Device(county.keys, county.unit)


def _successor(book: Book, said: Manifest) -> Device | None:
    from swstation.exchange.successors import accepted

    for card, _raw in accepted(book, said.successors):
        if card.replica == said.sender.replica:
            return Device(card.keys, card.unit)
    return None


def _refuse_claims(book: Book, said: Manifest) -> None:
    # What is said must be there; and a device hands on what its own unit and those below wrote: nobody speaks in the
    # name of another station.
    for one in said.ranges:
        if one.ops != one.last - one.first + 1:
            raise Refusal("bundle.chain", station=said.sender.station)
        known = device(book, one.replica)
        if known is not None and not may_carry(said.sender.station, known.unit):
            raise Refusal("card.carries_others", station=said.sender.station, unit=known.unit)


def _allowed(book: Book, carrier: str, word: Certified | None) -> Callable[[bytes, str], str | None]:
    @cache
    def why_not(replica: bytes, unit: str) -> str | None:
        known = device(book, replica.hex())
        if known is None and word is not None and unit != carrier:
            said = word.devices(replica.hex())
            known = word.known(replica.hex(), unit) or (said[0] if said else None)
            if known is None and may_carry(carrier, unit):
                return "uncertified"
        return None if may_carry(carrier, unit) and (known is None or known.unit == unit) else "station"

    return why_not


def _revoked(book: Book, said: Manifest, word: Certified | None) -> dict[bytes, int]:
    # Of a lost device what it wrote before; of what it hands on for others nothing: it may be made up.
    sender = device(book, said.sender.replica)
    lost = sender is not None and sender.until is not None
    found: dict[bytes, int] = {}
    for one in said.ranges:
        known = device(book, one.replica)
        until = known.until if known is not None else word.until(one.replica) if word is not None else None
        if until is not None:
            found[bytes.fromhex(one.replica)] = until
        elif lost:
            found[bytes.fromhex(one.replica)] = 0
    return found


def take_in(
    book: Book, file: Path, bundle: opening.Bundle, progress: Progress | None, rehearsed: Along | None = None
) -> MergedFile:
    """Merge a bundle that was checked, in one transaction. Raises ``Refusal`` ``bundle.chain``, ``bundle.snapshot``.

    ``rehearsed``: the book is a scratch book, whose files are the real one's; of those none is kept and none dropped.
    """
    if bundle.manifest.kind == "agg":
        return _take_snapshots(book, file, bundle)
    from db.merge import Merge, NotAsSaid, Span, holes
    from swstation.exchange import certifying, successors

    said, at = bundle.manifest, book.source.at()
    spans = [
        Span(
            bytes.fromhex(r.replica), r.first, r.last, bytes.fromhex(r.first_chain), bytes.fromhex(r.last_chain),
            bytes.fromhex(r.digest),
        )
        for r in said.ranges
    ]  # fmt: skip
    files = take_files(book, bundle) if rehearsed is None else rehearsed.count - rehearsed.here
    became = successors.accepted(book, said.successors)
    word = certifying.of_bundle(book, bundle)
    with book.store.transaction() as connection:
        successors.keep(book, connection, became)
        taking = Merge(
            connection, spans, _allowed(book, said.sender.station, word), bundle.outer.sha256,
            _revoked(book, said, word),
        )  # fmt: skip
        try:
            taking.feed(bundle.blocks(), _told(progress, file.name, said.ops))
            taking.feed_loose(bundle.loose())
            if word is not None:
                taking.feed_loose(certifying.waiting(book, connection))
            merged = taking.finish()
        except NotAsSaid:
            raise Refusal("bundle.chain", station=said.sender.station) from None
        ledgers.put_received(
            connection,
            ledgers.Received(
                bundle.outer.sha256, file.name, at, "merged", None, said.sender.station, said.sender.replica,
                said.bundle_no, [range_said(r) for r in said.ranges], said.ops, merged.new, merged.known,
                kept_of(said),
            ),
        )  # fmt: skip
        local.audit(connection, at, book.worker, "merge", detail=f"{said.bundle_no} {merged.new}")
        receipts = take(book, connection, said) if said.kind == "down" else ()
        gaps = tuple(gap for replica in dict.fromkeys(s.replica for s in spans) for gap in holes(connection, replica))
    if rehearsed is None:
        drop_erased(book)
    return _outcome(file, said, merged, gaps, receipts, files)


def _take_snapshots(book: Book, file: Path, bundle: opening.Bundle) -> MergedFile:
    from swstation.exchange.snapshots import take_snapshots

    said = bundle.manifest
    kept, rows = take_snapshots(book, file.name, bundle)
    status = "merged" if kept else "already_merged"
    return MergedFile(
        file, status, rows, said.ops - rows, station=said.sender.station, bundle_no=said.bundle_no,
        profile=said.profile,
    )  # fmt: skip


def _outcome(
    file: Path, said: Manifest, merged: Merged, gaps: tuple[tuple[int, int], ...], receipts: tuple[Taken, ...],
    files: int,
) -> MergedFile:  # fmt: skip
    fresh = (
        files or merged.new or merged.filled or merged.newly_aside or any(one.verdict == "taken" for one in receipts)
    )
    return MergedFile(
        file,
        "merged" if fresh else "already_merged",
        merged.new,
        merged.known,
        merged.conflicts,
        merged.all_aside,
        tuple(Aside(one.replica.hex(), one.n, one.reason) for one in merged.aside),
        gaps,
        tuple(sorted(replica.hex() for replica in merged.forked)),
        station=said.sender.station,
        bundle_no=said.bundle_no,
        receipts=receipts,
        files=files,
    )


def _told(progress: Progress | None, name: str, total: int) -> Callable[[int], None] | None:
    return None if progress is None else lambda done: progress(name, done, total)


def _hold(
    book: Book, file: Path, sha256: str, number: int | None, refusal: Refusal, said: str | None = None
) -> MergedFile:
    station, replica = (str(refusal.params.get(key) or "") or None for key in ("station", "replica"))
    station = station or said
    with book.store.transaction() as connection:
        ledgers.put_received(
            connection,
            ledgers.Received(
                sha256, file.name, book.source.at(), "held", refusal.code, station, replica, number, [], 0, 0, 0
            ),
        )
    return MergedFile(file, "held", refusal=refusal, station=station, bundle_no=number)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One peer: how many records it said it had, how many are here, what is missing, whether the ids agree."""

    replica: str
    station: str | None
    expected: int
    held: int
    holes: tuple[tuple[int, int], ...]
    quarantined: int
    digest_equal: bool
    forked: bool = False

    @property
    def missing(self) -> int:
        """Records said but not here."""
        return sum(last - first + 1 for first, last in self.holes)

    @property
    def whole(self) -> bool:
        """Whether everything said is here."""
        return not self.holes and self.digest_equal and not self.forked

    def as_dict(self) -> dict[str, object]:
        """As ``reconcile --json`` prints it."""
        return {
            "replica": self.replica, "station": self.station, "expected": self.expected, "held": self.held,
            "missing": self.missing, "holes": [list(hole) for hole in self.holes], "quarantined": self.quarantined,
            "digest_equal": self.digest_equal, "forked": self.forked,
            "holder": "here",
        }  # fmt: skip


def reconcile(book: Book, peer: str | None = None, known: Sequence[str] = ()) -> list[Reconciled]:
    """Per replica: does this database hold all that bundles taken in said it had. Writes nothing.

    Refuses a ``peer`` that no bundle spoke of and that is not among the ``known``.
    """
    said: dict[str, list[dict[str, object]]] = {}
    for received in ledgers.received_bundles(book.connection):
        if received.status == "merged":
            for one in received.ranges:
                said.setdefault(str(one["replica"]), []).append(one)
    if peer is not None and peer not in said and peer not in known:
        raise Refusal("card.unknown_replica", token=peer)
    stations = {row.id: row.station for row in ledgers.replicas(book.connection)}
    with book.store.snapshot():
        return [
            _reconcile_one(book, replica, stations.get(replica), said[replica])
            for replica in sorted(said, key=lambda r: (stations.get(r) or "", r))
            if peer in (None, replica)
        ]


def _reconcile_one(book: Book, replica: str, station: str | None, said: Iterable[dict[str, object]]) -> Reconciled:
    from db.chains import forked
    from db.merge import holes

    connection = book.connection
    spans = list(_spans(said))
    last = max(span[1] for span in spans)
    missing = tuple(holes(connection, bytes.fromhex(replica), last))
    equal = all(
        ledgers.span_digest(connection, replica, first, end).digest.hex() == expected for first, end, expected in spans
    )
    held = ledgers.span_digest(connection, replica, 1, last).ops
    aside = ledgers.quarantined(connection, replica)
    return Reconciled(replica, station, last, held, missing, aside, equal, forked(connection, bytes.fromhex(replica)))


def _spans(said: Iterable[dict[str, object]]) -> Iterator[tuple[int, int, str]]:
    # Of spans that begin alike only the longest says more.
    longest: dict[int, tuple[int, str]] = {}
    for one in said:
        first, last, code = int(str(one["first"])), int(str(one["last"])), str(one["digest"])
        if first not in longest or longest[first][0] < last:
            longest[first] = (last, code)
    for first, (last, code) in sorted(longest.items()):
        yield first, last, code
