"""Registers: 服务日志, 日志对象, 同行社工, 事务事项 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Count,
    Day,
    Minutes,
    OptClock,
    OptCode,
    OptCount,
    OptDay,
    OptDivision,
    OptFen,
    OptRef,
    OptText,
    Ref,
    Text,
    UnitCode,
    in_order,
    refuse,
)


class ServiceLogWhen(Group):
    """时间."""

    service_date: Day
    part_of_day: OptCode
    start_time: OptClock
    end_time: OptClock
    minutes: Minutes

    @model_validator(mode="after")
    def _span(self) -> Self:
        in_order(self.start_time, self.end_time)
        if self.end_time is not None and self.start_time is None:
            raise refuse("end_without_start")
        return self


class ServiceLogWhat(Group):
    """方式."""

    method: Code
    field: OptCode
    duty: OptCode


class ServiceLogWho(Group):
    """人员."""

    unit: UnitCode
    writer: Ref


class ServiceLogLink(Group):
    """关联."""

    service_case: OptRef
    group_ref: OptRef
    group_title: OptText
    activity_ref: OptRef
    activity_title: OptText


class ServiceLogPlace(Group):
    """地点."""

    village: OptDivision
    village_name: OptText
    place: OptText


class ServiceLogNote(Group):
    """内容."""

    note: OptText


class ServiceLogContact(Group):
    """联系."""

    next_contact: OptDay


class ServiceLogCounts(Group):
    """数量."""

    heads: OptCount
    person_times: OptCount
    households: OptCount
    session_no: OptCount
    volunteers: OptCount


class ServiceLogValue(Group):
    """金额."""

    value_fen: OptFen


class ServiceLogState(Group):
    """状态."""

    state: Code
    reviewer: OptRef
    reviewed_on: OptDay
    return_reason: OptText


class ServiceLogSession(Group):
    """过程."""

    case_stage: OptCode
    next_step: OptText


class ServiceLogProblem(Group):
    """发现问题."""

    problem: OptText


class ServiceLogCorrection(Group):
    """更正."""

    corrects: OptRef
    correction_reason: OptText


class ServiceLogReview(Group):
    """审阅."""

    review_manner: OptCode


class ServiceLogLate(Group):
    """补录."""

    late_reason: OptText


class ServiceLog(
    ServiceLogWhen,
    ServiceLogWhat,
    ServiceLogWho,
    ServiceLogLink,
    ServiceLogPlace,
    ServiceLogNote,
    ServiceLogContact,
    ServiceLogCounts,
    ServiceLogValue,
    ServiceLogState,
    ServiceLogSession,
    ServiceLogProblem,
    ServiceLogCorrection,
    ServiceLogReview,
    ServiceLogLate,
    Row,
    table=True,
):
    """服务日志."""

    __tablename__ = "service_log"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "when": ServiceLogWhen,
        "what": ServiceLogWhat,
        "who": ServiceLogWho,
        "link": ServiceLogLink,
        "place": ServiceLogPlace,
        "note": ServiceLogNote,
        "contact": ServiceLogContact,
        "counts": ServiceLogCounts,
        "value": ServiceLogValue,
        "state": ServiceLogState,
        "session": ServiceLogSession,
        "problem": ServiceLogProblem,
        "correction": ServiceLogCorrection,
        "review": ServiceLogReview,
        "late": ServiceLogLate,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("when", "what", "who", "state")


class LogClientLink(Group):
    """对象与结果."""

    service_log: Ref
    client: Ref
    outcome: Code


class LogClient(LogClientLink, Row, table=True):
    """日志对象."""

    __tablename__ = "log_client"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": LogClientLink,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link",)


class LogColleagueLink(Group):
    """同行."""

    service_log: Ref
    staff: Ref


class LogColleague(LogColleagueLink, Row, table=True):
    """同行社工."""

    __tablename__ = "log_colleague"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": LogColleagueLink,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link",)


class AffairsItemEntry(Group):
    """事项."""

    service_log: Ref
    position: Count
    item: OptCode
    item_title: OptText
    n: Count
    measure: Text


class AffairsItemResult(Group):
    """办理结果."""

    result: OptText


class AffairsItem(AffairsItemEntry, AffairsItemResult, Row, table=True):
    """事务事项."""

    __tablename__ = "affairs_item"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "entry": AffairsItemEntry,
        "result": AffairsItemResult,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("entry",)
