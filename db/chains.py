"""Each device's run of records: how far it is here without a hole, what of it can be handed on, whether it forked.

Records are numbered and chained by the device that wrote them. Where two machines wrote under one number (a copied
database), every record stays and the chain goes on over the smallest id: the same on every machine with the same set.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter

import orjson

from db import digest
from db.records import OP_COLUMNS, SUITE, ZERO_CHAIN, BadRecord, Op, next_chain, parse_line, to_line, withheld
from db.store import Connection

_ALL_READ = "SELECT n, id FROM op WHERE r = ?1 AND n > ?2 ORDER BY n, id"
_HERE = (
    "SELECT n, id, 0 FROM op WHERE r = ?1 AND n > ?2"
    " UNION ALL SELECT n, op_id, 1 FROM quarantine WHERE r = ?1 AND n > ?2 ORDER BY 1, 3, 2"
)


def _ids(connection: Connection, replica: bytes, after: int) -> Iterator[tuple[int, list[bytes | None]]]:
    # Per number the ids under it. What is set aside counts only where nothing else is; None: its name is unknown.
    if not _any_aside(connection, replica):
        yield from _ids_all_read(connection, replica, after)
        return
    for n, rows in groupby(connection.execute(_HERE, (replica, after)), key=lambda row: row[0]):
        found = list(rows)
        ids = sorted({row[1] for row in found if not row[2]})
        yield n, ids or [max((row[1] for row in found), key=lambda one: one or b"")]


def _ids_all_read(connection: Connection, replica: bytes, after: int) -> Iterator[tuple[int, list[bytes | None]]]:
    # Nothing is set aside, as almost always: straight from the index, no sorting of two lists into one.
    number, ids = 0, list[bytes | None]()
    for n, op_id in connection.execute(_ALL_READ, (replica, after)):
        if n == number:
            ids.append(op_id)
            continue
        if ids:
            yield number, ids
        number, ids = n, [op_id]
    if ids:
        yield number, ids


Word = Callable[[], Mapping[int, bytes]]
"""The chain before a number as bundles tell it: asked for only where the records alone do not say."""


def _walk(
    connection: Connection, replica: bytes, after: int, chain: bytes | None, word: Word
) -> Iterator[tuple[int, list[bytes | None], bytes | None, bytes | None]]:
    # Number, ids, chain before and after; None: not known, behind a hole or a record that cannot be read.
    expected = after + 1
    for n, ids in _ids(connection, replica, after):
        before = chain if n == expected and chain is not None else word().get(n)
        first = ids[0]
        chain = None if before is None or first is None else next_chain(before, first)
        if chain is None:
            chain = word().get(n + 1)
        yield n, ids, before, chain
        expected = n + 1


def said(connection: Connection, replica: bytes) -> dict[int, bytes]:
    """The chain before a number, as the bundles say that were taken in whole."""
    found: dict[int, bytes] = {}
    for (ranges,) in connection.execute("SELECT ranges FROM received_bundle WHERE status = 'merged'"):
        for one in orjson.loads(ranges or "[]"):
            if one["replica"] == replica.hex() and "last_chain" in one:
                for n, chain in ((one["first"], one["first_chain"]), (one["last"] + 1, one["last_chain"])):
                    found[n] = min(found.get(n, b"\xff" * 32), bytes.fromhex(chain))
    return found


def _said_later(connection: Connection, replica: bytes) -> Word:
    return cache(lambda: said(connection, replica))


def reach(
    connection: Connection,
    replica: bytes,
    last: int = 0,
    chain: bytes = ZERO_CHAIN,
    more: Mapping[int, bytes] | None = None,
) -> tuple[int, bytes]:
    """How far the records go on without a hole after number ``last``, and the chain there.

    ``more``: the word of a bundle that is not in the ledger yet.
    """
    word = cache(lambda: {**(more or {}), **said(connection, replica)})
    expected = last + 1
    for n, _, _, after in _walk(connection, replica, last, chain, word):
        if n != expected:
            break
        expected = n + 1
        if after is not None:
            last, chain = n, after
    return last, chain


def chain_at(connection: Connection, replica: bytes, n: int) -> bytes | None:
    """The chain after number ``n``; ``None`` if it cannot be known here."""
    if n == 0:
        return ZERO_CHAIN
    for number, _, _, after in _walk(connection, replica, 0, ZERO_CHAIN, _said_later(connection, replica)):
        if number >= n:
            return after if number == n else None
    return None


def forked_numbers(connection: Connection, replica: bytes) -> bool:
    """Whether a number was given twice by a replica."""
    held, numbers = connection.execute("SELECT count(*), count(DISTINCT n) FROM op WHERE r = ?", (replica,)).fetchone()
    return bool(held != numbers)


def forked(connection: Connection, replica: bytes) -> bool:
    """Whether two machines wrote under this device's number: the same sequence number twice, or another past."""
    if forked_numbers(connection, replica):
        return True
    word = said(connection, replica)
    steps = _walk(connection, replica, 0, ZERO_CHAIN, lambda: word)
    return any(before != word.get(n, before) for n, _, before, _ in steps)


@dataclass(slots=True)
class Run:
    """Records ``first`` to ``last`` of a replica, with the chain before and after, and the sum of their ids.

    ``branch``: 0, or at a fork which of the other records under each number (by id).
    """

    replica: bytes
    first: int
    last: int
    first_chain: bytes
    last_chain: bytes
    total: bytes
    branch: int = 0


def runs(
    connection: Connection, replica: bytes, after: int = 0, chain: bytes = ZERO_CHAIN, at_most: int = 1 << 62
) -> list[Run]:
    """All that is here of a replica above number ``after``, as it can be handed on, in runs of ``at_most`` records.

    If the chain at ``after`` is not ``chain``, somebody speaks of another past: then from the first record on.
    Records behind a hole whose chain no bundle told are left out until it is closed.
    """
    kept = _as_kept(connection, replica, after, chain, at_most)
    if kept is not None:
        return kept
    if after and chain_at(connection, replica, after) != chain:
        after, chain = 0, ZERO_CHAIN
    straight = _straight(connection, replica, after, chain, at_most)
    if straight is not None:
        return straight
    made: list[Run] = []
    branches: dict[int, Run] = {}
    run: Run | None = None
    waiting: list[bytes] = []
    expected = 0
    for n, ids, before, at in _walk(connection, replica, after, chain, _said_later(connection, replica)):
        if n != expected:
            run = None
        expected = n + 1
        if before is None and run is None:
            continue
        for branch, one in enumerate(ids[1:], 1):
            # Of a fork the records that the chain does not go over are runs of their own beside it.
            if before is not None and one is not None:
                other = branches.get(branch)
                if other is None or other.last != n - 1:
                    made.append(other := Run(replica, n, n - 1, before, before, bytes(32), branch))
                    branches[branch] = other
                other.last, other.last_chain = n, next_chain(other.last_chain, one)
                other.total = digest.plus(other.total, [one])
        if run is None and before is not None:
            made.append(run := Run(replica, n, n - 1, before, before, bytes(32)))
            waiting = []
        if run is not None:
            waiting.append(ids[0] or bytes(32))
            if at is not None:
                run.last, run.last_chain, run.total = n, at, digest.plus(run.total, waiting)
                waiting = []
                if n - run.first + 1 >= at_most:
                    run = None
    return sorted((one for one in made if one.last >= one.first), key=lambda one: (one.first, one.last, one.branch))


def _as_kept(connection: Connection, replica: bytes, after: int, chain: bytes, at_most: int) -> list[Run] | None:
    # As ``_straight``, and no further than one run: then the chain's end is the one kept beside the records, and who
    # knows it up to ``after`` is of the same past if what follows leads there.
    row = connection.execute(
        "SELECT last, chain, held, highest, total FROM replica WHERE id = ?", (replica,)
    ).fetchone()
    if row is None or not after < row[0] == row[2] == row[3] <= after + at_most or _any_aside(connection, replica):
        return None
    last, end, _held, _highest, whole = row
    if after == 0:
        return [Run(replica, 1, last, ZERO_CHAIN, end, whole)] if chain == ZERO_CHAIN else None
    before, total, count = chain, 0, 0
    for (one,) in connection.execute("SELECT id FROM op WHERE r = ? AND n > ? ORDER BY n, id", (replica, after)):
        chain = sha256(b"swchain1\0" + chain + one).digest()  # ``next_chain``, without the call
        total += int.from_bytes(one, "big")
        count += 1
    if (count, chain) != (last - after, end):
        return None
    return [Run(replica, after + 1, last, before, end, (total % (1 << 256)).to_bytes(32, "big"))]


def _any_aside(connection: Connection, replica: bytes) -> bool:
    found = connection.execute("SELECT 1 FROM quarantine WHERE r = ? LIMIT 1", (replica,)).fetchone()
    return found is not None


def _straight(connection: Connection, replica: bytes, after: int, chain: bytes, at_most: int) -> list[Run] | None:
    # One record under each number, no hole, nothing set aside, as almost always: no need to look left and right.
    if _any_aside(connection, replica):
        return None
    count, numbers, last = connection.execute(
        "SELECT count(*), count(DISTINCT n), max(n) FROM op WHERE r = ? AND n > ?", (replica, after)
    ).fetchone()
    if not count:
        return []
    if (count, numbers) != (last - after, count):
        return None
    made: list[Run] = []
    ids = connection.execute("SELECT id FROM op WHERE r = ? AND n > ? ORDER BY n", (replica, after))
    for first in range(after + 1, last + 1, at_most):
        before, total, end = chain, 0, min(first + at_most - 1, last)
        for (one,) in islice(ids, end - first + 1):
            chain = sha256(b"swchain1\0" + chain + one).digest()  # ``next_chain``, without the call
            total += int.from_bytes(one, "big")
        made.append(Run(replica, first, end, before, chain, (total % (1 << 256)).to_bytes(32, "big")))
    return made


Keep = Callable[[str, bytes, Op], bool]
"""Whether a record (table, row, record) travels with what it says."""


def lines(connection: Connection, run: Run, keep: Keep | None = None) -> Iterator[bytes]:
    """The records of a run as lines, in order; those set aside as they came.

    What ``keep`` says no to is withheld: it travels without its payload, and the chain still holds.
    """
    span = (run.replica, run.first, run.last)
    if keep is None and run.branch == 0 and _one_each(connection, run):
        yield from map(_FIRST, connection.execute(_LINES, span))
        return
    ops = (
        (op.n, 0, op.id, op)
        for op in (
            Op(*row)
            for row in connection.execute(
                f"SELECT {OP_COLUMNS} FROM op WHERE r = ? AND n BETWEEN ? AND ? ORDER BY n, id", span
            )
        )
    )
    aside = connection.execute(
        "SELECT n, 1, ifnull(op_id, x''), line FROM quarantine WHERE r = ? AND n BETWEEN ? AND ? ORDER BY n, 3", span
    )
    for _n, rows in groupby(heapq.merge(ops, aside, key=lambda row: row[:3]), key=lambda row: row[0]):
        found = list(rows)
        here = [row for row in found if not row[1]] or found[-1:]
        row = here[min(run.branch, len(here) - 1)]
        yield _line(row[3], keep)


_FIRST = itemgetter(0)
_LINES = (
    "SELECT CAST(concat(CASE WHEN payload IS NULL THEN '[null' ELSE '[\"' || lower(hex(salt)) || '\"' END,"
    ' \',{"a":"\', a, \'","at":"\', at, \'","k":"\', lower(hex(k)), \'","l":\', l, \',"n":\', n, \',"o":\', o,'
    ' CASE WHEN payload IS NULL THEN \',"ph":"\' || lower(hex(ph)) || \'"\' END, \',"r":"\', lower(hex(r)),'
    f' \'","st":"\', st, \'","sv":\', sv, \',"t":"\', t, \'","v":{SUITE},"w":"\', lower(hex(w)), \'"}},\','
    " ifnull(payload, 'null'), ']') AS BLOB) FROM op WHERE r = ? AND n BETWEEN ? AND ? ORDER BY n"
)
"""What ``to_line`` gives, put together where the record lies."""


def _one_each(connection: Connection, run: Run) -> bool:
    # Under each number of the run one record and nothing set aside, as almost always.
    span = (run.replica, run.first, run.last)
    aside = connection.execute("SELECT 1 FROM quarantine WHERE r = ? AND n BETWEEN ? AND ? LIMIT 1", span).fetchone()
    found = connection.execute("SELECT count(*), count(DISTINCT n) FROM op WHERE r = ? AND n BETWEEN ? AND ?", span)
    count = run.last - run.first + 1
    return aside is None and found.fetchone() == (count, count)


def _line(record: Op | bytes, keep: Keep | None) -> bytes:
    if not isinstance(record, Op):
        if keep is None:
            return bytes(record)
        try:
            op, _groups = parse_line(record)
        except BadRecord:  # it has no name to go by: whoever gets it sets it aside again
            return bytes(record)
        return bytes(record) if keep(op.t, op.k, op) else to_line(withheld(op))
    return to_line(record if keep is None or keep(record.t, record.k, record) else withheld(record))
