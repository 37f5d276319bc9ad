"""What a row is called, for people who look at a list of rows of any register."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from db.queries.registers import row_values
from db.registry import specs
from db.store import Connection
from swstation import lists
from swstation.i18n import _

_ROLES: Final = {
    "worker": "staff", "writer": "staff", "opened_by": "staff", "reviewer": "staff", "approved_by": "staff",
    "head": "client",
    "supervisor": "staff", "mentor": "staff", "mentee": "staff", "founder_staff": "staff", "mentor_institution":
    "institution", "scheme": "evaluation_scheme", "element": "scheme_element", "evaluator": "staff", "handler":
    "staff", "pack": "policy_pack", "giver": "staff", "receiver": "staff", "found_by": "staff", "reported_by":
    "staff", "co_worker": "staff", "commented_by": "staff", "corrects": "service_log", "confirmed_by": "staff",
    "made_by": "staff", "settled_by": "staff", "group_ref": "service_group", "activity_ref": "activity",
}  # fmt: skip
"""Which register a reference means where its name does not say so."""

_CALLED: Final[dict[str, tuple[str, ...]]] = {
    "unit": ("name",),
    "policy_continuation": ("policy", "start_on"),
    "enrolment": ("unit", "name"),
    "staff": ("name",),
    "certificate": ("staff", "level"),
    "registration": ("certificate", "valid_until"),
    "training": ("title", "start_on"),
    "attendance": ("staff", "training"),
    "training_exemption": ("staff", "requirement"),
    "household": ("head", "head_name", "number", "village_name"),
    "client": ("name",),
    "client_category": ("client", "household", "category"),
    "visit_plan": ("client", "category", "period"),
    "service_case": ("number",),
    "case_client": ("service_case", "client"),
    "case_goal": ("service_case", "goal"),
    "service_log": ("service_date", "method", "writer", "group_title", "activity_title"),
    "log_client": ("service_log", "client", "outcome"),
    "log_colleague": ("service_log", "staff"),
    "affairs_item": ("item", "item_title", "n", "service_log"),
    "person_link": ("verdict",),
    "assignment": ("staff", "unit", "start_on"),
    "exam_result": ("staff", "year"),
    "subsidy_payment": ("staff", "paid_on"),
    "honour": ("title",),
    "supervision": ("held_on",),
    "supervisee": ("supervision", "staff"),
    "mentoring": ("mentor", "mentee", "start_on"),
    "institution": ("name",),
    "institution_year": ("institution", "year"),
    "institution_check": ("institution", "held_on"),
    "community": ("name",),
    "post": ("title",),
    "post_holding": ("post", "staff", "start_on"),
    "evaluation_scheme": ("title",),
    "scheme_element": ("title",),
    "evaluation": ("scheme", "start_on"),
    "evaluation_score": ("evaluation", "element"),
    "credit_entry": ("kind", "happened_on"),
    "complaint": ("received_on",),
    "allowance_rate": ("policy", "start_on"),
    "measure_conversion": ("from_measure", "start_on"),
    "policy_pack": ("title",),
    "policy_part": ("pack",),
    "list_entry": ("list",),
    "handover_sheet": ("giver", "handed_on"),
    "consent": ("client", "start_on"),
    "child_file": ("client", "start_on"),
    "incident": ("kind", "found_on"),
    "case_referral": ("worker", "referred_on"),
    "material_given": ("what",),
    "case_step": ("step",),
    "log_goal": ("service_log", "case_goal"),
    "case_conference": ("service_case", "held_on"),
    "service_group": ("title",),
    "group_member": ("service_group",),
    "group_session": ("service_group", "session_no"),
    "group_attendance": ("group_session", "group_member", "state"),
    "activity": ("title",),
    "need": ("title",),
    "resource": ("title",),
    "need_match": ("need",),
    "volunteer": ("name",),
    "volunteer_shift": ("volunteer", "served_on"),
    "community_org": ("name",),
    "satisfaction_survey": ("surveyed_on",),
    "need_survey": ("title",),
    "work_plan": ("kind", "period"),
    "meeting_record": ("title",),
    "attachment": ("kind",),
    "visit_surge": ("title",),
    "snooze": ("kind", "until"),
    "month_approval": ("period",),
    "report_snapshot": ("kind", "period"),
    "report_adjustment": ("period",),
    "finding_note": ("kind",),
    "project": ("title",),
    "funding_line": ("project", "category"),
    "project_spending": ("project", "spent_on"),
    "project_staff": ("project", "staff", "start_on"),
    "project_indicator": ("title",),
    "project_evaluation": ("project", "held_on"),
    "project_review": ("project", "held_on"),
    "demonstration_site": ("name",),
    "county_target": ("title",),
    "target_figure": ("policy", "noted_on"),
}
"""The fields that make up a row's name. A register that is not here is called by its first words and days."""

LISTS: Final = frozenset({"method", "outcome", "category", "stage", "close_reason", "tier", "item"})
"""Fields whose codes have words in a list of the same name."""

_WORDED: Final = frozenset({"client", "service_case", "service_log"})
"""Registers whose codes have words of their own (``code_words``)."""
_DEEP: Final = 2
_LONGEST: Final = 60


class Names:
    """Names of rows, looked up in several books one after the other: the scratch book first, then the real one."""

    def __init__(self, *connections: Connection) -> None:
        self._connections = connections
        self.row = lru_cache(maxsize=20_000)(self._row)

    def _row(self, table: str, row: bytes, deep: int = 0) -> str:
        for connection in self._connections:
            # A book that has only what was written since may not know the name.
            values = row_values(connection, table, row)
            if values is not None:
                parts = [self.value(table, field, values.get(field), deep) for field in _called(table)]
                if found := "  ".join(part for part in parts if part)[:_LONGEST]:
                    return found
        return row.hex()[:8]

    def value(self, table: str, field: str, value: Any, deep: int = 0) -> str:
        """A value as people read it: the word for a code, the name of the row that is meant."""
        if value is None:
            return ""
        if field in specs()[table].refs:
            meant = referred(field)
            if meant is None or deep >= _DEEP:
                return str(value)[:8]
            return str(self.row(meant, bytes.fromhex(str(value)), deep + 1))
        text = str(value)
        if field == "session_no":
            return _("session {n}").format(n=text)
        if table in _WORDED:
            from swstation.exchange.code_words import word_for

            return word_for(field, text)
        return lists.label(field, text) if field in LISTS else text


def referred(field: str) -> str | None:
    """The register that a reference means; ``None`` where there is none yet."""
    meant = _ROLES.get(field, field)
    return meant if meant in specs() else None


def _called(table: str) -> Sequence[str]:
    if table in _CALLED:
        return _CALLED[table]
    return specs()[table].fields[:3]
