"""Sentences of findings."""

from swstation.i18n import N_

MESSAGES = {
    "unknown": N_("There is no finding {token}. Take kind and row from “swstation problem list --json”."),
}
