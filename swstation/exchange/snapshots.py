"""Bundles of kind ``agg``: months of stations without anybody's name, signed and sealed, one in place of the last.

They are no change records and are never folded: to withhold a name would break a record's hash. Which of two is newer
they say themselves (the sender's Lamport counter, then its bundle number): it does not matter which of them came last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson

from db import ledgers, local, snapshots
from db.errors import Refusal
from db.records import SCHEMA
from db.store import Connection, setting
from swstation import __version__
from swstation.exchange.board import Board, board_of
from swstation.exchange.identity import COLLECTING, device, device_keys, may_carry, superior, work_folder
from swstation.exchange.manifest import Manifest, Sender, kept_of
from swstation.operations.book import Book
from swstation.reports.counter import Counter
from swstation.reports.period import Span, months_so_far, parse_month

if TYPE_CHECKING:
    from swstation.exchange.opening import Bundle
    from swstation.exchange.packing import SentBundle

PROFILES: Final = ("deidentified", "aggregate")
VERSION: Final = 1
_WORD: Final = re.compile(r"[A-Za-z0-9_.:+ -]{0,64}", re.ASCII)
"""All the text a snapshot may hold: codes, months, row names. No word of any language fits but by accident."""
_TABLES: Final = {
    "deidentified": frozenset({"client", "service_case", "service_log", "unit"}),
    "aggregate": frozenset({"figure", "log_state", "book_state", "device", "unit"}),
}
_SHAPES: Final[dict[str, dict[str, tuple[type, ...]]]] = {
    "figure": {"code": (str,), "value": (int, type(None))},
    "log_state": {"logs": (int, type(None)), "pending": (int, type(None))},
    "book_state": {"conflicts": (int,), "devices": (int,)},
    "unit": {"unit": (str,)},
    "device": {"replica": (str,), "last": (int,), "highest": (int,), "missing": (int,)},
    "client": {"id": (str,)},
    "service_case": {"id": (str,)},
    "service_log": {"id": (str,)},
}
"""What a row must say for a reader to rely on."""
_HEAD: Final = ("unit", "period", "profile", "first", "last")
_DEEP: Final = 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One unit's month. ``counter``: the sender's Lamport counter when it was made; ``complete``: it was over then."""

    unit: str
    period: str
    profile: str
    first: str
    last: str
    counter: int
    complete: bool
    rows: tuple[dict[str, Any], ...]

    def lines(self) -> Iterator[bytes]:
        """As a bundle carries it: what it is, then its rows. Raises ``Refusal`` ``bundle.snapshot`` for any words."""
        head = {
            "snapshot": VERSION, "unit": self.unit, "period": self.period, "profile": self.profile,
            "first": self.first, "last": self.last, "counter": self.counter, "complete": self.complete,
            "rows": len(self.rows),
        }  # fmt: skip
        for one in (head, *self.rows):
            _check(one)
            yield orjson.dumps(one, option=orjson.OPT_SORT_KEYS)


def _check(value: Any, deep: int = 0) -> None:
    # The last lock on the door, whatever the profiles let through; and the first for what comes from others.
    if value is None or type(value) in (int, bool):
        return
    if type(value) is str and _WORD.fullmatch(value):
        return
    if type(value) is list and deep < _DEEP:
        for one in value:
            _check(one, deep + 1)
        return
    if type(value) is dict and deep < _DEEP:
        for key, one in value.items():
            _check(key, deep + 1)
            _check(one, deep + 1)
        return
    raise Refusal("bundle.snapshot")


def parse(lines: Iterable[bytes]) -> Iterator[Snapshot]:
    """The snapshots of a bundle, every value checked. Raises ``Refusal`` ``bundle.snapshot``, ``bundle.newer``."""
    coming = iter(lines)
    for line in coming:
        head = _object(line)
        if head.get("snapshot") != VERSION:
            raise Refusal("bundle.newer" if type(head.get("snapshot")) is int else "bundle.snapshot")
        try:
            unit, period, profile, first, last = (_text(head[key]) for key in _HEAD)
            made = Snapshot(unit, period, profile, first, last, _count(head["counter"]), head["complete"] is True, ())
            wanted = _count(head["rows"])
        except KeyError:
            raise Refusal("bundle.snapshot") from None
        if not re.fullmatch(r"\d{4}-\d{2}", made.period, re.ASCII) or made.profile not in PROFILES:
            raise Refusal("bundle.snapshot")
        rows = []
        for _n in range(wanted):
            row = _object(next(coming, b""))
            if row.get("t") not in _TABLES[made.profile] or not _shaped(row):
                raise Refusal("bundle.snapshot")
            rows.append(row)
        yield replace(made, rows=tuple(rows))


def _shaped(row: dict[str, Any]) -> bool:
    shape = _SHAPES[row["t"]]
    return all(key in row and type(row[key]) in types for key, types in shape.items())


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise Refusal("bundle.snapshot") from None
    if type(value) is not dict or orjson.dumps(value, option=orjson.OPT_SORT_KEYS) != line:
        raise Refusal("bundle.snapshot")
    _check(value)
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise Refusal("bundle.snapshot")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise Refusal("bundle.snapshot")
    return value


# Out


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle of snapshots that lies written: which month and units, how many rows of what."""

    file: Path
    bundle_no: int
    period: str
    profile: str
    units: tuple[str, ...]
    rows: dict[str, int]
    ops: int
    bytes: int
    sha256: str


def export(book: Book, profile: str, month: str | None = None, to: Path | None = None) -> Written:
    """Write the month (the last one that is over, if ``None``) of this station, or of every station below this unit.

    Refuses: no card of the unit above, a month that is none or has not begun, a target that cannot be written.
    """
    from swstation.exchange.packing import Packing

    book.store.refuse_newer()
    above = superior(book)
    if above is None:
        raise Refusal("card.no_superior" if book.tier in COLLECTING else "card.no_county")
    today = book.source.now().date()
    period = month or (today.replace(day=1) - timedelta(days=1)).isoformat()[:7]
    parse_month(period)
    board = board_of(book, (period,), today) if book.tier in COLLECTING else None
    with book.store.snapshot() as connection:
        made = list(_of_units(book, connection, board, profile, period, today))
        counts: dict[str, int] = {}
        for one in made:
            for row in one.rows:
                counts[row["t"]] = counts.get(row["t"], 0) + 1
        number = ledgers.next_bundle_no(connection)
        said = Manifest(
            kind="agg", profile=profile, county=above.fingerprint, sender=Sender(book.replica, book.unit),
            bundle_no=number, schema=SCHEMA, min_reader=1, app=f"swstation {__version__}", created=book.source.at(),
            rows=counts,
        )  # fmt: skip
        with Packing(work_folder(book, "work")) as packing:
            for one in made:
                packing.add(one.lines())
            target = _target(book, to, period, profile, number)
            sent = packing.send(target, said, device_keys(book), [above.keys, device_keys(book).public])
    _remember(book, sent, above.unit)
    return Written(
        sent.path, number, period, profile, tuple(one.unit for one in made), counts, sent.manifest.ops, sent.size,
        sent.sha256,
    )  # fmt: skip


def _of_units(
    book: Book, connection: Connection, board: Board | None, profile: str, month: str, today: date
) -> Iterator[Snapshot]:
    lamport = int(setting(connection, "lamport", "0"))
    counter = Counter(connection, today)
    if board is not None:
        yield from _collected(book, counter, board, profile, month, lamport)
        return
    for unit in counter.units:
        if not may_carry(book.unit, unit.code) or unit.code[0] not in "VT":
            continue
        span = months_so_far(month, unit.month_start_day)[-1]
        _check_begun(span, today)
        rows = _rows(counter, unit.code, profile, span, month)
        yield Snapshot(unit.code, month, profile, span.start, span.end, lamport, today > span.last, tuple(rows))


def _check_begun(span: Span, today: date) -> None:
    if span.first > today:
        raise Refusal("report.not_begun", field="month", first=span.start, as_of=today.isoformat())


def _collected(
    book: Book, counter: Counter, board: Board, profile: str, month: str, lamport: int
) -> Iterator[Snapshot]:
    # What came is handed on as it came; what is here by records is counted; who was expected stands beside it.
    from swstation.exchange import below

    connection, today = counter.connection, counter.as_of
    _check_begun(months_so_far(month)[-1], today)
    found = below.of_month(book.unit, counter, board, profile)
    if not found.stations and not found.collecting:
        raise Refusal("report.no_below", field="unit", unit=book.unit)
    for one in found.stations:
        if one.span is not None:
            rows = tuple(_rows(counter, one.unit, profile, one.span, month))
            complete = one.state != "early"
            yield Snapshot(one.unit, month, profile, one.span.start, one.span.end, lamport, complete, rows)
        elif one.kept is not None and (made := read(connection, one.unit, month, profile)) is not None:
            yield replace(made, counter=max(made.counter, lamport))
    for code in found.collecting:
        if (made := read(connection, code, month, profile)) is not None:
            yield replace(made, counter=max(made.counter, lamport))
    yield replace(below.list_of(book.unit, found, profile, today), counter=lamport)


def _rows(counter: Counter, unit: str, profile: str, span: Span, month: str) -> list[dict[str, Any]]:
    if profile == "aggregate":
        from swstation.exchange import aggregate

        return aggregate.rows(counter, unit, month)
    from swstation.exchange.deidentified import Pseudonyms
    from swstation.exchange.deidentified import rows as deidentified
    from swstation.operations.standing import policy_of
    from swstation.rules.fields import service_fields

    connection = counter.connection
    fields = frozenset(one.id for one in service_fields(policy_of(connection, unit)))
    names = Pseudonyms(bytes.fromhex(setting(connection, "device_keys")), unit)
    return deidentified(connection, unit, span, names, fields)


def _target(book: Book, to: Path | None, period: str, profile: str, number: int) -> Path:
    folder = Path.cwd() if to is None else to
    if to is not None and not to.is_dir():
        if to.suffix == ".swb":
            return to
        raise Refusal("bundle.target_missing", folder=str(to))
    stem = f"{book.unit[1:].split('-')[0]}-{period.replace('-', '')}-{profile}-{number}"
    target, again = folder / f"{stem}.swb", 2
    while target.exists():
        target, again = folder / f"{stem}-{again}.swb", again + 1
    return target


def _remember(book: Book, sent: SentBundle, peer: str) -> None:
    said, at = sent.manifest, book.source.at()
    with book.store.transaction() as connection:
        ledgers.add_sent(
            connection,
            ledgers.Sent(said.bundle_no, sent.path.name, at, sent.sha256, said.profile, peer, [], said.ops, sent.size),
        )
        local.audit(connection, at, book.worker, "export", detail=f"{said.bundle_no} {said.profile} {said.ops}")


# In


def take_snapshots(book: Book, name: str, bundle: Bundle) -> tuple[int, int]:
    """Keep the snapshots of a checked bundle, in one transaction: how many replaced an older or none, how many rows.

    ``name``: of the file, for the ledger.

    Raises ``Refusal`` ``bundle.snapshot``, ``bundle.newer``, ``card.carries_others``: nothing of it stays then.
    """
    said, at = bundle.manifest, book.source.at()
    sender = device(book, said.sender.replica)
    if sender is not None and sender.until is not None:
        raise Refusal("card.lost", station=said.sender.station)
    found = list(parse(bundle.lines()))
    new = rows = 0
    with book.store.transaction() as connection:
        for one in found:
            if one.profile != said.profile:
                raise Refusal("bundle.snapshot")
            if not may_carry(said.sender.station, one.unit):
                raise Refusal("card.carries_others", station=said.sender.station, unit=one.unit)
            kept = snapshots.Kept(
                one.unit, one.period, one.profile, one.counter, said.bundle_no, bundle.outer.sha256,
                said.sender.station, said.sender.replica, one.complete, at,
            )  # fmt: skip
            lines = list(one.lines())
            if snapshots.put(connection, kept, lines):
                new += 1
                rows += len(one.rows)
        ledgers.put_received(
            connection,
            ledgers.Received(
                bundle.outer.sha256, name, at, "merged", None, said.sender.station, said.sender.replica, said.bundle_no,
                [], said.ops, rows, said.ops - rows, kept_of(said),
            ),
        )  # fmt: skip
        local.audit(connection, at, book.worker, "merge", detail=f"{said.bundle_no} {said.profile} {new}")
    return new, rows


def read(connection: Connection, unit: str, period: str, profile: str) -> Snapshot | None:
    """A snapshot that came; ``None`` if it is not here."""
    lines = snapshots.lines_of(connection, unit, period, profile)
    return next(parse(lines)) if lines else None
