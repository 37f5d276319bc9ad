"""Sentences of the service log."""

from swstation.i18n import N_

MESSAGES = {
    "nobody": N_("Nobody and nothing is named. Name a client, a case, a group, an activity, an item or a number."),
    "unknown": N_("There is no log entry {token}. Take its number from “swstation log list”."),
    "locked": N_("This entry is approved and locked. Correct it with a reason, or ask the lead to return it."),
    "not_approved": N_(
        "This entry is not approved yet. Change it; only what is approved is corrected by a new version."
    ),
    "correction_reason": N_("Say why the approved entry is corrected; the reason stays beside it."),
    "late": N_("The report of {month} is made already. Say why this comes only now; it is counted as an adjustment."),
    "no_case": N_("This entry is not on a case. Put it on one first: & and the number of the case."),
}
