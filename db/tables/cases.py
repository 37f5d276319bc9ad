"""Registers: 个案, 个案对象, 个案目标 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import Code, Count, Day, Name, OptCode, OptDay, OptScore, OptText, Ref, UnitCode, refuse


class ServiceCaseIdent(Group):
    """个案."""

    number: Name
    unit: UnitCode
    opened_on: Day
    field: OptCode
    source: OptCode


class ServiceCaseWorker(Group):
    """社工."""

    worker: Ref


class ServiceCaseStage(Group):
    """阶段."""

    stage: Code
    stage_on: Day


class ServiceCaseState(Group):
    """状态."""

    state: Code
    closed_on: OptDay
    close_reason: OptCode

    @model_validator(mode="after")
    def _closed_has_date(self) -> Self:
        if self.state == "closed" and self.closed_on is None:
            raise refuse("closed_without_date")
        return self


class ServiceCaseProblem(Group):
    """问题."""

    problem: OptText


class ServiceCaseAssessment(Group):
    """预估."""

    assessment: OptText


class ServiceCasePlan(Group):
    """计划."""

    plan: OptText


class ServiceCaseRisk(Group):
    """风险."""

    risk: OptText


class ServiceCaseTests(Group):
    """前后测."""

    pre_test: OptText
    post_test: OptText


class ServiceCaseReview(Group):
    """复核."""

    review_due: OptDay


class ServiceCaseContact(Group):
    """联系."""

    next_contact: OptDay


class ServiceCaseSatisfaction(Group):
    """满意度."""

    satisfaction: OptScore


class ServiceCase(
    ServiceCaseIdent,
    ServiceCaseWorker,
    ServiceCaseStage,
    ServiceCaseState,
    ServiceCaseProblem,
    ServiceCaseAssessment,
    ServiceCasePlan,
    ServiceCaseRisk,
    ServiceCaseTests,
    ServiceCaseReview,
    ServiceCaseContact,
    ServiceCaseSatisfaction,
    Row,
    table=True,
):
    """个案."""

    __tablename__ = "service_case"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ServiceCaseIdent,
        "worker": ServiceCaseWorker,
        "stage": ServiceCaseStage,
        "state": ServiceCaseState,
        "problem": ServiceCaseProblem,
        "assessment": ServiceCaseAssessment,
        "plan": ServiceCasePlan,
        "risk": ServiceCaseRisk,
        "tests": ServiceCaseTests,
        "review": ServiceCaseReview,
        "contact": ServiceCaseContact,
        "satisfaction": ServiceCaseSatisfaction,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "worker", "stage", "state")


class CaseClientLink(Group):
    """个案对象."""

    service_case: Ref
    client: Ref


class CaseClient(CaseClientLink, Row, table=True):
    """个案对象."""

    __tablename__ = "case_client"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": CaseClientLink,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link",)


class CaseGoalGoal(Group):
    """目标."""

    service_case: Ref
    position: Count
    goal: Name


class CaseGoalMeasure(Group):
    """衡量."""

    baseline: OptText
    target: OptText


class CaseGoalResult(Group):
    """成效."""

    result: OptText
    achieved: OptCode
    scored_on: OptDay


class CaseGoal(CaseGoalGoal, CaseGoalMeasure, CaseGoalResult, Row, table=True):
    """个案目标."""

    __tablename__ = "case_goal"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "goal": CaseGoalGoal,
        "measure": CaseGoalMeasure,
        "result": CaseGoalResult,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("goal",)
