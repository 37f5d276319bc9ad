"""Registers: 个案, 个案对象, 个案目标 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Count,
    Day,
    Name,
    OptCode,
    OptDay,
    OptRef,
    OptScore,
    OptTenths,
    OptText,
    Ref,
    UnitCode,
    refuse,
)


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


class ServiceCaseAgreement(Group):
    """服务协议."""

    agreed_on: OptDay
    agreement_form: OptCode


class ServiceCaseApproval(Group):
    """审批."""

    approval: OptCode
    approved_by: OptRef
    approved_on: OptDay
    approval_reason: OptText


class ServiceCaseSupervision(Group):
    """督导意见."""

    supervisor_comment: OptText
    commented_by: OptRef
    commented_on: OptDay


class ServiceCaseSummary(Group):
    """结案总结."""

    summary: OptText
    effect: OptText


class ServiceCaseReopening(Group):
    """重开."""

    reopened_on: OptDay
    reopen_reason: OptText


class ServiceCaseFollowing(Group):
    """回访安排."""

    follow_up_due: OptDay


class ServiceCaseArchive(Group):
    """归档."""

    archived_on: OptDay
    archive_number: OptText


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
    ServiceCaseAgreement,
    ServiceCaseApproval,
    ServiceCaseSupervision,
    ServiceCaseSummary,
    ServiceCaseReopening,
    ServiceCaseFollowing,
    ServiceCaseArchive,
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
        "agreement": ServiceCaseAgreement,
        "approval": ServiceCaseApproval,
        "supervision": ServiceCaseSupervision,
        "summary": ServiceCaseSummary,
        "reopening": ServiceCaseReopening,
        "following": ServiceCaseFollowing,
        "archive": ServiceCaseArchive,
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


class CaseGoalScore(Group):
    """评分."""

    baseline_score: OptTenths
    target_score: OptTenths
    result_score: OptTenths


class CaseGoal(
    CaseGoalGoal,
    CaseGoalMeasure,
    CaseGoalResult,
    CaseGoalScore,
    Row,
    table=True,
):
    """个案目标."""

    __tablename__ = "case_goal"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "goal": CaseGoalGoal,
        "measure": CaseGoalMeasure,
        "result": CaseGoalResult,
        "score": CaseGoalScore,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("goal",)
