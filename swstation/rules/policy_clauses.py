"""A policy clause by clause, and two policies side by side on the same topics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from swstation.rules.facts import Continuation
from swstation.rules.model import Clause, Item, Policy
from swstation.rules.policy_state import state_of


class ClauseLine(NamedTuple):
    """One thing that a policy says: the table it stands in, its words, how binding, where printed, its state."""

    table: str
    id: str
    zh: str
    en: str
    force: str
    clause: Clause
    state: str
    items: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


def clause_lines(policy: Policy, continuations: Iterable[Continuation], as_of: date) -> list[ClauseLine]:
    """Everything that a policy says, in the order of its file, each with its state on a day.

    A requirement has a state of its own; everything else that of the policy.
    """
    decided = tuple(continuations)
    of_policy = state_of(policy, None, decided, as_of).state
    lines = []
    for table, items in policy.tables.items():
        for item in items:
            requirement = policy.requirement(item.id) if table == "training.requirement" else None
            state = state_of(policy, requirement, decided, as_of).state if requirement else of_policy
            named = tuple(entry.zh for entry in item.items)
            lines.append(
                ClauseLine(table, item.id, item.zh, item.en, item.force, item.clause, state, named, _facts(item))
            )
    return lines


def _facts(item: Item) -> tuple[tuple[str, str], ...]:
    found = []
    for key, value in item.extra.items():
        words = "、".join(map(str, value)) if isinstance(value, list) else str(value)
        found.append((key, words))
    return tuple(found)


class Pair(NamedTuple):
    """What two policies say on one topic; ``None`` where one of them is silent."""

    table: str
    left: ClauseLine | None
    right: ClauseLine | None

    @property
    def same(self) -> bool:
        """Whether both say it with the same numbers and words."""
        left, right = self.left, self.right
        return left is not None and right is not None and (left.zh, left.facts, left.items, left.force) == (
            right.zh, right.facts, right.items, right.force
        )  # fmt: skip


def compared(left: Iterable[ClauseLine], right: Iterable[ClauseLine]) -> list[Pair]:
    """Two policies topic by topic: what has the same id or the same words stands side by side, the rest after it."""
    mine, theirs = list(left), list(right)
    pairs = []
    for table in dict.fromkeys(one.table for one in (*mine, *theirs)):
        own = [one for one in mine if one.table == table]
        other = [one for one in theirs if one.table == table]
        for one in own:
            twin = next((two for two in other if one.id == two.id or one.zh == two.zh), None)
            if twin is not None:
                other.remove(twin)
            pairs.append(Pair(table, one, twin))
        alone = [n for n, pair in enumerate(pairs) if pair.table == table and pair.right is None]
        for place, two in zip(alone, list(other), strict=False):
            pairs[place] = pairs[place]._replace(right=two)
            other.remove(two)
        pairs += [Pair(table, None, two) for two in other]
    return pairs
