"""Bugs to plant, one at a time (``PLANT``), as a pytest plug-in: the laws must catch each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import db.chains
import db.digest
import db.fold
import db.gateway
import db.merge
from db.fold import Folded
from db.records import Op
from db.registry import TableSpec


def _everywhere(name: str, value: Any) -> None:
    for module in (db.fold, db.gateway, db.merge, db.chains):
        if hasattr(module, name):
            setattr(module, name, value)


def arrival_order_winner() -> None:
    """The record that came last is shown."""
    right = db.fold.fold

    def fold(spec: TableSpec, ops: Iterable[Op]) -> Folded:
        arrived = list(ops)
        done = right(spec, arrived)
        values = dict(done.values)
        for group, heads in db.fold.heads(arrived).items():
            if len(heads) > 1 and group in spec.groups:
                values.update(max(heads, key=arrived.index).groups[group])
        return replace(done, values=values)

    _everywhere("fold", fold)


def replaced_forgotten() -> None:
    """What a record replaces counts only as long as the replaced one has not come."""
    right = db.fold.heads

    def heads(ops: Iterable[Op], parsed: Any = None) -> Any:
        return right([op._replace(o="{}") if op.l % 3 == 0 else op for op in ops], parsed)

    _everywhere("heads", heads)


def one_row_not_folded() -> None:
    """Of the rows that several records touch one is left as it is."""
    right = db.merge.Merge._several
    db.merge.Merge._several = lambda self, records: set(sorted(right(self, records))[1:])  # type: ignore[method-assign]


def rows_already_here_not_folded() -> None:
    """A row is folded only from what one bundle brings."""

    def several(self: Any, records: Any) -> Any:
        counts: dict[Any, int] = {}
        for op, _groups, _park in records:
            counts[op.t, op.k] = counts.get((op.t, op.k), 0) + 1
        return {row for row, count in counts.items() if count > 1}

    db.merge.Merge._several = several  # type: ignore[method-assign]


def tie_without_hash() -> None:
    """Equal counters are not told apart."""
    _everywhere("shown_first", lambda op: (db.fold._AUTHORITY[op.st[0]], op.l))


def no_authority() -> None:
    """A county's word is one among others."""
    _everywhere("shown_first", lambda op: (op.l, op.id))


def key_is_replica_and_number() -> None:
    """A record is known by its number: of a fork only one branch is kept."""

    def known(self: Any, records: Any) -> set[bytes]:
        sql = "SELECT 1 FROM op WHERE r = ? AND n = ?"
        return {op.id for op, _g, _p in records if self.connection.execute(sql, (op.r, op.n)).fetchone()}

    db.merge.Merge._known = known  # type: ignore[method-assign]


def fork_not_recorded() -> None:
    """Two records under one number go unnoticed."""
    _everywhere("forked_numbers", lambda connection, replica: False)
    db.chains.said = lambda connection, replica: {}


def chain_of_whoever_came_first() -> None:
    """After a fork the chain goes on over the branch that came first."""
    right = db.merge.Merge._advance
    db.merge.Merge._advance = lambda self, replica, lowest: right(self, replica, 10**9)  # type: ignore[method-assign]


def branches_not_handed_on() -> None:
    """Of a fork only the smaller id travels on."""
    right = db.chains.runs
    db.chains.runs = lambda *args: [run for run in right(*args) if not run.branch]


def behind_a_hole_not_handed_on() -> None:
    """What lies behind a hole stays where it is."""
    right = db.chains.runs
    db.chains.runs = lambda *args: right(*args)[:1]


def hole_not_seen() -> None:
    """The end without a hole is the highest number."""
    right = db.merge.Merge._advance

    def advance(self: Any, replica: bytes, lowest: int) -> None:
        right(self, replica, lowest)
        self.connection.execute("UPDATE replica SET last = highest WHERE id = ?", (replica,))

    db.merge.Merge._advance = advance  # type: ignore[method-assign]


def conflict_left_behind() -> None:
    """A settled dispute stays on the list."""
    right = db.gateway.put_row

    def put_row(connection: Any, spec: Any, key: bytes, folded: Folded) -> None:
        kept = connection.execute("SELECT * FROM conflict WHERE k = ? AND t = ?", (key, spec.name)).fetchall()
        right(connection, spec, key, folded)
        connection.executemany("INSERT OR IGNORE INTO conflict VALUES (?, ?, ?, ?, ?)", kept)

    _everywhere("put_row", put_row)


def counted_twice() -> None:
    """A record that came again is counted again."""
    right = db.merge.Merge._take

    def take(self: Any, records: Any) -> None:
        right(self, records)
        if self.result.known:
            db.digest.add(self.connection, [(op.t, op.id) for op, _g, _p in records[:1]])

    db.merge.Merge._take = take  # type: ignore[method-assign]


def delete_wins() -> None:
    """An edit that a delete did not see is lost."""
    _everywhere("deletion", lambda live: (any(not op.groups["_alive"]["alive"] for op in live["_alive"]), []))


def half_a_bundle_stays() -> None:
    """A bundle whose end is missing goes in as far as it goes."""
    right = db.merge.Merge.finish

    def finish(self: Any) -> Any:
        for carried in self._carried:
            carried.next, carried.chain = carried.span.last + 1, None
        return right(self)

    db.merge.Merge.finish = finish  # type: ignore[method-assign]


PLANTS: dict[str, Callable[[], None]] = {
    plant.__name__: plant
    for plant in (
        arrival_order_winner, replaced_forgotten, one_row_not_folded, rows_already_here_not_folded, tie_without_hash,
        no_authority, key_is_replica_and_number, fork_not_recorded, chain_of_whoever_came_first,
        branches_not_handed_on, behind_a_hole_not_handed_on, hole_not_seen, conflict_left_behind, counted_twice,
        delete_wins, half_a_bundle_stays,
    )
}  # fmt: skip

if os.environ.get("PLANT"):
    PLANTS[os.environ["PLANT"]]()
