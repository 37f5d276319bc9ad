"""Words of a rehearsal: what becomes of rows, the registers they are in, the figures of a month."""

from __future__ import annotations

from swstation.i18n import N_

VERDICT_WORDS: dict[str, str] = {
    "new": N_("new"),
    "changed": N_("changed"),
    "conflicting": N_("in dispute"),
    "duplicate": N_("already here"),
    "foreign": N_("not theirs"),
    "invalid": N_("set aside"),
    "unchanged": N_("unchanged"),
    "parked": N_("for a newer program"),
}

REGISTERS: dict[str, str] = {
    "unit": N_("Units"),
    "policy_continuation": N_("Policies gone on with"),
    "enrolment": N_("Enrolled devices"),
    "staff": N_("Staff"),
    "certificate": N_("Certificates"),
    "registration": N_("Registrations"),
    "training": N_("Training"),
    "attendance": N_("Training attended"),
    "training_exemption": N_("Exemptions"),
    "household": N_("Household files"),
    "client": N_("Clients"),
    "client_category": N_("Categories"),
    "visit_plan": N_("Visit plans"),
    "service_case": N_("Cases"),
    "case_client": N_("Clients of cases"),
    "case_goal": N_("Goals of cases"),
    "service_log": N_("Service log"),
    "log_client": N_("Clients on entries"),
    "log_colleague": N_("Colleagues on entries"),
    "affairs_item": N_("Affairs items"),
    "person_link": N_("Person links"),
    "assignment": N_("Postings"),
    "record": N_("Records"),
}

FIGURES: dict[str, str] = {
    "records": N_("records"),
    "clients": N_("clients"),
    "logs": N_("logs"),
    "minutes": N_("minutes"),
}
