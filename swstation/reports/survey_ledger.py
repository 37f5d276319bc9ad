"""Surveys of a period in one list: how satisfied people were with what, and what they were found to need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.queries.surveys import AskedRow, NeedSurveyRow, need_surveys, satisfaction_surveys
from db.special import covers
from db.store import Connection
from swstation.i18n import _
from swstation.reports.listing import Cells, ListColumn, Listing, ListTable, Value
from swstation.reports.station_list import head_of, signatures

SUBJECTS = {
    "service_group": lambda: _("Group"),
    "activity": lambda: _("Activity"),
    "service_case": lambda: _("Case"),
    "project": lambda: _("Project"),
    "training": lambda: _("Training"),
}


def survey_ledger(connection: Connection, unit: str, first: date, last: date, as_of: date) -> Listing:
    """Of a unit and those below it."""
    days = (first.isoformat(), last.isoformat())
    asked = [one for one in satisfaction_surveys(connection, *days) if covers(unit, one.unit)]
    needs = [one for one in need_surveys(connection, *days) if covers(unit, one.unit)]
    head = head_of(connection, unit, first, last)
    return Listing(_("Surveys"), as_of, head, [_satisfaction(asked), _needs(needs)], signatures())


def _satisfaction(found: Sequence[AskedRow]) -> ListTable:
    columns = [
        ListColumn(_("Day"), 11), ListColumn(_("Of"), 8), ListColumn(_("Title"), 18),
        ListColumn(_("Forms sent"), 7, right=True), ListColumn(_("Forms returned"), 7, right=True),
        ListColumn(_("Satisfied"), 8, right=True), ListColumn(_("Remark"), 20),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            one.surveyed_on, SUBJECTS.get(one.subject_table, lambda: _("Station"))(), one.title or "", one.sent,
            one.returned, one.rate, one.note or "",
        ]
        for one in found
    ]  # fmt: skip
    refs = [(one.subject_table, one.subject) if one.subject else ("satisfaction_survey", one.id) for one in found]
    if len(found) > 1:
        rows.append([_("All together"), "", "", *_sum(found), ""])
    whole = [""] * len(found) + (["*"] if len(found) > 1 else [])
    cells = Cells(whole, ["", "", "", "sent", "returned", "", ""]) if len(found) > 1 else None
    return ListTable(_("Satisfaction"), columns, rows, refs=refs, key="satisfaction", cells=cells)


def _sum(found: Sequence[AskedRow]) -> list[Value]:
    names = ("sent", "returned", "very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied")
    whole = found[0]._replace(**{name: sum(getattr(one, name) for one in found) for name in names})
    return [whole.sent, whole.returned, whole.rate]


def _needs(found: Sequence[NeedSurveyRow]) -> ListTable:
    columns = [
        ListColumn(_("Day"), 11), ListColumn(_("Title"), 18), ListColumn(_("Whom"), 14),
        ListColumn(_("Forms sent"), 7, right=True), ListColumn(_("Forms returned"), 7, right=True),
        ListColumn(_("Main findings"), 30),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [one.surveyed_on, one.title, one.population or "", one.sent, one.returned, one.findings or ""] for one in found
    ]
    return ListTable(_("Surveys of needs"), columns, rows, refs=[("need_survey", one.id) for one in found])
