"""Sentences of clients."""

from swstation.i18n import N_

MESSAGES = {
    "unknown": N_("There is no client “{token}”. Look the name up under Clients."),
    "several": N_("Several clients are called “{token}”. Choose one."),
    "several_households": N_("Several households answer to “{token}”. Give the id from “swstation household list”."),
    "no_such_category": N_("The household is not in the category “{token}”. Look at “swstation household show”."),
    "unknown_household": N_("There is no such household any more. Go back and open the client again."),
    "plan_for_nobody": N_("A visit plan needs a category, an attention level or a client. Choose one."),
    "plan_for_one": N_("A visit plan is for one of three: --category, --level or --client. Give one of them."),
    "unknown_plan": N_("There is no visit plan {token}. Take its number from “swstation plan list”."),
}
