"""Sentences of the command line itself."""

from swstation.i18n import N_

MESSAGES = {
    "group_needed": N_("A group file is of one group. Name it: --group G1."),
    "volunteer_needed": N_("A statement is of one volunteer. Name them: --volunteer NAME."),
    "case_needed": N_("A case file is of one case. Name it: --case 1."),
    "no_register": N_("There is no register {token} with a form. “swstation register tables” lists them."),
    "no_field": N_("{token}: write FIELD=VALUE with a field of this register; “swstation register tables” lists them."),
    "passphrase_file": N_("The passphrase file {file} cannot be read. Check its place and that it is UTF-8 text."),
    "not_text": N_(
        "“{token}” is not UTF-8 text. Set the terminal to UTF-8 (on Windows: chcp 65001) and type it again."
    ),
    "new_passphrase": N_("No new passphrase given: use --new-file, or run it in a terminal."),
    "stopped": N_("Stopped. What was not finished is not kept."),
    "unexpected": N_(
        "Something went wrong in the program ({error}); nothing was changed. Where it happened is written to {file}: send that file to the developers."
    ),
    "os_error": N_(
        "{file}: the system refused ({error}). Check that it is there, that it is yours and that there is room."
    ),
    "period": N_("“{token}” is not a period. Write 2026-11, 2026H1 or 2026."),
    "month_needed": N_("Say which month with --month, such as --month 2026-11."),
    "report": N_("“{token}” is not a report this program writes. Choose one of: {choices}."),
    "behind_report": N_("“{token}” is no report whose figures open their rows. Choose one of: {choices}."),
    "behind_figure": N_(
        "{report} has no figure “{token}” in that table and column. “swstation report” with --json gives the codes of a"
        " month's figures; the pages of the reports show all of them."
    ),
    "file_exists": N_("{file} is already there and is not overwritten. Choose another name."),
    "busy_demo": N_("The folder {file} is not empty. Choose an empty or new folder for the demo."),
}
