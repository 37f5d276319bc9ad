"""Sentences of training: conversions of hours, lists of those present, proof."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "county_only": N_("Only a county station, or a unit above it, decides what hours are worth. Ask yours."),
    "same_measure": N_("Both units are the same. Give one in hour (小时) and the other in class_hour (学时)."),
    "nothing": N_("An amount of nothing converts nothing. Give more than 0."),
    "no_decision": N_("A conversion stands on a decision. Give its number or its words."),
    "unknown_conversion": N_(
        "There is no conversion {token} of this unit. Take its id from “swstation training conversions”."
    ),
}
