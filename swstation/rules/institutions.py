"""Institutions: filing, how many a district has, what each last did, whose licence is gone and who still works.

``targets.indicator`` says how many are asked for per district; the other lists carry the clause that asks for the
record, and judge nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from swstation.rules.clauses import Asked, asked, holds, items, number, text
from swstation.rules.dates import add_months
from swstation.rules.facts import Continuation
from swstation.rules.model import Policy
from swstation.rules.post_facts import Institution, Work

COUNTY_DIGITS = 6


class DistrictCount(NamedTuple):
    """Registered institutions of one district against the rule; ``missing`` is 0 where there are enough."""

    division: str
    rule: Asked
    op: str
    required: int
    actual: int
    missing: int

    @property
    def enough(self) -> bool:
        """Whether the district has as many as asked for."""
        return not self.missing


def registered_on(one: Institution, day: date) -> bool:
    """Whether an institution is lawfully registered on ``day``: registered by then, and neither revoked nor closed."""
    begun = one.registered_on is not None and one.registered_on <= day
    return begun and (one.state == "active" or (one.ended_on is not None and day < one.ended_on))


def per_district(
    policies: Sequence[Policy],
    institutions: Iterable[Institution],
    divisions: Sequence[str],
    continuations: Sequence[Continuation],
    as_of: date,
) -> list[DistrictCount]:
    """The registered institutions of each district (code of six digits) against each rule that counts them there."""
    have = Counter(one.division[:COUNTY_DIGITS] for one in institutions if registered_on(one, as_of))
    out = []
    for policy, item in items(policies, "targets.indicator"):
        if text(item, "unit") != "institution" or text(item, "per") != "district" or not number(item, "value"):
            continue
        op, wanted = text(item, "op"), number(item, "value")
        least = wanted + 1 if op == ">" else wanted
        for division in divisions:
            actual = have[division]
            missing = 0 if holds(op, actual, wanted) else least - actual
            rule = asked(policy, item, continuations, as_of)
            out.append(DistrictCount(division, rule, op, wanted, actual, missing))
    return out


class LastActivity(NamedTuple):
    """What an institution did last; ``on`` is ``as_of`` while something runs, ``None`` where nothing is recorded."""

    institution: Institution
    on: date | None
    what: str
    days: int | None


def last_activity(institutions: Iterable[Institution], works: Iterable[Work], as_of: date) -> list[LastActivity]:
    """The working institutions, the longest idle first; those of which nothing is recorded before all others.

    How long is too long the policy does not say: the list only sorts.
    """
    of: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.start_on <= as_of:
            of[work.institution].append(work)
    out = []
    for one in institutions:
        if one.state != "active":
            continue
        latest = max(of[one.id], key=lambda work: _until(work, as_of), default=None)
        on = _until(latest, as_of) if latest else None
        out.append(LastActivity(one, on, latest.title if latest else "", (as_of - on).days if on else None))
    return sorted(out, key=lambda one: (one.on is not None, one.on or as_of, one.institution.name, one.institution.id))


def idle(found: Iterable[LastActivity], months: int, as_of: date) -> list[LastActivity]:
    """Those that did nothing within ``months`` before ``as_of``; the number is whoever asks for it."""
    since = add_months(as_of, -months)
    return [one for one in found if one.on is None or one.on < since]


def _until(work: Work, as_of: date) -> date:
    if work.running or work.end_on is None:
        return as_of
    return min(work.end_on, as_of)


def revoked_with_work(
    institutions: Iterable[Institution], works: Iterable[Work], as_of: date
) -> list[tuple[Institution, tuple[Work, ...]]]:
    """Institutions that are revoked or closed and have projects or posts that run on ``as_of``."""
    of: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        runs = work.running and (work.end_on is None or as_of <= work.end_on)
        if work.kind in ("project", "post") and work.start_on <= as_of and runs:
            of[work.institution].append(work)
    return [(one, tuple(of[one.id])) for one in institutions if one.state != "active" and of[one.id]]


def filing(institutions: Iterable[Institution]) -> Mapping[str, int]:
    """How many are filed, not filed, cancelled; an empty state is ``none``."""
    return Counter(one.filing_state or "none" for one in institutions if one.state == "active")


def without_year(institutions: Iterable[Institution], years: Iterable[tuple[str, int]], year: int) -> list[Institution]:
    """Institutions at work in ``year`` for which nothing is recorded of that year (no annual report)."""
    known = set(years)
    return [
        one
        for one in institutions
        if (one.id, year) not in known
        and (one.registered_on is None or one.registered_on.year <= year)
        and (one.ended_on is None or one.ended_on.year >= year)
    ]
