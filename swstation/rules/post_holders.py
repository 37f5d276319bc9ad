"""Those who hold posts: the certificate the post asks for, how long part-time may last, how they were recruited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from swstation.rules.clauses import Asked, asked, find, items, number, text
from swstation.rules.dates import ONE_DAY, last_day, opens_before
from swstation.rules.facts import Certificate, Continuation
from swstation.rules.levels import Level, Levels
from swstation.rules.model import Policy
from swstation.rules.post_facts import PART_TIME, Holding, Post

WARN_MONTHS: Final = 3
"""How many months before the end of a limit it is shown. Ours: no policy says how early to warn."""


class Limit(NamedTuple):
    """One part-time holder against the limit. ``since`` is the first day of the unbroken part-time holding."""

    holding: Holding
    rule: Asked
    since: date
    last: date
    opens: date
    days: int

    @property
    def over(self) -> bool:
        """Whether the limit has passed."""
        return self.days < 0


def part_time_limits(
    policies: Sequence[Policy],
    holdings: Iterable[Holding],
    continuations: Sequence[Continuation],
    as_of: date,
    warn_months: int = WARN_MONTHS,
) -> list[Limit]:
    """Everybody who holds a post part-time on ``as_of``, the limit that ends first before the others.

    Part-time holdings of one person that follow each other without a day between count as one. Both the first and the
    last day of the limit are counted: two years from 2024-03-01 end on 2026-02-28.
    """
    found = next(((p, i) for p, i in items(policies, "posts.limit") if text(i, "unit") in ("year", "month")), None)
    if found is None:
        return []
    policy, item = found
    months = number(item, "value") * (12 if text(item, "unit") == "year" else 1)
    rule = asked(policy, item, continuations, as_of)
    of_person: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        if holding.employment == PART_TIME and holding.start_on <= as_of:
            of_person[holding.staff].append(holding)
    out = []
    for own in of_person.values():
        own.sort(key=lambda one: one.start_on)
        now = [one for one in own if one.holds_on(as_of)]
        if not now:
            continue
        since = _unbroken(own, now[0])
        last = last_day(since, months)
        out.append(Limit(now[0], rule, since, last, opens_before(last, warn_months), (last - as_of).days))
    return sorted(out, key=lambda one: (one.days, one.holding.name, one.holding.id))


def _unbroken(own: Sequence[Holding], now: Holding) -> date:
    since = now.start_on
    for holding in reversed(own):
        if holding.start_on < since and (holding.end_on is None or holding.end_on + ONE_DAY >= since):
            since = holding.start_on
    return since


class Fit(NamedTuple):
    """A holder against the level the post asks for; ``held`` is the highest certificate on the day, if any."""

    holding: Holding
    wanted: Level | None
    held: Level | None

    @property
    def fits(self) -> bool:
        """Whether the holder has the level, or a higher one; a post without a level asks for none."""
        return self.wanted is None or (self.held is not None and self.held.rank >= self.wanted.rank)


def fit(
    posts: Mapping[str, Post],
    holdings: Iterable[Holding],
    certificates: Iterable[Certificate],
    levels: Levels,
    as_of: date,
) -> list[Fit]:
    """Each holder of an open post on ``as_of`` beside the level that the post asks for."""
    own: dict[str, list[Certificate]] = defaultdict(list)
    for certificate in certificates:
        own[certificate.staff_id].append(certificate)
    return [
        Fit(holding, levels.get(post.required_level), levels.highest(own[holding.staff], as_of))
        for holding in holdings
        if holding.holds_on(as_of) and (post := posts.get(holding.post)) is not None and post.open_on(as_of)
    ]


class Hiring(NamedTuple):
    """Where those who came into posts in a span come from, as ``posts.rule`` names the sources.

    ``graduates`` studied social work, ``certified`` hold a national certificate, ``either`` one of the two.
    """

    rule: Asked
    hired: int
    graduates: int
    certified: int
    either: int


def hiring(
    policies: Sequence[Policy],
    holdings: Iterable[Holding],
    graduates: frozenset[str],
    certified: frozenset[str],
    span: tuple[date, date],
    continuations: Sequence[Continuation],
    as_of: date,
) -> list[Hiring]:
    """Hires of a span under each rule that prefers sources; a policy without such a rule has none.

    A person who begins a post in the span counts once.
    """
    first, last = span
    hired = {one.staff for one in holdings if first <= one.start_on <= last}
    out = []
    for policy, item in (*items(policies, "posts.rule"), *items(policies, "enumerations.set")):
        if item.id in _PREFERRING or (item.id == "personnel_sources" and any(e.id == "graduate" for e in item.items)):
            out.append(
                Hiring(
                    asked(policy, item, continuations, as_of),
                    len(hired),
                    len(hired & graduates),
                    len(hired & certified),
                    len(hired & (graduates | certified)),
                )
            )
    return out


_PREFERRING: Final = frozenset({"vacancy_preference", "hire_sources"})


def unpublished(
    policies: Sequence[Policy],
    posts: Mapping[str, Post],
    holdings: Iterable[Holding],
    continuations: Sequence[Continuation],
    as_of: date,
) -> tuple[Asked | None, list[Holding]]:
    """Who came into a project's post that was never published though the policy asks for it, since it holds."""
    found = find(policies, "posts.rule", "open_recruitment")
    if found is None:
        return None, []
    start = found[0].meta.effective_from or found[0].meta.issued or date.min
    out = [
        one
        for one in holdings
        if one.start_on >= start
        and (post := posts.get(one.post)) is not None
        and (post.project or post.kind == "project")
        and (post.published_on is None or post.published_on > one.start_on)
    ]
    return asked(*found, continuations, as_of), out
