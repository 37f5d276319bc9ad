"""Why the clock of this machine is not believed. A warning: nothing is refused because of it."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "before_program": N_("The clock says {date}, before this program was made. Set it right; dates would be wrong."),
    "far_ahead": N_("The clock says {date}, years after this program was made. Set it right; dates would be wrong."),
    "before_last": N_(
        "The clock says {date}, but the last record here is of {last}. Set it right; dates would be wrong."
    ),
    "moved": N_(
        "Since the last record the clock was moved by more than a day. It says {date}: if that is not today, set it"
        " right; dates would be wrong."
    ),
    "jumped": N_("The clock was moved by more than a day. Is it right now?"),
}
