"""Sentences of the service log."""

from swstation.i18n import N_

MESSAGES = {
    "nobody": N_("Nobody and nothing is named. Name a client, a case, a group, an activity, an item or a number."),
    "unknown": N_("There is no log entry {token}. Take its number from “swstation log list”."),
    "locked": N_("This entry is approved and locked. Ask the lead to return it, then change it."),
}
