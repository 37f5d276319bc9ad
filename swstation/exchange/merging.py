"""Taking in bundles, in any order and more than once: open, check, copy, one transaction each, look again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db import digest, ledgers, local
from db.errors import Refusal
from db.store import put_setting, setting
from swstation.errors import message
from swstation.exchange import opening
from swstation.exchange.identity import COLLECTING, county_card, device_keys, trusted_keys, work_folder
from swstation.exchange.keys import PublicKeys
from swstation.exchange.manifest import Manifest
from swstation.operations.backup import back_up
from swstation.operations.book import Book

Progress = Callable[[str, int, int], None]
"""Name of the file, records done, records in all. What it raises stops the merge; nothing of that file stays."""


@dataclass(frozen=True)
class MergedFile:
    """What became of one file. ``status``: merged, already_merged, held, refused; ``gaps``: missing sequence spans."""

    file: Path
    status: str
    new: int = 0
    known: int = 0
    conflicts: int = 0
    quarantined: int = 0
    gaps: tuple[tuple[int, int], ...] = ()
    refusal: Refusal | None = None
    station: str | None = None
    bundle_no: int | None = None

    @property
    def well(self) -> bool:
        """Whether the bundle is in."""
        return self.status in ("merged", "already_merged")

    def as_dict(self) -> dict[str, object]:
        """As ``merge --json`` prints it."""
        return {
            "file": str(self.file), "status": self.status, "station": self.station, "bundle_no": self.bundle_no,
            "new": self.new, "known": self.known, "conflicts": self.conflicts, "quarantined": self.quarantined,
            "gaps": [list(gap) for gap in self.gaps], "reason": message(self.refusal) if self.refusal else None,
        }  # fmt: skip


@dataclass
class Sitting:
    """All files of one call, and the digest afterwards."""

    files: list[MergedFile] = field(default_factory=list)
    digest: str = ""

    @property
    def well(self) -> bool:
        """Whether every file is in."""
        return all(one.well for one in self.files)


def merge(book: Book, files: Sequence[Path], progress: Progress | None = None, *, backup: bool = True) -> Sitting:
    """Merge bundles. The caller holds the writer's lock. A file that fails does not stop the others."""
    sitting = Sitting()
    state = _Copied(backup)
    for file in files:
        try:
            sitting.files.append(_merge_one(book, file, progress, state))
        except Refusal as refusal:
            sitting.files.append(_not_taken(book, file, refusal))
    sitting.digest = digest.whole(book.connection)[0]
    return sitting


def held_files(book: Book) -> list[Path]:
    """Bundles kept because their device was not enrolled yet."""
    return sorted(work_folder(book, "inbox").glob("*.swb"))


@dataclass
class _Copied:
    wanted: bool
    done: bool = False


def _merge_one(book: Book, file: Path, progress: Progress | None, copied: _Copied) -> MergedFile:
    outer = opening.outer(file)
    known = ledgers.received_bundles(book.connection, outer.sha256)
    if known and known[0].status == "merged":
        return MergedFile(
            file, "already_merged", known=known[0].ops, station=known[0].station, bundle_no=known[0].bundle_no
        )
    county = county_card(book)
    if county is None:
        raise Refusal("card.no_county")
    collecting = book.tier in COLLECTING
    with opening.opened(
        file,
        [device_keys(book)],
        counties=[county.fingerprint],
        kinds=["up"] if collecting else ["up", "down"],
        signer=lambda said: _signer(book, said),
        work=work_folder(book, "work"),
    ) as bundle:
        if not copied.done and copied.wanted:
            _copy_before(book)
            copied.done = True
        return _take_in(book, file, bundle, progress)


def _signer(book: Book, said: Manifest) -> PublicKeys | None:
    revoked = [
        e for e in ledgers.enrolments(book.connection, said.sender.replica)
        if e.truster == book.unit and e.state == "revoked"
    ]  # fmt: skip
    if revoked:
        raise Refusal("card.revoked", station=said.sender.station)
    known = trusted_keys(book, said.sender.replica)
    if known is None:
        return None
    keys, unit = known
    if unit != said.sender.station:
        raise Refusal("card.other_station", station=said.sender.station, unit=unit)
    return keys


def _copy_before(book: Book) -> None:
    # One copy per sitting, unless nothing changed since the last one.
    code, ops, _tables = digest.whole(book.connection)
    if not ops or setting(book.connection, "backup_digest") == code:
        return
    back_up(book, label="before-merge")
    with book.store.transaction() as connection:
        put_setting(connection, "backup_digest", code)


def _take_in(book: Book, file: Path, bundle: opening.Bundle, progress: Progress | None) -> MergedFile:
    from db.merge import Merge, Span, holes

    said = bundle.manifest
    spans = [
        Span(bytes.fromhex(r.replica), r.first, r.last, bytes.fromhex(r.first_chain), bytes.fromhex(r.last_chain))
        for r in said.ranges
    ]
    stations = {bytes.fromhex(e.replica): e.unit for e in ledgers.enrolments(book.connection) if e.truster == book.unit}
    with book.store.transaction() as connection:
        merge_ = Merge(connection, spans, stations, bundle.outer.sha256)
        merge_.feed(bundle.lines(), _told(progress, file.name, said.ops))
        merged = merge_.finish()
        if not merged.whole:
            raise Refusal("bundle.chain", station=said.sender.station)
        ranges = [{"replica": r.replica, "first": r.first, "last": r.last, "digest": r.digest} for r in said.ranges]
        ledgers.put_received(
            connection,
            ledgers.Received(
                bundle.outer.sha256, file.name, book.source.at(), "merged", None, said.sender.station,
                said.sender.replica, said.bundle_no, ranges, said.ops, merged.new, merged.known,
            ),
        )  # fmt: skip
        local.audit(connection, book.source.at(), book.worker, "merge", detail=f"{said.bundle_no} {merged.new}")
        gaps = tuple(gap for span in spans for gap in holes(connection, span.replica))
    _keep(book, file, bundle.outer.sha256, "archive")
    (work_folder(book, "inbox") / f"{bundle.outer.sha256}.swb").unlink(missing_ok=True)
    status = "merged" if merged.new or merged.quarantined else "already_merged"
    return MergedFile(
        file, status, merged.new, merged.known, merged.conflicts, len(merged.quarantined), gaps,
        station=said.sender.station, bundle_no=said.bundle_no,
    )  # fmt: skip


def _told(progress: Progress | None, name: str, total: int) -> Callable[[int], None] | None:
    return None if progress is None else lambda done: progress(name, done, total)


def _not_taken(book: Book, file: Path, refusal: Refusal) -> MergedFile:
    if refusal.code != "bundle.unknown_signer":
        return MergedFile(file, "refused", refusal=refusal)
    outer = opening.outer(file)
    _keep(book, file, outer.sha256, "inbox")
    station, replica = str(refusal.params.get("station", "")), str(refusal.params.get("replica", ""))
    with book.store.transaction() as connection:
        ledgers.put_received(
            connection,
            ledgers.Received(
                outer.sha256, file.name, book.source.at(), "held", refusal.code, station, replica,
                outer.header.bundle_no, [], 0, 0, 0,
            ),
        )  # fmt: skip
    return MergedFile(file, "held", refusal=refusal, station=station, bundle_no=outer.header.bundle_no)


def _keep(book: Book, file: Path, sha256: str, folder: str) -> None:
    target = work_folder(book, folder) / f"{sha256}.swb"
    if not target.exists() and target.resolve() != file.resolve():
        part = target.with_suffix(".part")
        shutil.copyfile(file, part)
        part.replace(target)


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

    @property
    def missing(self) -> int:
        """Records said but not here."""
        return sum(last - first + 1 for first, last in self.holes)

    @property
    def whole(self) -> bool:
        """Whether everything said is here."""
        return not self.holes and self.digest_equal

    def as_dict(self) -> dict[str, object]:
        """As ``reconcile --json`` prints it."""
        return {
            "replica": self.replica, "station": self.station, "expected": self.expected, "held": self.held,
            "missing": self.missing, "holes": [list(hole) for hole in self.holes], "quarantined": self.quarantined,
            "digest_equal": self.digest_equal,
        }  # fmt: skip


def reconcile(book: Book, peer: str | None = None) -> list[Reconciled]:
    """Per replica: does this database hold all that bundles taken in said it had. Writes nothing."""
    said: dict[str, list[dict[str, object]]] = {}
    for received in ledgers.received_bundles(book.connection):
        if received.status == "merged":
            for one in received.ranges:
                said.setdefault(str(one["replica"]), []).append(one)
    if peer is not None and peer not in said:
        raise Refusal("card.unknown_replica", token=peer)
    stations = {row.id: row.station for row in ledgers.replicas(book.connection)}
    with book.store.snapshot():
        return [
            _reconcile_one(book, replica, stations.get(replica), said[replica])
            for replica in sorted(said, key=lambda r: (stations.get(r) or "", r))
            if peer in (None, replica)
        ]


def _reconcile_one(book: Book, replica: str, station: str | None, said: Iterable[dict[str, object]]) -> Reconciled:
    from db.merge import holes

    connection = book.connection
    spans = list(_spans(said))
    last = max(span[1] for span in spans)
    missing = tuple(holes(connection, bytes.fromhex(replica), last))
    equal = all(
        ledgers.span_digest(connection, replica, first, end).digest.hex() == expected for first, end, expected in spans
    )
    held = ledgers.span_digest(connection, replica, 1, last).ops
    return Reconciled(replica, station, last, held, missing, ledgers.quarantined(connection, replica), equal)


def _spans(said: Iterable[dict[str, object]]) -> Iterator[tuple[int, int, str]]:
    # Of spans that begin alike only the longest says more.
    longest: dict[int, tuple[int, str]] = {}
    for one in said:
        first, last, code = int(str(one["first"])), int(str(one["last"])), str(one["digest"])
        if first not in longest or longest[first][0] < last:
            longest[first] = (last, code)
    for first, (last, code) in sorted(longest.items()):
        yield first, last, code
