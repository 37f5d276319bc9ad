"""What is refused when a sheet that was gone on with is taken in."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "no_sheet": N_(
        "{token} was not written by this program to go on with. Write one out first, change it, take it in."
    ),
    "no_period": N_("The rows of {what} are of no period: write them out without one."),
    "period": N_("{token} is no period of {what}. Those that are there: {choices}"),
    "moved": N_(
        "Row {row} is not one that was written here. Take it out, and type a new entry into an empty row below."
    ),
    "cell": N_("Row {row}, {field}: {why} Mend it in the file and take it in again; nothing was changed."),
    "gone": N_("The entry of row {row} was deleted here. Take its changes out of the file."),
    "meanwhile": N_(
        "Row {row}, {field}: it was changed here since the sheet was written. Write the sheet anew and change it there."
    ),
}
