"""Targets of the policies against what the registers count, each with its clause. ``as_of`` comes in as an argument.

An indicator says itself what is counted (``counts``), for what (``per``) and against what (``of``); nothing about one
policy stands here. What a policy leaves without a measure is only reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from swstation.rules.model import Clause, Item, Policy
from swstation.rules.policy_state import state_of

MET, MISSED, OPEN, SHARE, NO_FIGURE, REPORTED = "met", "missed", "open", "share", "no_figure", "reported"
"""Reached; not reached by the due day; not reached yet; a share of what a wider area must reach; nothing is known to
compare; the clause gives no measure."""

_WIDE: Final = {"prefecture": "MP", "province": "P", "district": "CMP", "county": "CMP", "county_and_township": "CMP"}
"""Letters of the unit codes that an indicator ``per`` such an area is decided by; others see their share."""
COMMUNITIES: Final[dict[str, frozenset[str]]] = {
    "urban_community": frozenset({"urban_community"}),
    "rural_community": frozenset({"rural_community", "village"}),
    "community": frozenset({"urban_community", "rural_community"}),
    "village": frozenset({"village"}),
}
"""Kinds of communities that an indicator means by each."""
OF_EACH: Final = {"professionals": "people", "posts": "posts"}


class Community(NamedTuple):
    """A community with the people and the posts in it."""

    kind: str
    people: int
    posts: int


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """What is counted in the area of one unit, by what indicators count; ``bases``, by what they divide by.

    ``counted``: ``professionals``, ``holders`` …, ``unit:`` a tier, ``site:`` a kind; units and sites not in it: none.
    ``letter`` is the first of the unit's code. ``urban``: its county-level division is a district (区).
    ``entered``: figures typed in, by policy and indicator: actual, base.
    """

    letter: str
    urban: bool = False
    counted: Mapping[str, int] = field(default_factory=dict)
    bases: Mapping[str, int] = field(default_factory=dict)
    communities: tuple[Community, ...] = ()
    entered: Mapping[tuple[str, str], tuple[int, int | None]] = field(default_factory=dict)


class OwnTarget(NamedTuple):
    """A target that a unit has set itself: title, value, day, basis; the indicator it answers, if any."""

    title: str
    target: int
    measure: str
    due: date
    basis: str
    policy: str = ""
    indicator: str = ""


class TargetResult(NamedTuple):
    """One indicator: target and actual in ``unit``; of communities, ``reached`` of ``base`` have it."""

    policy: str
    indicator: str
    label_zh: str
    label_en: str
    unit: str
    target: int | None
    actual: int | float | None
    due: date | None
    status: str
    policy_state: str
    clause: Clause | None
    decision: str = ""
    op: str = ">="
    per_zh: str = ""
    base: int | None = None
    reached: int | None = None
    due_zh: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "indicator": self.indicator,
            "label": self.label_zh,
            "unit": self.unit,
            "target": self.target,
            "actual": self.actual,
            "due": self.due.isoformat() if self.due else None,
            "status": self.status,
            "clause": self.clause.as_dict() if self.clause else {"decision": self.decision},
            "policy": self.policy,
            "policy_state": self.policy_state,
            "op": self.op,
            "base": self.base,
            "reached": self.reached,
        }


class _Measured(NamedTuple):
    actual: int | float | None
    base: int | None = None
    reached: int | None = None
    all_reached: bool | None = None


def target_results(
    policies: Iterable[Policy], own: Iterable[OwnTarget], facts: TargetFacts, as_of: date
) -> list[TargetResult]:
    """Every indicator of the policies that concerns this unit, then its own targets by their day.

    A unit that goes on with a policy goes on with what it asks each year, not with a target whose day is over.
    """
    found = [
        _result(policy, item, facts, state_of(policy, None, (), as_of).state, as_of)
        for policy in policies
        for item in policy.tables.get("targets.indicator", ())
        if _concerns(item, facts)
    ]
    of_policy = {(one.policy, one.indicator): one.actual for one in found}
    return found + [_own(one, facts, of_policy, as_of) for one in sorted(own, key=lambda one: (one.due, one.title))]


def _concerns(item: Item, facts: TargetFacts) -> bool:
    # A district and a county are two kinds of the same level: where a policy gives each a number, one of them holds.
    per = item.extra.get("per")
    return not (per == "district" and not facts.urban and facts.letter == "C") and not (
        per == "county" and facts.urban and facts.letter == "C"
    )


def _result(policy: Policy, item: Item, facts: TargetFacts, state: str, as_of: date) -> TargetResult:
    extra = item.extra
    value = extra.get("value")
    due = date(int(str(extra["due_year"])), 12, 31) if "due_year" in extra else None
    measured = _measure(policy.id, item, facts)
    target = value if isinstance(value, int) else None
    op = str(extra.get("op", ">="))
    return TargetResult(
        policy.id, item.id, item.zh, item.en, str(extra.get("unit", "")), target, measured.actual, due,
        _status(target, op, measured, _wide(extra, facts), due, as_of), state, item.clause, "", op,
        str(extra.get("per_zh", "")), measured.base, measured.reached, str(extra.get("due_zh", "")),
    )  # fmt: skip


def _wide(extra: Mapping[str, object], facts: TargetFacts) -> bool:
    letters = _WIDE.get(str(extra.get("per", "")))
    return letters is not None and facts.letter not in letters


def _status(target: int | None, op: str, measured: _Measured, wide: bool, due: date | None, as_of: date) -> str:
    if target is None:
        return REPORTED
    if measured.actual is None:
        return NO_FIGURE
    if wide:
        return SHARE
    reached = measured.all_reached if measured.all_reached is not None else _holds(measured.actual, op, target)
    if reached:
        return MET
    return MISSED if due is not None and as_of > due else OPEN


def _holds(actual: int | float, op: str, target: int) -> bool:
    return {">=": actual >= target, ">": actual > target, "<=": actual <= target}[op]


def _measure(policy: str, item: Item, facts: TargetFacts) -> _Measured:
    extra = item.extra
    if (policy, item.id) in facts.entered:
        actual, base = facts.entered[policy, item.id]
        return _part(item, actual, base) if base else _Measured(actual)
    counts, per = str(extra.get("counts", "")), str(extra.get("per", ""))
    if not counts:
        return _Measured(None)
    if per in COMMUNITIES:
        return _of_communities(item, facts, counts, per)
    parts = [facts.counted.get(one, 0 if ":" in one else None) for one in counts.split()]
    if None in parts:
        return _Measured(None)
    count = sum(part or 0 for part in parts)
    unit = str(extra.get("unit", ""))
    if unit not in _PARTS:
        return _Measured(count)
    base = facts.bases.get(str(extra.get("of", per)))
    return _part(item, count, base) if base else _Measured(None)


_PARTS: Final = {"percent": 100, "permille": 1000}


def _part(item: Item, count: int, base: int) -> _Measured:
    # Compared in whole numbers: what is short by a hair is short, however it is rounded to be shown.
    scale, value = _PARTS.get(str(item.extra.get("unit", ""))), item.extra.get("value")
    if scale is None:
        return _Measured(count, base)
    op = str(item.extra.get("op", ">="))
    reached = _holds(count * scale, op, value * base) if isinstance(value, int) else None
    return _Measured(round(count * scale / base, 2), base, all_reached=reached)


def _of_communities(item: Item, facts: TargetFacts, counts: str, per: str) -> _Measured:
    # What each must have is judged by the one that has least: only if that one reaches it do all.
    there = [one for one in facts.communities if one.kind in COMMUNITIES[per]]
    if not there or counts not in OF_EACH:
        return _Measured(None)
    each = [int(getattr(one, OF_EACH[counts])) for one in there]
    value, op = item.extra.get("value"), str(item.extra.get("op", ">="))
    if not isinstance(value, int):
        return _Measured(min(each), len(there))
    reached = sum(_holds(one, op, value) for one in each)
    return _Measured(min(each), len(there), reached, reached == len(there))


def _own(
    one: OwnTarget, facts: TargetFacts, of_policy: Mapping[tuple[str, str], int | float | None], as_of: date
) -> TargetResult:
    # A target that answers a policy's indicator has the figure that is counted for that one: nobody types it again.
    indicator = one.policy, one.indicator
    entered = facts.entered.get(indicator)
    measured = _Measured(entered[0] if entered else of_policy.get(indicator))
    return TargetResult(
        one.policy, one.indicator, one.title, one.title, one.measure, one.target, measured.actual, one.due,
        _status(one.target, ">=", measured, False, one.due, as_of), "in_force", None, one.basis,
    )  # fmt: skip
