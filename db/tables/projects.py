"""Registers: 项目, 经费科目, 支出, 人员, 指标, 评估, 审议, 示范点, 目标, 填报数 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Count,
    Day,
    Fen,
    Name,
    OptCode,
    OptCount,
    OptDay,
    OptDivision,
    OptFen,
    OptRef,
    OptTenths,
    OptText,
    Ref,
    UnitCode,
    in_order,
)


class ProjectIdent(Group):
    """项目."""

    number: OptText
    title: Name
    unit: UnitCode
    kind: OptCode
    field: OptCode


class ProjectParties(Group):
    """各方."""

    purchaser: OptText
    purchaser_kind: OptCode
    institution: OptRef
    institution_name: OptText
    budget_level: OptCode


class ProjectTerm(Group):
    """期限."""

    start_on: Day
    end_on: Day

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class ProjectPrice(Group):
    """经费."""

    total_fen: OptFen
    person_years: OptCount
    high_risk: bool | None


class ProjectSettings(Group):
    """要求."""

    posts: OptCount
    grades: OptText
    standards: OptText
    needs: OptText


class ProjectLibrary(Group):
    """项目库."""

    library_state: OptCode
    library_on: OptDay
    renewal_applied_on: OptDay


class ProjectState(Group):
    """状态."""

    state: Code
    state_on: OptDay


class ProjectLinkage(Group):
    """联动."""

    linkage: OptCode
    need_found_on: OptDay
    designed_on: OptDay
    served_on: OptDay
    charity_fen: OptFen


class Project(
    ProjectIdent,
    ProjectParties,
    ProjectTerm,
    ProjectPrice,
    ProjectSettings,
    ProjectLibrary,
    ProjectState,
    ProjectLinkage,
    Row,
    table=True,
):
    """项目."""

    __tablename__ = "project"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ProjectIdent,
        "parties": ProjectParties,
        "term": ProjectTerm,
        "price": ProjectPrice,
        "settings": ProjectSettings,
        "library": ProjectLibrary,
        "state": ProjectState,
        "linkage": ProjectLinkage,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "term", "state")


class FundingLineIdent(Group):
    """科目."""

    project: Ref
    category: Code
    title: OptText


class FundingLineAmount(Group):
    """金额."""

    budget_fen: Fen


class FundingLine(FundingLineIdent, FundingLineAmount, Row, table=True):
    """经费科目."""

    __tablename__ = "funding_line"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": FundingLineIdent,
        "amount": FundingLineAmount,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "amount")


class ProjectSpendingIdent(Group):
    """支出."""

    project: Ref
    category: Code
    spent_on: Day
    value_fen: Fen


class ProjectSpendingProof(Group):
    """凭证."""

    payment: OptCode
    voucher: OptText
    note: OptText


class ProjectSpending(ProjectSpendingIdent, ProjectSpendingProof, Row, table=True):
    """项目支出."""

    __tablename__ = "project_spending"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ProjectSpendingIdent,
        "proof": ProjectSpendingProof,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class ProjectStaffLink(Group):
    """人员."""

    project: Ref
    staff: Ref
    start_on: Day
    end_on: OptDay

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class ProjectStaffRole(Group):
    """角色."""

    role: OptCode
    professional: bool | None


class ProjectStaff(ProjectStaffLink, ProjectStaffRole, Row, table=True):
    """项目人员."""

    __tablename__ = "project_staff"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": ProjectStaffLink,
        "role": ProjectStaffRole,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link",)


class ProjectIndicatorIdent(Group):
    """指标."""

    project: Ref
    position: Count
    title: Name
    counts: OptCode


class ProjectIndicatorTarget(Group):
    """目标."""

    target: OptCount
    measure: OptText
    aspect: OptCode


class ProjectIndicatorActual(Group):
    """完成."""

    actual: OptCount
    noted_on: OptDay
    note: OptText


class ProjectIndicator(ProjectIndicatorIdent, ProjectIndicatorTarget, ProjectIndicatorActual, Row, table=True):
    """项目指标."""

    __tablename__ = "project_indicator"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ProjectIndicatorIdent,
        "target": ProjectIndicatorTarget,
        "actual": ProjectIndicatorActual,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class ProjectEvaluationIdent(Group):
    """评估."""

    project: Ref
    kind: Code
    held_on: Day


class ProjectEvaluationOutcome(Group):
    """结果."""

    score: OptTenths
    result: OptText
    evaluator: OptText
    comment: OptText
    mend_by: OptDay
    mended: OptText


class ProjectEvaluation(ProjectEvaluationIdent, ProjectEvaluationOutcome, Row, table=True):
    """项目评估."""

    __tablename__ = "project_evaluation"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ProjectEvaluationIdent,
        "outcome": ProjectEvaluationOutcome,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class ProjectReviewIdent(Group):
    """审议."""

    project: Ref
    held_on: Day
    subject: Code


class ProjectReviewDecision(Group):
    """决定."""

    decision: Code
    committee: OptText
    opinion: OptText
    document: OptText


class ProjectReview(ProjectReviewIdent, ProjectReviewDecision, Row, table=True):
    """项目审议."""

    __tablename__ = "project_review"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ProjectReviewIdent,
        "decision": ProjectReviewDecision,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "decision")


class DemonstrationSiteIdent(Group):
    """示范点."""

    name: Name
    unit: UnitCode
    kind: OptCode
    since: OptDay


class DemonstrationSitePlace(Group):
    """地点."""

    division: OptDivision
    address: OptText


class DemonstrationSiteState(Group):
    """状态."""

    state: Code
    ended_on: OptDay


class DemonstrationSite(DemonstrationSiteIdent, DemonstrationSitePlace, DemonstrationSiteState, Row, table=True):
    """示范点."""

    __tablename__ = "demonstration_site"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": DemonstrationSiteIdent,
        "place": DemonstrationSitePlace,
        "state": DemonstrationSiteState,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "state")


class CountyTargetIdent(Group):
    """目标."""

    unit: UnitCode
    policy: OptCode
    indicator: OptCode
    title: Name
    due_on: Day


class CountyTargetValue(Group):
    """数值."""

    target: Count
    measure: OptText
    base: OptCount
    basis: OptText


class CountyTarget(CountyTargetIdent, CountyTargetValue, Row, table=True):
    """目标."""

    __tablename__ = "county_target"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": CountyTargetIdent,
        "value": CountyTargetValue,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "value")


class TargetFigureIdent(Group):
    """填报."""

    unit: UnitCode
    policy: Code
    indicator: Code
    noted_on: Day


class TargetFigureValue(Group):
    """数值."""

    actual: Count
    base: OptCount
    source: OptText


class TargetFigure(TargetFigureIdent, TargetFigureValue, Row, table=True):
    """填报数."""

    __tablename__ = "target_figure"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": TargetFigureIdent,
        "value": TargetFigureValue,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "value")
