"""To whom a row belongs, and which of its records count: a function of the row's own records.

A row belongs to the unit that made it until a county transfers it. Made it is by the records that set all that the
register requires and replace nothing; where several units say so (a forger, or two who did not know of each other) it
is in dispute between them, so that nobody can take a row away by claiming to have been first. A unit that never owned
a row, and stands above none that did, writes *foreign* records there: kept and listed, not shown until the county
admits them. The county's word on single records (admit, quarantine) stands above that. A withheld record shows
nothing, but its envelope says who wrote it: a row whose making is withheld or erased belongs to the unit of its first
record all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.records import Op
from db.special import ACK, ADMIT, OWNER, SPECIAL, covers

if TYPE_CHECKING:
    from db.registry import TableSpec

_AUTHORITY = {"V": 0, "T": 0, "C": 1, "M": 2, "P": 3}


def authority(unit: str) -> int:
    """How much a unit's word weighs: a county's more than a station's, those above more than the county's."""
    return _AUTHORITY[unit[0]]


def shown_first(op: Op) -> tuple[int, int, bytes]:
    """Order of live values for display: higher tier, then later Lamport counter, then larger id."""
    return (_AUTHORITY[op.st[0]], op.l, op.id)


@dataclass(frozen=True, slots=True)
class Standing:
    """``counted``: the records that the row is folded from, in order. ``owner``: the unit it belongs to.

    ``transfers``: the live ones, the shown one first. ``aside``: records without effect, each with why (``foreign``,
    ``handed_over``, ``quarantined``, ``no_authority``). ``owners``: every unit it ever belonged to; ``makers``: the
    units that made it.
    """

    counted: tuple[Op, ...]
    owner: str
    owners: frozenset[str]
    transfers: tuple[Op, ...] = ()
    aside: tuple[tuple[bytes, str], ...] = ()
    makers: frozenset[str] = frozenset()

    def belongs_to(self, unit: str) -> bool:
        """Whether a unit may write the row: its owner, one of those in dispute, or one above it."""
        owners = {one.groups[OWNER]["to"] for one in self.transfers} or self.makers
        return any(covers(unit, owner) for owner in owners)


def stand(ops: Iterable[Op], spec: TableSpec | None = None) -> Standing:
    """Judge the records of one row (at least one). ``spec``: its register, if this program knows it."""
    ordered = sorted(ops, key=lambda op: (op.l, op.id))
    first = ordered[0].st
    if all(op.st == first and op.a not in SPECIAL and op.payload is not None for op in ordered):
        return Standing(tuple(ordered), first, frozenset((first,)), makers=frozenset((first,)))
    return _Judged(ordered, spec).standing()


class _Judged:
    def __init__(self, ordered: Sequence[Op], spec: TableSpec | None) -> None:
        self.ordered = [op for op in ordered if op.a not in SPECIAL or op.payload is not None]
        self.owned = spec is None or spec.owned
        self.required = frozenset(spec.required) if spec else frozenset()
        self.plain = [op for op in ordered if op.a not in SPECIAL]
        self.aside: dict[bytes, str] = {}

    def standing(self) -> Standing:
        if not self.plain:
            return Standing((), "", frozenset())
        verdicts = self._verdicts()
        self.aside |= {op.id: "quarantined" for op in self.ordered if verdicts.get(op.id) is False}
        left = [op for op in self.ordered if op.id not in self.aside]
        plain = [op for op in left if op.a not in SPECIAL]
        if not plain:
            return Standing((), self.plain[0].st, frozenset(), (), self._listed())
        made = self._made(plain)
        makers = {op.st for op in made}
        transfers, owners = self._transfers(left, makers)
        handed_over = self._handed_over(left, transfers)
        if self.owned:
            for op in plain:
                if verdicts.get(op.id):
                    continue
                if not any(covers(op.st, owner) for owner in owners):
                    self.aside[op.id] = "foreign"
                elif handed_over and _after(op, handed_over, transfers):
                    self.aside[op.id] = "handed_over"
        live = _live(transfers)
        owner = live[0].groups[OWNER]["to"] if live else made[0].st
        counted = tuple(op for op in plain if op.id not in self.aside and op.payload is not None)
        return Standing(counted, owner, frozenset(owners), tuple(live), self._listed(), frozenset(makers))

    def _listed(self) -> tuple[tuple[bytes, str], ...]:
        return tuple(sorted(self.aside.items()))

    def _verdicts(self) -> dict[bytes, bool]:
        # The county's word on a record: of several the one that would be shown first.
        known = {op.id.hex(): op for op in self.ordered if op.a not in ("admit", "quarantine", "erase")}
        said: dict[bytes, Op] = {}
        for word in self.ordered:
            if word.a not in ("admit", "quarantine"):
                continue
            named = [known[one] for one in word.groups[ADMIT]["ops"] if one in known]
            heard = [op for op in named if self._may_judge(word, op)]
            if named and not heard:
                self.aside[word.id] = "no_authority"
            for op in heard:
                said[op.id] = max(word, said.get(op.id, word), key=shown_first)
        return {op_id: word.a == "admit" for op_id, word in said.items()}

    def _may_judge(self, word: Op, op: Op) -> bool:
        if word.a == "quarantine" and covers(word.st, op.st):
            return True
        return all(covers(word.st, made.st) for made in self._made(self.plain))

    def _made(self, plain: Sequence[Op]) -> list[Op]:
        made = [
            op for op in plain if op.a == "set" and op.o == "{}" and op.payload and self.required <= op.groups.keys()
        ]
        return made or list(plain[:1])

    def _transfers(self, left: Sequence[Op], makers: set[str]) -> tuple[list[Op], set[str]]:
        # A transfer counts if it starts from a unit that the row belonged to, whatever order they came in.
        owners, waiting, counted = set(makers), [op for op in left if op.a == "transfer"], list[Op]()
        while found := [op for op in waiting if op.groups[OWNER]["from"] in owners]:
            counted += found
            waiting = [op for op in waiting if op not in found]
            owners |= {op.groups[OWNER]["to"] for op in found}
        self.aside |= {op.id: "no_authority" for op in waiting}
        return counted, owners

    def _handed_over(self, left: Sequence[Op], transfers: Sequence[Op]) -> list[tuple[Op, Op]]:
        by_id = {op.id.hex(): op for op in transfers}
        found = []
        for ack in left:
            if ack.a == "ack" and (transfer := by_id.get(ack.groups[ACK]["transfer"])):
                if transfer.groups[OWNER]["from"] == ack.st:
                    found.append((ack, transfer))
                else:
                    self.aside[ack.id] = "no_authority"
        return found


def _after(op: Op, handed_over: Sequence[tuple[Op, Op]], transfers: Sequence[Op]) -> bool:
    # Written by a device after it said that the row was handed over, and not given back to its unit since.
    return any(
        op.r == ack.r
        and op.st == ack.st
        and op.n > ack.n
        and not any(back.groups[OWNER]["to"] == op.st and transfer.l < back.l < op.l for back in transfers)
        for ack, transfer in handed_over
    )


def _live(transfers: Sequence[Op]) -> list[Op]:
    gone = {one for op in transfers for one in op.replaced.get(OWNER, ())}
    kept = [op for op in transfers if op.id.hex() not in gone] or transfers
    return sorted(kept, key=shown_first, reverse=True)
