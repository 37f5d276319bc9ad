"""Registers: 加密走访, 暂缓, 月度审核, 报表快照, 报表调整, 疑点说明 (docs/glossary.md)."""

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
    OptDivision,
    OptRef,
    OptText,
    Period,
    Ref,
    Sha256,
    Text,
    UnitCode,
    in_order,
)


class VisitSurgeIdent(Group):
    """加密走访."""

    unit: UnitCode
    title: Name
    kind: Code
    start_on: Day
    end_on: Day

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class VisitSurgeScope(Group):
    """范围."""

    attention_level: OptCode
    category: OptCode
    village: OptDivision


class VisitSurgeFrequency(Group):
    """频次."""

    times: Count
    period: Code
    allow_phone: bool


class VisitSurge(VisitSurgeIdent, VisitSurgeScope, VisitSurgeFrequency, Row, table=True):
    """加密走访."""

    __tablename__ = "visit_surge"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": VisitSurgeIdent,
        "scope": VisitSurgeScope,
        "frequency": VisitSurgeFrequency,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "frequency")


class SnoozeDecision(Group):
    """暂缓."""

    kind: Code
    subject_table: Code
    subject: Ref
    until: Day
    reason: Name


class Snooze(SnoozeDecision, Row, table=True):
    """暂缓."""

    __tablename__ = "snooze"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "decision": SnoozeDecision,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("decision",)


class MonthApprovalIdent(Group):
    """月度."""

    unit: UnitCode
    period: Period


class MonthApprovalDecision(Group):
    """审核."""

    state: Code
    approved_by: OptRef
    approved_on: OptDay
    seed: OptText
    sampled: Count
    read: Count
    total: Count
    note: OptText


class MonthApproval(MonthApprovalIdent, MonthApprovalDecision, Row, table=True):
    """月度审核."""

    __tablename__ = "month_approval"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": MonthApprovalIdent,
        "decision": MonthApprovalDecision,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "decision")


class ReportSnapshotIdent(Group):
    """快照."""

    unit: UnitCode
    kind: Code
    period: Period
    made_on: Day
    made_by: OptRef


class ReportSnapshotBody(Group):
    """内容."""

    text_hash: Sha256
    figures: Text


class ReportSnapshotSigning(Group):
    """签字."""

    reviewer: OptText
    sent_on: OptDay


class ReportSnapshot(ReportSnapshotIdent, ReportSnapshotBody, ReportSnapshotSigning, Row, table=True):
    """报表快照."""

    __tablename__ = "report_snapshot"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ReportSnapshotIdent,
        "body": ReportSnapshotBody,
        "signing": ReportSnapshotSigning,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "body")


class ReportAdjustmentIdent(Group):
    """调整."""

    unit: UnitCode
    period: Period
    subject_table: Code
    subject: Ref
    adjusted_on: Day
    reason: Name


class ReportAdjustment(ReportAdjustmentIdent, Row, table=True):
    """报表调整."""

    __tablename__ = "report_adjustment"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ReportAdjustmentIdent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class FindingNoteIdent(Group):
    """疑点."""

    kind: Code
    subject_table: Code
    subject: Ref
    other: OptRef


class FindingNoteSettlement(Group):
    """处理."""

    verdict: Code
    reason: Name
    settled_by: OptRef
    settled_on: Day


class FindingNote(FindingNoteIdent, FindingNoteSettlement, Row, table=True):
    """疑点说明."""

    __tablename__ = "finding_note"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": FindingNoteIdent,
        "settlement": FindingNoteSettlement,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "settlement")
