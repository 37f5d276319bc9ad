"""Words of a rehearsal: what becomes of rows, the registers they are in, the figures of a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from swstation.exchange.carried_files import Along

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
    "exam_result": N_("Exam results"),
    "subsidy_payment": N_("Subsidies paid"),
    "honour": N_("Honours"),
    "supervision": N_("Supervision"),
    "supervisee": N_("Supervised workers"),
    "mentoring": N_("Mentoring"),
    "institution": N_("Institutions"),
    "institution_year": N_("Years of institutions"),
    "institution_check": N_("Checks of institutions"),
    "community": N_("Communities"),
    "post": N_("Posts"),
    "post_holding": N_("Post holders"),
    "evaluation_scheme": N_("Evaluation schemes"),
    "scheme_element": N_("Elements of schemes"),
    "evaluation": N_("Evaluations"),
    "evaluation_score": N_("Scores"),
    "credit_entry": N_("Credit entries"),
    "complaint": N_("Complaints"),
    "allowance_rate": N_("Allowance rates"),
    "measure_conversion": N_("Conversions of hours"),
    "policy_pack": N_("Policy packs"),
    "policy_part": N_("Parts of policy packs"),
    "list_entry": N_("Entries of own lists"),
    "handover_sheet": N_("Handover sheets"),
    "consent": N_("Consents"),
    "child_file": N_("Child files"),
    "incident": N_("Incidents"),
    "case_referral": N_("Referrals"),
    "material_given": N_("Materials given"),
    "case_step": N_("Steps of plans"),
    "log_goal": N_("Goals of entries"),
    "case_conference": N_("Case conferences"),
    "service_group": N_("Groups"),
    "group_member": N_("Group members"),
    "group_session": N_("Group sessions"),
    "group_attendance": N_("Attendance of sessions"),
    "activity": N_("Activities"),
    "need": N_("Needs"),
    "resource": N_("Resources"),
    "need_match": N_("Matches"),
    "volunteer": N_("Volunteer files"),
    "volunteer_shift": N_("Volunteer shifts"),
    "community_org": N_("Community organisations"),
    "satisfaction_survey": N_("Satisfaction surveys"),
    "need_survey": N_("Needs surveys"),
    "work_plan": N_("Work plans"),
    "meeting_record": N_("Meeting records"),
    "attachment": N_("Attachments"),
    "visit_surge": N_("Visit surges"),
    "snooze": N_("Snoozed reminders"),
    "month_approval": N_("Month approvals"),
    "report_snapshot": N_("Frozen reports"),
    "report_adjustment": N_("Adjustments"),
    "finding_note": N_("Settled findings"),
    "project": N_("Projects"),
    "funding_line": N_("Funding lines"),
    "project_spending": N_("Project spending"),
    "project_staff": N_("Project staff"),
    "project_indicator": N_("Project indicators"),
    "project_evaluation": N_("Project evaluations"),
    "project_review": N_("Project reviews"),
    "demonstration_site": N_("Demonstration sites"),
    "county_target": N_("Own targets"),
    "target_figure": N_("Entered figures"),
    "record": N_("Records"),
}

FIGURES: dict[str, str] = {
    "records": N_("records"),
    "clients": N_("clients"),
    "logs": N_("logs"),
    "minutes": N_("minutes"),
}


_KILO = 1024


def size_words(length: int | None) -> str:
    """A length in bytes, in words."""
    if length is None:
        return ""
    return f"{length / _KILO / _KILO:.1f} MB" if length >= _KILO * _KILO else f"{max(1, length // _KILO)} KB"


def files_words(files: Along) -> str:
    """The attached files of a bundle, in words; nothing where there are none."""
    if not files.count:
        return ""
    words = ngettext("{n} attached file", "{n} attached files", files.count).format(n=files.count)
    words = f"{words}, {size_words(files.bytes)}"
    if files.here:
        words += "  " + _("{n} of them here already").format(n=files.here)
    return words
