"""The county's purchased projects: one as it should be, one that falls short, one small and over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from db.queries.people import StaffRow
from swstation import lists
from swstation.demo.plan import Plan
from swstation.demo.words import data
from swstation.operations.book import Book
from swstation.operations.registers import row_changes
from swstation.rules.dates import add_months

_FEN_A_YEAR = 165_000_00
_LINES = (("supervision", 30), ("activities", 50), ("management", 40), ("insurance_tax", 15), ("staff_training", 10))
"""Per mille of the money of a project as it should be; the rest is labour."""
_TARGETS = {
    "contacts": 1500, "clients": 200, "home_visits": 900, "cases_opened": 20, "cases_followed": 20,
    "case_sessions": 120, "cases_closed": 12, "groups": 8, "group_sessions": 48, "activities": 20,
    "activity_heads": 900, "volunteer_hours": 300, "trainings": 12, "supervisions": 24, "resources_linked": 20,
}  # fmt: skip
"""What is promised a year, for each count that indicators know."""


@dataclass(frozen=True, slots=True)
class _Sketch:
    title: str
    kind: str
    start: date
    end: date
    state: str
    short: bool
    people: Sequence[StaffRow]


def project_changes(
    book: Book, rng: Random, plan: Plan, people: Sequence[StaffRow], certified: set[str], institutions: Sequence[str]
) -> list[Change]:
    """The changes that put the projects on file with money, people, indicators, evaluations and reviews."""
    first, second, third = data()["county"]["projects"]
    began = add_months(plan.until, -20).replace(day=1)
    older = add_months(plan.until, -32).replace(day=1)
    small = plan.start
    sketches = [
        _Sketch(first, "purchased", began, add_months(began, 36) - timedelta(days=1), "running", False, people),
        _Sketch(second, "purchased", older, add_months(older, 36) - timedelta(days=1), "running", True, people[:2]),
        _Sketch(third, "micro", small, add_months(small, 1) - timedelta(days=1), "ended", False, people[-1:]),
    ]
    changes: list[Change] = []
    for number, sketch in enumerate(sketches):
        changes += _One(book, rng, plan, sketch, institutions[number], number).changes(certified)
    return changes


class _One:
    def __init__(self, book: Book, rng: Random, plan: Plan, sketch: _Sketch, institution: str, number: int) -> None:
        self._book, self._rng, self._plan, self._sketch = book, rng, plan, sketch
        self._institution, self._number = institution, number
        self._made: list[Change] = []

    def _row(self, table: str, **values: Any) -> str:
        changes, row = row_changes(self._book, table, None, values)
        self._made += changes
        return row

    def changes(self, certified: set[str]) -> list[Change]:
        sketch, words = self._sketch, data()["county"]
        years = 3 if sketch.kind == "purchased" else 1
        total = _FEN_A_YEAR * years * max(1, len(sketch.people)) if years == 3 else 2_000_000
        project = self._row(
            "project", number=f"演示-{self._plan.until.year}-{self._number + 1:02d}", title=sketch.title,
            unit=self._book.unit, kind=sketch.kind, purchaser=words["purchaser"], purchaser_kind="civil_affairs",
            institution=self._institution, budget_level="district", start_on=sketch.start.isoformat(),
            end_on=sketch.end.isoformat(), total_fen=total,
            person_years=10 * years * max(1, len(sketch.people)) if years == 3 else None, high_risk=sketch.short,
            posts=len(sketch.people), grades=None if sketch.short else words["grades"], standards=words["standards"],
            needs=words["needs"], state=sketch.state, state_on=sketch.start.isoformat(),
            library_state="in_library" if sketch.kind == "purchased" else None,
            library_on=sketch.start.isoformat() if sketch.kind == "purchased" else None,
        )  # fmt: skip
        self._money(project, total)
        for place, one in enumerate(sketch.people):
            since = max(sketch.start.isoformat(), one.joined_on or "")
            ends = min(one.left_on or "9999", sketch.end.isoformat())
            self._row(
                "project_staff", project=project, staff=one.id, start_on=since,
                end_on=ends if ends < self._plan.until.isoformat() and ends >= since else None,
                role="lead" if place == 0 else "social_worker", professional=one.id in certified,
            )  # fmt: skip
        self._promised(project, years if years == 3 else 1 / 12)
        self._judged(project)
        return self._made

    def _money(self, project: str, total: int) -> None:
        sketch, rng = self._sketch, self._rng
        shares = dict(_LINES)
        if sketch.short:  # too much beside labour
            shares["management"] += 60
        shares["labour"] = 1000 - sum(shares.values())
        for category, share in shares.items():
            title = lists.label("funding_line_category", category)
            self._row("funding_line", project=project, category=category, title=title, budget_fen=total * share // 1000)
        months = (self._plan.until.year - sketch.start.year) * 12 + self._plan.until.month - sketch.start.month
        for month in range(min(months, 12)):
            on = add_months(self._plan.until.replace(day=5), -month)
            if not sketch.start <= on <= min(sketch.end, self._plan.until - timedelta(days=1)):
                continue
            for category in ("labour", rng.choice(("activities", "management", "supervision"))):
                value = total * shares[category] // 1000 // 36 * rng.randint(90, 108) // 100
                voucher = f"演示{on:%Y%m}{rng.randrange(1000):03d}" if rng.random() < 0.9 else None
                self._row(
                    "project_spending", project=project, category=category, spent_on=on.isoformat(), value_fen=value,
                    payment="transfer", voucher=voucher,
                )  # fmt: skip

    def _promised(self, project: str, years: float) -> None:
        chosen = _TARGETS if self._number == 0 else dict(list(_TARGETS.items())[self._number :: 4])
        for place, (counts, target) in enumerate(chosen.items(), 1):
            self._row(
                "project_indicator", project=project, position=place, title=lists.label("indicator_counts", counts),
                counts=counts, target=max(1, round(target * self._plan.size * years)), aspect="quantity",
            )  # fmt: skip
        self._row(
            "project_indicator", project=project, position=len(chosen) + 1, title="服务对象满意率", target=90,
            measure="%", aspect="quality", actual=self._rng.randint(86, 97),
            noted_on=(self._plan.until - timedelta(days=30)).isoformat(),
        )  # fmt: skip

    def _judged(self, project: str) -> None:
        sketch, words, until = self._sketch, data()["county"], self._plan.until
        before = (sketch.start - timedelta(days=25)).isoformat()
        if sketch.kind == "purchased":
            self._row(
                "project_review", project=project, held_on=before, subject="entry", decision="approved",
                committee=words["committee"], opinion=words["opinion"],
            )  # fmt: skip
            self._row(
                "need_survey", unit=self._book.unit, title=f"{sketch.title}需求调查", surveyed_on=before,
                project=project, population="服务对象", sent=120, returned=101, findings=data()["station"]["findings"],
            )  # fmt: skip
        kinds = {"purchased": ("mid_term",), "micro": ("final", "acceptance")}[sketch.kind]
        for place, kind in enumerate((*kinds, "professional") if self._number == 0 else kinds):
            on = min(until - timedelta(days=60 - 10 * place), sketch.end) if kind != "final" else sketch.end
            self._row(
                "project_evaluation", project=project, kind=kind, held_on=max(on, sketch.start).isoformat(),
                score=self._rng.randint(780, 940), result="合格", evaluator=words["evaluator"],
                comment=words["comment"],
                mend_by=(on + timedelta(days=45)).isoformat() if sketch.short else None,
            )  # fmt: skip
