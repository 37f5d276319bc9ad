"""Sentences of attachments."""

from swstation.i18n import N_

MESSAGES = {
    "cannot_read": N_("“{path}” cannot be read. Check the name, and that the file is not open elsewhere."),
    "empty": N_("“{path}” is empty. Choose the file again."),
    "too_long": N_("“{path}” is longer than {limit} MB. Make the picture smaller, then attach it."),
    "cannot_keep": N_("“{path}” could not be written: {detail}. Check the room on the disk, then try again."),
    "not_here": N_("This file is not on this computer: it lies where it was attached. Ask for it there."),
    "damaged": N_("This file is not what it was when it was attached; it is not opened. Take it from a backup."),
    "unknown": N_("There is no attachment {token}. Take its number from “swstation attach list”."),
    "subject": N_("Nothing can be attached to “{token}”. Name a client, a case or an entry."),
}
