"""Why a record was not taken: set aside out of a bundle while the others went in, or changed by another meanwhile."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "too_long": N_("the record is longer than any program of ours writes; enter it again in shorter parts"),
    "shape": N_("the record is damaged or not one of ours; the station enters it again"),
    "bounds": N_("a number or a time in the record is impossible; the station enters it again"),
    "json": N_("the record cannot be read; the station enters it again"),
    "not_canonical": N_("the record is not spelled as our programs spell it; the station enters it again"),
    "replaced": N_("the record names what it replaces in a wrong way; the station enters it again"),
    "suite": N_("the record needs a newer version of the program"),
    "payload": N_("the record says nothing that can be understood; the station enters it again"),
    "fields": N_("the record lacks a field or has one too many; the station enters it again"),
    "value": N_("a value in the record is not possible there; the station enters it again"),
    "station": N_("the record was written in the name of another station; ask the station what happened"),
    "uncertified": N_(
        "its device is not enrolled at the county that handed it on; it is taken in by itself once the county has"
        " enrolled the device and sent its next bundle"
    ),
    "authority": N_("only a county or a unit above it may say this, of what lies in its own area; it has no effect"),
    "changed_meanwhile": N_(
        "“{field}” was changed meanwhile by {who} ({when}); nothing was written. Look at what is there now, then save again."
    ),
    "row_exists": N_("This is entered already. Open the entry in the list and change it there."),
    "no_row": N_("This entry is no longer there. Look at the list again."),
    "revoked": N_("the record comes from a device that was reported lost; ask the station to enter it again"),
}
