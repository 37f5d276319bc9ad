"""What a case file still lacks before it is closed, by the standard's stages; and how far its goals were reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from swstation.standards import Requirement


class GoalFact(NamedTuple):
    """A goal: whether it was said how far it was reached; scores in tenths of a point, as they were given."""

    achieved: str = ""
    baseline: int | None = None
    target: int | None = None
    result: int | None = None


class CaseFile(NamedTuple):
    """What stands in a case file. ``unsigned``: clients of the case without a consent to service that holds.

    ``sessions``: met contacts on the case; ``unnoted``: those of them without a word on what happened;
    ``unanswered``: referrals without a result.
    """

    problem: str = ""
    clients: int = 1
    unsigned: int = 0
    assessment: str = ""
    goals: Sequence[GoalFact] = ()
    plan: str = ""
    steps: int = 0
    agreed: bool = False
    sessions: int = 0
    unnoted: int = 0
    unanswered: int = 0
    effect: str = ""
    satisfaction: int | None = None
    summary: str = ""
    comment: str = ""
    follow_up: bool = False


class Gap(NamedTuple):
    """A requirement that is not met; ``missing``: how many (sessions without a note, goals without a score), else 0."""

    requirement: Requirement
    missing: int = 0


_MET: Final[Mapping[str, Callable[[CaseFile], int]]] = {
    "problem": lambda file: 0 if file.problem.strip() else 1,
    "consent": lambda file: file.unsigned,
    "assessment": lambda file: 0 if file.assessment.strip() else 1,
    "goals": lambda file: 0 if file.goals else 1,
    "plan": lambda file: 0 if file.plan.strip() or file.steps else 1,
    "agreement": lambda file: 0 if file.agreed else 1,
    "sessions": lambda file: 0 if file.sessions else 1,
    "notes": lambda file: file.unnoted,
    "referrals": lambda file: file.unanswered,
    "scores": lambda file: sum(1 for goal in file.goals if not goal.achieved),
    "effect": lambda file: 0 if file.effect.strip() else 1,
    "satisfaction": lambda file: 0 if file.satisfaction is not None else 1,
    "summary": lambda file: 0 if file.summary.strip() else 1,
    "supervision": lambda file: 0 if file.comment.strip() else 1,
    "follow_up": lambda file: 0 if file.follow_up else 1,
}
COUNTED: Final = frozenset({"consent", "notes", "referrals", "scores"})
"""Requirements of which several may be missing."""


def gaps(file: CaseFile, requirements: Sequence[Requirement]) -> list[Gap]:
    """What is missing, in the order of the stages; a requirement this program does not know is never met."""
    found = []
    for one in requirements:
        check = _MET.get(one.code)
        missing = check(file) if check is not None else 1
        if missing:
            found.append(Gap(one, missing if one.code in COUNTED else 0))
    return found


def holding_up(found: Sequence[Gap]) -> list[Gap]:
    """The gaps that hold up the closing; the others are advice."""
    return [gap for gap in found if gap.requirement.needed]


class Attainment(NamedTuple):
    """Goal attainment: the sum of the results of the sum of the targets, in tenths of a point."""

    reached: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Whole percent, half up; ``None`` where nothing was scored."""
        return None if self.whole <= 0 else (200 * self.reached + self.whole) // (2 * self.whole)


def attainment(goals: Sequence[GoalFact]) -> Attainment:
    """Over the goals that have both a target and a result: the sum of the results (each at most its target)."""
    scored = [(goal.result, goal.target) for goal in goals if goal.result is not None and goal.target]
    return Attainment(sum(min(result, target) for result, target in scored), sum(target for _r, target in scored))
