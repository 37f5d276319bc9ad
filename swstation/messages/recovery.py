"""Why a recovery code or a recovery sheet was refused."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "length": N_("The recovery code has {length} letters and digits, these are {n}. Type all eight groups."),
    "letter": N_("“{token}” is in no recovery code. Look at that place again."),
    "check": N_("The recovery code has a slip in it: its last two letters do not fit the rest. Compare each group."),
    "wrong": N_("This is not the recovery code of this database. Look for the sheet with its name and date."),
    "differs": N_("This is not the code shown above. Compare each group."),
    "wait": N_("Too many wrong tries. Wait {n} seconds, then try again."),
    "no_sheet": N_(
        "{file} is no recovery sheet: there is no line AGE-SECRET-KEY-1… in it. Type that line into a text file."
    ),
    "other_sheet": N_(
        "This recovery sheet does not open it. It belongs to another county, or the sheet is an older one."
    ),
    "no_escrow": N_("No county holds a key to this database: it was made without a county card."),
    "county_only": N_("Only a county opens bundles with a recovery sheet."),
    "needs_code": N_(
        "Asked for the recovery code, but nobody is there to type it. Put it into a file: --passphrase-file."
    ),
}
