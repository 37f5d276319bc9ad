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
    "not_ours_to_write": N_(
        "Only a county hands out a county card. A station writes its enrolment: “swstation enrol FILE”."
    ),
    "county_enrols_none": N_("A county has no enrolment of its own. It writes its card: “swstation card export FILE”."),
    "own": N_("This is the card of this device itself. Choose the card of the other side."),
    "other_unit": N_(
        "This enrolment is of another unit ({token}). A station takes in only its own colleagues' devices."
    ),
    "other_keys": N_(
        "This device of {unit} is enrolled with other keys. Read the 24 digits to each other on the telephone and take it"
        " in with --digits; if nobody there made new keys, somebody else did."
    ),
    "parent": N_(
        "This enrolment says that it follows a device of {unit}, whose key did not sign it. Do not take it in; ask there"
        " what happened."
    ),
    "digits": N_(
        "The 24 digits do not fit: the card is not the one the other side has. Nothing was taken in. Read them out"
        " again; if they still differ, ask for the file anew."
    ),
    "digits_differ": N_(
        "The 24 digits do not fit: this card is not the one the other side has. Read them out again; if they still"
        " differ, ask for the card anew, and report this one lost."
    ),
    "judged": N_(
        "A device of {unit} that was reported lost, or asked for a new number, is not compared. Take in its new card"
        " instead."
    ),
    "no_county": N_(
        "There is no county card yet, so nothing can be sealed. Take it in first: F8 under Exchange, or “swstation trust"
        " FILE.swc”."
    ),
    "unknown_replica": N_("No device {token} is enrolled here. Look at the known devices (Ctrl+W under Exchange)."),
    "no_laptop": N_(
        "No computer of {unit} is left here that may read it: all were reported lost. Take in the card of its new one"
        " first (F8 under Exchange)."
    ),
    "judged_so": N_(
        "This is said of {unit} already. If it was found again, take in its card once more (F8 under Exchange)."
    ),
    "collects": N_(
        "This is the card of {unit} as a whole, not of one laptop: it is not judged here. If its digits do not fit, or it"
        " has new keys, take in its right card; the newest one counts."
    ),
    "no_superior": N_(
        "There is no card of the unit above yet, so nothing can be sealed for it. Take it in first: F8 under Exchange, or"
        " “swstation trust FILE.swc”."
    ),
    "lost": N_(
        "This bundle of {station} was made on a device that was reported lost. Ask the station for one from another"
        " device."
    ),
    "carries_others": N_(
        "This bundle of {station} holds records in the name of {unit}, which only {unit} may send. Do not use it; ask"
        " both what happened."
    ),
    "other_station": N_("The device is enrolled to {unit}, but the bundle says {station}. Ask both what happened."),
    "damaged": N_("The card was changed after it was signed. Ask for the file again, and compare the 24 digits."),
}
