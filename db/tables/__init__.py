"""The registers, one module per topic: SQLModel tables made of validated field groups.

Making a class of SQLModel takes milliseconds, and there are a hundred: a command that writes a line of the log makes
only those of the registers it writes.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from db.tables.base import Group, Row

__all__ = ["NAMES", "TABLES", "Group", "Row", "table"]

_WHERE = {
    "unit": "organisation.Unit",
    "policy_continuation": "organisation.PolicyContinuation",
    "enrolment": "organisation.Enrolment",
    "staff": "people.Staff",
    "certificate": "people.Certificate",
    "registration": "people.Registration",
    "training": "training.Training",
    "attendance": "training.Attendance",
    "training_exemption": "training.TrainingExemption",
    "household": "clients.Household",
    "client": "clients.Client",
    "client_category": "clients.ClientCategory",
    "visit_plan": "clients.VisitPlan",
    "service_case": "cases.ServiceCase",
    "case_client": "cases.CaseClient",
    "case_goal": "cases.CaseGoal",
    "service_log": "service.ServiceLog",
    "log_client": "service.LogClient",
    "log_colleague": "service.LogColleague",
    "affairs_item": "service.AffairsItem",
    "person_link": "person_link.PersonLink",
    "assignment": "people.Assignment",
    "exam_result": "exams.ExamResult",
    "subsidy_payment": "exams.SubsidyPayment",
    "honour": "exams.Honour",
    "supervision": "supervision.Supervision",
    "supervisee": "supervision.Supervisee",
    "mentoring": "supervision.Mentoring",
    "institution": "posts.Institution",
    "institution_year": "posts.InstitutionYear",
    "institution_check": "posts.InstitutionCheck",
    "community": "posts.Community",
    "post": "posts.Post",
    "post_holding": "posts.PostHolding",
    "evaluation_scheme": "evaluation.EvaluationScheme",
    "scheme_element": "evaluation.SchemeElement",
    "evaluation": "evaluation.Evaluation",
    "evaluation_score": "evaluation.EvaluationScore",
    "credit_entry": "evaluation.CreditEntry",
    "complaint": "evaluation.Complaint",
    "allowance_rate": "decisions.AllowanceRate",
    "measure_conversion": "decisions.MeasureConversion",
    "policy_pack": "decisions.PolicyPack",
    "policy_part": "decisions.PolicyPart",
    "list_entry": "decisions.ListEntry",
    "handover_sheet": "decisions.HandoverSheet",
    "consent": "care.Consent",
    "child_file": "care.ChildFile",
    "incident": "care.Incident",
    "case_referral": "care.CaseReferral",
    "material_given": "care.MaterialGiven",
    "case_step": "casework.CaseStep",
    "log_goal": "casework.LogGoal",
    "case_conference": "casework.CaseConference",
    "service_group": "groups.ServiceGroup",
    "group_member": "groups.GroupMember",
    "group_session": "groups.GroupSession",
    "group_attendance": "groups.GroupAttendance",
    "activity": "groups.Activity",
    "need": "community_work.Need",
    "resource": "community_work.Resource",
    "need_match": "community_work.NeedMatch",
    "volunteer": "community_work.Volunteer",
    "volunteer_shift": "community_work.VolunteerShift",
    "community_org": "community_work.CommunityOrg",
    "satisfaction_survey": "office.SatisfactionSurvey",
    "need_survey": "office.NeedSurvey",
    "work_plan": "office.WorkPlan",
    "meeting_record": "office.MeetingRecord",
    "attachment": "office.Attachment",
    "visit_surge": "control.VisitSurge",
    "snooze": "control.Snooze",
    "month_approval": "control.MonthApproval",
    "report_snapshot": "control.ReportSnapshot",
    "report_adjustment": "control.ReportAdjustment",
    "finding_note": "control.FindingNote",
    "project": "projects.Project",
    "funding_line": "projects.FundingLine",
    "project_spending": "projects.ProjectSpending",
    "project_staff": "projects.ProjectStaff",
    "project_indicator": "projects.ProjectIndicator",
    "project_evaluation": "projects.ProjectEvaluation",
    "project_review": "projects.ProjectReview",
    "demonstration_site": "projects.DemonstrationSite",
    "county_target": "projects.CountyTarget",
    "target_figure": "projects.TargetFigure",
}

NAMES: tuple[str, ...] = tuple(_WHERE)
"""The names of all registers, in their order."""

TABLES: tuple[type[Row], ...]
"""The classes of all registers; made when first asked for."""


def table(name: str) -> type[Row]:
    """The class of a register. Raises ``KeyError`` for one that is not there."""
    module, _dot, own = _WHERE[name].partition(".")
    found: type[Row] = getattr(import_module(f"db.tables.{module}"), own)
    return found


def __getattr__(name: str) -> Any:
    if name == "TABLES":
        return tuple(map(table, NAMES))
    raise AttributeError(name)
