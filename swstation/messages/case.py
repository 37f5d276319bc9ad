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
    "approved": N_("This part of the case was approved and is kept as it is. Ask whoever approved it to return it."),
    "gate": N_(
        "The file is not complete by {standard}; missing: {missing}. Fill it in, or a lead closes it with a reason."
    ),
    "gate_lead": N_("Only a lead closes a case whose file is not complete. Fill in what is missing, or ask the lead."),
    "reopen_reason": N_("Say why this closed case is reopened; the reason stays in the file."),
    "not_closed": N_("This case is not closed. Close it first, then put it into the archive."),
    "not_approved": N_("This case is not approved. Have it approved first, then put it into the archive."),
    "archived": N_("This case is in the archive already, as {number}."),
    "nothing_submitted": N_("This case does not wait for approval. Submit it first."),
    "return_reason": N_("Say what is to be mended; without that nobody knows why it came back."),
    "no_goal": N_("The entry names a goal that this case has not. Choose one of its goals."),
    "no_consent": N_("A referral passes on what is known of a person. Ask for consent first, then refer."),
    "unknown_part": N_("There is no such part of this case any more. Go back and open the case again."),
}
