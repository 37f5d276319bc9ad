"""Evaluation: schemes made of a policy's elements, totals, grades, and who is under which scheme.

Scores and totals are tenths of a point, weights whole percent. The policies print elements and no weights: a scheme's
weights are the county's, and add up to 100.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from db.errors import Refusal
from swstation.rules.clauses import Asked, asked, items, text
from swstation.rules.facts import Continuation, Person
from swstation.rules.model import Item, Policy

WHOLE: Final = 100
FULL_SCORE: Final = 1000
"""What a scheme's full score is where it says nothing else: 100.0."""
SUBJECTS: Final = {"person": "certificate_holder", "post": "post_holder", "project": "project"}
"""Whom a policy's set is about, as the code of a scheme's subject."""


class Element(NamedTuple):
    """An element of a scheme; ``weight`` in percent, ``None`` while nobody has said it."""

    id: str
    position: int
    title: str
    weight: int | None = None
    figure: str = ""


class Score(NamedTuple):
    """What was given for one element, in tenths."""

    element: str
    own: int | None = None
    score: int | None = None


class Band(NamedTuple):
    """A grade and the lowest total (tenths) that still is it."""

    grade: str
    least: int


def sets(policies: Iterable[Policy]) -> list[tuple[Policy, Item]]:
    """The sets of elements that schemes can be made of."""
    return list(items(policies, "evaluation.set"))


def check_weights(weights: Sequence[int | None]) -> None:
    """Refuse weights that do not add up to 100, or that are not all there."""
    if any(weight is None for weight in weights):
        raise Refusal("evaluation.weight_missing", field="weight")
    total = sum(weight or 0 for weight in weights)
    if total != WHOLE:
        raise Refusal("evaluation.weights", field="weight", token=str(total), total=total, whole=WHOLE)


def bands(grades: str | None, full_score: int | None = None) -> tuple[Band, ...]:
    """The grades of a scheme (one a line: grade and lowest total), the best first.

    Refuses a line without a number, a number above the full score, and two grades that begin at the same total.
    """
    full = full_score or FULL_SCORE
    out: list[Band] = []
    for line in (grades or "").splitlines():
        if not line.strip():
            continue
        grade, _space, least = line.strip().rpartition(" ")
        tenths = tenths_of(least)
        if not grade.strip() or tenths is None or tenths > full:
            raise Refusal("evaluation.grades", field="grades", token=line.strip(), full=_points(full))
        if any(one.least == tenths for one in out):
            raise Refusal("evaluation.grades_same", field="grades", token=line.strip())
        out.append(Band(grade.strip(), tenths))
    return tuple(sorted(out, key=lambda one: -one.least))


def tenths_of(points: str) -> int | None:
    """``92.5`` as 925; ``None`` for what is no number of points with at most one decimal."""
    whole, _dot, decimal = points.strip().partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 5) or not (decimal == "" or decimal in "0123456789"):
        return None
    return int(whole) * 10 + int(decimal or "0")


def _points(tenths: int) -> str:
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def total(elements: Sequence[Element], scores: Mapping[str, int | None]) -> int | None:
    """The weighted total in tenths, rounded half up; ``None`` while an element has no score."""
    summed = 0
    for element in elements:
        score = scores.get(element.id)
        if score is None or element.weight is None:
            return None
        summed += score * element.weight
    return (summed * 2 + WHOLE) // (2 * WHOLE) if elements else None


def grade_of(points: int | None, found: Sequence[Band]) -> str:
    """The grade of a total; empty without a total, without grades, or below the lowest of them."""
    if points is None:
        return ""
    return next((band.grade for band in found if points >= band.least), "")


class Assessed(NamedTuple):
    """An evaluation of a person: under which scheme, of which policy's set (``source``), over which days."""

    id: str
    staff: str
    scheme: str
    policy: str
    source: str
    subject: str
    start_on: date
    end_on: date

    def touches(self, first: date, last: date) -> bool:
        """Whether it covers a day of the span."""
        return self.start_on <= last and first <= self.end_on


class Clash(NamedTuple):
    """Two evaluations that exclude each other, or one under the wrong set (then ``other`` is ``None``)."""

    staff: str
    one: Assessed
    other: Assessed | None
    rule: Asked
    right: str


def clashes(
    policies: Sequence[Policy],
    evaluations: Iterable[Assessed],
    in_post: Mapping[str, Sequence[tuple[date, date | None]]],
    continuations: Sequence[Continuation],
    as_of: date,
) -> list[Clash]:
    """Who is evaluated under two sets of a policy that says only one holds, or under the one that does not hold.

    The set for posts holds for whoever is in a post (``in_post``: the spans by person) on a day of the evaluation.
    """
    excluding = [(p, i) for p, i in items(policies, "evaluation.rule") if i.id == "exclusive"]
    own = list(evaluations)
    out: list[Clash] = []
    for policy, item in excluding:
        subject = {one.id: text(one, "subject") for one in policy.tables.get("evaluation.set", ())}
        for_posts = next((id for id, whom in subject.items() if whom == "post"), "")
        rule = asked(policy, item, continuations, as_of)
        of: dict[str, list[Assessed]] = defaultdict(list)
        for one in own:
            if one.policy == policy.id and one.source in subject and one.staff:
                of[one.staff].append(one)
        for staff, theirs in of.items():
            theirs.sort(key=lambda one: (one.start_on, one.id))
            for at, one in enumerate(theirs):
                span = one.start_on, one.end_on
                later = (two for two in theirs[at + 1 :] if two.source != one.source)
                twice = next((two for two in later if two.touches(*span)), None)
                held = any(
                    first <= one.end_on and (last is None or one.start_on <= last)
                    for first, last in in_post.get(staff, ())
                )
                if twice is not None:
                    out.append(Clash(staff, one, twice, rule, for_posts if held else one.source))
                elif held and subject[one.source] == "person":
                    out.append(Clash(staff, one, None, rule, for_posts))
    return out


def without(people: Iterable[Person], evaluations: Iterable[Assessed], first: date, last: date) -> list[Person]:
    """Who was employed on a day of the span and has no evaluation that covers any of it, by name."""
    have = {one.staff for one in evaluations if one.touches(first, last)}
    out = [one for one in people if one.employed_between(first, last) and one.id not in have]
    return sorted(out, key=lambda one: (one.name, one.id))
