"""Posts against what the policy asks: how many there should be, who is in them, who is missing, for how long.

Which numbers are asked for, and of whom, comes from the policy: ``posts.required`` counts posts (or a share of them),
``targets.indicator`` counts people. A fact that happened is always recorded; what falls short is shown, never refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from swstation.rules.clauses import Asked, asked, find, holds, items, number, text
from swstation.rules.facts import Continuation
from swstation.rules.model import Item, Policy
from swstation.rules.post_facts import FULL_TIME, Holding, Place, Post

MET, SHORT, OVER, ALLOWED = "met", "short", "over", "allowed"

PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "community": ("urban_community", "rural_community"),
    "urban_community": ("urban_community",),
    "rural_community": ("rural_community",),
    "village": ("village",),
    "town_centre": ("town_centre",),
}
"""The kinds of place that a policy's ``org_type`` or ``per`` means."""


class Filled(NamedTuple):
    """A post on a day with who is in it."""

    post: Post
    holders: tuple[Holding, ...]

    @property
    def vacant(self) -> bool:
        """Whether nobody is in it."""
        return not self.holders


class Staffing(NamedTuple):
    """One place against one rule. ``measure`` says what ``required`` counts: ``post`` or ``person``.

    ``actual`` is that count; ``missing`` how many more are asked for (0 where it is enough).
    """

    place: Place
    rule: Asked
    op: str
    required: int
    measure: str
    actual: int
    missing: int
    status: str


class Manning(NamedTuple):
    """How the posts of one place stand, whatever is asked: posts set up, vacant ones, people, full-time people."""

    posts: tuple[Filled, ...]
    vacant: int
    people: int
    full_time: int


def on_day(posts: Iterable[Post], holdings: Iterable[Holding], as_of: date) -> list[Filled]:
    """The posts that are there on ``as_of`` with those who hold them, in the order given."""
    of_post: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        if holding.holds_on(as_of):
            of_post[holding.post].append(holding)
    return [Filled(post, tuple(of_post[post.id])) for post in posts if post.open_on(as_of)]


def manning(filled: Iterable[Filled]) -> Manning:
    """The figures of some posts; a person in two of them counts once."""
    own = tuple(one for one in filled if one.post.social_work)
    held = [holding for one in own for holding in one.holders]
    return Manning(
        own,
        sum(one.vacant for one in own),
        len({holding.staff for holding in held}),
        len({holding.staff for holding in held if holding.employment in ("", FULL_TIME)}),
    )


def of_place(place: Place, filled: Iterable[Filled]) -> list[Filled]:
    """The posts of a place: those that name it; of a township's centre, those of kind ``centre`` of the unit."""
    if place.kind == "town_centre":
        return [one for one in filled if one.post.kind == "centre" and one.post.body == place.unit]
    return [one for one in filled if one.post.place == place.id]


def staffing(
    policies: Sequence[Policy],
    places: Sequence[Place],
    filled: Sequence[Filled],
    continuations: Sequence[Continuation],
    as_of: date,
) -> list[Staffing]:
    """Every place against every rule that asks for posts or people there; places in their order.

    A rule that a policy prints twice (as a requirement and as a target) counts once.
    """
    rules = _counted(policies)
    out: list[Staffing] = []
    for place in places:
        now = manning(of_place(place, filled))
        for policy, item, kinds in rules:
            if place.kind not in kinds:
                continue
            op, wanted, measure = text(item, "op"), number(item, "value"), text(item, "unit")
            actual = len(now.posts) if measure == "post" else now.people
            rule = asked(policy, item, continuations, as_of)
            out.append(_against(place, rule, op, wanted, measure, actual))
    return out


def _against(place: Place, rule: Asked, op: str, wanted: int, measure: str, actual: int) -> Staffing:
    enough = holds(op, actual, wanted)
    if op == "<=":
        status = (ALLOWED if actual else MET) if enough else OVER
        return Staffing(place, rule, op, wanted, measure, actual, 0, status)
    least = wanted if op == ">=" else wanted + 1
    return Staffing(place, rule, op, wanted, measure, actual, max(0, least - actual), MET if enough else SHORT)


def _counted(policies: Sequence[Policy]) -> list[tuple[Policy, Item, tuple[str, ...]]]:
    found: list[tuple[Policy, Item, tuple[str, ...]]] = []
    seen: set[str] = set()
    for table, key, measures in (("posts.required", "org_type", ("post",)), ("targets.indicator", "per", ("person",))):
        for policy, item in items(policies, table):
            kinds = PLACES.get(text(item, key), ())
            counts = text(item, "unit") in measures and text(item, "op") in (">=", ">", "<=")
            if kinds and counts and number(item, "value") and item.clause.rule not in seen:
                seen.add(item.clause.rule)
                found.append((policy, item, kinds))
    return found


class Share(NamedTuple):
    """Part of a base in percent. ``required`` is ``None`` where the policy prints no number: reported, never judged.

    ``status`` is ``met``, ``short`` or empty (no number, or no base to divide by). ``base_zh`` is the base as printed.
    """

    body: str
    name: str
    rule: Asked
    part: int
    base: int
    base_zh: str
    required: int | None
    status: str


def shares(
    policies: Sequence[Policy], posts: Sequence[Post], continuations: Sequence[Continuation], as_of: date
) -> list[Share]:
    """The shares of posts that a policy asks of kinds of unit, one for each unit or institution concerned.

    A unit is concerned when one of its posts has the rule's ``org_type``, or a type the policy lists under it. The base
    of a printed share is the unit's professional-technical posts (专业技术岗位总量), other posts included; the part is
    those of them that are social-work posts. Without a printed share the base is its social-work posts, and the part
    those under professional-technical management.
    """
    out: list[Share] = []
    for policy, item in items(policies, "posts.required"):
        percent = number(item, "value") if text(item, "unit") == "percent" else 0
        if (number(item, "value") and not percent) or text(item, "post_kind") != "professional_technical":
            continue
        wanted = _types(policies, text(item, "org_type"))
        rule = asked(policy, item, continuations, as_of)
        bodies: dict[str, list[Post]] = defaultdict(list)
        for post in posts:
            if post.open_on(as_of):
                bodies[post.body].append(post)
        for body, own in bodies.items():
            if not any(post.org_type in wanted for post in own):
                continue
            technical = [post for post in own if post.professional]
            social = [post for post in own if post.social_work]
            part = sum(post.social_work for post in technical)
            base = len(technical) if percent else len(social)
            status = _share(part, base, text(item, "op"), percent) if percent else ""
            out.append(Share(body, own[0].body_name, rule, part, base, text(item, "of_zh"), percent or None, status))
    return out


def project_share(
    policies: Sequence[Policy],
    project: str,
    name: str,
    professional: int,
    people: int,
    continuations: Sequence[Continuation],
    as_of: date,
) -> Share | None:
    """Social-work posts of a project over all its people (项目总人数); ``None`` where no policy asks for it."""
    for policy, item in items(policies, "projects.ratio"):
        if text(item, "of") == "project_people":
            percent = number(item, "value")
            status = _share(professional, people, text(item, "op"), percent)
            rule = asked(policy, item, continuations, as_of)
            return Share(project, name, rule, professional, people, text(item, "of_zh"), percent, status)
    return None


def _share(part: int, base: int, op: str, percent: int) -> str:
    if not base:
        return ""
    return MET if holds(op, part * 100, percent * base) else SHORT


def _types(policies: Sequence[Policy], org_type: str) -> set[str]:
    found = find(policies, "posts.org_types", org_type)
    return {org_type} | ({entry.id for entry in found[1].items} if found else set())


class Coverage(NamedTuple):
    """Units of one system (or kind of unit) that have posts: ``posts`` of them, in ``bodies`` units."""

    code: str
    zh: str
    en: str
    bodies: int
    posts: int


def by_list(policies: Sequence[Policy], table: str, id: str, posts: Iterable[Post], key: str) -> list[Coverage]:
    """How many posts and units each entry of a policy's list has; ``key`` is the post's field (``system``, …)."""
    found = find(policies, table, id)
    own = list(posts)
    out = []
    for entry in found[1].items if found else ():
        here = [post for post in own if getattr(post, key) == entry.id]
        out.append(Coverage(entry.id, entry.zh, entry.en, len({post.body for post in here}), len(here)))
    return out


def undefined(policies: Sequence[Policy], posts: Iterable[Post]) -> tuple[Item | None, list[Post]]:
    """Posts without written duties or conditions of appointment, and the rule that asks for both, if one does."""
    found = find(policies, "posts.rule", "post_definition")
    if found is None:
        return None, []
    return found[1], [post for post in posts if post.social_work and not (post.duties and post.conditions)]
