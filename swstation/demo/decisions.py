"""What the invented county decided: how often whom, and to go on with a policy that has run out."""

from __future__ import annotations

from datetime import date, timedelta

from db.gateway import Change
from swstation.demo.plan import Plan
from swstation.demo.words import data
from swstation.operations.book import Book
from swstation.operations.clients import visit_plan_change
from swstation.operations.policies import continuation
from swstation.rules.policy import shipped

PLANS: tuple[tuple[str, str, int, str, bool], ...] = (
    ("category", "tekun_dispersed", 1, "month", False),
    ("category", "elder_disabled", 1, "month", False),
    ("category", "de_facto_orphan", 1, "month", False),
    ("category", "orphan", 1, "month", False),
    ("category", "elder_alone", 1, "quarter", True),
    ("category", "mental_disorder", 1, "month", True),
    ("attention_level", "high", 2, "month", False),
    ("category", "left_behind_child", 1, "quarter", False),
    ("category", "severely_disabled", 1, "quarter", False),
    ("category", "dibao", 1, "half_year", True),
)
"""How often whom: subject, code, times, period, whether a call will do."""


def visit_plans(book: Book, plan: Plan) -> list[Change]:
    """The changes that set the visit plans of a unit."""
    return [
        visit_plan_change(
            book, times=times, period=period, start_on=plan.start.isoformat(), allow_phone=phone,
            clause=data()["decisions"]["visits"], **{subject: code},
        )
        for subject, code, times, period, phone in PLANS
    ]  # fmt: skip


def continued(book: Book, plan: Plan) -> tuple[date, Change] | None:
    """When and by what change the unit goes on with its place's policy; ``None`` if that has not run out by then."""
    policy = shipped().policy_for(data()["places"]["county"])
    ends = [r.period_end for r in policy.requirements if r.period_end is not None]
    if not ends or max(ends) >= plan.until:
        return None
    following = max(ends) + timedelta(days=1)
    return following, continuation(book, policy.id, following, None, data()["decisions"]["policy"])
