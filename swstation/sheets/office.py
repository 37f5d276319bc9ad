"""The office: surveys, plans and summaries, meetings."""

from __future__ import annotations

from swstation.i18n import N_
from swstation.sheets.model import Column, Field, Sheet

SHEETS = (
    Sheet(
        "satisfaction_survey",
        N_("Satisfaction surveys"),
        N_("Satisfaction survey"),
        columns=(
            Column("surveyed_on", N_("Day"), 10),
            Column("sent", N_("Forms sent"), 8, right=True),
            Column("returned", N_("Forms returned"), 8, right=True),
            Column("very_satisfied", N_("Very satisfied"), 8, right=True),
            Column("satisfied", N_("Satisfied"), 8, right=True),
            Column("note", N_("Remark"), 16, grow=1),
        ),
        fields=(
            Field("surveyed_on", N_("Day"), "date", required=True),
            Field("sent", N_("Forms sent"), "number", required=True),
            Field("returned", N_("Forms returned"), "number", required=True),
            Field("very_satisfied", N_("Very satisfied"), "number", required=True),
            Field("satisfied", N_("Satisfied"), "number", required=True),
            Field("neutral", N_("Neutral"), "number", required=True),
            Field("dissatisfied", N_("Dissatisfied"), "number", required=True),
            Field("very_dissatisfied", N_("Very dissatisfied"), "number", required=True),
            Field("note", N_("Remark"), "long", hint=N_("what people said")),
        ),
        order=("-surveyed_on",),
        empty=(N_("No survey yet. Those of a group or an activity are noted on its page; here those of the station."),),
        defaults={
            "unit": "@unit",
            "subject_table": "unit",
            "surveyed_on": "@today",
            "neutral": 0,
            "dissatisfied": 0,
            "very_dissatisfied": 0,
        },
    ),
    Sheet(
        "need_survey",
        N_("Surveys of needs"),
        N_("Survey of needs"),
        columns=(
            Column("surveyed_on", N_("Day"), 10),
            Column("title", N_("Title"), 16, grow=1),
            Column("population", N_("Whom"), 12, grow=1),
            Column("sent", N_("Forms sent"), 8, right=True),
            Column("returned", N_("Forms returned"), 8, right=True),
        ),
        fields=(
            Field("title", N_("Title"), required=True),
            Field("surveyed_on", N_("Day"), "date", required=True),
            Field("population", N_("Whom"), hint=N_("who was asked")),
            Field("sent", N_("Forms sent"), "number"),
            Field("returned", N_("Forms returned"), "number"),
            Field("findings", N_("Main findings"), "long"),
            Field("project", N_("Project"), "row", table="project"),
        ),
        order=("-surveyed_on",),
        empty=(N_("No survey of needs yet: it is what a year's plan rests on."),),
        defaults={"unit": "@unit", "surveyed_on": "@today"},
    ),
    Sheet(
        "work_plan",
        N_("Plans and summaries"),
        N_("Plan or summary"),
        columns=(
            Column("period", N_("Plan period"), 8),
            Column("kind", N_("Kind"), 8),
            Column("staff", N_("Worker"), 10),
            Column("content", N_("Content"), 20, grow=1),
        ),
        fields=(
            Field("kind", N_("Kind"), "choice", required=True, choices="work_plan_kind"),
            Field("period", N_("Plan period"), "period", required=True, hint=N_("2026, 2026-Q4 or 2026-11")),
            Field("staff", N_("Worker"), "row", table="staff", hint=N_("empty: of the whole station")),
            Field("content", N_("Content"), "long"),
        ),
        order=("-period", "kind"),
        empty=(N_("No plan and no summary yet: of a year or a month, of the station or of one worker."),),
        defaults={"unit": "@unit", "kind": "plan"},
        carry="period",
        carry_by=("kind", "staff"),
    ),
    Sheet(
        "meeting_record",
        N_("Meetings"),
        N_("Meeting"),
        columns=(
            Column("held_on", N_("Day"), 10),
            Column("title", N_("Meeting"), 16, grow=1),
            Column("kind", N_("Kind"), 10),
            Column("decisions", N_("Decided"), 16, grow=2),
        ),
        fields=(
            Field("title", N_("Meeting"), required=True),
            Field("held_on", N_("Day"), "date", required=True),
            Field("kind", N_("Kind"), "choice", choices="meeting_record_kind"),
            Field("attendees", N_("Attendees"), hint=N_("several joined by 、")),
            Field("content", N_("Content"), "long"),
            Field("decisions", N_("Decided"), "long"),
        ),
        order=("-held_on",),
        empty=(N_("No meeting noted yet: what was said and what was decided."),),
        defaults={"unit": "@unit", "held_on": "@today"},
    ),
)
