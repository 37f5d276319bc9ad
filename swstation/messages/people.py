"""Sentences of staff and training."""

from swstation.i18n import N_

MESSAGES = {
    "unknown": N_("There is no member of staff “{token}”. Look the name up under Staff."),
    "several": N_("Several members of staff are called “{token}”. Choose one."),
    "measure": N_("“{token}” is not a unit of training. Give hour (小时) or class_hour (学时)."),
}
