"""The project sheet and the target board as lists to hand on."""

from __future__ import annotations

from datetime import date

from db.queries.units import units
from db.special import covers
from db.store import Connection
from swstation import lists
from swstation.i18n import _
from swstation.operations.projects import ProjectStanding, standings
from swstation.operations.targets import targets
from swstation.reports.listing import Cells, ListColumn, Listing, ListTable, Value, Yuan
from swstation.reports.model import Rate
from swstation.reports.plots import Against
from swstation.reports.project_words import base_words, check_words, closed_words, target_words
from swstation.rules.targets import MET, MISSED, OPEN, SHARE, TargetResult


def project_sheet(
    connection: Connection, unit: str, as_of: date, *, numbers: bool = False, project: str = ""
) -> Listing:
    """The projects of a unit and those below it: checks with clauses, indicators, money. No personal data, ever.

    ``project``: of this one only (a row id).
    """
    found = [
        one
        for one in standings(connection, unit, as_of)
        if covers(unit, one.row["unit"] or unit) and project in ("", one.row["id"])
    ]
    tables = [_overview(found)]
    for one in found:
        tables += [_checks(one), _indicators(one), _money(one)]
    head = [_name(connection, unit), _("As of {day}").format(day=as_of)]
    return Listing(_("Project sheet"), as_of, head, [table for table in tables if table.rows], _signatures())


def target_list(connection: Connection, unit: str, as_of: date, *, numbers: bool = False) -> Listing:
    """The target board of a unit on a day."""
    columns = [
        ListColumn(_("Target title"), 40), ListColumn(_("Actual / target"), 24), ListColumn(_("Due day"), 12),
        ListColumn(_("State"), 14), ListColumn(_("Basis"), 30), ListColumn(_("Base"), 20),
        ListColumn(_("Period closed"), 24),
    ]  # fmt: skip
    found = targets(connection, unit, as_of)
    rows = [[*target_words(row), base_words(row), closed_words(row, as_of)] for row in found]
    head = [_name(connection, unit), _("As of {day}").format(day=as_of)]
    return Listing(_("Targets"), as_of, head, [ListTable(_("Targets"), columns, rows)], _signatures(), _plots(found))


def _plots(found: list[TargetResult]) -> list[Against]:
    # Only what is to be reached from below and is known on both sides can be drawn as a bar.
    return [
        Against(words[0], words[1], row.actual, row.target, row.status == MET)
        for row in found
        if row.op == ">=" and row.target and row.actual is not None and row.status in (MET, MISSED, OPEN, SHARE)
        for words in (target_words(row),)
    ]


def _name(connection: Connection, unit: str) -> str:
    return f"{next((row.name for row in units(connection) if row.code == unit), unit)} ({unit})"


def _signatures() -> tuple[str, ...]:
    return (_("Filled in by:"), _("Checked by:"), _("Unit (seal):"), _("Date:"))


def _overview(found: list[ProjectStanding]) -> ListTable:
    columns = [
        ListColumn(_("Project"), 30), ListColumn(_("Contract number"), 16), ListColumn(_("Purchaser"), 18),
        ListColumn(_("Start on"), 12), ListColumn(_("End on"), 12), ListColumn(_("State"), 10),
        ListColumn(_("Project money (yuan)"), 14, True), ListColumn(_("Spent (yuan)"), 14, True),
        ListColumn(_("Share spent"), 8, True),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            one.row["title"], one.row["number"] or "", one.row["purchaser"] or "", one.row["start_on"],
            one.row["end_on"], lists.label("project_state", one.row["state"]),
            None if one.row["total_fen"] is None else Yuan(one.row["total_fen"]), Yuan(sum(one.spent.values())),
            _rate(sum(one.spent.values()), one.row["total_fen"]),
        ]
        for one in found
    ]  # fmt: skip
    return ListTable(_("Projects"), columns, rows)


def _checks(one: ProjectStanding) -> ListTable:
    columns = [
        ListColumn(_("Checks"), 40), ListColumn(_("State"), 10), ListColumn(_("Done / asked"), 26),
        ListColumn(_("Basis"), 30),
    ]  # fmt: skip
    return ListTable(_title(one, _("Checks")), columns, [list(check_words(check)) for check in one.checks])


def _indicators(one: ProjectStanding) -> ListTable:
    columns = [
        ListColumn(_("Indicator title"), 40), ListColumn(_("Target figure"), 12, True),
        ListColumn(_("Actual figure"), 12, True), ListColumn(_("Share done"), 8, True),
        ListColumn(_("Unit of measure"), 10), ListColumn(_("Source"), 12),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            line.title, line.target, line.actual, _rate(line.actual, line.target), line.measure,
            _("counted") if line.counted else _("entered by hand"),
        ]
        for line in one.indicators
    ]  # fmt: skip
    cells = Cells([line.id for line in one.indicators], ["", "", "actual", "", "", ""])
    return ListTable(_title(one, _("Indicators")), columns, rows, key=one.row["id"], cells=cells)


def _money(one: ProjectStanding) -> ListTable:
    columns = [
        ListColumn(_("Category"), 24), ListColumn(_("Budget (yuan)"), 14, True), ListColumn(_("Share of it"), 8, True),
        ListColumn(_("Spent (yuan)"), 14, True), ListColumn(_("Share spent"), 8, True),
    ]  # fmt: skip
    whole, spent = sum(one.budget.values()), sum(one.spent.values())
    categories = list(dict.fromkeys([*one.budget, *one.spent]))
    rows: list[list[Value]] = [
        [
            lists.label("funding_line_category", category), Yuan(one.budget.get(category, 0)),
            _rate(one.budget.get(category, 0), whole), Yuan(one.spent.get(category, 0)),
            _rate(one.spent.get(category, 0), one.budget.get(category)),
        ]
        for category in categories
    ]  # fmt: skip
    if rows:
        rows.append([_("Sum of all"), Yuan(whole), _rate(whole, whole), Yuan(spent), _rate(spent, whole)])
    cells = Cells([*categories, *([""] if rows else [])], ["", "budget", "", "spent", ""])
    return ListTable(_title(one, _("Project money")), columns, rows, key=one.row["id"], cells=cells)


def _title(one: ProjectStanding, part: str) -> str:
    return _("{project}: {part}").format(project=one.row["title"], part=part)


def _rate(part: int | None, whole: int | None) -> Rate | None:
    return None if part is None or not whole else Rate(part, whole)
