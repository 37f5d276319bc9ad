"""What a county writes for a station's devices: its receipts, and the records that concern the station."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from db import chains, ledgers
from db.downward import Concerns, loose_in, note_loose
from db.errors import Refusal
from db.queries.attachments import forms_handed_down, hashes_in_span
from db.records import SCHEMA, ZERO_CHAIN, Op, to_line
from db.store import Connection
from swstation import __version__
from swstation.exchange import carried_files, opening
from swstation.exchange.carried_files import Wanted
from swstation.exchange.exporting import (
    PART_OPS,
    Exported,
    Part,
    Progress,
    exported,
    in_order,
    parts,
    range_of,
    remember,
)
from swstation.exchange.identity import COLLECTING, cards_below, device, device_keys, may_carry, work_folder
from swstation.exchange.keys import PublicKeys
from swstation.exchange.manifest import Manifest, Receipt, Sender
from swstation.exchange.packing import Packing, SentBundle
from swstation.exchange.receipts import stated
from swstation.operations import guards
from swstation.operations.book import Book


@dataclass(frozen=True, slots=True)
class Issued:
    """A receipt that was written: the file, the unit it is for, its number, and what it says of each device."""

    file: Path
    unit: str
    bundle_no: int
    sha256: str
    receipts: tuple[Receipt, ...]


def issue(book: Book, bundle: str, to: Path | None = None) -> Issued:
    """Write the receipt for a merged bundle: for every replica in it and every device of the station that sent it.

    ``bundle``: its file (the archived copy too), or its SHA-256 or the beginning of it (8 characters at least).
    Refuses: not a county's database, a bundle that is not in, a station without a device enrolled here.
    """
    _refuse_station(book)
    received = _received(book, bundle)
    if received.station is None:
        raise Refusal("receipt.not_merged", name=received.file)
    carried = [str(one["replica"]) for one in received.ranges]
    return issue_to(book, received.station, to, carried)


def issue_to_all(book: Book, folder: Path, progress: Progress | None = None) -> list[Issued]:
    """One receipt for each station that sent something, into ``folder``; for every station after a restore here.

    A second one on the same day gets a number. ``progress`` hears the unit that is next, how many are done, how many
    there are.
    """
    _refuse_station(book)
    here = {row.station for row in ledgers.replicas(book.connection)}
    lost = guards.incarnation(book.connection) > 1  # a county that went back to a copy may not know who had sent
    units = sorted({unit for _replica, unit in _devices(book, book.connection) if lost or unit in here})
    issued = []
    for done, unit in enumerate(units):
        if progress is not None:
            progress(unit, done, len(units))
        issued.append(issue_to(book, unit, folder))
    return issued


def _refuse_station(book: Book) -> None:
    if book.tier not in COLLECTING:
        raise Refusal("receipt.county_only")


def _received(book: Book, bundle: str) -> ledgers.Received:
    path = Path(bundle)
    try:
        is_file = path.is_file()
    except (OSError, ValueError):
        is_file = False
    if is_file:
        found = ledgers.received_bundles(book.connection, opening.outer(path).sha256)
    else:
        every = ledgers.received_bundles(book.connection)
        found = [one for one in every if len(bundle) >= 8 and one.sha256.startswith(bundle.lower())]
        found = found or [one for one in every if one.file == bundle]
    known = [one for one in found if one.status == "merged"]
    if len(known) > 1:
        raise Refusal("receipt.several", name=path.name)
    if not known:
        raise Refusal("receipt.not_merged" if found else "receipt.unknown_bundle", name=path.name)
    return known[0]


def _devices(book: Book, connection: Connection) -> list[tuple[str, str]]:
    # Replica and unit of those below that are trusted now, successors too: a lost laptop is told nothing.
    named = {one.replica for one in ledgers.enrolments(connection) if one.truster == book.unit}
    named |= {one.replica for one in ledgers.cards(connection, "enrolment") if one.replica}
    named |= {one.replica for one in cards_below(book)}
    found = [(replica, device(book, replica)) for replica in sorted(named - {book.replica})]
    return [(r, known.unit) for r, known in found if known and known.until is None and known.unit != book.unit]


def _devices_of(book: Book, connection: Connection, unit: str) -> list[str]:
    return [replica for replica, station in _devices(book, connection) if station == unit]


def readers_of(book: Book, connection: Connection, unit: str) -> list[PublicKeys]:
    """Keys of a station's devices that are trusted now, and this county's. Refuses if the station has none."""
    found = [known.keys for one in _devices_of(book, connection, unit) if (known := device(book, one))]
    if not found:
        raise Refusal("receipt.no_device", unit=unit)
    return [*found, device_keys(book).public]


def replicas_of(book: Book, connection: Connection, unit: str) -> set[str]:
    """Replicas of a station: those that sent something and those that are enrolled; of a county its stations', too."""
    sent = {row.id for row in ledgers.replicas(connection) if row.station and speaks_for(unit, row.station)}
    return sent | set(_devices_of(book, connection, unit))


def speaks_for(unit: str, other: str) -> bool:
    """Whether what is written for ``unit`` is about ``other`` as well: a county hands on what its stations wrote."""
    return unit == other or (unit[0] in "CMP" and may_carry(unit, other))


def issue_to(book: Book, unit: str, to: Path | None = None, carried: Iterable[str] = ()) -> Issued:
    """Write a receipt for a station: for each of its devices, and the replicas ``carried`` as well."""
    _refuse_station(book)
    with book.store.snapshot() as connection:
        readers = readers_of(book, connection, unit)
        receipts = stated(connection, [*replicas_of(book, connection, unit), *carried])
        number = ledgers.next_bundle_no(connection)
        manifest = _manifest(book, number, _schema(connection, unit), receipts)
    # What was read is committed; it is promised only once it is on the disk.
    book.store.settle()
    with Packing(work_folder(book, "work")) as packing:
        sent = packing.send(_target(book, unit, to, "receipt"), manifest, device_keys(book), readers)
    remember(book, sent, unit)
    return Issued(sent.path, unit, number, sent.sha256, receipts)


def send(
    book: Book, peer: str, to: Path | None = None, *, full: bool = False, files: bool = False,
    progress: Progress | None = None,
) -> Exported:  # fmt: skip
    """Write for a station (its unit code, or one of its devices) what it has not seen yet.

    The county's own records, without content where they do not concern the station; all that is known of rows handed
    over to it; receipts. ``full``: from the first record on, and the station's own records, too, for one that lost
    them. ``files``: with the attachments of what was handed over, and of its own records that go back. Nothing new
    writes nothing. Refuses: no such device, a station without one.
    """
    _refuse_station(book)
    sent: list[SentBundle] = []
    loose: list[Op] = []
    unit = peer
    left = 0
    try:
        with book.store.snapshot() as connection:
            unit = _unit_of(book, connection, peer)
            readers = readers_of(book, connection, unit)
            receipts = stated(connection, list(replicas_of(book, connection, unit)))
        book.store.settle()
        with book.store.snapshot() as connection:
            number, schema = ledgers.next_bundle_no(connection), _schema(connection, unit)
            concerns = Concerns(connection, unit)
            loose = list(concerns.loose(frozenset() if full else _taken_in(book, connection, unit)))
            found = list(parts(_ranges(book, connection, unit, full))) or ([[]] if loose else [])
            along, left = _files_along(book, connection, unit, found, loose) if files else ([], 0)
            for at in range(max(len(found), len(along))):
                part = found[at] if at < len(found) else []
                manifest = _manifest(book, number + len(sent), schema, () if sent else receipts)
                manifest = replace(
                    manifest,
                    ranges=tuple(one for one, _run in part),
                    rows=ledgers.span_rows(connection, [(r.replica, r.first, r.last) for r, _run in part]),
                )
                with Packing(work_folder(book, "work")) as packing:
                    for _one, run in part:
                        packing.add(chains.lines(connection, run, concerns.keep))
                        if progress is not None:
                            progress("pack", packing.count, sum(r.ops for r, _run in part))
                    if not sent:
                        packing.add_loose(to_line(op) for op in loose)
                    forms = _forms(book, connection, part)
                    carried_files.pack(book, packing, forms)
                    packed = {one.hash for one in forms}
                    papers = [one for one in (along[at] if at < len(along) else []) if one.hash not in packed]
                    left += carried_files.pack(book, packing, papers)
                    target = _target(book, unit, to, "down", len(sent))
                    sent.append(packing.send(target, manifest, device_keys(book), readers, progress))
    finally:
        for done in sent:
            remember(book, done, unit)
        if sent and loose:
            with book.store.transaction() as connection:
                note_loose(connection, sent[0].manifest.bundle_no, [op.id for op in loose])
    return replace(exported(book, sent), files_left=left)


def _files_along(
    book: Book, connection: Connection, unit: str, found: list[list[Part]], loose: list[Op]
) -> tuple[list[list[Wanted]], int]:
    # Of records out of their chains, and of the station's own that go back to it; the county's papers are its own.
    station = {row.id: row.station for row in ledgers.replicas(connection)}
    theirs = [
        one for part in found for one, _run in part if (owner := station.get(one.replica)) and speaks_for(unit, owner)
    ]
    coming, left = carried_files.wanted(book, connection, theirs)
    named = {
        op.groups["file"]["file_hash"] for op in loose if op.t == "attachment" and op.payload and "file" in op.groups
    }
    more, also = carried_files.present(book, {one for one in named if one} - {one.hash for one in coming})
    if not found:
        return [], left + also
    room = carried_files.room_beside(sum(one.ops for one, _run in found[-1]) + len(loose))
    return [*([] for _part in found[:-1]), *carried_files.portions([*coming, *more], room)], left + also


def _forms(book: Book, connection: Connection, part: list[Part]) -> list[Wanted]:
    # The forms that records of this part hand down, as long as they hold; what is damaged here stays behind.
    named: set[str] = set()
    for one, _run in part:
        named |= hashes_in_span(connection, one.replica, one.first, one.last)
    handed = [one for one in forms_handed_down(connection) if one.alive and one.unit == book.unit]
    return [Wanted(one, 0) for one in sorted({form.file_hash for form in handed} & named)]


def _unit_of(book: Book, connection: Connection, peer: str) -> str:
    unit = next((station for replica, station in _devices(book, connection) if peer in (station, replica)), None)
    if unit is None:
        known = any(one.unit == peer and one.truster == book.unit for one in ledgers.enrolments(connection))
        raise Refusal("card.no_laptop", unit=peer) if known else Refusal("card.unknown_replica", token=peer)
    return unit


def _manifest(book: Book, number: int, schema: int, receipts: tuple[Receipt, ...]) -> Manifest:
    return Manifest(
        kind="down",
        profile="named",
        county=device_keys(book).public.fingerprint,
        sender=Sender(book.replica, book.unit),
        bundle_no=number,
        schema=schema,
        min_reader=1,
        app=f"swstation {__version__}",
        created=book.source.at(),
        receipts=receipts,
    )


def _schema(connection: Connection, unit: str) -> int:
    # What the oldest program of the station can read, as it said the last time.
    said = ledgers.last_said(connection, unit).values()
    return min([SCHEMA, *(int(one["schema"]) for one in said if one.get("schema"))])


def _ranges(book: Book, connection: Connection, unit: str, full: bool) -> list[Part]:
    seen = {} if full else _seen_by_all(book, connection, unit)
    found: list[Part] = []
    for replica in ledgers.replicas(connection):
        theirs = full and replica.station is not None and speaks_for(unit, replica.station)
        if replica.station != book.unit and not theirs:
            continue
        after, chain = seen.get(replica.id, (0, ZERO_CHAIN))
        if (replica.last, replica.highest, replica.chain) == (after, after, chain.hex()):
            continue
        runs = chains.runs(connection, bytes.fromhex(replica.id), after, chain, PART_OPS)
        found += [(range_of(run), run) for run in runs]
    return in_order(found)


def _seen_by_all(book: Book, connection: Connection, unit: str) -> dict[str, tuple[int, bytes]]:
    # One file for all devices of the station: what one of them has not seen is in it.
    said = ledgers.last_said(connection, unit)
    found: dict[str, tuple[int, bytes]] = {}
    for number, one in enumerate(_devices_of(book, connection, unit)):
        word = {
            w["replica"]: (w["last"], bytes.fromhex(w["chain"])) for w in said.get(one, {}).get("prerequisites", [])
        }
        found = word if not number else {r: min(found[r], word[r]) for r in found.keys() & word.keys()}
    return found


def _taken_in(book: Book, connection: Connection, unit: str) -> frozenset[bytes]:
    # What went out of its chain in bundles that every device of the station said it took in.
    said = ledgers.last_said(connection, unit)
    numbers: set[int] | None = None
    for one in _devices_of(book, connection, unit):
        word = [set(w["bundles"]) for w in said.get(one, {}).get("prerequisites", []) if w["replica"] == book.replica]
        numbers = (word[0] if word else set()) if numbers is None else numbers & (word[0] if word else set())
    return loose_in(connection, numbers or ())


def _target(book: Book, unit: str, to: Path | None, kind: str, part: int = 0) -> Path:
    folder = Path.cwd() if to is None else to
    if to is not None and not to.is_dir():
        if to.suffix == ".swb":
            return to.with_stem(f"{to.stem}-{part + 1}") if part else to
        raise Refusal("bundle.target_missing", folder=str(to))
    stem = f"{unit[1:]}-{kind}-{book.source.now():%Y%m%d}"
    target, again = folder / f"{stem}.swb", 2
    while target.exists():
        target, again = folder / f"{stem}-{again}.swb", again + 1
    return target
