"""What is refused about reports."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "share": N_("A share is from 1 to 100 percent, not “{token}”."),
    "not_over": N_("{month} ends on {last}: it can be closed from {day} on, not before."),
    "closed": N_("{month} was closed on {day}. Later entries are adjustments; undo the closing to close it anew."),
    "not_closed": N_("{month} is not closed. Close it first: “swstation month close {month}”."),
    "frozen_damaged": N_(
        "The frozen figures of {month} do not fit their check value. Look at the record, then close it anew."
    ),
    "period": N_("{token} is not a period. Write a quarter as 2026Q3, a half-year as 2026H1, a year as 2026."),
    "week": N_("{token} is not a week. Write it as 2026W47: year and number of the week, from Monday to Sunday."),
    "period_needed": N_("This report is of a period. Give one with {options}."),
    "month": N_("{token} is not a month. Write it as 2026-11."),
    "not_begun": N_("This month begins on {first}, which is after {as_of}. Choose an earlier month."),
    "no_snapshot": N_(
        "No figures of {unit} for {month} have come. Look at the list of what has: “swstation snapshot list”."
    ),
    "figure": N_("No station has a figure {token}. Codes are in “swstation report monthly --json”, such as 1.visits."),
    "no_below": N_("This is a report of a county and above: {unit} has no stations below it."),
    "unit": N_("There is no unit {token} in this database. Check the code, or merge its bundle first."),
    "format": N_("A report cannot be written as {token}. Choose one of: {known}."),
    "folder_there": N_("{path} is there already. Choose a new name, or move the old folder away first."),
    "project": N_("{n} projects are called {token}. Look at the titles with “swstation project list” and give one."),
    "folder_of": N_("Say what the folder is about: one of --year, --half, --quarter, --month, or --project."),
    "no_folder": N_("There is no folder {path}. Make it first, or choose another."),
    "cannot_write": N_("{path} cannot be written ({detail}). Close it elsewhere, or choose another folder."),
    "disk_full": N_("The disk is full: {path} could not be written. Make room and try again."),
}
