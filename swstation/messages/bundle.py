"""Why a bundle was refused, or could not be written."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    # The file as it lies there
    "path_missing": N_("There is no file {name}. Check the name, or put the stick in again."),
    "path_special": N_(
        "{name} is a folder, a link or a device, not a file. Choose the file itself; of a link, the file it points to."
    ),
    "path_network": N_(
        "{name} lies on another computer. Copy it to a folder of this computer or to a stick, and choose it there."
    ),
    "path_unreadable": N_("{name} cannot be read ({detail}). Copy it to a folder of your own and choose it there."),
    "not_a_bundle": N_(
        "This file is not a bundle of this program. Choose the file ending in .swb that the station exported."
    ),
    "truncated": N_(
        "The end of this bundle is missing: it was not copied whole. Copy it again, or ask for a new export."
    ),
    "too_long": N_("Something was added to the end of this bundle. Copy it again, or ask for a new export."),
    "header_damaged": N_("The beginning of this bundle is damaged. Copy it again, or ask for a new export."),
    "damaged": N_("This bundle was damaged on the way. Copy it again, or ask for a new export."),
    "newer": N_(
        "This bundle was made by a newer version of the program. Keep the file, install that version, then merge it."
    ),
    "too_large": N_("The bundle is over {limit} MB. Export in parts, or leave out attachments."),
    # Whose it is
    "wrong_kind": N_(
        "This bundle goes the other way: a station merges what comes from the county, the county what comes from its"
        " stations. Choose another file."
    ),
    "not_the_county": N_(
        "This bundle says that it comes down from the county, but {station} signed it. Do not use it; tell the county."
    ),
    "other_county": N_(
        "This bundle of {station} is meant for another unit, not for us. Send it on or back to its sender."
    ),
    "no_key": N_(
        "This bundle is sealed for other computers: it is another station's, or the sender does not know this computer"
        " yet. Then let them take in its card and export again."
    ),
    "recipients": N_("A bundle is sealed for 1 to {limit} computers. Send it to fewer, in several exports."),
    "rewrapped": N_(
        "This bundle was sealed anew by somebody other than its sender. Do not use it; ask the sender for a new one."
    ),
    "unknown_signer": N_(
        "The device that signed this bundle of {station} is not enrolled here. The file is kept: take in the enrolment"
        " of the device, then merge again."
    ),
    "bad_signature": N_(
        "The signature on this bundle of {station} is not that of the enrolled device. Do not use it; ask the station"
        " on the telephone, and for a new export."
    ),
    # What is inside
    "seal": N_("The seal of this bundle is broken. Copy it again, or ask for a new export."),
    "container": N_("The inside of this bundle is not as this program writes it. Ask the sender for a new export."),
    "manifest": N_("The contents list of this bundle is wrong at “{token}”. Ask the sender for a new export."),
    "header_differs": N_(
        "The outside of this bundle differs from its inside in “{token}”. Do not use it; ask for a new export."
    ),
    "member": N_("The part “{token}” of this bundle is damaged. Ask the sender for a new export."),
    "inflated": N_("The records of this bundle are larger than it says or than {limit} MB. Export in smaller parts."),
    "line": N_("Record {line} of this bundle is empty or over {limit} KB. Shorten that entry and export again."),
    "lines": N_(
        "The number of records in this bundle is not the {expected} it says, or is over 2 million. Export it again."
    ),
    "chain": N_(
        "The records of this bundle of {station} are not the ones it says. Do not use it; ask for a new export."
    ),
    "no_records": N_("This bundle holds months without names, no records. Only bundles with records can be compared."),
    "snapshot": N_(
        "The figures in this bundle are not as this program writes them. Do not use it; ask the sender for a new export."
    ),
    # This computer's disk
    "disk_full": N_("The disk of this computer is full. Make room and try again; nothing was changed."),
    "disk_error": N_("The disk of this computer reports an error ({detail}). Try again; make a backup if it stays."),
    # Where it is written to
    "target_missing": N_("There is no folder {folder}. Put the stick in again or choose another folder."),
    "target_exists": N_("{name} is already there. Choose another name or folder."),
    "target_full": N_("There is no room in {folder}: {needed} MB are needed. Make room or take another stick."),
    "target_readonly": N_(
        "Nothing can be written in {folder}. Unlock the stick (its small switch) or choose another folder."
    ),
    "target_lies": N_(
        "{name} was written, but reads back otherwise: the stick is broken or smaller than it claims. Take another one."
    ),
    "target_busy": N_(
        "{name} is written and whole, but another program holds it (a virus scanner, perhaps). Wait a minute, then"
        " rename {part} to {name}, or export again."
    ),
    "target_failed": N_("{name} could not be written ({detail}). Put the stick in again or choose another folder."),
}
