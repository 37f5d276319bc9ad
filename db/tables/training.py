"""Registers: 培训, 参训, 免训 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Day,
    Name,
    OptChain,
    OptCode,
    OptDay,
    OptRef,
    OptText,
    Ref,
    Tenths,
    in_order,
)


class TrainingIdent(Group):
    """培训."""

    title: Name
    kind: OptCode
    provider: OptText
    mode: OptCode
    start_on: Day
    end_on: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class TrainingAmount(Group):
    """时长."""

    tenths: Tenths
    measure: Code


class TrainingContent(Group):
    """内容."""

    field: OptCode
    proof_number: OptText
    note: OptText


class Training(TrainingIdent, TrainingAmount, TrainingContent, Row, table=True):
    """培训."""

    __tablename__ = "training"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": TrainingIdent,
        "amount": TrainingAmount,
        "content": TrainingContent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "amount")


class AttendanceLink(Group):
    """参训."""

    training: Ref
    staff: Ref


class AttendanceEarned(Group):
    """所得."""

    tenths: Tenths


class AttendanceApproval(Group):
    """审核."""

    approved: bool
    approved_by: OptRef
    approved_on: OptDay


class AttendanceProof(Group):
    """证明."""

    proof_hash: OptChain
    proof_number: OptText


class Attendance(
    AttendanceLink,
    AttendanceEarned,
    AttendanceApproval,
    AttendanceProof,
    Row,
    table=True,
):
    """参训."""

    __tablename__ = "attendance"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": AttendanceLink,
        "earned": AttendanceEarned,
        "approval": AttendanceApproval,
        "proof": AttendanceProof,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link", "earned", "approval")


class TrainingExemptionIdent(Group):
    """免训."""

    staff: Ref
    policy: Code
    requirement: Code
    start_on: Day
    end_on: OptDay
    reason: Name

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class TrainingExemption(TrainingExemptionIdent, Row, table=True):
    """免训."""

    __tablename__ = "training_exemption"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": TrainingExemptionIdent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)
