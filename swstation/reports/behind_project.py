"""The rows behind a project's figures: what its people did for an indicator, budget lines, spendings, its people."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from db.errors import Refusal
from db.queries import projects as reads
from db.queries.registers import one_row, rows_of
from db.store import Connection
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.operations.projects import MEASURES
from swstation.reports.behind import PLAIN, Gives
from swstation.reports.behind_cells import Asked, Source
from swstation.reports.model import Scaled

_FEN: Final = Scaled(0, 100, 2)
_MINUTES: Final = {"volunteer_hours": Scaled(0, 60, 1)}
_ADDED: Final = frozenset({"contacts", "home_visits", "activity_heads", "volunteer_hours"})
"""Counts that are added up; all others count their rows."""
MONEY: Final = {"budget": ("funding_line", "budget_fen"), "spent": ("project_spending", "value_fen")}
"""By column the register whose rows are added up, and its field."""


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``table`` is the project, ``row`` an indicator (hex), a category of money or ``people``.

    ``column``: of an indicator ``actual``; of money ``budget`` or ``spent``; of people ``people`` or ``professionals``;
    ``check``: ``row`` is the name of a check, and its rows are what it looks at.
    """
    with book.store.snapshot() as connection:
        project = one_row(connection, "project", asked.table)
        if project is None:
            raise Refusal("record.no_row", token=asked.table)
        if asked.column in MONEY:
            return _money(connection, asked)
        if asked.column == "check":
            return _check(connection, project, asked.row, as_of)
        if asked.row == "people":
            return _people(connection, project, asked.column, as_of)
        return _indicator(connection, project, asked.row, as_of)


def _indicator(connection: Connection, project: dict[str, Any], row: str, as_of: date) -> Source:
    one = one_row(connection, "project_indicator", row)
    if one is None:
        raise Refusal("record.no_row", token=row)
    counts = one["counts"] or ""
    if counts not in reads.COUNTS:
        note = _("Typed in by hand: what it counts is not said, so no rows can be named.")
        if one["actual"] is None:
            return Source((), empty=_("No figure yet: say in the indicator what it counts, or enter it there."))
        return Source([Gives("project_indicator", row, one["actual"])], one["measure"] or "", note=note)
    last = min(as_of.isoformat(), project["end_on"])
    found = reads.done_rows(connection, counts, project["id"], project["start_on"], last)
    empty = _("The people of this project have nothing of this in its days so far.")
    if counts in _ADDED:
        gives = [Gives(one.table, one.row, one.n) for one in found]
        return Source(gives, _(MEASURES[counts]), _MINUTES.get(counts, PLAIN), empty)
    rows = [Gives(table, row) for table, row in dict.fromkeys((one.table, one.row) for one in found)]
    note = _("Whoever is named in several rows counts once.") if reads.COUNTS[counts].distinct else ""
    return Source(rows, empty=empty, note=note)


def _money(connection: Connection, asked: Asked) -> Source:
    table, field = MONEY[asked.column]
    rows = [
        Gives(table, one["id"], one[field])
        for one in rows_of(connection, table, {"project": asked.table})
        if one["category"] == asked.row
    ]
    return Source(rows, _("yuan"), _FEN, _("No amount of this category stands in the project."))


_LOOKED_AT: Final = {
    "evaluated": "project_evaluation", "evaluated_once": "project_evaluation",
    "evaluation_planned": "project_evaluation", "library_approved": "project_review",
    "library_filed": "project_review", "library_reviewed": "project_review", "continued": "project_review",
    "settings": "project_indicator",
}  # fmt: skip
"""Checks that look at whatever a register has of the project."""


def _check(connection: Connection, project: dict[str, Any], check: str, as_of: date) -> Source:
    row, first = project["id"], date.fromisoformat(project["start_on"])
    if check == "professional_share":
        found = _people(connection, project, "people", as_of)
        n = len(_people(connection, project, "professionals", as_of).rows)
        return found._replace(note=_("{n} of them are in professional posts.").format(n=n))
    if check == "line_share":
        rows = [Gives("funding_line", one["id"], one["budget_fen"])
                for one in rows_of(connection, "funding_line", {"project": row})]  # fmt: skip
        return Source(rows, _("yuan"), _FEN, _("The project has no funding line yet."))
    if check == "supervised":
        last = min(as_of, date.fromisoformat(project["end_on"]))
        sessions = [Gives("supervision", one) for one in reads.supervisions_of(connection, row, first, last)]
        note = _("The figure is the months that had one.")
        return Source(sessions, empty=_("Nobody of the project was supervised yet."), note=note)
    if check == "needs_survey":
        surveys = [Gives("need_survey", one) for one in reads.surveys_of(connection, row, project["unit"], first)]
        return Source(surveys, empty=_("No survey of needs names the project or was made in the year before it."))
    if check in _LOOKED_AT:
        table = _LOOKED_AT[check]
        rows = [Gives(table, one["id"]) for one in rows_of(connection, table, {"project": row})]
        return Source(rows, empty=_("Nothing of this is entered in the project yet; Insert adds it."))
    return Source([Gives("project", row)])  # its term, its price, its state: the project itself says them


def _people(connection: Connection, project: dict[str, Any], column: str, as_of: date) -> Source:
    on = as_of.isoformat()
    rows = [
        Gives("project_staff", one["id"])
        for one in rows_of(connection, "project_staff", {"project": project["id"]})
        if one["start_on"] <= on and (one["end_on"] is None or one["end_on"] >= on)
        if column == "people" or one["professional"]
    ]
    return Source(rows, empty=_("Nobody works in this project on that day."))
