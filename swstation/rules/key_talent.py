"""Key talent by a policy's own categories: which hold, and what is missing where one does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from swstation.rules.facts import Certificate
from swstation.rules.levels import Levels
from swstation.rules.model import KeyCategory, Policy
from swstation.rules.worker import Worker, education_of, major_of, meant, rank

NATIVE = "native"
CERTIFICATE = "certificate"
TITLE = "academic_title"
COURSE = "course"
EDUCATION = "education"
MAJOR = "major"


class CategoryResult(NamedTuple):
    """One category for one person: ``missing`` does not hold, ``unknown`` was not recorded. Field names, or
    ``certificate``. The category holds where both are empty."""

    category: KeyCategory
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the person is in the category."""
        return not self.missing and not self.unknown


def key_talent(
    policy: Policy, levels: Levels, worker: Worker, certificates: Sequence[Certificate], as_of: date
) -> tuple[CategoryResult, ...]:
    """Every category of the policy for one person, in its order; empty where the policy prints none."""
    return tuple(_result(one, policy, levels, worker, certificates, as_of) for one in policy.key_talent)


def _result(
    category: KeyCategory,
    policy: Policy,
    levels: Levels,
    worker: Worker,
    certificates: Sequence[Certificate],
    as_of: date,
) -> CategoryResult:
    answers: dict[str, bool | None] = {}
    if category.native:
        answers[NATIVE] = worker.native
    if category.certificate_from:
        answers[CERTIFICATE] = _certified(category, policy, levels, certificates, as_of)
    if category.title_from:
        answers[TITLE] = None
        if worker.academic_title:
            held = rank("title_level", meant("title_level", worker.academic_title))
            answers[TITLE] = held >= rank("title_level", category.title_from)
    if category.courses:
        answers[COURSE] = any(one in worker.course for one in category.courses) if worker.course else None
    if category.education:
        known = education_of(worker)
        answers[EDUCATION] = rank("education", known) >= rank("education", category.education) if known else None
    if category.majors:
        answers[MAJOR] = major_of(worker, category.majors)
    return CategoryResult(
        category,
        tuple(name for name, holds in answers.items() if holds is False),
        tuple(name for name, holds in answers.items() if holds is None),
    )


def _certified(
    category: KeyCategory, policy: Policy, levels: Levels, certificates: Sequence[Certificate], as_of: date
) -> bool:
    least = levels.of_policy(policy, category.certificate_from)
    # Where the policy names a word for the national certificates, the national level of that name is meant.
    least = least or levels.get(category.certificate_from)
    national = [one for one in certificates if (known := levels.get(one.level)) is not None and known.national]
    highest = levels.highest(national, as_of)
    return least is not None and highest is not None and highest.rank >= least.rank
