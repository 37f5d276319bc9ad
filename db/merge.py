"""Taking in another machine's change records: set union, then the fold of the rows they touch.

Records come as lines, are checked one by one on their raw bytes, and are written in batches: a row that has one
record (nearly all) goes straight to its register, only rows that several records touch go through the fold. The
caller holds one transaction around a whole bundle; nothing here authors a record, so order and repetition of
bundles cannot matter.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from db import digest
from db.chains import chain_at, forked_numbers, reach
from db.erasing import Erasures
from db.fold import fold, row_in_turn, single_row
from db.gateway import (
    PUT_CONFLICT,
    PUT_FOREIGN,
    columns,
    conflict_rows,
    foreign_rows,
    new_row_sql,
    put_row,
    upsert_sql,
)
from db.plain import Filled, Plain, read
from db.records import OP_COLUMNS, ZERO_CHAIN, BadRecord, Op, next_chain, parse_line, withheld
from db.registry import check_record, specs
from db.store import Connection, put_setting, setting

NAMED = 100
"""So many records set aside are named one by one."""
BATCH = 20_000
BATCH_BYTES = 16 << 20
"""A batch ends at so many lines or bytes, whichever comes first: memory stays bounded whatever a bundle holds."""


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


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record that was not taken in: whose, which, and a short fixed word why."""

    replica: bytes
    n: int
    reason: str


@dataclass
class Merged:
    """The outcome: records new and known, those set aside, rows that came into dispute, records by register.

    ``aside`` names the first ``NAMED`` of ``all_aside``; ``newly_aside`` of them were not seen before. ``forked``:
    replicas under whose number two machines wrote. ``withheld``: new records that came without their payload;
    ``filled``: known ones whose payload came now; ``erased``: those whose payload was dropped by order.
    """

    new: int = 0
    known: int = 0
    withheld: int = 0
    filled: int = 0
    erased: int = 0
    aside: list[SetAside] = field(default_factory=list)
    all_aside: int = 0
    newly_aside: int = 0
    conflicts: int = 0
    tables: Counter[str] = field(default_factory=Counter)
    parked: int = 0
    forked: set[bytes] = field(default_factory=set)


Allowed = Callable[[bytes, str], str | None]
"""Why a replica may not write for a unit (a reason of ``swstation/messages/record.py``); ``None``: it may."""

Record = tuple[Op, dict[str, dict[str, Any]] | Plain, bool]
"""A record, its parsed payload or what was read off it plainly, and whether it must wait for a newer program."""


_OPS_OF_SEVERAL = (
    f"SELECT {', '.join(f'op.{name}' for name in Op._fields)} FROM several CROSS JOIN op ON op.k = several.k"
    " AND op.t = several.t WHERE op.parked = 0 ORDER BY several.k, several.t"
)


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
        self._verdicts: dict[tuple[bytes, str], bool] = {}
        self._revoked = revoked or {}
        self._bundle = bundle
        self._disputed_before = _disputed(connection)
        self._erasures = Erasures(connection)
        self._highest = 0
        self._lowest: dict[bytes, int] = {}

    def feed(self, lines: Iterable[bytes], progress: Callable[[int], None] | None = None) -> None:
        """Take in lines. ``progress`` is told how many were read; what it raises stops the merge (and rolls back).

        Raises ``NotAsSaid``.
        """
        done = 0
        with _no_search_for_rings():
            for batch in _batches(lines):
                self._take(list(self._checked(batch)))
                done += len(batch)
                if progress is not None:
                    progress(done)

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
                    records.append((op, groups, not check_record(op, groups)))
                except BadRecord as bad:
                    one = SetAside(bad.replica or bytes(16), bad.n or 0, bad.reason)
                    self._set_aside(one, line, op.id if op else None, in_chain=False)
            self._take(records)

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
        last, chain = self.connection.execute("SELECT last, chain FROM replica WHERE id = ?", (replica,)).fetchone()
        if lowest <= last:  # something came in under a number that was passed: the chain may go another way now
            last, chain = 0, ZERO_CHAIN
        if forked_numbers(self.connection, replica):
            self.result.forked.add(replica)
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

    def _checked(self, batch: list[bytes]) -> Iterator[Record]:
        carried = self._current
        for line in batch:
            if carried is None or carried.next > carried.span.last:
                carried = self._current = next(self._coming, None)
                if carried is None:
                    raise NotAsSaid
            span, n = carried.span, carried.next
            carried.next = n + 1
            plain = read(line)
            try:
                op, said = plain or parse_line(line)
            except BadRecord as bad:
                # Its name is not known, so the chain after it cannot be checked; its place says which one it is.
                carried.chain = None
                self._set_aside(SetAside(span.replica, n, bad.reason), line, None)
                continue
            op_id, replica, seq = op[:3]
            if replica != span.replica or seq != n:
                raise NotAsSaid
            carried.total += int.from_bytes(op_id, "big")
            if carried.chain is not None:
                carried.chain = next_chain(carried.chain, op_id)
            try:
                if replica in self._revoked or not self._verdicts.get((replica, op.st)):
                    self._judge(op)
                yield op, said, plain is None and not check_record(op, said)
            except BadRecord as bad:
                self._set_aside(SetAside(replica, seq, bad.reason), line, op_id)

    def _judge(self, op: Op) -> None:
        key = (op.r, op.st)
        if not self._verdicts.get(key):
            why = self._allowed(*key) if self._allowed is not None else None
            self._verdicts[key] = why is None
            if why is not None:
                raise BadRecord(why, op.r, op.n)
        if op.r in self._revoked:
            here = self.connection.execute("SELECT id FROM op WHERE r = ? AND n = ?", (op.r, op.n)).fetchall()
            if (op.id,) not in here and (here or op.n > self._revoked[op.r]):
                raise BadRecord("revoked", op.r, op.n)

    def _set_aside(self, one: SetAside, line: bytes, op_id: bytes | None, in_chain: bool = True) -> None:
        self.result.all_aside += 1
        if self.result.all_aside <= NAMED:
            self.result.aside.append(one)
        line = self._erasures.line(line) if op_id is not None else line
        cursor = self.connection.execute(
            "INSERT OR IGNORE INTO quarantine (digest, op_id, r, n, reason, line, bundle) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (hashlib.sha256(line).digest(), op_id, one.replica, one.n, one.reason, line, self._bundle),
        )
        if cursor.rowcount:
            self.result.newly_aside += 1
            if in_chain:
                self._note(one.replica, None, [], one.n, one.n)

    def _take(self, records: list[Record]) -> None:
        known = self._known(records)
        fresh: dict[bytes, Record] = {}
        for record in records:
            op_id = record[0].id
            if op_id not in known and (op_id not in fresh or fresh[op_id][0].payload is None):
                fresh[op_id] = record
        if self._erasures:
            for op_id, (op, _groups, _park) in list(fresh.items()):
                if self._erasures.names(op):
                    fresh[op_id] = (withheld(op), {}, False)
        self.result.new += len(fresh)
        self.result.known += len(records) - len(fresh)
        filled: list[Record] = []
        if known:
            filled = self._fill([one for one in records if one[0].payload is not None and one[0].id in known])
        if not fresh and not filled:
            return
        # What is filled in touches its row even if it is parked: withheld, it had a part in whose the row is.
        several = self._several([*fresh.values(), *((op, groups, False) for op, groups, _park in filled)])
        self.connection.executemany(
            f"INSERT INTO op ({OP_COLUMNS}, parked) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (
                    bytearray(op_id), bytearray(r), n, lamport, at, bytearray(w), st, sv, t, bytearray(k), a, o,
                    payload, salt and bytearray(salt), ph, park,
                )
                for (op_id, r, n, lamport, at, w, st, sv, t, k, a, o, payload, salt, ph), _said, park in fresh.values()
            ],
        )  # fmt: skip
        self._carry_out([*fresh.values(), *filled])
        self._fold_single(record for record in fresh.values() if (record[0].t, record[0].k) not in several)
        self._fold_several(several)
        digest.add(self.connection, ((op.t, op.id) for op, _groups, _park in fresh.values()))
        self._count(fresh.values())

    def _carry_out(self, records: Iterable[Record]) -> None:
        orders = [op for op, _groups, park in records if op.a == "erase" and op.payload is not None and not park]
        if orders:
            self.result.erased += self._erasures.order(orders)

    def _known(self, records: Sequence[Record]) -> set[bytes]:
        sql = "SELECT id FROM op WHERE r = ? AND n BETWEEN ? AND ?"
        return {row[0] for stretch in _stretches(records) for row in self.connection.execute(sql, stretch)}

    def _fill(self, records: Sequence[Record]) -> list[Record]:
        # Records that are here without their payload, and now come with it.
        bare: set[bytes] = set()
        for r, first, last in _stretches(records):
            sql = "SELECT id FROM op WHERE payload IS NULL AND r = ? AND n BETWEEN ? AND ?"
            bare.update(row[0] for row in self.connection.execute(sql, (r, first, last)))
        filled = list(
            {
                op.id: (op, groups, park)
                for op, groups, park in records
                if op.id in bare and not self._erasures.names(op)
            }.values()
        )
        self.connection.executemany(
            "UPDATE op SET payload = ?, salt = ?, ph = NULL, parked = ? WHERE id = ?",
            [(op.payload, op.salt, park, op.id) for op, _groups, park in filled],
        )
        self.result.filled += len(filled)
        return filled

    def _several(self, records: Iterable[Record]) -> set[tuple[str, bytes]]:
        # Rows that more than one record names, those already here included: only these need the fold.
        counts = Counter((op.t, op.k) for op, _groups, park in records if not park)
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (k BLOB PRIMARY KEY) WITHOUT ROWID")
        self.connection.execute("DELETE FROM touched")
        self.connection.executemany("INSERT OR IGNORE INTO touched VALUES (?)", [(k,) for _t, k in counts])
        here = self.connection.execute("SELECT DISTINCT op.t, op.k FROM touched CROSS JOIN op ON op.k = touched.k")
        several = {(row[0], row[1]) for row in here} & counts.keys()
        return several | {row for row, count in counts.items() if count > 1}

    def _fold_single(self, records: Iterable[Record]) -> None:
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        filled: dict[Filled, list[tuple[Any, ...]]] = defaultdict(list)
        for op, groups, park in records:
            if isinstance(groups, Plain):
                if row := groups.row(op):
                    filled[row[0]].append(row[1])
                    continue
                groups = op.groups
            spec = specs().get(op.t)
            if spec is None or park or op.payload is None:
                continue
            if op.a != "set" or "_alive" in groups:
                put_row(self.connection, spec, op.k, fold(spec, [op]))
                continue
            rows[op.t].append(single_row(spec, op, groups))
        for table, values in rows.items():
            self.connection.executemany(upsert_sql(specs()[table]), values)
        for kind, values in filled.items():
            self.connection.executemany(new_row_sql(kind.table, kind.fields), values)

    def _fold_several(self, several: set[tuple[str, bytes]]) -> None:
        self.connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS several (t TEXT, k BLOB, PRIMARY KEY (k, t)) WITHOUT ROWID"
        )
        self.connection.execute("DELETE FROM several")
        self.connection.executemany("INSERT INTO several VALUES (?, ?)", [row for row in several if row[0] in specs()])
        found = self.connection.execute(_OPS_OF_SEVERAL)
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        conflicts: list[tuple[Any, ...]] = []
        foreign: list[tuple[Any, ...]] = []
        gone: list[tuple[str, bytes]] = []
        for (key, table), ops in groupby(map(Op._make, found), key=lambda op: (op.k, op.t)):
            spec, of_row = specs()[table], list(ops)
            if in_turn := row_in_turn(spec, of_row):
                rows[table].append(in_turn)
                continue
            folded = fold(spec, of_row)
            if folded.ops:
                rows[table].append((key, *columns(spec, folded)))
            else:
                gone.append((table, key))
            conflicts += conflict_rows(spec, key, folded)
            foreign += foreign_rows(spec, key, folded)
        for table, values in rows.items():
            self.connection.executemany(upsert_sql(specs()[table]), values)
        self.connection.execute("DELETE FROM conflict WHERE (k, t) IN (SELECT k, t FROM several)")
        self.connection.executemany(PUT_CONFLICT, conflicts)
        self.connection.execute("DELETE FROM foreign_op WHERE (k, t) IN (SELECT k, t FROM several)")
        self.connection.executemany(PUT_FOREIGN, foreign)
        for table, key in gone:
            self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (key,))

    def _count(self, records: Collection[Record]) -> None:
        by_replica: dict[bytes, list[Op]] = defaultdict(list)
        for op, _said, park in records:
            by_replica[op.r].append(op)
            self.result.parked += park
        for replica, ops in by_replica.items():
            _ids, _r, numbers, lamports, _at, _w, stations, _sv, tables, *_rest, payloads, _salt, _ph = zip(
                *ops, strict=True
            )
            self._highest = max(self._highest, max(lamports))
            self.result.tables.update(tables)
            self.result.withheld += payloads.count(None)
            self._note(replica, stations[-1], [op.id for op in ops], min(numbers), max(numbers))

    def _note(self, replica: bytes, station: str | None, new: list[bytes], lowest: int, highest: int) -> None:
        row = self.connection.execute("SELECT held, total FROM replica WHERE id = ?", (replica,)).fetchone()
        held, total = (row[0], row[1]) if row else (0, bytes(32))
        self.connection.execute(
            "INSERT INTO replica (id, station, held, total, last, chain, highest) VALUES (?, ?, ?, ?, 0, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET station = ifnull(station, excluded.station), held = excluded.held,"
            " total = excluded.total, highest = max(highest, excluded.highest)",
            (replica, station, held + len(new), digest.plus(total, new), ZERO_CHAIN, highest),
        )
        self._lowest[replica] = min(lowest, self._lowest.get(replica, lowest))


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


def _stretches(records: Iterable[Record]) -> list[tuple[bytes, int, int]]:
    # Per replica the lowest and the highest number.
    spans: dict[bytes, tuple[int, int]] = {}
    for op, _groups, _park in records:
        first, last = spans.get(op.r, (op.n, op.n))
        spans[op.r] = min(first, op.n), max(last, op.n)
    return [(r, *span) for r, span in spans.items()]


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line)
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
