"""Taking in another machine's change records: set union, then the fold of the rows they touch.

Records come as lines, are checked one by one on their raw bytes, and are written in batches: a row that has one
record (nearly all) goes straight to its register, only rows that several records touch go through the fold. The
caller holds one transaction around a whole bundle; nothing here authors a record, so order and repetition of
bundles cannot matter.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from db import digest
from db.fold import fold
from db.gateway import OP_COLUMNS, ops_of_row, put_row, upsert_sql
from db.records import MAX_LAMPORT, ZERO_CHAIN, BadRecord, Op, next_chain, parse_line
from db.registry import TableSpec, check_record, specs
from db.store import Connection, put_setting, setting

BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Span:
    """What a bundle says it carries of one replica: records ``first`` to ``last``, the chain before and after."""

    replica: bytes
    first: int
    last: int
    first_chain: bytes
    last_chain: bytes


@dataclass
class Carried:
    """What really came of one replica."""

    span: Span
    next: int
    chain: bytes
    broken: bool = False
    """A record could not be read, so the chain after it cannot be checked."""

    @property
    def whole(self) -> bool:
        """Every record came and the chain ends where the bundle says."""
        return self.broken or (self.next == self.span.last + 1 and self.chain == self.span.last_chain)


@dataclass
class Merged:
    """The outcome: records new and known, quarantined ones by reason, conflicts that opened, rows by register."""

    new: int = 0
    known: int = 0
    quarantined: list[tuple[bytes | None, int | None, str]] = field(default_factory=list)
    conflicts: int = 0
    tables: Counter[str] = field(default_factory=Counter)
    parked: int = 0
    whole: bool = True


class Merge:
    """One bundle being taken in. ``stations``: units that each known replica may write for."""

    def __init__(
        self,
        connection: Connection,
        spans: Sequence[Span],
        stations: Mapping[bytes, str] | None = None,
        bundle: str = "",
    ) -> None:
        self.connection = connection
        self.result = Merged()
        self._carried = {(s.replica, s.first): Carried(s, s.first, s.first_chain) for s in spans}
        self._by_replica: dict[bytes, list[Carried]] = defaultdict(list)
        for carried in self._carried.values():
            self._by_replica[carried.span.replica].append(carried)
        self._stations = stations or {}
        self._bundle = bundle
        self._open_before = _open_conflicts(connection)
        self._highest = 0
        self._dirty: set[bytes] = set()

    def feed(self, lines: Iterable[bytes], progress: Callable[[int], None] | None = None) -> None:
        """Take in lines. ``progress`` is told how many were read; what it raises stops the merge (and rolls back)."""
        done = 0
        iterator = iter(lines)
        while batch := list(islice(iterator, BATCH)):
            self._take(list(self._checked(batch)))
            done += len(batch)
            if progress is not None:
                progress(done)

    def finish(self) -> Merged:
        """Bring the ledgers up to date and say what happened."""
        for replica in self._dirty:
            advance(self.connection, replica)
        lamport = int(setting(self.connection, "lamport", "0"))
        if self._highest > lamport:
            put_setting(self.connection, "lamport", str(self._highest))
        self.result.conflicts = max(0, _open_conflicts(self.connection) - self._open_before)
        self.result.whole = all(carried.whole for carried in self._carried.values())
        return self.result

    def _checked(self, batch: list[bytes]) -> Iterator[tuple[Op, dict[str, dict[str, Any]], bool]]:
        for line in batch:
            op = None
            try:
                parsed, groups = parse_line(line)
                carried = self._place(parsed.r, parsed.n)
                if carried is None:
                    raise BadRecord("range", parsed.r, parsed.n)
                op = parsed
                carried.next, carried.chain = op.n + 1, next_chain(carried.chain, op.id)
                if self._stations.get(op.r, op.st) != op.st:
                    raise BadRecord("station", op.r, op.n)
                yield op, groups, not check_record(op, groups)
            except BadRecord as bad:
                self._quarantine(bad, line, op)

    def _place(self, replica: bytes, n: int) -> Carried | None:
        for carried in self._by_replica.get(replica, ()):
            if carried.next == n and n <= carried.span.last:
                return carried
        return None

    def _quarantine(self, bad: BadRecord, line: bytes, op: Op | None) -> None:
        # Where not even the name of a record could be computed, the chain after it cannot be checked.
        if op is None and bad.reason != "range":
            for carried in self._carried.values():
                if bad.replica in (None, carried.span.replica):
                    carried.broken = True
                    if bad.n == carried.next:
                        carried.next += 1
        self.result.quarantined.append((bad.replica, bad.n, bad.reason))
        self.connection.execute(
            "INSERT OR IGNORE INTO quarantine (digest, op_id, r, n, reason, line, bundle) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (hashlib.sha256(line).digest(), op and op.id, bad.replica, bad.n, bad.reason, line, self._bundle),
        )
        if op is not None:
            self._seen(op.r, op.st, op.n)

    def _take(self, records: list[tuple[Op, dict[str, dict[str, Any]], bool]]) -> None:
        known = self._known([op.id for op, _g, _p in records])
        fresh: dict[bytes, tuple[Op, dict[str, dict[str, Any]], bool]] = {}
        for record in records:
            if record[0].id not in known:
                fresh.setdefault(record[0].id, record)
        self.result.new += len(fresh)
        self.result.known += len(records) - len(fresh)
        if not fresh:
            return
        several = self._several(fresh.values())
        self.connection.executemany(
            f"INSERT INTO op ({OP_COLUMNS}, parked) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (op.id, op.r, op.n, op.l, op.at, op.w, op.st, op.sv, op.t, op.k, op.a, op.o, op.payload, op.salt, park)
                for op, _groups, park in fresh.values()
            ],
        )
        self._fold_single(record for record in fresh.values() if (record[0].t, record[0].k) not in several)
        for table, key in sorted(several):
            if (spec := specs().get(table)) and (found := ops_of_row(self.connection, table, key)):
                put_row(self.connection, spec, key, fold(spec, found))
        digest.add(self.connection, ((op.t, op.id) for op, _groups, _park in fresh.values()))
        self._count(fresh.values())

    def _known(self, ids: Sequence[bytes]) -> set[bytes]:
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS staged (id BLOB PRIMARY KEY) WITHOUT ROWID")
        self.connection.execute("DELETE FROM staged")
        self.connection.executemany("INSERT OR IGNORE INTO staged VALUES (?)", [(one,) for one in ids])
        found = self.connection.execute("SELECT op.id FROM staged JOIN op ON op.id = staged.id")
        return {row[0] for row in found}

    def _several(self, records: Iterable[tuple[Op, dict[str, dict[str, Any]], bool]]) -> set[tuple[str, bytes]]:
        # Rows that more than one record names, those already here included: only these need the fold.
        counts = Counter((op.t, op.k) for op, _groups, park in records if not park)
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (k BLOB PRIMARY KEY) WITHOUT ROWID")
        self.connection.execute("DELETE FROM touched")
        self.connection.executemany("INSERT OR IGNORE INTO touched VALUES (?)", [(k,) for _t, k in counts])
        here = self.connection.execute("SELECT DISTINCT op.t, op.k FROM touched JOIN op ON op.k = touched.k")
        several = {(row[0], row[1]) for row in here} & counts.keys()
        return several | {row for row, count in counts.items() if count > 1}

    def _fold_single(self, records: Iterable[tuple[Op, dict[str, dict[str, Any]], bool]]) -> None:
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for op, groups, park in records:
            spec = specs().get(op.t)
            if spec is None or park:
                continue
            if op.a != "set" or "_alive" in groups:
                put_row(self.connection, spec, op.k, fold(spec, [op]))
                continue
            rows[op.t].append(single_row(spec, op, groups))
        for table, values in rows.items():
            self.connection.executemany(upsert_sql(specs()[table]), values)

    def _count(self, records: Iterable[tuple[Op, dict[str, dict[str, Any]], bool]]) -> None:
        ids: dict[bytes, list[bytes]] = defaultdict(list)
        highest: dict[bytes, int] = {}
        station: dict[bytes, str] = {}
        for op, _groups, park in records:
            ids[op.r].append(op.id)
            highest[op.r] = max(highest.get(op.r, 0), op.n)
            station[op.r] = op.st
            self._highest = max(self._highest, min(op.l, MAX_LAMPORT))
            self.result.tables[op.t] += 1
            self.result.parked += park
        for replica, new in ids.items():
            row = self.connection.execute("SELECT held, total FROM replica WHERE id = ?", (replica,)).fetchone()
            held, total = (row[0], row[1]) if row else (0, bytes(32))
            self.connection.execute(
                "INSERT INTO replica (id, station, held, total, last, chain, highest) VALUES (?, ?, ?, ?, 0, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET held = excluded.held, total = excluded.total,"
                " highest = max(highest, excluded.highest)",
                (replica, station[replica], held + len(new), digest.plus(total, new), ZERO_CHAIN, highest[replica]),
            )
            self._dirty.add(replica)

    def _seen(self, replica: bytes, station: str, n: int) -> None:
        self.connection.execute(
            "INSERT INTO replica (id, station, held, total, last, chain, highest) VALUES (?, ?, 0, ?, 0, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET highest = max(highest, excluded.highest)",
            (replica, station, bytes(32), ZERO_CHAIN, n),
        )
        self._dirty.add(replica)


def single_row(spec: TableSpec, op: Op, groups: dict[str, dict[str, Any]]) -> tuple[Any, ...]:
    """The fold of a row with one ``set`` record, without the detour: what ``fold`` gives (a law in the tests)."""
    values: list[Any] = [op.k]
    for name, group in spec.groups.items():
        given = groups.get(name)
        if given is None:
            values += [None] * len(group.fields)
        elif group.refs:
            values += [
                bytes.fromhex(v) if f in group.refs and (v := given[f]) is not None else given[f] for f in group.fields
            ]
        else:
            values += [given[f] for f in group.fields]
    alive = all(name in groups for name in spec.required)
    values += [alive, op.st, 1, 0, op.at, op.w, op.at]
    return tuple(values)


def advance(connection: Connection, replica: bytes) -> None:
    """Move a replica's contiguous end and its chain on over the records that are here without a gap."""
    row = connection.execute("SELECT last, chain FROM replica WHERE id = ?", (replica,)).fetchone()
    last, chain = row
    previous = None
    for n, op_id in connection.execute(
        "SELECT n, id FROM op WHERE r = ?1 AND n > ?2 UNION ALL SELECT n, op_id FROM quarantine"
        " WHERE op_id IS NOT NULL AND r = ?1 AND n > ?2 ORDER BY 1, 2",
        (replica, last),
    ).fetchall():
        if n == previous:  # a fork: both stay, the chain goes on over the smaller id
            continue
        if n != last + 1:
            break
        last, chain, previous = n, next_chain(chain, op_id), n
    connection.execute("UPDATE replica SET last = ?, chain = ? WHERE id = ?", (last, chain, replica))


def holes(connection: Connection, replica: bytes, up_to: int | None = None) -> list[tuple[int, int]]:
    """The sequence numbers missing below ``up_to`` (the highest here if ``None``), as (first, last) spans."""
    row = connection.execute("SELECT last, highest FROM replica WHERE id = ?", (replica,)).fetchone()
    if row is None:
        return [(1, up_to)] if up_to else []
    found: list[tuple[int, int]] = []
    expected = row[0] + 1
    here = connection.execute(
        "SELECT n FROM op WHERE r = ?1 AND n > ?2 UNION SELECT n FROM quarantine WHERE r = ?1 AND n > ?2 ORDER BY 1",
        (replica, row[0]),
    )
    for (n,) in here:
        if n > expected:
            found.append((expected, n - 1))
        expected = n + 1
    end = row[1] if up_to is None else up_to
    if end >= expected:
        found.append((expected, end))
    return found


def _open_conflicts(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM conflict").fetchone()[0])
