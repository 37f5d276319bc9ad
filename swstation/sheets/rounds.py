"""Days of more frequent visits, and what was put off or explained."""

from __future__ import annotations

from swstation.i18n import N_
from swstation.sheets.model import Column, Field, Sheet

SHEETS = (
    Sheet(
        "visit_surge",
        N_("More frequent visits"),
        N_("Days of more frequent visits"),
        columns=(
            Column("title", N_("Title"), 14, grow=1),
            Column("kind", N_("Kind"), 8),
            Column("start_on", N_("From"), 10),
            Column("end_on", N_("Until"), 10),
            Column("times", N_("Times"), 6, right=True),
            Column("period", N_("Each"), 8),
        ),
        fields=(
            Field("title", N_("Title"), required=True, hint=N_("as it is called here: 7月高温")),
            Field("kind", N_("Kind"), "choice", required=True, choices="visit_surge_kind"),
            Field("start_on", N_("From"), "date", required=True),
            Field("end_on", N_("Until"), "date", required=True),
            Field("times", N_("Times"), "number", required=True),
            Field("period", N_("Each"), "choice", required=True, choices="visit_surge_period"),
            Field("allow_phone", N_("Calls count"), "yesno", required=True),
            Field(
                "attention_level", N_("Attention"), "choice", choices="attention_level", hint=N_("empty: every level")
            ),
            Field("category", N_("Category"), "choice", choices="category", hint=N_("empty: every category")),
            Field("village", N_("Village"), "division", hint=N_("empty: the whole township")),
        ),
        order=("-start_on",),
        empty=(
            N_("In heat, cold, a flood or before a festival some people are visited more often."),
            N_("Say whom, how often and until when; they are due on Today and in the rounds, and counted apart."),
        ),
        defaults={"unit": "@unit", "start_on": "@today", "times": 1, "period": "day", "allow_phone": True},
    ),
)
