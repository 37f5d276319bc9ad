"""Sentences of groups."""

from swstation.i18n import N_

MESSAGES = {
    "several": N_("Several groups answer to “{token}”. Give the number from the page of groups."),
    "unknown": N_("There is no group “{token}”. Take its number from the page of groups."),
    "ended": N_("The group “{token}” has ended and is locked. Take it up again on its page, then change it."),
    "session_logged": N_(
        "Session {token} is logged already ({on}). Change that entry, name yourself there as a colleague,"
        " or give another number."
    ),
    "no_member": N_("This person is not on the list of the group. Add the member first."),
    "member_was_there": N_("{token} is recorded at a session. Let the member leave on a day instead."),
    "no_session": N_("There is no such session any more. Look at the group's page again."),
    "nothing_to_plan": N_("Every session of “{token}” has a day. Say first how many sessions are planned."),
    "before_opening": N_("{field}: the group was opened only on {opened}. Check the date."),
    "before_last": N_("{field}: the group met last on {last}. Check the date."),
    "return_reason": N_("{field}: say why it is returned."),
    "gaps": N_("“{token}” cannot end yet: {n} parts are missing. The page lists them with the key for each."),
    "has_met": N_("“{token}” has met already. End it with its summary instead."),
    "survey_returned": N_("{field}: more came back than were sent. Check the numbers."),
    "survey_sum": N_("{field}: the five answers add up to {n}, which is another number. Check them."),
}
