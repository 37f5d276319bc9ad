"""Sentences of needs and what meets them."""

from swstation.i18n import N_

MESSAGES = {
    "unknown": N_("There is no need “{token}” any more. Look at the page of needs again."),
    "settled": N_("The need “{token}” is settled already. Note a new one if it is there again."),
    "unmatched": N_("Nothing is agreed for “{token}” yet. Match it first."),
    "unknown_volunteer": N_("There is no volunteer “{token}”. Look the name up under Needs, Ctrl+E."),
    "several_volunteers": N_("Several volunteers answer to “{token}”. Give the registration number."),
    "no_match": N_("There is no such match any more. Look at the page of needs again."),
}
