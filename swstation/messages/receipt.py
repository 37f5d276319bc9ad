"""Why a receipt could not be written, or was not believed; request codes."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "county_only": N_("Only a county gives receipts. A station takes them in with “swstation merge FILE”."),
    "unknown_bundle": N_(
        "No bundle {name} has come here. Name the file, or the beginning of its SHA-256 (8 characters at least)."
    ),
    "not_merged": N_("The bundle {name} was not merged, so there is nothing to confirm. Merge it first."),
    "several": N_("Several bundles fit {name}. Name the file itself, or more of its SHA-256."),
    "no_device": N_(
        "No device of {unit} is enrolled here, or all were reported lost: nobody could open the file. Take in an"
        " enrolment of the station first."
    ),
    "code_shape": N_(
        "A request code has twelve letters and figures, like 4HQ1-SVJ3-DN9S; “{token}” has not. Type it again."
    ),
    "code_check": N_(
        "The check of the code {token} does not fit: a letter is wrong. Have it read out and type it again."
    ),
    "code_not_ours": N_(
        "This code asks for records that no device of this station wrote. Have the county look which station it is for."
    ),
    # What a station makes of a receipt
    "other_past": N_(
        "This receipt speaks of other records than device {replica} wrote: it is forged, or two machines write under one"
        " number. It is ignored; tell the county, and export with --full."
    ),
    "ahead": N_(
        "The county holds more records of this device than are here: an older copy of the database was put back. Ask the"
        " county to send everything down."
    ),
}
