"""Registers: 满意度调查, 需求调查, 工作计划, 会议记录, 附件 (docs/glossary.md)."""

from typing import ClassVar

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Count,
    Day,
    Name,
    OptCode,
    OptCount,
    OptDay,
    OptRef,
    OptSeq,
    OptText,
    Period,
    Ref,
    Sha256,
    UnitCode,
)


class SatisfactionSurveyIdent(Group):
    """调查."""

    unit: UnitCode
    subject_table: Code
    subject: OptRef
    surveyed_on: Day


class SatisfactionSurveyCounts(Group):
    """结果."""

    sent: Count
    returned: Count
    very_satisfied: Count
    satisfied: Count
    neutral: Count
    dissatisfied: Count
    very_dissatisfied: Count


class SatisfactionSurveyNote(Group):
    """说明."""

    note: OptText


class SatisfactionSurvey(SatisfactionSurveyIdent, SatisfactionSurveyCounts, SatisfactionSurveyNote, Row, table=True):
    """满意度调查."""

    __tablename__ = "satisfaction_survey"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": SatisfactionSurveyIdent,
        "counts": SatisfactionSurveyCounts,
        "note": SatisfactionSurveyNote,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "counts")


class NeedSurveyIdent(Group):
    """调查."""

    unit: UnitCode
    title: Name
    surveyed_on: Day
    project: OptRef


class NeedSurveyContent(Group):
    """内容."""

    population: OptText
    sent: OptCount
    returned: OptCount
    findings: OptText


class NeedSurvey(NeedSurveyIdent, NeedSurveyContent, Row, table=True):
    """需求调查."""

    __tablename__ = "need_survey"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": NeedSurveyIdent,
        "content": NeedSurveyContent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class WorkPlanIdent(Group):
    """计划."""

    unit: UnitCode
    kind: Code
    period: Period
    staff: OptRef


class WorkPlanContent(Group):
    """内容."""

    content: OptText


class WorkPlan(WorkPlanIdent, WorkPlanContent, Row, table=True):
    """工作计划."""

    __tablename__ = "work_plan"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": WorkPlanIdent,
        "content": WorkPlanContent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class MeetingRecordIdent(Group):
    """会议."""

    unit: UnitCode
    held_on: Day
    title: Name
    kind: OptCode


class MeetingRecordContent(Group):
    """内容."""

    attendees: OptText
    content: OptText
    decisions: OptText


class MeetingRecordLink(Group):
    """关联."""

    service_log: OptRef


class MeetingRecord(MeetingRecordIdent, MeetingRecordContent, MeetingRecordLink, Row, table=True):
    """会议记录."""

    __tablename__ = "meeting_record"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": MeetingRecordIdent,
        "content": MeetingRecordContent,
        "link": MeetingRecordLink,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class AttachmentIdent(Group):
    """附件."""

    subject_table: Code
    subject: Ref
    kind: Code


class AttachmentFile(Group):
    """文件."""

    file_hash: Sha256
    bytes: OptSeq
    media: OptText
    title: OptText
    taken_on: OptDay
    shows_face: bool | None


class Attachment(AttachmentIdent, AttachmentFile, Row, table=True):
    """附件."""

    __tablename__ = "attachment"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": AttachmentIdent,
        "file": AttachmentFile,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "file")
