"""Taking in another machine's change records: set union, then the fold of the rows they touch.

Records come as lines, are checked one by one on their raw bytes, and are written in batches (``db.union``). The
caller holds one transaction around a whole bundle; nothing here authors a record, so order and repetition of
bundles cannot matter.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from db import plain
from db.chains import chain_at, forked_numbers, reach
from db.plain import Plain
from db.records import ZERO_CHAIN, BadRecord, Op, next_chain, parse_line
from db.registry import check_record
from db.store import Connection, put_setting, setting
from db.union import Merged, Record, SetAside, Share, Union

__all__ = ["Merge", "Merged", "NotAsSaid", "SetAside", "Span", "holes"]

NAMED = 100
"""So many records set aside are named one by one."""
BATCH = 2_000
BATCH_BYTES = 4 << 20
_SOME = 64
"""A batch ends at so many lines, or soon after so many bytes: what was read is still near the processor when it is
written, and memory stays bounded whatever a bundle holds. Lines are counted ``_SOME`` at a time."""


@dataclass(frozen=True, slots=True)
class Span:
    """What a bundle says it carries of one replica: records ``first`` to ``last``, the chain before and after.

    ``total``: the sum of their ids, if it says so.
    """

    replica: bytes
    first: int
    last: int
    first_chain: bytes
    last_chain: bytes
    total: bytes | None = None


@dataclass(slots=True)
class _Carried:
    # What really came of a span so far. ``chain`` is unknown once a record could not be read.
    span: Span
    next: int
    chain: bytes | None
    total: int = 0

    @property
    def as_said(self) -> bool:
        if self.next != self.span.last + 1:
            return False
        if self.chain is None:
            return True
        total = (self.total % (1 << 256)).to_bytes(32, "big")
        return self.chain == self.span.last_chain and self.span.total in (None, total)


class NotAsSaid(Exception):
    """The records are not the ones the bundle says it carries: nothing of it may stay."""


Allowed = Callable[[bytes, str], str | None]
"""Why a replica may not write for a unit (a reason of ``swstation/messages/record.py``); ``None``: it may."""


class Merge:
    """One bundle being taken in: its lines are those of ``spans``, one after the other.

    ``revoked``: replicas of which nothing above a number is taken in any more.
    """

    def __init__(
        self,
        connection: Connection,
        spans: Sequence[Span],
        allowed: Allowed | None = None,
        bundle: str = "",
        revoked: Mapping[bytes, int] | None = None,
    ) -> None:
        self.connection = connection
        self.result = Merged()
        self._carried = [_Carried(span, span.first, span.first_chain) for span in spans]
        self._coming = iter(self._carried)
        self._current: _Carried | None = None
        self._allowed = allowed
        self._verdicts: dict[tuple[bytes, str], str | None] = {}
        self._revoked = revoked or {}
        self._bundle = bundle
        self._disputed_before = _disputed(connection)
        self._union = Union(connection, self.result, self._note)
        self._highest = 0
        self._lowest: dict[bytes, int] = {}

    def feed(self, blocks: Iterable[Sequence[bytes]], progress: Callable[[int], None] | None = None) -> None:
        """Take in lines, some hundreds at a time. ``progress`` is told how many were read; what it raises stops the
        merge (and rolls back).

        Raises ``NotAsSaid``.
        """
        done = waiting = size = 0
        plainly: list[Plain] = []
        others: list[Record] = []
        with _no_search_for_rings():
            for block in blocks:
                self._checked(block, plainly, others)
                done, waiting, size = done + len(block), waiting + len(block), size + sum(map(len, block))
                if waiting >= BATCH or size >= BATCH_BYTES:
                    self._union.add(plainly, others)
                    plainly, others, waiting, size = [], [], 0, 0
                if progress is not None:
                    progress(done)
            self._union.add(plainly, others)
            self._union.settle()

    def feed_loose(self, lines: Iterable[bytes]) -> None:
        """Take in records out of their chains, for which whoever signed the bundle vouches: a row's history.

        They are judged by the registers alone, and no hole is made of what lies between them.
        """
        for batch in _batches(lines):
            records: list[Record] = []
            for line in batch:
                op: Op | None = None
                try:
                    op, groups = parse_line(line)
                    records.append((op, not check_record(op, groups)))
                except BadRecord as bad:
                    one = SetAside(bad.replica or bytes(16), bad.n or 0, bad.reason)
                    self._set_aside(one, line, op.id if op else None, in_chain=False)
            self._union.add([], records)

    def finish(self) -> Merged:
        """Bring the ledgers up to date and say what happened. Raises ``NotAsSaid``."""
        if not all(carried.as_said for carried in self._carried):
            raise NotAsSaid
        for carried in self._carried:
            self._compare_past(carried.span)
        for replica, lowest in self._lowest.items():
            self._advance(replica, lowest)
        lamport = int(setting(self.connection, "lamport", "0"))
        if self._highest > lamport:
            put_setting(self.connection, "lamport", str(self._highest))
        self.result.conflicts = len(_disputed(self.connection) - self._disputed_before)
        return self.result

    def _compare_past(self, span: Span) -> None:
        if span.first == 1 and span.first_chain != ZERO_CHAIN:
            raise NotAsSaid
        row = self.connection.execute("SELECT last, chain FROM replica WHERE id = ?", (span.replica,)).fetchone()
        if span.first == 1 or row is None or row[0] < span.first - 1:
            return
        ours = row[1] if row[0] == span.first - 1 else chain_at(self.connection, span.replica, span.first - 1)
        if ours not in (None, span.first_chain):
            self.result.forked.add(span.replica)

    def _advance(self, replica: bytes, lowest: int) -> None:
        last, chain, held, highest = self.connection.execute(
            "SELECT last, chain, held, highest FROM replica WHERE id = ?", (replica,)
        ).fetchone()
        if self._twice(replica, last, held, highest):
            self.result.forked.add(replica)
        if lowest <= last:  # something came in under a number that was passed: the chain may go another way now
            last, chain = 0, ZERO_CHAIN
        word: dict[int, bytes] = {}
        for carried in self._carried:
            span = carried.span
            if span.replica == replica:
                word |= {span.first: span.first_chain, span.last + 1: span.last_chain}
                # Its chain was checked record by record: no need to walk there again.
                if carried.chain and span.first <= last + 1 <= span.last and replica not in self.result.forked:
                    last, chain = span.last, span.last_chain
        last, chain = reach(self.connection, replica, last, chain, word)
        self.connection.execute("UPDATE replica SET last = ?, chain = ? WHERE id = ?", (last, chain, replica))

    def _twice(self, replica: bytes, last: int, held: int, highest: int) -> bool:
        # Whether a number was given twice. Not where there is one under each and no more records than numbers: then
        # there is no need to count them all.
        for carried in self._carried:
            if carried.span.replica == replica and carried.span.first <= last + 1:
                last = max(last, carried.span.last)
        aside = self.connection.execute("SELECT 1 FROM quarantine WHERE r = ? LIMIT 1", (replica,)).fetchone()
        return (aside is not None or not last == held == highest) and forked_numbers(self.connection, replica)

    def _checked(self, lines: Sequence[bytes], plainly: list[Plain], others: list[Record]) -> None:
        read = plain.read(lines)
        at = 0
        while at < len(lines):
            carried = self._current
            if carried is None or carried.next > carried.span.last:
                carried = self._current = next(self._coming, None)
                if carried is None:
                    raise NotAsSaid
            end = min(len(lines), at + carried.span.last - carried.next + 1)
            ones = [one for one in read[at:end] if one is not None]
            if len(ones) == end - at and self._in_order(carried, ones):
                plainly += ones
            else:
                self._check_each(carried, lines[at:end], read[at:end], plainly, others)
            carried.next += end - at
            at = end

    def _in_order(self, carried: _Carried, ones: list[Plain]) -> bool:
        # Whether they are those that were said to come now, and all of them may; if so, they are counted as carried.
        replica, chain = carried.span.replica, carried.chain
        if chain is None or replica in self._revoked:
            return False
        if any(end.r != replica or self._verdict(replica, end.st) for end in {one[1] for one in ones}):
            return False
        if [one[2] for one in ones] != list(range(carried.next, carried.next + len(ones))):
            return False
        ids, number = [one[0] for one in ones], int.from_bytes
        for op_id in ids:
            chain = sha256(b"swchain1\0" + chain + op_id).digest()  # ``next_chain``, without the call
        carried.chain = chain
        carried.total += sum([number(op_id, "big") for op_id in ids])
        return True

    def _check_each(
        self, carried: _Carried, lines: Sequence[bytes], read: Sequence[Plain | None], plainly: list[Plain],
        others: list[Record],
    ) -> None:  # fmt: skip
        replica, chain, total = carried.span.replica, carried.chain, carried.total
        judged: set[str] = set()
        for n, (line, one) in enumerate(zip(lines, read, strict=True), carried.next):
            if one is None:
                try:
                    op, said = parse_line(line)
                except BadRecord as bad:
                    # Its name is not known, so the chain after it cannot be checked; its place says which one it is.
                    chain = None
                    self._set_aside(SetAside(replica, n, bad.reason), line, None)
                    continue
                op_id, r, seq, unit = op.id, op.r, op.n, op.st
            else:
                op_id, ending, seq = one[:3]
                r, unit = ending.r, ending.st
            if r != replica or seq != n:
                raise NotAsSaid
            total += int.from_bytes(op_id, "big")
            if chain is not None:
                chain = next_chain(chain, op_id)
            try:
                if unit not in judged:
                    self._judge(op_id, r, n, unit)
                    if r not in self._revoked:
                        judged.add(unit)
                if one is None:
                    others.append((op, not check_record(op, said)))
                else:
                    plainly.append(one)
            except BadRecord as bad:
                self._set_aside(SetAside(replica, n, bad.reason), line, op_id)
        carried.chain, carried.total = chain, total

    def _verdict(self, replica: bytes, unit: str) -> str | None:
        key = (replica, unit)
        if key not in self._verdicts:
            self._verdicts[key] = self._allowed(*key) if self._allowed is not None else None
        return self._verdicts[key]

    def _judge(self, op_id: bytes, replica: bytes, n: int, unit: str) -> None:
        if (why := self._verdict(replica, unit)) is not None:
            raise BadRecord(why, replica, n)
        if replica in self._revoked:
            here = self.connection.execute("SELECT id FROM op WHERE r = ? AND n = ?", (replica, n)).fetchall()
            if (op_id,) not in here and (here or n > self._revoked[replica]):
                raise BadRecord("revoked", replica, n)

    def _set_aside(self, one: SetAside, line: bytes, op_id: bytes | None, in_chain: bool = True) -> None:
        self.result.all_aside += 1
        if self.result.all_aside <= NAMED:
            self.result.aside.append(one)
        line = self._union.erasures.line(line) if op_id is not None else line
        cursor = self.connection.execute(
            "INSERT OR IGNORE INTO quarantine (digest, op_id, r, n, reason, line, bundle) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (hashlib.sha256(line).digest(), op_id, one.replica, one.n, one.reason, line, self._bundle),
        )
        if cursor.rowcount:
            self.result.newly_aside += 1
            if in_chain:
                self._note(one.replica, Share(None, lowest=one.n, highest=one.n))

    def _note(self, replica: bytes, share: Share) -> None:
        row = self.connection.execute("SELECT held, total FROM replica WHERE id = ?", (replica,)).fetchone()
        held, total = (row[0], int.from_bytes(row[1], "big")) if row else (0, 0)
        self.connection.execute(
            "INSERT INTO replica (id, station, held, total, last, chain, highest) VALUES (?, ?, ?, ?, 0, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET station = ifnull(station, excluded.station), held = excluded.held,"
            " total = excluded.total, highest = max(highest, excluded.highest)",
            (
                replica, share.station, held + share.count,
                ((total + share.total) % (1 << 256)).to_bytes(32, "big"), ZERO_CHAIN, share.highest,
            ),
        )  # fmt: skip
        self._lowest[replica] = min(share.lowest, self._lowest.get(replica, share.lowest))
        self._highest = max(self._highest, share.lamport)


@contextmanager
def _no_search_for_rings() -> Iterator[None]:
    # Records by the ten thousand, none of them in a ring of references: looking for one takes a tenth of the time.
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    coming = iter(lines)
    batch: list[bytes] = []
    size = 0
    while some := list(islice(coming, _SOME)):
        batch += some
        size += sum(map(len, some))
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def holes(connection: Connection, replica: bytes, up_to: int | None = None) -> list[tuple[int, int]]:
    """The sequence numbers missing below ``up_to`` (the highest here if ``None``), as (first, last) spans."""
    row = connection.execute("SELECT last, highest FROM replica WHERE id = ?", (replica,)).fetchone()
    if row is None:
        return [(1, up_to)] if up_to else []
    end = row[1] if up_to is None else up_to
    found: list[tuple[int, int]] = []
    expected = row[0] + 1
    here = connection.execute(
        "SELECT n FROM op WHERE r = ?1 AND n > ?2 UNION SELECT n FROM quarantine WHERE r = ?1 AND n > ?2 ORDER BY 1",
        (replica, row[0]),
    )
    for n in (*(n for (n,) in here if n <= end), end + 1):
        if n > expected:
            found.append((expected, n - 1))
        expected = n + 1
    return found


def _disputed(connection: Connection) -> set[tuple[str, bytes, str]]:
    return {(t, k, group) for t, k, group in connection.execute("SELECT t, k, grp FROM conflict")}
