"""Sentences of transfers, of records that a county admits or not, and of erasing by order."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "read_only": N_("This belongs to {unit} now and can only be read here. Ask them, or the county, to change it."),
    "county_only": N_("Only a county station, or a unit above it, may do this in its own area. Ask yours."),
    "unknown": N_("There is nothing here under {token}. Look it up in its list."),
    "unit": N_("There is no unit {token} here. Choose one of the county's."),
    "not_below": N_("{unit} is not in the area of this unit. Ask the unit above both."),
    "already": N_("This belongs to {unit} already. Nothing was changed."),
    "consent": N_("Say whose consent there is to pass the file on, for example “signed by her, 2 March”."),
    "nothing": N_("Nothing waits to be handed over. Nothing was changed."),
    "record": N_("There is no record {token}, or several. Take its number from “swstation admit”."),
    "not_plain": N_("Record {token} is itself a county's word and cannot be chosen. Choose the change it speaks of."),
    "not_sure": N_("This cannot be taken back. Say --yes after looking at what would go, or answer on a terminal."),
    "erase_number": N_("Type {expected}, the number of records named above, or leave with Esc. Nothing was erased."),
    "erase_changed": N_("Something was written meanwhile; nothing was erased. Look again at what would go."),
    "erased": N_("Nothing of it is left that could be erased. Nothing was changed."),
}
