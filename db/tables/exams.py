"""Registers: 考试成绩, 补贴发放, 荣誉 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Day,
    Fen,
    Name,
    OptCode,
    OptDay,
    OptRef,
    OptTenths,
    OptText,
    OptUnitCode,
    Ref,
    Year,
    one_of,
)


class ExamResultIdent(Group):
    """考试."""

    staff: Ref
    level: Code
    year: Year
    subject: Code


class ExamResultResult(Group):
    """成绩."""

    state: Code
    score: OptTenths
    passed_on: OptDay


class ExamResult(ExamResultIdent, ExamResultResult, Row, table=True):
    """考试成绩."""

    __tablename__ = "exam_result"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ExamResultIdent,
        "result": ExamResultResult,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "result")


class SubsidyPaymentIdent(Group):
    """发放."""

    staff: Ref
    kind: Code
    paid_on: Day
    value_fen: Fen


class SubsidyPaymentBasis(Group):
    """依据."""

    payer: OptText
    document: OptText


class SubsidyPayment(SubsidyPaymentIdent, SubsidyPaymentBasis, Row, table=True):
    """补贴发放."""

    __tablename__ = "subsidy_payment"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": SubsidyPaymentIdent,
        "basis": SubsidyPaymentBasis,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class HonourIdent(Group):
    """荣誉."""

    staff: OptRef
    institution: OptRef
    project: OptRef
    unit: OptUnitCode
    title: Name
    granted_on: Day

    @model_validator(mode="after")
    def _whole(self) -> Self:
        one_of(self.staff, self.institution, self.project, self.unit)
        return self


class HonourBasis(Group):
    """依据."""

    level: OptCode
    kind: OptCode
    issuer: OptText
    document: OptText
    state: OptCode


class Honour(HonourIdent, HonourBasis, Row, table=True):
    """荣誉."""

    __tablename__ = "honour"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": HonourIdent,
        "basis": HonourBasis,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)
