"""Sentences of refusals that a form itself makes."""

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "required": N_("It is empty and is needed. Fill it in, or leave with Esc."),
    "bad_day": N_("{token} is not a day. Write 2026-03-05, 3-5, 3月5日, today or -2."),
    "not_found": N_("{token} is not in the list. Press Enter and choose one."),
    "passphrases_differ": N_("The two passphrases differ. Type the second one again."),
    "passphrase_short": N_("A passphrase of {n} characters is too short. Use at least {least}."),
    "bad_amount": N_("{token} is not an amount. Write a number with at most one decimal, such as 7.5."),
    "bad_times": N_("{token} is not a number from 1 to {most}. Write digits alone, such as 2."),
    "bad_number": N_("{token} is not a whole number. Write digits alone, such as 12."),
    "bad_money": N_("{token} is not an amount of yuan. Write 260, 12.50 or 1.2万."),
    "bad_yes": N_("{token} is neither yes nor no. Write yes or no."),
    "bad_time": N_("{token} is not a time of day. Write it as 9:30."),
    "no_card": N_(
        "There is no card at {token}: a file that ends in .swc or .swe, or a folder with one. Check the path."
    ),
    "no_file": N_("There is no file or folder {token}. Check the path."),
    "nothing_chosen": N_("Nothing is chosen. Move to a row first, or mark some with Space."),
}
