"""Bugs to plant, one at a time (``PLANT``), as a pytest plug-in: the laws must catch each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import db.chains
import db.digest
import db.erasing
import db.fold
import db.gateway
import db.merge
import db.ownership
import db.plain
import db.plain_rows
import db.union
from db.fold import Folded
from db.records import Op
from db.registry import TableSpec


def _everywhere(name: str, value: Any) -> None:
    for module in (db.fold, db.gateway, db.merge, db.union, db.chains, db.ownership):
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
    right = db.union.Union._fold_several
    db.union.Union._fold_several = lambda self, several: right(self, set(sorted(several)[1:]))  # type: ignore[method-assign]


def rows_already_here_not_folded() -> None:
    """A row is folded only from what one bundle brings."""
    db.union.Union._here = lambda self, keys: set()  # type: ignore[method-assign]


def last_of_a_batch_not_folded() -> None:
    """Of the plain records of a row that come together one is left out."""
    right = db.plain_rows._in_turn
    db.plain_rows._in_turn = lambda ordered: right(ordered[:-1])


def remembered_too_long() -> None:
    """A row that came whole is written as it was remembered, whatever came of it later in the bundle."""
    right = db.union.Union._remember

    def remember(self: Any, rows: Any, several: Any) -> None:
        before = {key: list(self._whole[key]) for key in several if key in self._whole}
        right(self, rows, several)
        self._whole.update(before)

    db.union.Union._remember = remember  # type: ignore[method-assign]


def rows_left_to_the_fold() -> None:
    """A row that was remembered and that only the fold can tell is not written."""
    right = db.union.Union.settle

    def settle(self: Any) -> None:
        fold, self._fold_several = self._fold_several, lambda several: None
        right(self)
        self._fold_several = fold

    db.union.Union.settle = settle  # type: ignore[method-assign]


def one_laptop_of_a_batch() -> None:
    """Of a row that two laptops edit in one batch only what the first of them wrote is shown."""
    right = db.plain_rows.row
    _everywhere("row", lambda ones: right([one for one in ones if one[1].r == ones[0][1].r]))


def followed_without_looking() -> None:
    """Plain records of a unit that come together are taken to follow one another."""
    right = db.plain_rows._in_turn

    def in_turn(ordered: Any) -> Any:
        shown = right(ordered[:1])
        for one in ordered[1:]:
            said = right([(*one[:7], "{}", *one[8:])])
            shown = said and shown and tuple(new or old for old, new in zip(shown, said, strict=True))
        return shown

    db.plain_rows._in_turn = in_turn


def tie_without_hash() -> None:
    """Equal counters are not told apart."""
    _everywhere("shown_first", lambda op: (db.ownership._AUTHORITY[op.st[0]], op.l))


def no_authority() -> None:
    """A county's word is one among others."""
    _everywhere("shown_first", lambda op: (op.l, op.id))


def key_is_replica_and_number() -> None:
    """A record is known by its number: of a fork only one branch is kept."""

    right = db.union.Union.add

    def add(self: Any, plainly: Any, others: Any) -> None:
        def passed(r: bytes, n: int, op_id: bytes) -> bool:
            here = {one for (one,) in self.connection.execute("SELECT id FROM op WHERE r = ? AND n = ?", (r, n))}
            return bool(here - {op_id})

        right(
            self, [one for one in plainly if not passed(one[1].r, one[2], one[0])],
            [one for one in others if not passed(one[0].r, one[0].n, one[0].id)],
        )  # fmt: skip

    db.union.Union.add = add  # type: ignore[method-assign]


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


def conflict_left_behind_by_a_merge() -> None:
    """A dispute that somebody else settled stays on the list."""
    right = db.union.Union._fold_several

    def fold_several(self: Any, several: Any) -> None:
        kept = self.connection.execute("SELECT * FROM conflict").fetchall()
        right(self, several)
        self.connection.executemany("INSERT OR IGNORE INTO conflict VALUES (?, ?, ?, ?, ?)", kept)

    db.union.Union._fold_several = fold_several  # type: ignore[method-assign]


def counted_twice() -> None:
    """A record that came again is counted again."""
    right = db.union.Union.add

    def add(self: Any, plainly: Any, others: Any) -> None:
        right(self, plainly, others)
        if self.result.known:
            named = [(one[1].t, one[0]) for one in plainly] + [(op.t, op.id) for op, _park in others]
            db.digest.add(self.connection, named[:1])

    db.union.Union.add = add  # type: ignore[method-assign]


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


def foreign_counts() -> None:
    """Whoever writes on a row is heard."""
    right = db.ownership.stand
    _everywhere("stand", lambda ops, spec=None: right(ops, spec and replace(spec, owned=False)))


def whoever_came_first_owns() -> None:
    """A row belongs to whose record came in first."""
    right = db.ownership.stand

    def stand(ops: Any, spec: Any = None) -> Any:
        arrived = list(ops)
        done = right(arrived, spec)
        return done if done.transfers or not done.owner else replace(done, owner=arrived[0].st)

    _everywhere("stand", stand)


def transfer_of_a_stranger() -> None:
    """A transfer counts wherever it starts from."""

    def transfers(self: Any, left: Any, makers: Any) -> Any:
        found = [op for op in left if op.a == "transfer"]
        return found, {*makers, *(op.groups["_owner"]["to"] for op in found)}

    db.ownership._Judged._transfers = transfers  # type: ignore[method-assign]


def transfers_by_clock() -> None:
    """The last transfer wins without a word; what it had not seen is forgotten."""
    db.ownership._live = lambda transfers: sorted(transfers, key=lambda op: (op.l, op.id))[-1:]


def old_owner_is_foreign() -> None:
    """What the old station wrote before it heard of a transfer is dropped."""
    right = db.ownership._Judged._transfers

    def transfers(self: Any, left: Any, makers: Any) -> Any:
        found, owners = right(self, left, makers)
        return found, {op.groups["_owner"]["to"] for op in found} or owners

    db.ownership._Judged._transfers = transfers  # type: ignore[method-assign]


def ack_not_heard() -> None:
    """After handing over the old station writes on as before."""
    db.ownership._Judged._handed_over = lambda self, left, transfers: []  # type: ignore[method-assign]


def ack_of_anybody() -> None:
    """Any unit says for another that it handed over."""

    def handed_over(self: Any, left: Any, transfers: Any) -> Any:
        known = {op.id.hex(): op for op in transfers}
        acks = [op for op in left if op.a == "ack" and op.groups["_ack"]["transfer"] in known]
        return [(op, known[op.groups["_ack"]["transfer"]]) for op in acks]

    db.ownership._Judged._handed_over = handed_over  # type: ignore[method-assign]


def admission_not_heard() -> None:
    """Admitted records stay out."""
    right = db.ownership._Judged._verdicts
    db.ownership._Judged._verdicts = lambda self: {  # type: ignore[method-assign]
        one: said for one, said in right(self).items() if not said
    }


def quarantine_not_heard() -> None:
    """Refused records count on."""
    right = db.ownership._Judged._verdicts
    db.ownership._Judged._verdicts = lambda self: {  # type: ignore[method-assign]
        one: said for one, said in right(self).items() if said
    }


def last_verdict_heard() -> None:
    """Of two verdicts the one that came last counts."""
    right = db.ownership._Judged.__init__

    def init(self: Any, ordered: Any, spec: Any) -> None:
        right(self, ordered, spec)
        self.ordered = sorted(self.ordered, key=lambda op: op.id)

    def verdicts(self: Any) -> Any:
        named = {op.id.hex(): op.id for op in self.ordered if op.a not in ("admit", "quarantine", "erase")}
        words = [op for op in self.ordered if op.a in ("admit", "quarantine")]
        return {named[one]: word.a == "admit" for word in words for one in word.groups["_admit"]["ops"] if one in named}

    db.ownership._Judged.__init__ = init  # type: ignore[method-assign]
    db.ownership._Judged._verdicts = verdicts  # type: ignore[method-assign]


def erased_comes_back() -> None:
    """A record that comes after the order to erase it is kept whole."""
    right = db.erasing.Erasures._drop

    def names(self: Any, op: Op) -> bool:
        return bool(self.dropping) and bool(real(self, op))

    def drop(self: Any, op_id: bytes) -> int:
        self.dropping = True
        try:
            return right(self, op_id)
        finally:
            self.dropping = False

    real = db.erasing.Erasures.names
    db.erasing.Erasures.dropping = False  # type: ignore[attr-defined]
    db.erasing.Erasures.names = names  # type: ignore[method-assign]
    db.erasing.Erasures._drop = drop  # type: ignore[method-assign]


def erased_only_what_comes() -> None:
    """An order to erase does not reach what is here already."""
    db.erasing.Erasures._drop = lambda self, op_id: 0  # type: ignore[method-assign]


def anybody_erases() -> None:
    """An order to erase holds for records of any unit and any row."""
    db.erasing.Erasures.names = lambda self, op: op.id in self._orders  # type: ignore[method-assign]


def withheld_never_filled() -> None:
    """What came without its content stays without."""
    db.union.Union._fill = lambda self, *args: []  # type: ignore[method-assign]


def withheld_not_handed_on() -> None:
    """A record without content is left out of what is handed on."""
    right = db.chains.lines
    db.chains.lines = lambda *args: (line for line in right(*args) if not line.startswith(b"[null"))


def filled_row_not_folded() -> None:
    """The content that came late is kept and not shown."""
    right = db.union.Union._fill

    def fill(self: Any, *args: Any) -> Any:
        right(self, *args)
        return []

    db.union.Union._fill = fill  # type: ignore[method-assign]


PLANTS: dict[str, Callable[[], None]] = {
    plant.__name__: plant
    for plant in (
        arrival_order_winner, replaced_forgotten, one_row_not_folded, rows_already_here_not_folded, tie_without_hash,
        no_authority, key_is_replica_and_number, fork_not_recorded, chain_of_whoever_came_first,
        branches_not_handed_on, behind_a_hole_not_handed_on, hole_not_seen, conflict_left_behind, counted_twice,
        delete_wins, half_a_bundle_stays, foreign_counts, whoever_came_first_owns, transfer_of_a_stranger,
        transfers_by_clock, old_owner_is_foreign, ack_not_heard, ack_of_anybody, admission_not_heard,
        quarantine_not_heard, last_verdict_heard, erased_comes_back, erased_only_what_comes, anybody_erases,
        withheld_never_filled, withheld_not_handed_on, filled_row_not_folded, last_of_a_batch_not_folded,
        one_laptop_of_a_batch, followed_without_looking, remembered_too_long, rows_left_to_the_fold,
        conflict_left_behind_by_a_merge,
    )
}  # fmt: skip

if os.environ.get("PLANT"):
    PLANTS[os.environ["PLANT"]]()
