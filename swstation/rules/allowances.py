"""Allowances that a policy prints: who qualifies, who lost one and why, and what a county decided to pay.

A policy's own amount, or range, is data; where it prints none the county's recorded rate is all there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from swstation.rules.certificates import LAPSED, NEVER, Standing
from swstation.rules.model import AllowanceItem, Policy
from swstation.rules.worker import Worker, meant

QUALIFIES = "qualifies"
LOST = "lost"
NOT = "not"
UNKNOWN = "unknown"

NOT_EMPLOYED = "left"
NOT_COMMUNITY = "community_worker"
NO_CERTIFICATE = "certificate"
NOT_REGISTERED = "not_registered"
REGISTRATION_LAPSED = "lapsed"
PART_TIME = "part_time"
TIME_UNKNOWN = "working_time"
NOT_PUBLIC = "public_finance"
FUNDING_UNKNOWN = "funding"

_LOSING: Final = frozenset({NOT_EMPLOYED, REGISTRATION_LAPSED, PART_TIME})
_NOT_KNOWN: Final = frozenset({TIME_UNKNOWN, FUNDING_UNKNOWN, NOT_COMMUNITY})
_COMMUNITY_POSTS: Final = frozenset({"community", "village"})


class Rate(NamedTuple):
    """A recorded decision: so many fen a ``period`` for a level (empty: every level) while it lasts."""

    policy: str
    item: str
    level: str
    start_on: date
    end_on: date | None
    value_fen: int
    period: str
    decision: str = ""


class AllowanceResult(NamedTuple):
    """One item for one person. ``why``: what stands against it, in the order asked; empty for ``qualifies``.

    ``lost_on``: the first day without it, where that is known. ``rate`` is what holds on the day asked for;
    ``in_range`` is false where it lies outside what the policy prints.
    """

    item: AllowanceItem
    worker: Worker
    state: str
    level: str = ""
    why: tuple[str, ...] = ()
    lost_on: date | None = None
    rate: Rate | None = None
    in_range: bool = True


def allowance(
    policy: Policy, item: AllowanceItem, worker: Worker, standing: Standing, rates: Iterable[Rate], as_of: date
) -> AllowanceResult:
    """Whether ``worker`` qualifies for ``item`` on ``as_of``."""
    level = standing.level if item.local_counts else standing.national
    why: list[str] = []
    lost: list[date] = []
    person = worker.person
    if not person.employed_on(as_of):
        why.append(NOT_EMPLOYED)
        if person.left_on is not None and person.left_on < as_of:
            lost.append(person.left_on + timedelta(days=1))
    # Of somebody who left, the last day counts.
    day = min(as_of, person.left_on) if person.left_on else as_of
    for need in item.needs:
        why += _against(need, worker, standing, level is not None, day)
    state = standing.registration
    if REGISTRATION_LAPSED in why and state is not None and state.valid_until is not None:
        lost.append(state.valid_until + timedelta(days=1))
    rate = rate_for(policy.id, item.id, level.id if level else "", rates, as_of)
    return AllowanceResult(
        item,
        worker,
        _state(why),
        level.id if level else "",
        tuple(why),
        min(lost, default=None) if _state(why) == LOST else None,
        rate,
        rate is None or within(item, rate.value_fen),
    )


def _state(why: Sequence[str]) -> str:
    if not why:
        return QUALIFIES
    if _LOSING.issuperset(why):
        return LOST
    return UNKNOWN if (_NOT_KNOWN | _LOSING).issuperset(why) else NOT


def _against(need: str, worker: Worker, standing: Standing, certified: bool, day: date) -> list[str]:
    posts = worker.posts_on(day)
    if need == "community_worker":
        kinds = {post.kind for post in posts}
        known = meant("personnel_source", worker.source) == "community_worker" or kinds & _COMMUNITY_POSTS
        return [] if known else [NOT_COMMUNITY]
    if need == "certificate":
        return [] if certified else [NO_CERTIFICATE]
    if need == "registered":
        state = standing.registration
        if state is None or state.state == NEVER:
            return [NOT_REGISTERED] if certified else []
        return [REGISTRATION_LAPSED] if state.state == LAPSED else []
    if need == "full_time":
        times = {post.employment for post in posts if post.employment} or {worker.working_time} - {""}
        return [TIME_UNKNOWN] if not times else [] if "full_time" in times else [PART_TIME]
    if need == "public_finance":
        payers = {meant("post_funding", post.funding) for post in posts if post.funding}
        return [FUNDING_UNKNOWN] if not payers else [] if "public_finance" in payers else [NOT_PUBLIC]
    return []


def rate_for(policy: str, item: str, level: str, rates: Iterable[Rate], as_of: date) -> Rate | None:
    """The rate that holds on ``as_of``: for the level before one for all, then the one that began last."""
    fit = [
        one
        for one in rates
        if (one.policy, one.item) == (policy, item) and one.level in ("", level)
        if one.start_on <= as_of and (one.end_on is None or as_of <= one.end_on)
    ]
    return max(fit, key=lambda one: (bool(one.level), one.start_on), default=None)


def within(item: AllowanceItem, value_fen: int) -> bool:
    """Whether an amount is what the policy prints, or inside the range that it prints."""
    if item.amount:
        return value_fen == item.amount * 100
    low, high = item.amount_min * 100, item.amount_max * 100
    return low <= value_fen and (not high or value_fen <= high)


def of_people(policy: Policy) -> tuple[AllowanceItem, ...]:
    """The items of a policy that are paid to people by conditions the registers can tell."""
    return tuple(item for item in policy.allowances if item.needs)
