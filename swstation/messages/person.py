"""Sentences of verdicts about which files are of one person."""

from swstation.i18n import N_

MESSAGES = {
    "unknown": N_("There is no client “{token}”. Take the number from “swstation person list”."),
    "several": N_("Several clients end in “{token}”. Give more of the number."),
    "one_file": N_("That is one and the same file. Name two."),
    "decided_above": N_("{unit} has decided about these two. Ask there; a verdict from above is not changed here."),
    "undecided": N_("Nothing was decided about these two. There is nothing to take back."),
}
