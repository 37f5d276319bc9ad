"""The largest share of a month that civil-affairs work may take: a clause where a policy prints one, else the own rule.

None of the five policy texts prints a number; some schemes say "3 days civil affairs, 2 days professional". A county
that has decided one puts it into its own policy (``posts.limit`` with the id ``affairs_time``, in percent), or a unit
notes it as its own rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from swstation.rules.clauses import items, number
from swstation.rules.model import Clause, Policy

ITEM: Final = "affairs_time"
"""The id of the item of ``posts.limit`` that prints it."""
WHOLE: Final = 100


class ShareRule(NamedTuple):
    """At most so many percent of the minutes; ``clause`` of a policy, else ``basis``: what the unit decided by."""

    most: int
    clause: Clause | None
    basis: str = ""

    def broken_by(self, affairs: int, minutes: int) -> bool:
        """Whether so many minutes of affairs are more than the rule lets; compared in whole numbers."""
        return affairs * WHOLE > self.most * minutes


def share_rule(policies: Iterable[Policy], own: tuple[int, str] | None) -> ShareRule | None:
    """The rule that holds: a policy's before the unit's own; ``None`` where nobody set one."""
    for _policy, item in items(policies, "posts.limit"):
        if item.id == ITEM and item.extra.get("unit") == "percent" and item.extra.get("op") == "<=":
            return ShareRule(number(item, "value"), item.clause)
    return ShareRule(own[0], None, own[1]) if own else None
