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
