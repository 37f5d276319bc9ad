"""One batch of checked records into the set: what is new of it, what fills in, and the fold of the rows it touches.

A row all of whose records came plainly and one after the other (nearly all rows) goes straight to its register; only
rows that were here before, or of which there is more to say, go through the fold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import orjson

from db import digest
from db.erasing import Erasures
from db.fold import fold, row_in_turn
from db.gateway import PUT_CONFLICT, PUT_FOREIGN, columns, conflict_rows, foreign_rows, upsert_sql
from db.plain import Ending, Plain, as_op
from db.plain_rows import row
from db.plain_shapes import Filled
from db.records import OP_COLUMNS, Op, withheld
from db.registry import specs
from db.store import Connection

Record = tuple[Op, bool]
"""A record read the long way, and whether it must wait for a newer program."""
Key = tuple[str, str]
"""A row: its register and its id (hex)."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record that was not taken in: whose, which, and a short fixed word why."""

    replica: bytes
    n: int
    reason: str


@dataclass
class Merged:
    """The outcome: records new and known, those set aside, rows that came into dispute, records by register.

    ``aside`` names the first ones of ``all_aside``; ``newly_aside`` of them were not seen before. ``forked``:
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


@dataclass(slots=True)
class Share:
    """What a batch brings of one replica: how many new records, the sum of their ids, the lowest and highest number."""

    station: str | None
    count: int = 0
    total: int = 0
    lowest: int = 1 << 62
    highest: int = 0
    lamport: int = 0


Told = Callable[[bytes, Share], None]

_REMEMBERED = 20_000
"""Records of rows that came whole, at most, before they are forgotten again."""
_PUT_PLAIN = (
    "INSERT OR FAIL INTO op (id, n, l, at, k, a, o, payload, salt, r, w, st, sv, t, parked)"
    " VALUES (?1, ?2, ?3, ?4, unhex(?5), ?6, ?7, ?8, unhex(?9), ?10, ?11, ?12, ?13, ?14, 0)"
)
_PUT = f"INSERT INTO op ({OP_COLUMNS}, parked) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_HERE = "SELECT DISTINCT op.t, lower(hex(op.k)) FROM json_each(?) named CROSS JOIN op ON op.k = unhex(named.value)"
_OPS_OF_SEVERAL = (
    f"SELECT {', '.join(f'op.{name}' for name in Op._fields)} FROM several CROSS JOIN op ON op.k = several.k"
    " AND op.t = several.t WHERE op.parked = 0 ORDER BY several.k, several.t"
)


class Union:
    """The set of records and what is folded from it; ``told`` hears what each batch brought of each replica.

    After the last ``add`` comes ``settle``.
    """

    def __init__(self, connection: Connection, result: Merged, told: Told) -> None:
        self.connection = connection
        self.result = result
        self.erasures = Erasures(connection)
        self._told = told
        self._whole: dict[Key, list[Plain]] = {}
        self._held = 0

    def add(self, plainly: Sequence[Plain], others: Sequence[Record]) -> None:
        """Take in records that were checked."""
        known = self._known(plainly, others)
        fresh = {one[0]: one for one in plainly if one[0] not in known}
        rest: dict[bytes, Record] = {}
        for op, park in others:
            if op.id not in known and op.id not in fresh and (op.id not in rest or rest[op.id][0].payload is None):
                rest[op.id] = (op, park)
        self._obey(fresh, rest)
        new = len(fresh) + len(rest)
        self.result.new += new
        self.result.known += len(plainly) + len(others) - new
        filled = self._fill(known, plainly, others) if known else []
        if not new and not filled:
            return
        rows: dict[Key, list[Plain]] = {}
        for one in fresh.values():
            key = one[1].t, one[5]
            if key in rows:
                rows[key].append(one)
            else:
                rows[key] = [one]
        several = self._several(rows, [op for op, park in rest.values() if not park], filled)
        self._insert(fresh.values(), rest.values())
        self._carry_out([*(op for op, park in rest.values() if not park), *filled])
        self._remember(rows, several)
        self._fold_several(several)
        self._count(fresh.values(), rest.values())

    def _known(self, plainly: Sequence[Plain], others: Sequence[Record]) -> set[bytes]:
        sql = "SELECT id FROM op WHERE r = ? AND n BETWEEN ? AND ?"
        return {row[0] for stretch in _stretches(plainly, others) for row in self.connection.execute(sql, stretch)}

    def _obey(self, fresh: dict[bytes, Plain], rest: dict[bytes, Record]) -> None:
        # What an order to erase names comes in without its payload.
        if not self.erasures:
            return
        for op_id in self.erasures.named & (fresh.keys() | rest.keys()):
            op = as_op(fresh[op_id]) if op_id in fresh else rest[op_id][0]
            if self.erasures.names(op):
                fresh.pop(op_id, None)
                rest[op_id] = (withheld(op), False)

    def _fill(self, known: set[bytes], plainly: Sequence[Plain], others: Sequence[Record]) -> list[Op]:
        # Records that are here without their payload, and now come with it.
        sql = "SELECT id FROM op WHERE payload IS NULL AND r = ? AND n BETWEEN ? AND ?"
        bare = {row[0] for stretch in _stretches(plainly, others) for row in self.connection.execute(sql, stretch)}
        filled = {one[0]: (as_op(one), False) for one in plainly if one[0] in bare}
        filled |= {op.id: (op, park) for op, park in others if op.id in bare and op.payload is not None}
        wanted = [one for one in filled.values() if not self.erasures.names(one[0])]
        self.connection.executemany(
            "UPDATE op SET payload = ?, salt = ?, ph = NULL, parked = ? WHERE r = ? AND n = ? AND id = ?",
            [(op.payload, op.salt, park, op.r, op.n, op.id) for op, park in wanted],
        )
        self.result.filled += len(wanted)
        return [op for op, _park in wanted]

    def _several(self, rows: Mapping[Key, Sequence[Plain]], rest: Sequence[Op], filled: Sequence[Op]) -> set[Key]:
        # Rows that only the fold can tell: with records that are here already or were read the long way. One that is
        # withheld says nothing by itself. What is filled in touches its row even if it is parked: withheld, it had a
        # part in whose the row is.
        others: dict[Key, list[Op]] = defaultdict(list)
        for op in rest:
            others[op.t, op.k.hex()].append(op)
        asked = rows.keys() - self._whole.keys()
        here = self._here({k for _t, k in (*asked, *others)})
        found = asked & here
        for key, ops in others.items():
            if key in here or key in rows or len(ops) > 1 or ops[0].payload is not None:
                found.add(key)
        return found | {(op.t, op.k.hex()) for op in filled}

    def _here(self, keys: Collection[str]) -> set[Key]:
        # Rows of these ids of which records are here.
        return set(self.connection.execute(_HERE, (orjson.dumps([*keys]).decode(),)))

    def _insert(self, fresh: Iterable[Plain], rest: Iterable[Record]) -> None:
        self.connection.executemany(
            _PUT_PLAIN,
            [one[11] for one in fresh],
        )
        self.connection.executemany(_PUT, [(*op, park) for op, park in rest])

    def _carry_out(self, ops: Iterable[Op]) -> None:
        orders = [op for op in ops if op.a == "erase" and op.payload is not None]
        if orders:
            self.result.erased += self.erasures.order(orders)

    def _remember(self, rows: Mapping[Key, list[Plain]], several: Collection[Key]) -> None:
        # Rows all of whose records came plainly are remembered for a while before they are written: the next records
        # of a row mostly come soon after.
        whole = self._whole
        for key, ones in rows.items():
            if key in whole:
                whole[key] += ones
            else:
                whole[key] = ones
        self._held += sum(map(len, rows.values()))
        for key in several:
            whole.pop(key, None)
        if self._held > _REMEMBERED:
            self.settle()

    def settle(self) -> None:
        """Write the rows that were only remembered so far; after the last ``add``."""
        kinds: dict[Filled, list[tuple[Any, ...]]] = defaultdict(list)
        several: set[Key] = set()
        for key, ones in self._whole.items():
            if made := row(ones):
                kinds[made[0]].append(made[1])
            else:
                several.add(key)
        for kind, rows in kinds.items():
            self.connection.executemany(kind.sql, rows)
        self._fold_several(several)
        self._whole.clear()
        self._held = 0

    def _fold_several(self, several: set[Key]) -> None:
        if not several:
            return
        self.connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS several (t TEXT, k BLOB, PRIMARY KEY (k, t)) WITHOUT ROWID"
        )
        self.connection.execute("DELETE FROM several")
        self.connection.execute(
            "INSERT INTO several SELECT value ->> 0, unhex(value ->> 1) FROM json_each(?)",
            (orjson.dumps([key for key in several if key[0] in specs()]).decode(),),
        )
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

    def _count(self, fresh: Iterable[Plain], rest: Iterable[Record]) -> None:
        tables: dict[str, tuple[int, int]] = {}
        shares: dict[bytes, Share] = {}
        number = int.from_bytes
        for ending, ones in _by_ending(fresh).items():
            ids, _ends, numbers, lamports, *_rest = zip(*ones, strict=True)
            total = sum([number(one, "big") for one in ids])
            _add(tables, ending.t, len(ids), total)
            _note(shares, ending.r, ending.st, (len(ids), total, min(numbers), max(numbers), max(lamports)))
        for op, park in rest:
            _add(tables, op.t, 1, number(op.id, "big"))
            _note(shares, op.r, op.st, (1, number(op.id, "big"), op.n, op.n, op.l))
            self.result.parked += park
            self.result.withheld += op.payload is None
        digest.add_sums(self.connection, tables)
        for table, (count, _total) in tables.items():
            self.result.tables[table] += count
        for replica, share in shares.items():
            self._told(replica, share)


def _by_ending(plainly: Iterable[Plain]) -> dict[Ending, list[Plain]]:
    found: dict[Ending, list[Plain]] = defaultdict(list)
    for one in plainly:
        found[one[1]].append(one)
    return found


def _add(tables: dict[str, tuple[int, int]], table: str, count: int, total: int) -> None:
    before = tables.get(table, (0, 0))
    tables[table] = (before[0] + count, before[1] + total)


def _note(shares: dict[bytes, Share], replica: bytes, station: str, said: tuple[int, int, int, int, int]) -> None:
    share = shares.setdefault(replica, Share(station))
    count, total, lowest, highest, lamport = said
    share.station = station
    share.count, share.total = share.count + count, share.total + total
    share.lowest, share.highest = min(share.lowest, lowest), max(share.highest, highest)
    share.lamport = max(share.lamport, lamport)


def _stretches(plainly: Sequence[Plain], others: Sequence[Record]) -> list[tuple[bytes, int, int]]:
    # Per replica the lowest and the highest number.
    found: dict[bytes, tuple[int, int]] = {}
    for ending, ones in _by_ending(plainly).items():
        numbers = [one[2] for one in ones]
        first, last = found.get(ending.r, (numbers[0], numbers[0]))
        found[ending.r] = min(first, *numbers), max(last, *numbers)
    for op, _park in others:
        first, last = found.get(op.r, (op.n, op.n))
        found[op.r] = min(first, op.n), max(last, op.n)
    return [(r, *span) for r, span in found.items()]
