"""Checks of a purchased project by what its policies print: each with what is asked, what there is, and the clause.

Which check an item of a policy asks for stands in the policy file (``check``). A breach is shown and never blocks: a
project is what was agreed, and the register says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from swstation.rules.dates import add_months, days_in, last_day
from swstation.rules.model import Clause, Item, Policy
from swstation.rules.project_facts import ProjectFacts

MET, SHORT, DUE, LATE, UNKNOWN = "met", "short", "due", "late", "unknown"
"""Kept; not kept; to be done by the day; the day is over; something is not entered that it needs."""

LIBRARY_REVIEWED: Final = "library_reviewed"
"""The check that is of the whole library and stands with each project in it."""
_TABLES: Final = (
    "projects.price_floor", "projects.ratio", "projects.term", "projects.set", "projects.rule", "workflows.workflow",
    "evaluation.rule",
)  # fmt: skip
_FEN: Final = 100
_MONTHS: Final = 12
_DAYS: Final = 365.25


class ProjectCheck(NamedTuple):
    """One check. ``required`` and ``actual`` in ``unit``: ``percent``, ``yuan`` a person and year, ``year``, or empty.

    ``missing``: what is not filled in, by the policy's ids. ``on``: the day by which, where there is one.
    """

    check: str
    label_zh: str
    label_en: str
    status: str
    clause: Clause
    unit: str = ""
    op: str = ""
    required: int | float | None = None
    actual: int | float | None = None
    on: date | None = None
    missing: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "check": self.check,
            "label": self.label_zh,
            "status": self.status,
            "unit": self.unit,
            "op": self.op,
            "required": self.required,
            "actual": self.actual,
            "date": self.on.isoformat() if self.on else None,
            "missing": list(self.missing),
            "clause": self.clause.as_dict(),
        }


class _Found(NamedTuple):
    status: str
    required: int | float | None = None
    actual: int | float | None = None
    unit: str = ""
    on: date | None = None
    missing: tuple[str, ...] = ()


def project_checks(policies: Iterable[Policy], project: ProjectFacts, as_of: date) -> list[ProjectCheck]:
    """All checks of a project that its policies ask for and that concern it on ``as_of``."""
    out = []
    for policy in policies:
        for item in (one for table in _TABLES for one in policy.tables.get(table, ())):
            name = str(item.extra.get("check", ""))
            found = _CHECKS[name](item, project, as_of) if name in _CHECKS else None
            if found is not None:
                out.append(
                    ProjectCheck(
                        name, item.zh, item.en, found.status, item.clause, found.unit, str(item.extra.get("op", "")),
                        found.required, found.actual, found.on, found.missing,
                    )
                )  # fmt: skip
    return out


def _number(item: Item, key: str) -> int:
    value = item.extra[key]
    assert isinstance(value, int)
    return value


def _compared(item: Item, part: int, whole: int) -> _Found:
    value = _number(item, "value")
    if not whole:
        return _Found(UNKNOWN, value, None, "percent")
    holds = part * 100 >= value * whole if item.extra["op"] == ">=" else part * 100 <= value * whole
    return _Found(MET if holds else SHORT, value, round(part * 100 / whole, 1), "percent")


def _professional_share(item: Item, project: ProjectFacts, _as_of: date) -> _Found:
    return _compared(item, project.professionals, project.people)


def _line_share(item: Item, project: ProjectFacts, _as_of: date) -> _Found:
    # The lines are those the clause names; where its list is open, lines of no name count among them.
    named = item.extra.get("lines")
    lines = set(named) if isinstance(named, tuple | list) else {entry.id for entry in item.items} | {"other"}
    if not project.lines:
        return _Found(UNKNOWN, _number(item, "value"), None, "percent")
    part = sum(fen for category, fen in project.lines.items() if category in lines)
    return _compared(item, part, project.total_fen or sum(project.lines.values()))


def _price(item: Item, project: ProjectFacts, _as_of: date) -> _Found | None:
    return None if project.high_risk else _price_of(item, project)


def _price_high_risk(item: Item, project: ProjectFacts, _as_of: date) -> _Found | None:
    return _price_of(item, project) if project.high_risk else None


def _price_of(item: Item, project: ProjectFacts) -> _Found:
    floor = _number(item, "amount")
    if not project.total_fen or not project.person_years:
        return _Found(UNKNOWN, floor, None, "yuan")
    holds = project.total_fen * 10 >= floor * _FEN * project.person_years
    return _Found(MET if holds else SHORT, floor, project.total_fen * 10 // (project.person_years * _FEN), "yuan")


def _cycle(item: Item, project: ProjectFacts, _as_of: date) -> _Found:
    years = _number(item, "value")
    # A term "from 1 March to 1 March" is meant as whole years as well as one that ends the day before.
    ends = (last_day(project.start_on, years * _MONTHS), add_months(project.start_on, years * _MONTHS))
    if project.end_on in ends:
        return _Found(MET, years, years, "year")
    return _Found(SHORT, years, round(days_in(project.start_on, project.end_on) / _DAYS, 1), "year")


def _renewal(item: Item, project: ProjectFacts, as_of: date) -> _Found | None:
    if project.state not in ("running", "continued"):
        return None
    latest = add_months(project.end_on, -_number(item, "value"))
    if project.renewal_applied_on is not None:
        return _Found(MET if project.renewal_applied_on <= latest else LATE, on=latest)
    return _Found(DUE if as_of <= latest else LATE, on=latest)


def _settings(item: Item, project: ProjectFacts, _as_of: date) -> _Found:
    missing = tuple(entry.id for entry in item.items if entry.id not in project.settings)
    return _Found(SHORT if missing else MET, len(item.items), len(item.items) - len(missing), missing=missing)


def _needs_survey(_item: Item, project: ProjectFacts, _as_of: date) -> _Found:
    return _Found(MET if project.surveyed else SHORT)


def _supervised(_item: Item, project: ProjectFacts, as_of: date) -> _Found | None:
    if as_of < project.start_on:
        return None
    last = min(as_of, project.end_on)
    months = (last.year - project.start_on.year) * _MONTHS + last.month - project.start_on.month + 1
    return _Found(MET if project.supervised >= months else SHORT, months, project.supervised, "month")


def _library_approved(item: Item, project: ProjectFacts, _as_of: date) -> _Found | None:
    began = item.extra.get("started_from")
    return _in_library(project, "approved") if isinstance(began, date) and project.start_on >= began else None


def _library_filed(item: Item, project: ProjectFacts, _as_of: date) -> _Found | None:
    began = item.extra.get("started_before")
    return _in_library(project, "filed") if isinstance(began, date) and project.start_on < began else None


def _in_library(project: ProjectFacts, decision: str) -> _Found:
    decided = [one.held_on for one in project.reviews if one.subject == "entry" and one.decision == decision]
    if project.library_state == "in_library":
        return _Found(MET if decided else SHORT, on=min(decided, default=None))
    return _Found(MET if decided else DUE, on=min(decided, default=None))


def _library_reviewed(_item: Item, project: ProjectFacts, as_of: date) -> _Found | None:
    # The committee meets for the whole library, every calendar year: any project's review is the meeting of that year.
    if project.library_state not in ("approved", "in_library"):
        return None
    held = project.library_met_on
    if held is not None and held.year == as_of.year:
        return _Found(MET, on=held)
    return _Found(DUE, on=date(as_of.year, _MONTHS, 31))


def _continued(_item: Item, project: ProjectFacts, _as_of: date) -> _Found | None:
    if project.state != "continued":
        return None
    decided = [one.held_on for one in project.reviews if (one.subject, one.decision) == ("renewal", "approved")]
    return _Found(MET if decided else SHORT, on=max(decided, default=None))


def _evaluated(_item: Item, project: ProjectFacts, as_of: date) -> _Found:
    held = [one.held_on for one in project.evaluations if one.kind == "professional"]
    within = [day for day in held if project.start_on <= day <= project.end_on]
    if within:
        return _Found(MET, on=min(within))
    return _Found(DUE if as_of <= project.end_on else LATE, on=project.end_on)


def _evaluated_once(_item: Item, project: ProjectFacts, _as_of: date) -> _Found | None:
    held = [one for one in project.evaluations if one.kind == "professional"]
    within = [one for one in held if project.start_on <= one.held_on <= project.end_on]
    return _Found(SHORT if len(within) > 1 else MET, 1, len(within)) if within else None


def _evaluation_planned(_item: Item, project: ProjectFacts, as_of: date) -> _Found:
    held = [one.held_on for one in project.evaluations]
    if held:
        return _Found(MET, on=max(held))
    return _Found(DUE if as_of <= project.end_on else LATE, on=project.end_on)


_CHECKS: Final[dict[str, Callable[[Item, ProjectFacts, date], _Found | None]]] = {
    "professional_share": _professional_share,
    "line_share": _line_share,
    "price": _price,
    "price_high_risk": _price_high_risk,
    "cycle": _cycle,
    "renewal": _renewal,
    "settings": _settings,
    "needs_survey": _needs_survey,
    "supervised": _supervised,
    "library_approved": _library_approved,
    "library_filed": _library_filed,
    LIBRARY_REVIEWED: _library_reviewed,
    "continued": _continued,
    "evaluated": _evaluated,
    "evaluated_once": _evaluated_once,
    "evaluation_planned": _evaluation_planned,
}
