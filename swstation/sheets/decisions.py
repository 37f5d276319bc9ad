"""Decisions of a unit kept as data: its own entries of lists, conversions of hours."""

from __future__ import annotations

from swstation.i18n import N_
from swstation.sheets.model import Column, Field, Sheet

SHEETS = (
    Sheet(
        "measure_conversion",
        N_("Conversions of hours"),
        N_("Conversion of hours"),
        columns=(
            Column("from_measure", N_("From measure"), 8),
            Column("from_tenths", N_("Amount"), 8, right=True),
            Column("to_measure", N_("To measure"), 8),
            Column("to_tenths", N_("Amount"), 8, right=True),
            Column("start_on", N_("Start on"), 10),
            Column("end_on", N_("End on"), 10),
            Column("decision", N_("Decision"), 16, grow=1),
        ),
        fields=(
            Field("from_measure", N_("From measure"), "measure", required=True),
            Field("from_tenths", N_("From amount"), "tenths", required=True, hint=N_("at most one decimal")),
            Field("to_measure", N_("To measure"), "measure", required=True),
            Field("to_tenths", N_("To amount"), "tenths", required=True, hint=N_("at most one decimal")),
            Field("policy", N_("Policy"), "choice", choices="@policies", hint=N_("empty: under every policy")),
            Field("start_on", N_("Start on"), "date", required=True),
            Field("end_on", N_("End on"), "date"),
            Field("decision", N_("Decision"), required=True, hint=N_("the document that decides it")),
        ),
        order=("-start_on",),
        empty=(
            N_("Class hours and hours are kept apart; nothing is converted."),
            N_("Where the county has decided how many hours a class hour is, that decision is entered here."),
        ),
        defaults={"unit": "@unit", "start_on": "@today"},
    ),
)
