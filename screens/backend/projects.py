"""Projects and targets in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part
from screens.backend.people import clause_of

if TYPE_CHECKING:
    from screens.ports import Fact
    from screens.ports_projects import CheckLine, IndicatorLine, MoneyLine, ProjectPage, ProjectRow, TargetLine
    from swstation.operations.book import Book
    from swstation.operations.library import LibraryLine
    from swstation.operations.projects import Indicator, ProjectStanding
    from swstation.rules.targets import TargetResult

_TONES = {"met": "good", "short": "bad", "late": "bad", "due": "caution", "unknown": "muted"}
_TARGET_TONES = {
    "met": "good",
    "missed": "bad",
    "open": "caution",
    "share": "",
    "no_figure": "muted",
    "reported": "muted",
}
_SIGNS = {"bad": "! ", "caution": "~ "}
_YEARS_BACK = 3


class ProjectPart(Part):
    """Projects and targets: indicators are counted from all entries, so typing elsewhere does not wait for them."""

    async def projects(self, as_of: date) -> Sequence[ProjectRow]:
        return await self.apart(_projects, as_of)

    async def project_page(self, project: str, as_of: date) -> ProjectPage:
        return await self.apart(_page, project, as_of)

    async def library(self, as_of: date) -> Sequence[LibraryLine]:
        return await self.apart(_library, as_of)

    async def target_coverage(self, as_of: date) -> str:
        return await self.apart(_coverage, as_of)

    async def target_board(self, as_of: date) -> tuple[Sequence[str], Sequence[TargetLine]]:
        return await self.call(_targets, as_of)


def _projects(book: Book, as_of: date) -> Sequence[ProjectRow]:
    from swstation.operations.projects import standings

    with book.store.snapshot() as connection:
        return [_row(one) for one in standings(connection, book.unit, as_of)]


def _row(one: ProjectStanding) -> ProjectRow:
    from screens.ports_projects import ProjectRow
    from swstation import lists

    row = one.row
    promised = [line for line in one.indicators if line.target]
    reached = sum(1 for line in promised if (line.actual or 0) >= (line.target or 0))
    return ProjectRow(
        row["id"], row["title"], row["purchaser"] or "", date.fromisoformat(row["start_on"]),
        date.fromisoformat(row["end_on"]), lists.label("project_state", row["state"]),
        len(one.checks),
        sum(1 for check in one.checks if check.status in ("short", "late")),
        sum(1 for check in one.checks if check.status == "due"),
        f"{reached}/{len(promised)}" if promised else "",
    )  # fmt: skip


def _page(book: Book, project: str, as_of: date) -> ProjectPage:
    from db.errors import Refusal
    from screens.ports_projects import ProjectPage
    from swstation.operations.projects import project_standing

    with book.store.snapshot() as connection:
        found = project_standing(connection, project, book.unit, as_of)
        if found is None:
            raise Refusal("record.no_row", token=project)
        return ProjectPage(
            _row(found), _facts(book, found.row), [_check(one) for one in found.checks],
            [_indicator(one) for one in found.indicators], _money(found),
        )  # fmt: skip


def _facts(book: Book, row: dict[str, Any]) -> Sequence[Fact]:
    from screens.ports import Fact
    from swstation.i18n import _
    from swstation.operations.sheets import Wording
    from swstation.sheets import sheet

    wording = Wording(book)
    names = (
        "number",
        "kind",
        "field",
        "purchaser",
        "institution",
        "institution_name",
        "total_fen",
        "person_years",
        "library_state",
    )
    fields = [field for name in names if (field := sheet("project").field(name)) is not None]
    facts = [Fact(_(field.label), wording.value("project", field.name, row[field.name])) for field in fields]
    return [fact for fact in facts if fact.value]


def _check(one: Any) -> CheckLine:
    from screens.ports_projects import CheckLine
    from swstation.reports.project_words import check_words

    label, status, amount, _clause = check_words(one)
    tone = _TONES[one.status]
    return CheckLine(_SIGNS.get(tone, "") + status, tone, label, amount, clause_of(one.clause, None), one.check)


def _indicator(one: Indicator) -> IndicatorLine:
    from screens.ports_projects import IndicatorLine

    percent = one.actual * 100 // one.target if one.target and one.actual is not None else None
    return IndicatorLine(
        one.id, one.title, "" if one.target is None else f"{one.target:,} {one.measure}".strip(),
        "" if one.actual is None else f"{one.actual:,}", percent, one.counted,
    )  # fmt: skip


def _money(one: ProjectStanding) -> list[MoneyLine]:
    from screens.ports_projects import MoneyLine
    from swstation import lists
    from swstation.reports.project_words import yuan

    whole = sum(one.budget.values())
    return [
        MoneyLine(
            lists.label("funding_line_category", category),
            yuan(one.budget.get(category)),
            yuan(one.spent.get(category)),
            f"{one.budget.get(category, 0) * 100 / whole:.1f}%" if whole else "",
            category,
        )
        for category in dict.fromkeys([*one.budget, *one.spent])
    ]


def _library(book: Book, as_of: date) -> Sequence[LibraryLine]:
    from swstation.operations.library import library_lines

    with book.store.snapshot() as connection:
        return library_lines(connection, book.unit, as_of)


def _coverage(book: Book, as_of: date) -> str:
    """At a county and above: how many stations' records the figures rest on, by the last month that is over."""
    from datetime import timedelta

    from swstation.exchange.station_month_words import coverage_words
    from swstation.exchange.station_months import station_months
    from swstation.operations.problems import COLLECTING

    if book.tier not in COLLECTING:
        return ""
    month = (as_of.replace(day=1) - timedelta(days=1)).isoformat()[:7]
    found = station_months(book, month, 1, as_of)
    return coverage_words(found.coverage(month)) if found.lines else ""


def _targets(book: Book, as_of: date) -> tuple[Sequence[str], Sequence[TargetLine]]:
    from swstation.operations.targets import trajectory

    with book.store.snapshot() as connection:
        *before, (_day, now) = trajectory(connection, book.unit, as_of, _YEARS_BACK)
    earlier = [(str(day.year), {(row.policy, row.indicator): row for row in rows}) for day, rows in before]
    return [year for year, _rows in earlier], [_target(row, [rows for _year, rows in earlier], as_of) for row in now]


def _target(row: TargetResult, before: Sequence[dict[tuple[str, str], TargetResult]], as_of: date) -> TargetLine:
    from screens.ports_projects import TargetLine
    from swstation.reports.project_words import base_words, closed_words, target_words

    label, amount, due, status, _clause = target_words(row)
    tone = _TARGET_TONES[row.status]
    then = [rows.get((row.policy, row.indicator)) for rows in before]
    return TargetLine(
        label, amount, due, _SIGNS.get(tone, "") + status, tone, clause_of(row.clause, row.decision or None),
        ["" if one is None or one.actual is None else f"{one.actual:g}" for one in then],
        base_words(row), [None if one is None else one.actual for one in (*then, row)], closed_words(row, as_of),
        f"{row.policy}|{row.indicator}",
    )  # fmt: skip
