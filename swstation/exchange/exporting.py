"""Writing a bundle: everything since the county's last word, of this device and of the colleagues' whose it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from db import chains, ledgers, local
from db.errors import Refusal
from db.records import SCHEMA, ZERO_CHAIN
from db.store import Connection, put_setting
from swstation import __version__
from swstation.exchange.identity import (
    COLLECTING,
    county_card,
    device_keys,
    may_carry,
    own_successors,
    trusted_keys,
    work_folder,
)
from swstation.exchange.keys import PublicKeys
from swstation.exchange.manifest import Manifest, Range, Sender, range_said
from swstation.exchange.packing import Packing, SentBundle
from swstation.operations.book import Book

PART_OPS = 400_000
"""Records in one bundle: some 60 MB as stations write, where chat programs take 100."""

Part = tuple[Range, chains.Run]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written; ``file`` is ``None`` if there was nothing new."""

    file: Path | None
    bundle_no: int | None
    ranges: tuple[Range, ...]
    own: str
    ops: int
    rows: dict[str, int]
    bytes: int
    sha256: str | None
    more: tuple[Exported, ...] = ()
    """Further bundles, where one would grow too large."""

    @property
    def first_seq(self) -> int | None:
        """This device's first record in the file."""
        return min((r.first for r in self.ranges if r.replica == self.own), default=None)

    @property
    def last_seq(self) -> int | None:
        """This device's last record in the file."""
        return max((r.last for r in self.ranges if r.replica == self.own), default=None)


def export(
    book: Book,
    to: Path | None = None,
    *,
    full: bool = False,
    peer: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Exported:
    """Write a sealed bundle. ``full``: from the first record; ``peer``: for one enrolled device (replica id) as well.

    Refuses: no county card yet, a target that cannot be written. Nothing new writes nothing.
    """
    county = county_card(book)
    if county is None:
        raise Refusal("card.no_county")
    written: list[Exported] = []
    sent: list[SentBundle] = []
    try:
        with book.store.snapshot() as connection:
            readers = _recipients(book, connection, county.keys, peer)
            number = ledgers.next_bundle_no(connection)
            for part in _parts(_carried(book, connection, county.fingerprint, full, peer)):
                ranges = tuple(one for one, _run in part)
                rows = ledgers.span_rows(connection, [(r.replica, r.first, r.last) for r in ranges])
                target = _target(book, to, number + len(sent), len(sent))
                manifest = Manifest(
                    kind="down" if _goes_down(book, peer) else "up",
                    profile="named",
                    county=county.fingerprint,
                    sender=Sender(book.replica, book.unit),
                    bundle_no=number + len(sent),
                    schema=SCHEMA,
                    min_reader=1,
                    app=f"swstation {__version__}",
                    created=book.source.at(),
                    ranges=ranges,
                    rows=rows,
                    successors=tuple(own_successors(connection)),
                )
                done = _seal(book, connection, part, manifest, target, readers, progress)
                sent.append(done)
                written.append(
                    Exported(
                        done.path, manifest.bundle_no, ranges, book.replica, done.manifest.ops, dict(rows), done.size,
                        done.sha256,
                    )
                )  # fmt: skip
    finally:
        for one in sent:  # what lies on the stick counts, whatever became of the next part
            remember(book, one, peer or county.unit)
    if not written:
        return Exported(None, None, (), book.replica, 0, {}, 0, None)
    return replace(written[0], more=tuple(written[1:]))


def _seal(
    book: Book, connection: Connection, part: list[Part], manifest: Manifest, target: Path, readers: list[PublicKeys],
    progress: Callable[[str, int, int], None] | None,
) -> SentBundle:  # fmt: skip
    total = sum(one.ops for one, _run in part)
    with Packing(work_folder(book, "work")) as packing:
        for _range, run in part:
            packing.add(chains.lines(connection, run))
            if progress is not None:
                progress("pack", packing.count, total)
        return packing.send(target, manifest, device_keys(book), readers)


def _parts(carried: list[Part]) -> Iterator[list[Part]]:
    # So many records pack into less than what chat programs take, and inflate to less than a reader's limit.
    part: list[Part] = []
    for one in carried:
        if part and sum(r.ops for r, _run in part) + one[0].ops > PART_OPS:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _goes_down(book: Book, peer: str | None) -> bool:
    return book.tier in COLLECTING and peer is not None


def _carried(book: Book, connection: Connection, county: str, full: bool, peer: str | None) -> list[Part]:
    # Downwards only the unit's own records and the peer's: what other stations wrote is none of its business.
    down = {book.unit, *(e.unit for e in ledgers.enrolments(connection, peer))} if _goes_down(book, peer) else None
    found = []
    for replica in ledgers.replicas(connection):
        unit = replica.station
        if unit is None or not may_carry(book.unit, unit) or (down is not None and unit not in down):
            continue
        after, chain = (0, ZERO_CHAIN) if full else ledgers.confirmed(connection, replica.id, county)
        if (replica.last, replica.highest, replica.chain) == (after, after, chain.hex()):
            continue
        runs = chains.runs(connection, bytes.fromhex(replica.id), after, chain, PART_OPS)
        found += [(_range(run), run) for run in runs]
    return sorted(found, key=lambda one: (one[0].replica, one[0].first, one[0].last, one[0].last_chain))


def _range(run: chains.Run) -> Range:
    return Range(
        run.replica.hex(), run.first, run.last, run.first_chain.hex(), run.last_chain.hex(), run.last - run.first + 1,
        run.total.hex(),
    )  # fmt: skip


def _recipients(book: Book, connection: Connection, county: PublicKeys, peer: str | None) -> list[PublicKeys]:
    readers = [county, device_keys(book).public]
    for one in ledgers.enrolments(connection):
        mine = one.truster == book.unit
        if mine and ((one.unit == book.unit and book.tier not in COLLECTING) or one.replica == peer):
            known = trusted_keys(book, one.replica)
            readers += [known[0]] if known else []
    if peer is not None and len(readers) == 2:
        raise Refusal("card.unknown_replica", token=peer)
    return readers


def _target(book: Book, to: Path | None, number: int, part: int) -> Path:
    day = book.source.now().strftime("%Y%m%d")
    folder = Path.cwd() if to is None else to
    if to is not None and not to.is_dir():
        if to.suffix == ".swb":
            return to.with_stem(f"{to.stem}-{part + 1}") if part else to
        raise Refusal("bundle.target_missing", folder=str(to))
    stem = f"{book.unit[1:].split('-')[0]}-{day}-{number}"
    target = folder / f"{stem}.swb"
    again = 2
    while target.exists():  # another laptop of the station, or another county's stick
        target = folder / f"{stem}-{again}.swb"
        again += 1
    return target


def remember(book: Book, sent: SentBundle, peer: str) -> None:
    """Enter a bundle that was written whole in the ledger of this machine. ``peer``: the unit or device it is for."""
    manifest = sent.manifest
    ranges = [range_said(r) for r in manifest.ranges]
    at = book.source.at()
    with book.store.transaction() as connection:
        ledgers.add_sent(
            connection,
            ledgers.Sent(
                manifest.bundle_no, sent.path.name, at, sent.sha256, manifest.profile, peer, ranges, manifest.ops,
                sent.size,
            ),
        )  # fmt: skip
        own = [r.last for r in manifest.ranges if r.replica == book.replica]
        if own:
            put_setting(connection, "exported_seq", str(max(own)))
        put_setting(connection, "exported_at", at)
        local.audit(connection, at, book.worker, "export", detail=f"{manifest.bundle_no} {manifest.ops}")
