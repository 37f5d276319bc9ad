"""The words of the monthly report: English msgids, shown in the current language."""

from __future__ import annotations

from swstation.i18n import N_

TITLES: dict[int, str] = {
    1: N_("Households visited at home"),
    2: N_("Home visits with nobody met"),
    3: N_("Visit plans kept"),
    4: N_("Client files opened, ended, on the books"),
    5: N_("Cases in hand"),
    6: N_("Cases followed up"),
    7: N_("Cases closed"),
    8: N_("Groups"),
    9: N_("Group attendance"),
    10: N_("Community activities"),
    11: N_("Civil-affairs work"),
    12: N_("Consultations, calls, online contacts"),
    13: N_("Resources linked and referrals"),
    14: N_("Voluntary service"),
    15: N_("Service in total"),
}

LABELS: dict[str, str] = {
    "households": N_("different households"),
    "named": N_("named households"),
    "unnamed": N_("households not named"),
    "visits": N_("Household visits"),
    "not_met": N_("Nobody met"),
    "completion": N_("Visit plans kept, rate"),
    "due": N_("clients due"),
    "done": N_("clients visited as planned"),
    "opened_files": N_("Files opened"),
    "ended_files": N_("Files ended"),
    "open_files": N_("On the books at the end"),
    "paused_files": N_("of these paused"),
    "uncategorised": N_("without category"),
    "households_of": N_("number of households"),
    "opening": N_("In hand at the beginning"),
    "opened": N_("opened (+)"),
    "reopened": N_("opened again (+)"),
    "closed": N_("closed (−)"),
    "left": N_("transferred or suspended (−)"),
    "from_closed": N_("from closed"),
    "from_transferred": N_("from transferred"),
    "from_suspended": N_("from suspended"),
    "transferred": N_("transferred"),
    "suspended": N_("suspended"),
    "closing": N_("In hand at the end (=)"),
    "cases_followed": N_("Cases followed up"),
    "sessions": N_("Contacts with cases"),
    "closed_cases": N_("Cases closed"),
    "not_in_hand": N_("of these not in hand before (transferred or suspended)"),
    "goal_rate": N_("Goals achieved, rate"),
    "goals": N_("goals of closed cases"),
    "achieved": N_("goals achieved"),
    "affairs_person_times": N_("Civil-affairs person-times"),
    "consultation": N_("Consultations"),
    "phone": N_("Calls"),
    "online": N_("Online contacts"),
    "of_case": N_("of these with cases"),
    "person_times": N_("Person-times of service"),
    "persons": N_("Persons served (named)"),
    "affairs_apart": N_("apart: civil-affairs person-times"),
    "not_counted": N_("not in it: group and activity entries, until their registers are kept"),
    "unspecified": N_("not stated"),
}

UNITS: dict[str, str] = {
    "household_visits": N_("household visits"),
    "times": N_("times"),
    "percent": N_("%"),
    "persons": N_("persons"),
    "households": N_("households"),
    "cases": N_("cases"),
    "sessions": N_("sessions"),
    "goals": N_("goals"),
    "person_times": N_("person-times"),
    "entries": N_("entries"),
}

MEASURES: dict[str, str] = {
    "件": N_("matters"),
    "户": N_("households"),
    "人": N_("persons"),
    "份": N_("copies"),
    "人次": N_("person-times"),
}
"""What affairs items are counted in; the key is what the records hold."""
