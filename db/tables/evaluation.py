"""Registers: 考评方案, 考评要素, 考评, 考评得分, 信用记录, 投诉 (docs/glossary.md)."""

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
    OptPercent,
    OptRef,
    OptTenths,
    OptText,
    OptUnitCode,
    Ref,
    UnitCode,
    in_order,
    one_of,
)


class EvaluationSchemeIdent(Group):
    """方案."""

    title: Name
    unit: UnitCode
    subject: Code
    policy: OptCode
    source: OptCode


class EvaluationSchemePeriod(Group):
    """期间."""

    start_on: Day
    end_on: OptDay

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class EvaluationSchemeGrades(Group):
    """等次."""

    grades: OptText
    full_score: OptTenths


class EvaluationScheme(EvaluationSchemeIdent, EvaluationSchemePeriod, EvaluationSchemeGrades, Row, table=True):
    """考评方案."""

    __tablename__ = "evaluation_scheme"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": EvaluationSchemeIdent,
        "period": EvaluationSchemePeriod,
        "grades": EvaluationSchemeGrades,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "period")


class SchemeElementIdent(Group):
    """要素."""

    scheme: Ref
    position: Count
    element: OptCode
    title: Name


class SchemeElementWeight(Group):
    """权重."""

    weight: OptPercent
    figure: OptCode


class SchemeElement(SchemeElementIdent, SchemeElementWeight, Row, table=True):
    """考评要素."""

    __tablename__ = "scheme_element"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": SchemeElementIdent,
        "weight": SchemeElementWeight,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class EvaluationIdent(Group):
    """考评."""

    scheme: Ref
    staff: OptRef
    post: OptRef
    institution: OptRef
    project: OptRef
    start_on: Day
    end_on: Day

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class EvaluationState(Group):
    """状态."""

    state: Code


class EvaluationOutcome(Group):
    """结果."""

    grade: OptText
    total: OptTenths
    comment: OptText
    used_for: OptText


class EvaluationSigning(Group):
    """签字."""

    evaluator: OptRef
    evaluator_name: OptText
    evaluator_kind: OptCode
    evaluated_on: OptDay
    self_signed_on: OptDay


class Evaluation(EvaluationIdent, EvaluationState, EvaluationOutcome, EvaluationSigning, Row, table=True):
    """考评."""

    __tablename__ = "evaluation"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": EvaluationIdent,
        "state": EvaluationState,
        "outcome": EvaluationOutcome,
        "signing": EvaluationSigning,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "state")


class EvaluationScoreLink(Group):
    """要素."""

    evaluation: Ref
    element: Ref


class EvaluationScoreOwn(Group):
    """自评."""

    self_score: OptTenths
    self_note: OptText


class EvaluationScoreAssessor(Group):
    """评分."""

    score: OptTenths
    note: OptText


class EvaluationScore(EvaluationScoreLink, EvaluationScoreOwn, EvaluationScoreAssessor, Row, table=True):
    """考评得分."""

    __tablename__ = "evaluation_score"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": EvaluationScoreLink,
        "own": EvaluationScoreOwn,
        "assessor": EvaluationScoreAssessor,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link",)


class CreditEntryIdent(Group):
    """记录."""

    staff: OptRef
    institution: OptRef
    kind: Code
    happened_on: Day

    @model_validator(mode="after")
    def _whole(self) -> Self:
        one_of(self.staff, self.institution)
        return self


class CreditEntryContent(Group):
    """内容."""

    content: OptText
    document: OptText
    issuer: OptText


class CreditEntryPublicity(Group):
    """公开."""

    public: bool
    public_basis: OptText
    public_until: OptDay


class CreditEntry(CreditEntryIdent, CreditEntryContent, CreditEntryPublicity, Row, table=True):
    """信用记录."""

    __tablename__ = "credit_entry"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": CreditEntryIdent,
        "content": CreditEntryContent,
        "publicity": CreditEntryPublicity,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "publicity")


class ComplaintIdent(Group):
    """投诉."""

    received_on: Day
    staff: OptRef
    institution: OptRef
    project: OptRef
    unit: OptUnitCode
    kind: OptCode


class ComplaintContent(Group):
    """内容."""

    source: OptText
    complainant: OptText
    phone: OptText
    content: OptText


class ComplaintHandling(Group):
    """办理."""

    state: Code
    due_on: OptDay
    handler: OptRef
    result: OptText
    settled_on: OptDay


class Complaint(ComplaintIdent, ComplaintContent, ComplaintHandling, Row, table=True):
    """投诉."""

    __tablename__ = "complaint"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ComplaintIdent,
        "content": ComplaintContent,
        "handling": ComplaintHandling,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "handling")
