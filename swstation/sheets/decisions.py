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
    Sheet(
        "list_entry",
        N_("Own list entries"),
        N_("Own list entry"),
        columns=(
            Column("list", N_("Which list"), 12),
            Column("zh", N_("Wording"), 16, grow=2),
            Column("aliases", N_("Also called"), 16, grow=1),
            Column("code", N_("Code of the entry"), 14),
            Column("state", N_("State"), 6),
        ),
        fields=(
            Field("list", N_("Which list"), "choice", required=True, choices="own_list"),
            Field("zh", N_("Wording"), required=True, hint=N_("as it is chosen and printed")),
            Field("en", N_("Name in English")),
            Field("aliases", N_("Also called"), hint=N_("understood in the quick log; 、 between them")),
            Field("code", N_("Code of the entry"), required=True, hint=N_("small letters, digits and _; it stays")),
            Field("category_class", N_("Kind of work"), "choice", choices="method_class", hint=N_("of a method")),
            Field("measure", N_("Counted in"), hint=N_("of an affairs item: 份, 人 …")),
            Field(
                "state",
                N_("State"),
                "choice",
                required=True,
                choices="list_entry_state",
                hint=N_("withdrawn: offered no more, still read"),
            ),
        ),
        order=("list", "code"),
        empty=(
            N_("The lists are as the program has them."),
            N_("What a county adds to them is offered at all its stations once it was sent down."),
        ),
        defaults={"unit": "@unit", "state": "in_use"},
        keys=("unit", "list", "code"),
        about=N_("A county's own words in the lists. Stations get them with what is sent down."),
    ),
)
