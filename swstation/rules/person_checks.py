"""What a policy wants recorded of a person and is not: each with the clause that asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, NamedTuple

from swstation.i18n import N_
from swstation.rules.certificates import Standing
from swstation.rules.model import Clause, Item, Policy
from swstation.rules.worker import Worker


class Finding(NamedTuple):
    """Something missing: ``message`` is a msgid, ``fields`` the fields that would say it."""

    code: str
    message: str
    clause: Clause
    fields: tuple[str, ...] = ()


Check = Callable[[Item, Worker, Standing, date], "Finding | None"]


def _pay_factors(item: Item, worker: Worker, standing: Standing, as_of: date) -> Finding | None:
    known = {
        "level": standing.level is not None,
        "education": bool(worker.education),
        "seniority": worker.social_work_since is not None,
        "performance": worker.evaluated,
        "post": bool(worker.post_grade or worker.posts_on(as_of)),
    }
    missing = tuple(entry.id for entry in item.items if not known.get(entry.id, True))
    return Finding("pay_factors", N_("Factors of pay not recorded"), item.clause, missing) if missing else None


def _insurance(item: Item, worker: Worker, _standing: Standing, _as_of: date) -> Finding | None:
    unset = {"social_insurance": worker.social_insurance, "housing_fund": worker.housing_fund}
    missing = tuple(name for name, value in unset.items() if value is not True)
    return Finding("insurance", N_("Insurance or housing fund not recorded"), item.clause, missing) if missing else None


def _filing(item: Item, worker: Worker, _standing: Standing, _as_of: date) -> Finding | None:
    if worker.filed_on is not None:
        return None
    return Finding("filing", N_("Not filed yet"), item.clause, ("filed_on", "filing_number"))


def _online(item: Item, worker: Worker, _standing: Standing, _as_of: date) -> Finding | None:
    if worker.filed_on is not None:
        return None
    return Finding("online", N_("To be registered online"), item.clause, ("filed_on",))


def _recruited(item: Item, worker: Worker, _standing: Standing, as_of: date) -> Finding | None:
    if worker.filed_on is not None or not any(post.purchased for post in worker.posts_on(as_of)):
        return None
    return Finding("recruited_unfiled", N_("In a purchased project without being filed"), item.clause, ("filed_on",))


def _appointed(item: Item, worker: Worker, standing: Standing, _as_of: date) -> Finding | None:
    if standing.national is None or worker.appointed_level:
        return None
    return Finding("not_appointed", N_("Certified, not appointed to a title"), item.clause, ("appointed_level",))


def _technical(item: Item, worker: Worker, standing: Standing, as_of: date) -> Finding | None:
    managed = worker.appointed_level or any(post.professional for post in worker.posts_on(as_of))
    if standing.level is None or managed:
        return None
    message = N_("Certified, not managed as professional-technical staff")
    return Finding("not_technical", message, item.clause, ("appointed_level",))


def _post_grade(item: Item, worker: Worker, _standing: Standing, _as_of: date) -> Finding | None:
    if worker.post_grade or not worker.appointed_level:
        return None
    return Finding("post_grade", N_("Appointed, post grade not recorded"), item.clause, ("post_grade",))


def _rank_basis(item: Item, worker: Worker, standing: Standing, _as_of: date) -> Finding | None:
    known = {
        "level": standing.level is not None,
        "education": bool(worker.education),
        "seniority": worker.social_work_since is not None,
        "years_of_work": worker.social_work_since is not None,
    }
    missing = tuple(entry.id for entry in item.items if not known.get(entry.id, True))
    return Finding("rank_basis", N_("Grounds of the rank not recorded"), item.clause, missing) if missing else None


CHECKS: Final[dict[tuple[str, str], Check]] = {
    ("allowance.pay_factors", "pay_factors"): _pay_factors,
    ("allowance.rule", "insurance"): _insurance,
    ("allowance.rule", "post_grade_pay"): _post_grade,
    ("registers.register", "filing"): _filing,
    ("registers.register", "talent"): _online,
    ("posts.rule", "recruit_from_filed"): _recruited,
    ("certificates.rule", "professional_technical"): _technical,
    ("titles.rule", "appointment"): _appointed,
    ("titles.rule", "rank_basis"): _rank_basis,
}
"""Which item of a policy asks for what, by its table and id. A policy without the item asks for nothing."""


def person_findings(policies: Sequence[Policy], worker: Worker, standing: Standing, as_of: date) -> tuple[Finding, ...]:
    """What the policies want recorded of ``worker`` and is not; nothing of who has left."""
    if not worker.person.employed_on(as_of):
        return ()
    found = []
    for policy in policies:
        for (table, id), check in CHECKS.items():
            item = policy.item(table, id)
            finding = check(item, worker, standing, as_of) if item is not None else None
            if finding is not None:
                found.append(finding)
    return tuple(found)
