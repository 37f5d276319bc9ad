"""Sentences of training: conversions of hours, lists of those present, proof."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "county_only": N_("Only a county station, or a unit above it, decides what hours are worth. Ask yours."),
    "same_measure": N_("Both units are the same. Give one in hour (小时) and the other in class_hour (学时)."),
    "nothing": N_("An amount of nothing converts nothing. Give more than 0."),
    "no_decision": N_("A conversion stands on a decision. Give its number or its words."),
    "nobody": N_("Nobody on the roster is “{token}”. Write the name, its pinyin or initials, or add the person first."),
    "several": N_("“{token}” fits several: {choices}. Write more of the name."),
    "nobody_named": N_("Say who was there: names or initials with spaces between, or * for everybody."),
    "list_unreadable": N_("The list “{token}” cannot be read. Give a text, csv or xlsx file that is there."),
    "list_too_long": N_("The list has more than 2,000 names. Give the list of one training."),
    "proof_unreadable": N_("The file “{token}” cannot be read. Look where it is, or leave the field empty."),
    "proof_too_large": N_("The file “{token}” is larger than 200 MB. Give the scan of the proof alone."),
    "unknown_kind": N_("“{token}” is no kind of training here. Give one of: {choices}."),
    "unknown_conversion": N_(
        "There is no conversion {token} of this unit. Take its id from “swstation training conversions”."
    ),
}
