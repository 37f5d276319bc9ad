"""Whether a requirement is in force on a day, and on which day its window is anchored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from db.errors import Refusal
from swstation.rules.facts import Continuation
from swstation.rules.model import Policy, Requirement

IN_FORCE = "in_force"
NOT_YET = "not_yet"
EXPIRED = "expired"
CONTINUED = "continued"


class State(NamedTuple):
    """The state of a requirement on a day.

    ``anchor`` is the day that decides the window: the day itself, or the last day in force once expired.
    ``continuation`` is the decision under which the window stands, if any; it is kept after its own end.
    """

    state: str
    anchor: date
    continuation: Continuation | None = None


def term(policy: Policy, requirement: Requirement | None = None) -> tuple[date | None, date | None]:
    """First and last day in force; ``None`` where nothing is printed, which is "always".

    From ``effective_from``, else ``period_start``, else ``issued``; to the earlier of ``effective_to`` and
    ``period_end``. Without a requirement, the policy's own: the latest of its requirements' ends counts.
    """
    meta = policy.meta
    if requirement is None:
        terms = [term(policy, one) for one in policy.requirements]
        start = meta.effective_from or meta.issued or min((s for s, _e in terms if s), default=None)
        ends = [end for _start, end in terms]
        if not ends:
            return start, meta.effective_to
        return start, None if None in ends else max(end for end in ends if end is not None)
    start = meta.effective_from or requirement.period_start or meta.issued
    ends_on = [end for end in (meta.effective_to, requirement.period_end) if end is not None]
    return start, min(ends_on, default=None)


def state_of(
    policy: Policy, requirement: Requirement | None, continuations: Iterable[Continuation], as_of: date
) -> State:
    """The state of a requirement (without one: of the policy) on ``as_of``.

    A continuation counts from its first day on, once the printed term is over; of several the one that
    began last replaces the others. After its own last day, if it has one, the requirement has expired again.
    """
    start, end = term(policy, requirement)
    if start is not None and as_of < start:
        return State(NOT_YET, as_of)
    if end is None or as_of <= end:
        return State(IN_FORCE, as_of)
    begun = [
        c
        for c in continuations
        if c.policy == policy.id and c.start_on <= as_of and (c.end_on is None or c.end_on > end)
    ]
    if not begun:
        return State(EXPIRED, end)
    latest = max(begun, key=lambda c: c.start_on)
    if latest.end_on is None or as_of <= latest.end_on:
        return State(CONTINUED, as_of, latest)
    return State(EXPIRED, latest.end_on, latest)


def check_continuation(policy: Policy, start_on: date) -> None:
    """Refuses to continue a policy that has no end, or from a day on which it is still in force."""
    ends = [end for one in policy.requirements if (end := term(policy, one)[1]) is not None]
    if not ends:
        raise Refusal("policy.not_expiring", field="policy", token=policy.id)
    if start_on <= min(ends):
        raise Refusal("policy.continues_too_early", field="start_on", token=policy.id, end=min(ends).isoformat())
