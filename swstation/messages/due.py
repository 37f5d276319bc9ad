"""Sentences of what is due and what is put off."""

from swstation.i18n import N_

MESSAGES = {
    "unknown": N_("Nothing like {token} is due. Take kind and number from “swstation due --json”."),
    "not_put_off": N_("This line is about no record and cannot be put off; it goes away once it is done."),
    "until_past": N_("{token} has come already. Put it off until a later day."),
    "not_asleep": N_("This line was not put off, so there is nothing to show again."),
}
