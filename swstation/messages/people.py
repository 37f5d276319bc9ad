"""Sentences of staff and training."""

from swstation.i18n import N_

MESSAGES = {
    "unknown": N_("There is no member of staff “{token}”. Look the name up under Staff."),
    "several": N_("Several members of staff are called “{token}”. Choose one."),
    "measure": N_("“{token}” is not a unit of training. Give hour (小时) or class_hour (学时)."),
    "left_already": N_("This person left on {day} already. To correct that day, undo it or edit the record."),
    "leaves_before_joining": N_("The person joined on {day}, which is later. Give a day from then on."),
    "cases_without_receiver": N_(
        "{n} open cases would be without a worker. Choose who takes them over, or close them first."
    ),
    "receiver_self": N_("Nobody hands over to themselves. Choose a colleague."),
    "receiver_elsewhere": N_(
        "{name} works at another unit. Choose a colleague here; the county moves files between stations."
    ),
    "receiver_left": N_("{name} left on {day}. Choose somebody who is still there."),
}
