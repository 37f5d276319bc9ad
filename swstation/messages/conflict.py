"""Sentences of conflicts."""

from swstation.i18n import N_

MESSAGES = {
    "unknown": N_("There is no open conflict “{token}”. Take its number from “swstation conflict list”."),
    "value": N_("“{token}” is not one of the values in dispute. Take one from “swstation conflict show”."),
    "rule": N_("“{token}” is not a rule. Take county, newest or station."),
    "none_by_rule": N_("The rule “{token}” decides none of these conflicts. Settle them one by one."),
    "field": N_("“{token}” is not FIELD=VALUE. Write it like phone=100 2345."),
}
