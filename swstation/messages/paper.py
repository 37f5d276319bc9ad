"""Sentences of a round on paper."""

from swstation.i18n import N_

MESSAGES = {
    "nobody": N_("Nobody is due here, so there is no list to print. Choose another village or level."),
    "no_sheet": N_("There is no printed list {token} on this laptop. Key it back where it was printed."),
    "nothing": N_("No row was understood. Write row numbers and what happened: 3 好 5 不在家 7 屋顶漏雨."),
    "rows_refused": N_("Not understood: row {rows}. Correct it, or press Ctrl+S to log only the others."),
    "no_row": N_("The list has no such row."),
    "row_twice": N_("This row was answered before."),
    "risk_of_what": N_("Say what the risk is."),
}
