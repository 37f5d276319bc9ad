"""Why a county card or an enrolment was refused."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "not_a_card": N_(
        "This file is not a card of this program. Choose a county card (.swc) or an enrolment (.swe) as it was sent."
    ),
    "newer": N_("This card was made by a newer version of the program. Install the newer version, then take it in."),
    "wrong_kind": N_(
        "This is the other kind of card: a station takes in the county card (.swc), the county the enrolment (.swe)."
    ),
    "field": N_("The card is wrong at “{token}”. Ask for the file again, not for its text copied by hand."),
    "damaged": N_("The card was changed after it was signed. Ask for the file again, and compare the 24 digits."),
}
