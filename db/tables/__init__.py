"""The registers, one per topic: SQLModel tables made of validated field groups."""

from db.tables.base import Group, Row
from db.tables.cases import CaseClient, CaseGoal, ServiceCase
from db.tables.clients import Client, ClientCategory, Household, VisitPlan
from db.tables.organisation import Enrolment, PolicyContinuation, Unit
from db.tables.people import Certificate, Registration, Staff
from db.tables.service import AffairsItem, LogClient, LogColleague, ServiceLog
from db.tables.training import Attendance, Training, TrainingExemption

__all__ = ["TABLES", "Group", "Row"]

TABLES: tuple[type[Row], ...] = (
    Unit,
    PolicyContinuation,
    Enrolment,
    Staff,
    Certificate,
    Registration,
    Training,
    Attendance,
    TrainingExemption,
    Household,
    Client,
    ClientCategory,
    VisitPlan,
    ServiceCase,
    CaseClient,
    CaseGoal,
    ServiceLog,
    LogClient,
    LogColleague,
    AffairsItem,
)
