"""What is due at the units below, unit by unit: how much of it, not line by line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from swstation.rules.due_item import DueItem

SOON: Final = 7
"""Days ahead that are told apart from what is further away."""


class UnitDue(NamedTuple):
    """What is due at one unit, and at those below it: so many lines, of which ``late`` and within ``SOON`` days.

    ``longest``: days by which the latest of them is late. ``late_kinds``: kinds of the late lines, the most first.
    """

    unit: str
    late: int
    soon: int
    total: int
    longest: int
    late_kinds: tuple[tuple[str, int], ...]


def gathered(lines: Iterable[tuple[str, DueItem]]) -> list[UnitDue]:
    """One line a unit out of lines each with its unit; whoever is late with most comes first."""
    of_unit: dict[str, list[DueItem]] = defaultdict(list)
    for unit, item in lines:
        of_unit[unit].append(item)
    found = [_of_one(unit, items) for unit, items in of_unit.items()]
    return sorted(found, key=lambda one: (-one.late, -one.soon, -one.total, one.unit))


def _of_one(unit: str, items: list[DueItem]) -> UnitDue:
    late = [item for item in items if item.days < 0]
    kinds = Counter(item.kind for item in late)
    return UnitDue(
        unit, len(late), sum(1 for item in items if 0 <= item.days <= SOON), len(items),
        max((-item.days for item in late), default=0),
        tuple(sorted(kinds.items(), key=lambda one: (-one[1], one[0]))),
    )  # fmt: skip
