"""Registers: 计划步骤, 日志目标, 个案会议 (docs/glossary.md)."""

from typing import ClassVar

from db.tables.base import Group, Row
from db.tables.kinds import Count, Day, Name, OptDay, OptRef, OptText, Ref


class CaseStepIdent(Group):
    """步骤."""

    service_case: Ref
    position: Count
    step: Name
    case_goal: OptRef


class CaseStepProgress(Group):
    """进度."""

    due_on: OptDay
    done_on: OptDay
    result: OptText


class CaseStep(CaseStepIdent, CaseStepProgress, Row, table=True):
    """计划步骤."""

    __tablename__ = "case_step"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": CaseStepIdent,
        "progress": CaseStepProgress,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class LogGoalLink(Group):
    """目标."""

    service_log: Ref
    case_goal: Ref


class LogGoal(LogGoalLink, Row, table=True):
    """日志目标."""

    __tablename__ = "log_goal"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": LogGoalLink,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link",)


class CaseConferenceIdent(Group):
    """会议."""

    service_case: Ref
    held_on: Day


class CaseConferenceContent(Group):
    """内容."""

    participants: OptText
    content: OptText
    decision: OptText


class CaseConference(CaseConferenceIdent, CaseConferenceContent, Row, table=True):
    """个案会议."""

    __tablename__ = "case_conference"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": CaseConferenceIdent,
        "content": CaseConferenceContent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)
