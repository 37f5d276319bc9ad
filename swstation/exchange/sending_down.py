"""What a county writes for a station's devices: its receipts, and the records that concern the station."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from db import ledgers
from db.errors import Refusal
from db.records import SCHEMA
from db.store import Connection
from swstation import __version__
from swstation.exchange import opening
from swstation.exchange.exporting import remember
from swstation.exchange.identity import COLLECTING, device, device_keys, trusted_keys, work_folder
from swstation.exchange.keys import PublicKeys
from swstation.exchange.manifest import Manifest, Receipt, Sender
from swstation.exchange.packing import Packing
from swstation.exchange.receipts import stated
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


def issue_to_all(book: Book, folder: Path) -> list[Issued]:
    """One receipt for each station that sent something, into ``folder``. The same file twice a day gets a number."""
    _refuse_station(book)
    here = {row.station for row in ledgers.replicas(book.connection)} - {book.unit, None}
    units = sorted({one.unit for one in _devices(book, book.connection)} & here)
    return [issue_to(book, unit, folder) for unit in units]


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


def _devices(book: Book, connection: Connection) -> list[ledgers.Enrolled]:
    # Those that are trusted now: a lost laptop is told nothing.
    return [
        one for one in ledgers.enrolments(connection)
        if one.truster == book.unit and one.unit != book.unit and trusted_keys(book, one.replica) is not None
    ]  # fmt: skip


def readers_of(book: Book, connection: Connection, unit: str) -> list[PublicKeys]:
    """Keys of a station's devices that are trusted now, and this county's. Refuses if the station has none."""
    found = [
        known.keys for one in _devices(book, connection) if one.unit == unit and (known := device(book, one.replica))
    ]
    if not found:
        raise Refusal("receipt.no_device", unit=unit)
    return [*found, device_keys(book).public]


def replicas_of(book: Book, connection: Connection, unit: str) -> set[str]:
    """Replicas of a station: those that sent something and those that are enrolled."""
    sent = {row.id for row in ledgers.replicas(connection) if row.station == unit}
    return sent | {one.replica for one in _devices(book, connection) if one.unit == unit}


def issue_to(book: Book, unit: str, to: Path | None = None, carried: Iterable[str] = ()) -> Issued:
    """Write a receipt for a station: for each of its devices, and the replicas ``carried`` as well."""
    _refuse_station(book)
    with book.store.snapshot() as connection:
        readers = readers_of(book, connection, unit)
        receipts = stated(connection, [*replicas_of(book, connection, unit), *carried])
        number = ledgers.next_bundle_no(connection)
    # What was read is committed; it is promised only once it is on the disk.
    book.store.settle()
    manifest = Manifest(
        kind="down",
        profile="named",
        county=device_keys(book).public.fingerprint,
        sender=Sender(book.replica, book.unit),
        bundle_no=number,
        schema=SCHEMA,
        min_reader=1,
        app=f"swstation {__version__}",
        created=book.source.at(),
        receipts=receipts,
    )
    with Packing(work_folder(book, "work")) as packing:
        sent = packing.send(_target(book, unit, to), manifest, device_keys(book), readers)
    remember(book, sent, unit)
    return Issued(sent.path, unit, number, sent.sha256, receipts)


def _target(book: Book, unit: str, to: Path | None) -> Path:
    folder = Path.cwd() if to is None else to
    if to is not None and not to.is_dir():
        if to.suffix == ".swb":
            return to
        raise Refusal("bundle.target_missing", folder=str(to))
    stem = f"{unit[1:]}-receipt-{book.source.now():%Y%m%d}"
    target, again = folder / f"{stem}.swb", 2
    while target.exists():
        target, again = folder / f"{stem}-{again}.swb", again + 1
    return target
