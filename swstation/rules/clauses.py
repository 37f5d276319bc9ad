"""What stands beside a figure that a policy asks for: its clause, whether the policy holds, and the printed term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from swstation.rules.facts import Continuation
from swstation.rules.model import Clause, Item, Policy
from swstation.rules.policy_state import CONTINUED, EXPIRED, state_of


class Asked(NamedTuple):
    """A rule as it stands on a day.

    ``force`` is the policy's (``must``, ``target``, ``may``, ``intent``, ``fact``), ``state`` the policy's state.
    ``due`` is the last day of the printed year, if one is printed, and ``over`` says that it has passed: the figure is
    still shown, as one of a period that is closed.
    """

    id: str
    zh: str
    en: str
    force: str
    clause: Clause
    state: str
    due: date | None = None
    over: bool = False
    decision: str = ""

    @property
    def warns(self) -> bool:
        """Whether falling short of it is worth a warning, and not a remark only."""
        return self.force in ("must", "target")


def asked(policy: Policy, item: Item, continuations: Iterable[Continuation], as_of: date) -> Asked:
    """The rule of ``item`` on ``as_of``. "到2025年" is read as 31 December of the year (the catalogue's reading)."""
    state = state_of(policy, None, continuations, as_of)
    year = number(item, "due_year")
    due = date(year, 12, 31) if year else None
    over = due is not None and as_of > due and state.state != CONTINUED
    decision = state.continuation.decision if state.state == CONTINUED and state.continuation else ""
    return Asked(item.id, item.zh, item.en, item.force, item.clause, state.state, due, over, decision)


def remark(one: Asked) -> str:
    """``period_closed`` or ``expired`` where the figure is history; empty where it holds."""
    if one.state == EXPIRED:
        return EXPIRED
    return "period_closed" if one.over else ""


def items(policies: Iterable[Policy], table: str) -> Iterator[tuple[Policy, Item]]:
    """The items of one table of several policies, in printed order."""
    for policy in policies:
        for item in policy.tables.get(table, ()):
            yield policy, item


def find(policies: Iterable[Policy], table: str, id: str) -> tuple[Policy, Item] | None:
    """The first item with that id."""
    return next(((policy, item) for policy, item in items(policies, table) if item.id == id), None)


def number(item: Item, key: str) -> int:
    """A whole number among the further keys of an item; 0 where it has none."""
    value = item.extra.get(key)
    return value if isinstance(value, int) else 0


def text(item: Item, key: str) -> str:
    """A text among the further keys of an item; empty where it has none."""
    value = item.extra.get(key)
    return value if isinstance(value, str) else ""


def texts(item: Item, key: str) -> tuple[str, ...]:
    """A list of texts among the further keys of an item."""
    value = item.extra.get(key)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def holds(op: str, actual: int, wanted: int) -> bool:
    """Whether ``actual`` satisfies the comparison a policy prints (``>=``, ``>``, ``<=``)."""
    return {">=": actual >= wanted, ">": actual > wanted, "<=": actual <= wanted}[op]
