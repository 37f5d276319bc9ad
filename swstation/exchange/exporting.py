"""Writing a bundle: everything since the county's last word, of this device and of the colleagues' whose it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from db import chains, ledgers, local
from db.errors import Refusal
from db.records import SCHEMA, ZERO_CHAIN
from db.store import Connection, put_setting, setting
from swstation import __version__
from swstation.exchange import carried_files, codes, receipts
from swstation.exchange.cards import Card
from swstation.exchange.carried_files import Wanted
from swstation.exchange.certifying import certify
from swstation.exchange.identity import (
    COLLECTING,
    county_card,
    device_keys,
    may_carry,
    own_successors,
    receiver,
    trusted_keys,
    work_folder,
)
from swstation.exchange.keys import PublicKeys
from swstation.exchange.manifest import ATTACHMENT, Manifest, Range, Sender, range_said
from swstation.exchange.packing import Packing, SentBundle
from swstation.operations.book import Book

PART_OPS = 400_000
"""Records in one bundle: some 60 MB as stations write, where chat programs take 100."""

Part = tuple[Range, chains.Run]
Progress = Callable[[str, int, int], None]
"""What is being done, so many records done, so many in all."""


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
    files: int = 0
    """Attachments in the file."""
    files_left: int = 0
    """Attachments that were asked for and are not here, damaged, or too long to travel."""

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
    code: str | None = None,
    files: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write a sealed bundle. ``full``: from the first record; ``peer``: for one enrolled device (replica id) as well.

    At a county ``peer`` is a station or a device of it, and the bundle goes down (``sending_down``). Without one it
    goes up: to the unit above, whose card is here, with the records of all stations; ``peer`` may name that unit, or
    this one, for its other machines. ``code``: exactly what a request code of the unit above asks for. ``files``: with
    the attachments that these records name (down: of what was handed over), in further bundles where they do not fit.
    Refuses: no county card yet, a target that cannot be written, a wrong code. Nothing new writes nothing.
    """
    book.store.refuse_newer()
    county = county_card(book) if peer == book.unit else receiver(book)
    if county is None:
        raise Refusal("card.no_county")
    if book.tier in COLLECTING:
        if peer in (book.unit, county.unit, county.replica):
            peer = None
        if peer is not None:
            from swstation.exchange.sending_down import send

            return send(book, peer, to, full=full, files=files, progress=progress)
        if county.unit != book.unit:
            certify(book)
    sent: list[SentBundle] = []
    left = 0
    try:
        with book.store.snapshot() as connection:
            readers = _recipients(book, connection, county, peer)
            number = ledgers.next_bundle_no(connection)
            seen = receipts.seen(connection, county.unit) if county.unit != book.unit else ()
            wanted = codes.read(code) if code is not None else None
            found = list(parts(_carried(book, connection, county.fingerprint, full, wanted)))
            along, left = _files_along(book, connection, found) if files else ([], 0)
            for at in range(max(len(found), len(along))):
                part: list[Part] = found[at] if at < len(found) else []
                coming = along[at] if at < len(along) else []
                ranges = tuple(one for one, _run in part)
                manifest = Manifest(
                    kind="up",
                    profile="named",
                    county=county.fingerprint,
                    sender=Sender(book.replica, book.unit),
                    bundle_no=number + len(sent),
                    schema=SCHEMA,
                    min_reader=1,
                    app=f"swstation {__version__}",
                    created=book.source.at(),
                    ranges=ranges,
                    prerequisites=seen,
                    rows=ledgers.span_rows(connection, [(r.replica, r.first, r.last) for r in ranges]),
                    successors=tuple(own_successors(connection)),
                )
                target = _target(book, to, number + len(sent), len(sent))
                done, damaged = _seal(book, connection, part, coming, manifest, target, readers, progress)
                sent.append(done)
                left += damaged
    finally:
        for one in sent:  # what lies on the stick counts, whatever became of the next part
            remember(book, one, peer or county.unit)
    return replace(exported(book, sent), files_left=left)


def _files_along(book: Book, connection: Connection, found: list[list[Part]]) -> tuple[list[list[Wanted]], int]:
    # Beside the records of the last part as many as fit; of the parts before none.
    coming, left = carried_files.wanted(book, connection, [one for part in found for one, _run in part])
    if not found:
        return [], left
    room = carried_files.room_beside(sum(one.ops for one, _run in found[-1]))
    return [*([] for _part in found[:-1]), *carried_files.portions(coming, room)], left


def exported(book: Book, sent: list[SentBundle]) -> Exported:
    """What to say of bundles that were written."""
    made = [
        Exported(
            one.path, one.manifest.bundle_no, one.manifest.ranges, book.replica, one.manifest.ops + one.manifest.loose,
            dict(one.manifest.rows), one.size, one.sha256,
            files=sum(name.startswith(ATTACHMENT) for name in one.manifest.members),
        )
        for one in sent
    ]  # fmt: skip
    if not made:
        return Exported(None, None, (), book.replica, 0, {}, 0, None)
    return replace(made[0], more=tuple(made[1:]))


def _seal(
    book: Book, connection: Connection, part: list[Part], coming: list[Wanted], manifest: Manifest, target: Path,
    readers: list[PublicKeys], progress: Progress | None,
) -> tuple[SentBundle, int]:  # fmt: skip
    total = sum(one.ops for one, _run in part)
    with Packing(work_folder(book, "work")) as packing:
        for _range, run in part:
            packing.add(chains.lines(connection, run))
            if progress is not None:
                progress("pack", packing.count, total)
        damaged = carried_files.pack(book, packing, coming)
        return packing.send(target, manifest, device_keys(book), readers, progress), damaged


def parts(carried: list[Part]) -> Iterator[list[Part]]:
    """Runs of records, parted into bundles."""
    # So many records pack into less than what chat programs take, and inflate to less than a reader's limit.
    part: list[Part] = []
    for one in carried:
        if part and sum(r.ops for r, _run in part) + one[0].ops > PART_OPS:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _carried(book: Book, connection: Connection, county: str, full: bool, wanted: codes.Request | None) -> list[Part]:
    found: list[Part] = []
    fits = False
    for replica in ledgers.replicas(connection):
        if replica.station is None or not may_carry(book.unit, replica.station):
            continue
        if wanted is not None:
            if wanted.fits(replica.id) and replica.highest >= wanted.first:
                fits = True
                found += _asked_for(connection, replica.id, wanted)
            continue
        after, chain = (0, ZERO_CHAIN) if full else ledgers.confirmed(connection, replica.id, county)
        if (replica.last, replica.highest, replica.chain) == (after, after, chain.hex()):
            continue
        if replica.id != book.replica and replica.highest < after:
            continue  # of a colleague's records the county holds more than is here
        runs = chains.runs(connection, bytes.fromhex(replica.id), after, chain, PART_OPS)
        found += [(range_of(run), run) for run in runs]
    if wanted is not None and not fits:
        raise Refusal("receipt.code_not_ours")
    return in_order(found)


def _asked_for(connection: Connection, replica: str, wanted: codes.Request) -> list[Part]:
    key = bytes.fromhex(replica)
    before = chains.chain_at(connection, key, wanted.first - 1)
    if before is None:
        return []
    runs = chains.runs(connection, key, wanted.first - 1, before, min(wanted.last - wanted.first + 1, PART_OPS))
    return [(range_of(run), run) for run in runs if run.first <= wanted.last]


def in_order(found: list[Part]) -> list[Part]:
    """As the manifest wants them."""
    return sorted(found, key=lambda one: (one[0].replica, one[0].first, one[0].last, one[0].last_chain))


def range_of(run: chains.Run) -> Range:
    """A run of records as the manifest tells it."""
    return Range(
        run.replica.hex(), run.first, run.last, run.first_chain.hex(), run.last_chain.hex(), run.last - run.first + 1,
        run.total.hex(),
    )  # fmt: skip


def _recipients(book: Book, connection: Connection, county: Card, peer: str | None) -> list[PublicKeys]:
    readers = [county.keys, device_keys(book).public]
    if county.recovery is not None:
        readers.append(PublicKeys.of_recovery(county.recovery))
    wanted = {
        one.replica for one in ledgers.enrolments(connection)
        if (one.unit == book.unit and book.tier not in COLLECTING) or one.replica == peer
    }  # fmt: skip
    for replica in sorted(wanted - {book.replica}):
        known = trusted_keys(book, replica)
        readers += [known[0]] if known else []
    if peer is not None and trusted_keys(book, peer) is None:
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
        above = receiver(book)
        if own and above is not None and peer == above.unit:  # what goes down, or to a colleague, is not handed in
            before = int(setting(connection, "exported_seq") or 0)
            put_setting(connection, "exported_seq", str(max(before, *own)))  # a span asked for lies further back
        put_setting(connection, "exported_at", at)
        local.audit(connection, at, book.worker, "export", detail=f"{manifest.bundle_no} {manifest.ops}")
