"""Many machines at once for the laws of merging: real SQLite in memory, emptied by a rollback."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from sqlcipher3 import dbapi2

import db.merge
from db import chains, digest, ledgers
from db.errors import Invalid
from db.gateway import Author, Change, Written, author_records
from db.history import Changed, undo_changes
from db.ids import Source
from db.merge import Merge, Merged, Span
from db.migrations import migrate
from db.records import ZERO_CHAIN
from db.registry import specs
from db.store import put_setting, setting

STATIONS = ("T532301102", "T532301103", "T532301104", "V532301104001")
"""Units of the county that a row may be transferred between."""
CHINA = timezone(timedelta(hours=8))
_spare: list[Any] = []
_open: list[Any] = []


@dataclass(frozen=True)
class Load:
    """A bundle without its file: who sends it, what it says it carries, the lines."""

    sender: str
    spans: tuple[Span, ...]
    lines: tuple[bytes, ...]

    @property
    def sha256(self) -> str:
        """A name for the ledger."""
        return hashlib.sha256(repr(self.spans).encode() + b"\n".join(self.lines)).hexdigest()


class Machine:
    """An installation: writes, hands on, takes in."""

    def __init__(self, connection: Any, name: str, unit: str, replica: bytes | None = None) -> None:
        self.connection = connection
        self.name = name
        self.unit = unit
        self.random = Random(name)
        self.clock = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.author = Author(self.random.randbytes(16).hex(), Source(self._now, self.random.randbytes))
        self.replica = replica or self.random.randbytes(16)
        self.actions: list[tuple[bytes, ...]] = []
        put_setting(connection, "unit", unit)
        put_setting(connection, "replica", self.replica.hex())

    def _now(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock.astimezone(CHINA)

    def write(self, *changes: Change) -> Written:
        """Author records, on rows of others too: what a program does that does not ask."""
        done = author_records(self.connection, self.author, changes, anywhere=True)
        if done.ops:
            self.actions.append(done.ops)
        return done

    def undo(self) -> None:
        """Take the last action back, if it can be."""
        if self.actions:
            with suppress(Changed, Invalid):  # changed since; or a group that cannot be empty had never been set
                changes = undo_changes(self.connection, [op.hex() for op in self.actions.pop()])
                author_records(self.connection, self.author, changes, anywhere=True)

    def speak(self, action: str, which: int, value: int) -> Written | None:
        """A record about a row here, or about records of it: whom it belongs to, what counts, what is to be dropped."""
        rows = self.all("SELECT DISTINCT t, k FROM op WHERE payload IS NOT NULL ORDER BY t, k")
        if not rows:
            return None
        table, row = rows[which % len(rows)]
        known = [op.hex() for (op,) in self.all("SELECT id FROM op WHERE t = ? AND k = ? ORDER BY n, id", table, row)]
        named = sorted({known[value % len(known)], known[which % len(known)]})
        if action == "transfer":
            owner = self.all(f"SELECT owner FROM {table} WHERE id = ?", row)
            start = owner[0][0] if owner and value else STATIONS[which % len(STATIONS)]
            to = STATIONS[value % len(STATIONS)]
            values = {"from": start, "to": to, "on": f"2026-03-0{1 + which % 2}", "reason": "搬迁"}
            group = "_owner"
            if start == to:
                return None
        elif action == "ack":
            moves = self.all("SELECT id FROM op WHERE t = ? AND k = ? AND a = 'transfer' ORDER BY id", table, row)
            if not moves:
                return None
            values, group = {"transfer": moves[which % len(moves)][0].hex()}, "_ack"
        elif action == "erase":
            # Of another row, too: there it must have no effect.
            others = [op.hex() for (op,) in self.all("SELECT id FROM op ORDER BY n, id")]
            values, group = (
                {"ops": sorted({*named, others[(7 * value + 5 * which) % len(others)]}), "reason": "本人要求"},
                "_erase",
            )
        else:
            values, group = {"ops": named, "admitted": action == "admit", "reason": "已核实"}, "_admit"
        return self.write(Change(table, row.hex(), {group: values}, action))

    def hand_on(self, after: Mapping[bytes, tuple[int, bytes]] | None = None, keep: chains.Keep | None = None) -> Load:
        """All that is here, or what comes ``after`` a number of each replica: ranges and lines of an export.

        What ``keep`` says no to goes without its payload.
        """
        found = []
        for replica in ledgers.replicas(self.connection):
            key = bytes.fromhex(replica.id)
            found += chains.runs(self.connection, key, *(after or {}).get(key, (0, ZERO_CHAIN)))
        found.sort(key=lambda run: (run.replica, run.first, run.last, run.last_chain))
        lines = [line for run in found for line in chains.lines(self.connection, run, keep)]
        return Load(self.replica.hex(), tuple(map(span, found)), tuple(lines))

    def take_in(
        self,
        load: Load,
        *,
        progress: Callable[[int], None] | None = None,
        remember: bool = True,
        cuts: Sequence[int] = (),
        **kwargs: Any,
    ) -> Merged:
        """Merge, in one transaction: whole or not at all. ``cuts``: where a batch of lines ends, beside the last."""
        self.connection.execute("SAVEPOINT merge")
        try:
            merge = Merge(self.connection, load.spans, **kwargs)
            with _batches_end(cuts):
                merge.feed(_blocks(load.lines, cuts), progress)
            done = merge.finish()
            if remember:
                self._remember(load, done)
        except BaseException:
            self.connection.execute("ROLLBACK TO merge")
            self.connection.execute("RELEASE merge")
            raise
        self.connection.execute("RELEASE merge")
        return done

    def _remember(self, load: Load, done: Merged) -> None:
        ranges = [
            {
                "replica": s.replica.hex(), "first": s.first, "last": s.last, "first_chain": s.first_chain.hex(),
                "last_chain": s.last_chain.hex(), "digest": "",
            }
            for s in load.spans
        ]  # fmt: skip
        received = ledgers.Received(
            load.sha256, "x.swb", "", "merged", None, None, load.sender, 1, ranges, len(load.lines), done.new, 0
        )
        ledgers.put_received(self.connection, received)

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a question of SQL answers."""
        return list(self.connection.execute(sql, values).fetchall())

    @property
    def position(self) -> dict[bytes, tuple[int, bytes]]:
        """How far each replica is here: what a receipt would say."""
        return {row[0]: (row[1], row[2]) for row in self.all("SELECT id, last, chain FROM replica")}

    @property
    def ids(self) -> set[bytes]:
        """All records that are here."""
        return {row[0] for row in self.all("SELECT id FROM op")}

    @property
    def lamport(self) -> int:
        return int(setting(self.connection, "lamport", "0"))

    def state(self, *registers: str) -> dict[str, Any]:
        """Everything that must be the same wherever the same records are; of the ``registers``, if any are named."""
        tables = [*(registers or specs()), "conflict", "foreign_op", "digest"]
        content: dict[str, Any] = {t: sorted(self.all(f"SELECT * FROM {t}"), key=repr) for t in tables}
        content["op"] = sorted(
            self.all(
                "SELECT id, r, n, t, k, o, ifnull(payload, ''), ifnull(salt, x''), ifnull(ph, x''), parked FROM op"
            )
        )
        content["aside"] = sorted(self.all("SELECT digest, op_id, r, n, reason FROM quarantine"))
        content["ledger"] = sorted(self.all("SELECT id, held, total, last, chain, highest FROM replica"))
        content["code"] = digest.whole(self.connection)
        return content


@contextmanager
def _batches_end(cuts: Sequence[int]) -> Iterator[None]:
    """Let each block of lines be a batch, if some are wanted, as they are after thousands of lines."""
    with pytest.MonkeyPatch.context() as patch:
        if cuts:
            patch.setattr("db.merge.BATCH", 1)
        yield


def _blocks(lines: Sequence[bytes], cuts: Sequence[int]) -> Iterator[Sequence[bytes]]:
    # As many lines as make a batch, if a law says how many; in a file they come by the hundred.
    inside = sorted({cut for cut in cuts or range(0, len(lines), db.merge.BATCH) if 0 < cut < len(lines)})
    for first, end in pairwise([0, *inside, len(lines)]):
        if first < end:
            yield lines[first:end]


def span(run: chains.Run) -> Span:
    """A run as a manifest says it."""
    return Span(run.replica, run.first, run.last, run.first_chain, run.last_chain, run.total)


def split(load: Load, at: int) -> tuple[Load, Load]:
    """A bundle in two, cut after so many of its lines."""
    from db.records import next_chain, parse_line

    left: list[Span] = []
    right: list[Span] = []
    done = 0
    for one in load.spans:
        count = one.last - one.first + 1
        keep = min(max(at - done, 0), count)
        chain = one.first_chain
        for line in load.lines[done : done + keep]:
            chain = next_chain(chain, parse_line(line)[0].id)
        if keep:
            left.append(Span(one.replica, one.first, one.first + keep - 1, one.first_chain, chain))
        if keep < count:
            right.append(Span(one.replica, one.first + keep, one.last, chain, one.last_chain))
        done += count
    return Load(load.sender, tuple(left), load.lines[:at]), Load(load.sender, tuple(right), load.lines[at:])


@contextmanager
def machines(units: Sequence[str]) -> Iterator[list[Machine]]:
    """Fresh machines, one per unit; the same in every run."""
    made: list[Machine] = []
    before = len(_open)
    try:
        for number, unit in enumerate(units):
            made.append(machine(unit, str(number)))
        yield made
    finally:
        release(_open[before:])


def machine(unit: str, name: str, replica: bytes | None = None) -> Machine:
    """One more; ``release`` gives it back."""
    connection = _spare.pop() if _spare else _new()
    connection.execute("BEGIN")
    _open.append(connection)
    return Machine(connection, name, unit, replica)


def copy_of(one: Machine, name: str) -> Machine:
    """The database copied to a second laptop, which goes on writing under the same number."""
    made = machine(one.unit, name, one.replica)
    made.take_in(one.hand_on())
    made.connection.execute("UPDATE setting SET value = ? WHERE key = 'lamport'", (str(one.lamport),))
    return made


def release(connections: Iterable[Any]) -> None:
    """Forget all that was written."""
    for connection in list(connections):
        connection.execute("ROLLBACK")
        _open.remove(connection)
        _spare.append(connection)


def _new() -> Any:
    connection = dbapi2.connect(":memory:", isolation_level=None)
    migrate(connection)
    return connection
