"""Sentences of cases."""

from swstation.i18n import N_

MESSAGES = {
    "nobody": N_("A case needs at least one client. Name one."),
    "stage": N_(
        "“{token}” is not a stage. Choose one: intake, assessment, planning, intervention, evaluation, closure, follow_up."
    ),
    "unknown": N_("There is no case “{token}”. Take its number from the list of cases."),
    "several": N_("Several cases are called “{token}”. Write the whole number."),
    "before_opening": N_("{field}: the case was opened only on {opened}. Check the date."),
    "locked": N_("This case is closed and locked. Reopen it by moving it back to a stage, then change it."),
}
