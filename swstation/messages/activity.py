"""Sentences of community activities."""

from swstation.i18n import N_

MESSAGES = {
    "unknown": N_("There is no activity “{token}”. Take its number from the page of activities."),
    "cancelled": N_("The activity “{token}” was cancelled. Plan it again on its page, then log it."),
    "logged": N_("“{token}” stands in the log as held. Delete that entry first."),
}
