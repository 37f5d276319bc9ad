"""Why a quick-log line cannot be saved yet, and what it asks."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "empty": N_("The line is empty. Write who, how and how long, such as: 张桂芳 入户 40分钟."),
    "too_long": N_("The line has more than 4000 characters. Put the long text into the entry's form."),
    "date": N_("“{token}” is no day there is. Correct it, or write // before it if it is part of the note."),
    "date_future": N_(
        "“{token}” is still to come, a service is logged afterwards. Correct the day, or write > "
        "before it for the next contact."
    ),
    "date_old": N_("“{token}” is more than ten years ago. Correct the day."),
    "span": N_(
        "“{token}”: the end must come after the start, on the same day. Correct the times, or write "
        "// before them if they are part of the note."
    ),
    "duration": N_(
        "“{token}” must be whole minutes and at most 24 hours. Correct it, or write // before it if "
        "it is part of the note."
    ),
    "next": N_("“{token}” is no day there is. Write it like >+7d, >下周五 or >11-30."),
    "next_before": N_("“{token}” is not after the day of service. Choose a later day."),
    "unknown_client": N_(
        "Nobody is called “{token}”. Choose one of the names, write the whole name, or write // "
        "before it if it is part of the note."
    ),
    "only_new": N_(
        "A line for many people, or one that opens a group or an activity, is a new entry. Press Esc and write it into "
        "the empty line."
    ),
    "template_digit": N_("Lines are kept on the digits 1 to 9. Choose one of them."),
    "template_none": N_(
        "Nothing is kept on digit {token}. Keep a line there: swstation log template set {token} LINE."
    ),
    "template_line": N_(
        "Line {row} of the file is no template. Write a digit from 1 to 9, = and the line, such as 3= _ 入户 30m; each "
        "digit once."
    ),
    "due_unknown": N_("“{token}”: looking up whose visit is due."),
    "which_village": N_("“{token}”: write the village behind it, by name, initials or division code."),
    "unknown_village": N_(
        "No client lives in “{token}”. Write the village as it stands in the files, its initials, or its division code."
    ),
    "nobody_due": N_("“{token}”: nobody's visit is due there. Name the clients, or mark them in the list."),
    "nobody_marked": N_("Nobody is marked. Mark clients in the list with the space bar, then write the line there."),
    "many_alone": N_("“{token}” stands for many people: name nobody and no group beside it."),
    "unknown_method": N_(
        "“{token}” is no method. Choose one of them, or write // before it if it is part of the note."
    ),
    "unknown_number": N_(
        "Nothing has the number “{token}”. &12 is a case, &G3 a group, &A5 an activity. Look the "
        "number up, or write // before it if it is part of the note."
    ),
    "unknown_colleague": N_(
        "No colleague is called “{token}”. Choose one of the names, or write // before it if it is part of the note."
    ),
    "unknown_field": N_(
        "“{token}” is no service field of this unit. Choose one of them, or write // before it if it "
        "is part of the note."
    ),
    "unknown_next": N_(
        "“{token}” is no next contact. Write it like >+7d, >下周五 or >11-30, or write // before it if "
        "it is part of the note, such as: 血压 // >160."
    ),
    "twice": N_("{field}: “{token}” is a second, different one. Keep one of them, or write // before the other."),
    "no_open_case": N_("“{token}”: these clients have no open case. Open one first or leave the word out."),
    "case_of_whom": N_("“{token}”: whose case is open. Name the client or write the case's number, such as &12."),
    "money": N_("“{token}” is no amount in yuan and fen. Write at most two decimals."),
    "missing_method": N_("How it was done is missing. Add a method, such as 入户 or 电话."),
    "missing_whom": N_("Whom it was for is missing. Add a client, case, item or head count."),
    "ask_client": N_("“{token}” can be several people. Choose one."),
    "ask_unknown_name": N_("Nobody is called “{token}”. Is it one of these, somebody new, or part of the note?"),
    "ask_method": N_("“{token}” has several meanings. Choose one."),
    "ask_day": N_("“{token}” is a day and a name. Choose one."),
    "ask_village": N_("“{token}” can be several places. Choose one."),
    "ask_group": N_("“{token}” can be several groups. Choose one."),
    "ask_activity": N_("“{token}” can be several activities. Choose one."),
    "ask_item": N_("“{token}” has several meanings. Choose one."),
    "ask_casework": N_("“{token}” has several meanings. Choose one."),
    "ask_colleague": N_("“{token}” can be several colleagues. Choose one."),
    "ask_field": N_("“{token}” can be several service fields. Choose one."),
    "ask_number": N_("“{token}” can be several things. Choose one."),
    "ask_group_kind": N_("“{token}”: what kind of group is it?"),
    "ask_many": N_("“{token}” can be several villages. Choose one."),
    "ask_case": N_("There are several open cases. Choose one."),
    "ask_case_clients": N_("The case “{token}” has several clients. Who was met?"),
    "ask_item_count": N_("“{token}” after an item: is it how many, or part of the note?"),
    "ask_half_day": N_("“{token}”: how many hours was it. Choose, or write it like 3h?"),
    "ask_outcome": N_("“{token}”: is it how the visit ended, or part of the note?"),
    "ask_heads": N_("There are several numbers of people. Choose one."),
    "ask_person_times": N_("There are several numbers of person-times. Choose one."),
    "ask_households": N_("There are several numbers of households. Choose one."),
    "ask_session": N_("There are several session numbers. Choose one."),
    "ask_volunteers": N_("There are several numbers of volunteers. Choose one."),
    "ask_money": N_("There are several amounts. Choose one or their sum."),
}

OPTIONS: dict[str, str] = {
    "new_client": N_("New client {label}"),
    "note": N_("Part of the note"),
}
"""Options that are more than a name."""

ASKS: dict[str, str] = {
    "next_contact": N_("Nobody was met. When is the next contact?"),
    "end_file": N_("End the file of this client?"),
}
"""What the screen asks after saving a line."""
