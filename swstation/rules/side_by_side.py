"""The same thing under the rules of two policies: each with its own amount, unit and clause; nothing is converted.

Lines are paired by what is measured: training asked for in a window, an indicator by what it counts and for what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from swstation.rules.model import Clause, Policy, Requirement
from swstation.rules.targets import TargetResult
from swstation.rules.training import NOT_APPLICABLE, TrainingResult

TRAINING, TARGET = "training", "target"
MET: Final = "met"
_EACH: Final = frozenset({"urban_community", "rural_community", "community", "village"})


class TrainingSide(NamedTuple):
    """A requirement under one policy, for one person or several; amounts in tenths of ``unit``.

    ``people`` it covers, of whom ``met`` reach it; ``earned`` of all of them, ``other_units`` what they have in the
    other unit and is not counted. ``window``: its days, empty where nobody is covered. ``statuses``: of one person one.
    """

    policy: str
    requirement: str
    label_zh: str
    label_en: str
    required: int
    unit: str
    basis: str
    window: tuple[date, date] | None
    people: int
    met: int
    earned: int
    other_units: int
    statuses: tuple[str, ...]
    state: str
    clause: Clause | None
    decision: str
    converted: int = 0

    def as_dict(self) -> dict[str, Any]:
        """As ``policy figures --json`` prints it: amounts as numbers."""
        return {
            "policy": self.policy, "requirement": self.requirement, "label": self.label_zh, "unit": self.unit,
            "required": self.required / 10, "basis": self.basis,
            "window": [day.isoformat() for day in self.window] if self.window else None, "people": self.people,
            "met": self.met, "earned": self.earned / 10, "other_units": self.other_units / 10,
            "converted": self.converted / 10, "status": self.statuses[0] if len(self.statuses) == 1 else None,
            "policy_state": self.state,
            "clause": self.clause.as_dict() if self.clause else {"decision": self.decision},
        }  # fmt: skip


Side = TrainingSide | TargetResult


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing under two policies; ``None`` where a policy does not ask for it. ``kind``: training or target."""

    kind: str
    key: str
    left: Side | None
    right: Side | None

    @property
    def units_differ(self) -> bool:
        """Whether the two are measured in different units, so that neither says anything about the other."""
        return self.left is not None and self.right is not None and self.left.unit != self.right.unit

    def as_dict(self) -> dict[str, Any]:
        """As ``policy figures --json`` prints it."""
        return {
            "kind": self.kind, "measures": self.key, "units_differ": self.units_differ,
            "left": self.left.as_dict() if self.left else None, "right": self.right.as_dict() if self.right else None,
        }  # fmt: skip


def training_side(policy: str, asked: Requirement, results: Iterable[TrainingResult]) -> TrainingSide:
    """A requirement with the results of the people it covers; of others nothing is counted."""
    found = [one for one in results if (one.policy, one.requirement) == (policy, asked.id)]
    rows = [one for one in found if one.status != NOT_APPLICABLE]
    window = next(((r.window_start, r.window_end) for r in rows if r.window_start and r.window_end), None)
    any_row = next(iter(rows or found), None)
    return TrainingSide(
        policy, asked.id, asked.zh, asked.en, asked.tenths, asked.unit, asked.basis, window, len(rows),
        sum(one.status == MET for one in rows), sum(one.earned for one in rows), sum(one.other_units for one in rows),
        tuple(one.status for one in (rows or found)), any_row.policy_state if any_row else "",
        None if any_row and any_row.decision else asked.clause, (any_row.decision if any_row else "") or "",
        sum(one.converted for one in rows),
    )  # fmt: skip


def training_beside(left: Sequence[TrainingSide], right: Sequence[TrainingSide]) -> list[Beside]:
    """Requirements side by side: those of one basis together, then what is left over, one beside the other.

    A yearly and a five-yearly amount stand beside each other as what each policy asks; neither is made into the other.
    """
    rest = list(right)
    mates: list[TrainingSide | None] = []
    for one in left:
        alike = next((two for two in rest if two.basis == one.basis), None)
        if alike is not None:
            rest.remove(alike)
        mates.append(alike)
    others = [rest.pop(0) if mate is None and rest else mate for mate in mates]
    pairs = [Beside(TRAINING, TRAINING, one, other) for one, other in zip(left, others, strict=True)]
    return [*pairs, *(Beside(TRAINING, TRAINING, None, one) for one in rest)]


def targets_beside(
    left: tuple[Policy, Sequence[TargetResult]], right: tuple[Policy, Sequence[TargetResult]]
) -> list[Beside]:
    """Indicators side by side by what they count, in which unit, and for each of what."""
    sides: list[Mapping[str, list[TargetResult]]] = []
    for policy, results in (left, right):
        found: dict[str, list[TargetResult]] = defaultdict(list)
        for one in results:
            if one.policy == policy.id:
                found[_measures(policy, one)].append(one)
        sides.append(found)
    out = []
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        both = [side.get(key, []) for side in sides]
        for place in range(max(map(len, both))):
            pair = [some[place] if place < len(some) else None for some in both]
            out.append(Beside(TARGET, key, pair[0], pair[1]))
    return out


def _measures(policy: Policy, one: TargetResult) -> str:
    item = policy.item("targets.indicator", one.indicator)
    extra = item.extra if item is not None else {}
    counts = str(extra.get("counts", "")) or f"{policy.id}.{one.indicator}"
    each = str(extra.get("per", "")) if extra.get("per") in _EACH else ""
    return " ".join(part for part in (counts, str(extra.get("unit", "")), each) if part)
