"""What a merge would do, seen before it is done: the same checks and the same merge, in a scratch book.

The real book is only read. Files of one sitting are rehearsed one after the other, each on top of those before it, as
they would be merged; a file that would be refused changes nothing there either.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import orjson

from db import ledgers
from db.conflicts import conflicts_of_row
from db.errors import Refusal
from db.queries.exchange import unit_names
from db.queries.months import MonthFigures, logged_months, month_figures
from db.registry import ALIVE, specs
from db.scratch import VERDICTS, Scratch, Trial
from db.special import OWNER
from swstation.exchange import opening
from swstation.exchange.carried_files import Along, along
from swstation.exchange.identity import work_folder
from swstation.exchange.manifest import Manifest
from swstation.exchange.merging import MergedFile, Progress, checked, take_in
from swstation.exchange.naming import Names
from swstation.operations.book import Book

LISTED: Final = 200
"""So many rows are named behind each count."""
IN_MEMORY: Final = 24 << 20
"""Files of one sitting that are larger together are rehearsed in a file, not in memory."""
_NAMED: Final = "rehearsal-"
_BATCH: Final = 5_000

_FLOORS: Final = {"records": 50, "clients": 10, "logs": 10, "minutes": 600}
"""Below this a figure may double or halve without anybody wondering."""

Verdict = str
"""What becomes of a row (one of ``db.scratch.VERDICTS``, in this order of question): ``duplicate``: all that the
bundle says of it is here already; ``conflicting``: it comes into dispute; ``parked``: only a newer program can show it;
``new``: not here before; ``changed``: shown otherwise than before; ``unchanged``: the bundle adds to its history, what
is shown stays. ``foreign``: written by a unit that it does not belong to. ``invalid`` counts records set aside."""


@dataclass(frozen=True, slots=True)
class RowBehind:
    """A row behind a count: its id (hex) and what it is called; of a changed row each field before and after, of one
    in dispute that is shown as before the fields of both values."""

    row: str
    name: str
    changed: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Jump:
    """A figure that at least doubled or halved against the month before."""

    figure: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class MonthAgainst:
    """A station's month as it would be, against the month before; ``running``: the month has not ended.

    ``name``: what the unit is called, as the bundle itself says it where it is not known here.
    """

    unit: str
    name: str
    before: MonthFigures
    now: MonthFigures
    running: bool

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """What is unusual. That a running month has less so far is not."""
        found = []
        for name, floor in _FLOORS.items():
            before, now = getattr(self.before, name), getattr(self.now, name)
            if max(before, now) >= floor and (now >= 2 * before or (2 * now <= before and not self.running)):
                found.append(Jump(name, before, now))
        return tuple(found)

    def as_dict(self) -> dict[str, object]:
        """As ``merge --preview --json`` prints it."""
        figures = {name: {"before": getattr(self.before, name), "now": getattr(self.now, name)} for name in _FLOORS}
        return {
            "unit": self.unit, "month": self.now.month, "against": self.before.month, "running": self.running,
            **figures, "jumps": [jump.figure for jump in self.jumps],
        }  # fmt: skip


@dataclass(frozen=True)
class Rehearsed:
    """One file: what its merge would say, and per register how many rows of which verdict, with the rows themselves.

    ``created``: the sender's clock as the bundle tells it. ``rows`` names the first ``LISTED`` of each count.
    """

    outcome: MergedFile
    tables: dict[str, dict[Verdict, int]] = field(default_factory=dict)
    rows: dict[tuple[str, Verdict], tuple[RowBehind, ...]] = field(default_factory=dict)
    months: tuple[MonthAgainst, ...] = ()
    created: str | None = None
    files: Along = field(default_factory=Along)

    @property
    def file(self) -> Path:
        """The file that was rehearsed."""
        return self.outcome.file

    @property
    def status(self) -> str:
        """What would become of it: merged, already_merged, held, refused."""
        return self.outcome.status

    def total(self, verdict: Verdict) -> int:
        """Rows of all registers with a verdict."""
        return sum(counts[verdict] for counts in self.tables.values())

    def as_dict(self) -> dict[str, object]:
        """As ``merge --preview --json`` prints it."""
        return {
            **self.outcome.as_dict(), "created": self.created, "tables": self.tables, "files": self.files.count,
            "files_bytes": self.files.bytes, "files_here": self.files.here,
            "months": [one.as_dict() for one in self.months],
        }  # fmt: skip


def rehearse(book: Book, files: Sequence[Path], progress: Progress | None = None) -> list[Rehearsed]:
    """What merging these files, in this order, would do. Nothing is written and no lock is held.

    ``progress`` as in ``merging.merge``; what it raises ends the rehearsal and leaves nothing behind.
    """
    book.store.refuse_newer()
    size = sum(file.stat().st_size for file in files if file.is_file())
    place = scratch_file(book) if size > IN_MEMORY else None
    with book.store.snapshot():
        scratch = Scratch(book.store, place)
        try:
            scratch.take_along()
            stage = _Stage(book, replace(book, store=scratch), scratch, progress)
            return [stage.try_file(file) for file in files]
        finally:
            scratch.close()


def scratch_file(book: Book) -> Path:
    """A place for a scratch book that would be too large for memory."""
    place = work_folder(book, "work") / f"{_NAMED}{secrets.token_hex(8)}"
    for left in place.parent.glob(f"{_NAMED}*"):  # by a program that was ended: nobody has the key
        with suppress(OSError):
            left.unlink()
    return place


@dataclass
class _Stage:
    book: Book
    trying: Book
    scratch: Scratch
    progress: Progress | None
    whole: set[str] = field(default_factory=set)
    """Replicas of which every record has been brought in."""

    def try_file(self, file: Path) -> Rehearsed:
        try:
            outer = opening.outer(file)
            known = ledgers.received_bundles(self.trying.connection, outer.sha256)
            if known and known[0].status == "merged":
                return self._known(file, known[0])
            with checked(self.trying, file) as bundle:
                return self._try(file, bundle)
        except Refusal as refusal:
            held = refusal.code in opening.HELD
            station = str(refusal.params.get("station") or "") or None
            return Rehearsed(MergedFile(file, "held" if held else "refused", refusal=refusal, station=station))

    def _known(self, file: Path, known: ledgers.Received) -> Rehearsed:
        spans = [(str(one["replica"]), int(one["first"]), int(one["last"])) for one in known.ranges]
        # Merged long ago, or a moment ago in this sitting.
        rows = ledgers.span_rows(self.book.connection, spans) or ledgers.span_rows(self.trying.connection, spans)
        tables = {table: _counts({"duplicate": n}) for table, n in rows.items()}
        outcome = MergedFile(file, "already_merged", known=known.ops, station=known.station, bundle_no=known.bundle_no)
        return Rehearsed(outcome, tables)

    def _try(self, file: Path, bundle: opening.Bundle) -> Rehearsed:
        trial = Trial(self.scratch)
        for replica, above in self._missing(bundle.manifest).items():
            self.scratch.take_replica(bytes.fromhex(replica), above)
        lines = chain(bundle.lines(), bundle.loose())
        while batch := list(islice(lines, _BATCH)):
            trial.name(list(filter(None, map(_named, batch))))
        trial.begin()
        coming = along(self.book, bundle)
        return self._seen(trial, take_in(self.trying, file, bundle, self.progress, coming), bundle.manifest, coming)

    def _missing(self, said: Manifest) -> dict[str, int]:
        # Of the devices' records those that decide how far a chain goes: what lies beyond a hole; and all of them
        # where the bundle begins before what is here ends and says something else of it.
        here = {row.id: row.last for row in ledgers.replicas(self.trying.connection)}
        found: dict[str, int] = {}
        for one in said.ranges:
            last = here.get(one.replica, 0)
            if one.first > last:
                found.setdefault(one.replica, last)
                continue
            same = ledgers.span_digest(self.book.connection, one.replica, one.first, one.last)
            if (same.ops, same.digest.hex()) != (one.ops, one.digest):
                found[one.replica] = 0
        for receipt in said.receipts:  # what it says of this device is held against the chain there
            if receipt.last < here.get(receipt.replica, 0):
                found[receipt.replica] = 0
        wanted = {replica: above for replica, above in found.items() if replica not in self.whole}
        self.whole |= {replica for replica, above in wanted.items() if not above}
        return wanted

    def _seen(self, trial: Trial, outcome: MergedFile, said: Manifest, coming: Along) -> Rehearsed:
        names = Names(self.trying.connection, self.book.connection)
        tables: dict[str, dict[Verdict, int]] = {}
        rows: dict[tuple[str, Verdict], tuple[RowBehind, ...]] = {}
        for table, verdicts in sorted(trial.verdicts().items()):
            tables[table] = _counts({verdict: len(keys) for verdict, keys in verdicts.items()})
            for verdict, keys in verdicts.items():
                rows[table, verdict] = tuple(_behind(trial, names, table, verdict, key) for key in keys[:LISTED])
        if outcome.quarantined:
            tables["record"] = _counts({"invalid": outcome.quarantined})
            rows["record", "invalid"] = tuple(
                RowBehind(one.replica, f"{one.seq}", (("reason", "", one.reason),)) for one in outcome.aside
            )
        return Rehearsed(outcome, tables, rows, self._months(said), said.created, coming)

    def _months(self, said: Manifest) -> tuple[MonthAgainst, ...]:
        made = []
        book, over = self.book.connection, self.trying.connection
        today = self.book.source.now().strftime("%Y-%m")
        replicas = {one.replica for one in said.ranges}
        names = unit_names(over)
        units = {row.station for row in ledgers.replicas(over) if row.id in replicas and row.station}
        for unit in sorted(units):
            months = logged_months(over, unit, min(today, said.created[:7]))
            if months:
                before, now = (month_figures(book, over, unit, month) for month in (_before(months[0]), months[0]))
                made.append(MonthAgainst(unit, names.get(unit, unit), before, now, now.month == today))
        return tuple(made)


def _named(line: bytes) -> tuple[str, bytes] | None:
    # The row that a line names, if it names one: whether the line is right is for the merge to say.
    try:
        envelope = orjson.loads(line)[1]
        table, row = envelope["t"], bytes.fromhex(envelope["k"])
    except (ValueError, TypeError, LookupError):
        return None
    return (table, row) if isinstance(table, str) and len(row) == 16 else None


def _counts(found: dict[Verdict, int]) -> dict[Verdict, int]:
    return {verdict: found.get(verdict, 0) for verdict in VERDICTS}


def _behind(trial: Trial, names: Names, table: str, verdict: Verdict, row: bytes) -> RowBehind:
    if table not in specs():
        return RowBehind(row.hex(), row.hex()[:8])
    called = str(names.row(table, row))
    changed: list[tuple[str, str, str]] = []
    if verdict == "new":
        # What its name does not say already; its own words before the rows that it means.
        said = trial.values(table, row)
        fields = sorted((name for name in said if name != "alive"), key=lambda name: name in specs()[table].refs)
        words = [(name, names.value(table, name, _hexed(said[name]))) for name in fields]
        changed = [(name, "", word) for name, word in words if word and word not in called]
    elif verdict in ("changed", "conflicting"):
        before, now = trial.values(table, row, before=True), trial.values(table, row)
        for name in now:
            old, new = _hexed(before.get(name)), _hexed(now[name])
            if old != new:
                changed.append((name, names.value(table, name, old), names.value(table, name, new)))
        if verdict == "conflicting" and not changed:  # what is shown stays: then the value beside it is the news
            changed = _disputed(trial, names, table, row)
    return RowBehind(row.hex(), called, tuple(changed))


def _disputed(trial: Trial, names: Names, table: str, row: bytes) -> list[tuple[str, str, str]]:
    # The value that would be shown and the first beside it, field by field where they differ.
    found = []
    for one in conflicts_of_row(trial.connection, table, row):
        if one.group in (ALIVE, OWNER):
            continue
        shown, other = one.values[0].value, one.values[1].value
        for name in shown:
            if shown[name] != other.get(name):
                found.append((name, names.value(table, name, shown[name]), names.value(table, name, other.get(name))))
    return found


def _hexed(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _before(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02d}"
