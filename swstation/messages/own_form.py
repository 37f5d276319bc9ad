"""What is refused about a county's own forms."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "kind": N_("{token} is no form: it has to be an xlsx or a docx file. Save it as one of these, then bring it in."),
    "broken": N_("{token} cannot be read. Open it in Excel or WPS, save it as xlsx or docx, and bring that in."),
    "too_large": N_("{token} is larger than 8 MB. Take pictures out of it and bring it in again."),
    "no_version": N_("{token} says no version. Name the file NAME-v1.xlsx, or give the version."),
    "bad_name": N_("{token} cannot be the name of a form. Leave out slashes, colons, stars and quotation marks."),
    "version_there": N_("{token} is there already, with other contents. Give the new one a higher version."),
    "unknown": N_("There is no form {token}. Those that are kept: {choices}"),
    "handed_down": N_("{token} is handed down already: the next bundle to each station carries it."),
    "not_handed_down": N_("{token} is not handed down from here. “swstation form list” says which are."),
    "too_many": N_("{token} does not fit: all forms handed down may have 60 MB. Withdraw one that is not needed."),
    "no_places": N_(
        "{token} has no place to fill in. Write names such as {{{{period}}}} into it; “swstation form names” lists them."
    ),
    "unknown_names": N_("The form asks for what is not known: {token}. Perhaps meant: {near}. Correct it in the form."),
    "unknown_list": N_("There is no list {token}. “swstation form names” says which there are."),
    "period_needed": N_("This form tells of a period. Give one, such as 2026-11, 2026H1 or 2026."),
    "row_needed": N_("This form is about one row ({what}). Say which: by name, title or number."),
    "row": N_("{n} rows ({what}) are called {token}. Give the number, or the id."),
}
