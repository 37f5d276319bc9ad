"""Sentences of the service log."""

from swstation.i18n import N_

MESSAGES = {
    "nobody": N_("Nobody and nothing is named. Name a client, a case, a group, an activity, an item or a number."),
    "unknown": N_("There is no log entry {token}. Take its number from “swstation log list”."),
    "locked": N_("This entry is approved and locked. Ask the lead to return it, then change it."),
    "empty": N_("The line is empty. Type who, how and what, e.g. “张桂芳 入户 90m 送米油”."),
    "question": N_("“{token}” can mean several things. Write it out in full, or choose one."),
    "missing_method": N_("How is missing: add the method, e.g. 入户, 电话, 面谈."),
    "missing_whom": N_("For whom is missing: name a client, a case, a group, an activity, an item or a number."),
}
