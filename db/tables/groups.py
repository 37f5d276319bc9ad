"""Registers: 小组, 组员, 小组节次, 小组出席, 社区活动 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Count,
    Day,
    Minutes,
    Name,
    OptClock,
    OptCode,
    OptCount,
    OptDay,
    OptDivision,
    OptFen,
    OptRef,
    OptText,
    Ref,
    UnitCode,
    in_order,
    some_of,
)


class ServiceGroupIdent(Group):
    """小组."""

    number: Name
    unit: UnitCode
    title: Name
    kind: Code
    opened_on: Day
    field: OptCode


class ServiceGroupWorker(Group):
    """社工."""

    worker: Ref
    co_worker: OptRef


class ServiceGroupPlan(Group):
    """计划."""

    aims: OptText
    theory: OptText
    target: OptText
    planned_sessions: OptCount
    place: OptText
    budget_fen: OptFen


class ServiceGroupRecruitment(Group):
    """招募."""

    recruitment: OptText
    wanted: OptCount
    recruit_from: OptDay
    recruit_to: OptDay

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.recruit_from, self.recruit_to)
        return self


class ServiceGroupPhase(Group):
    """阶段."""

    phase: Code
    phase_on: Day


class ServiceGroupState(Group):
    """状态."""

    state: Code
    ended_on: OptDay
    end_reason: OptText


class ServiceGroupSummary(Group):
    """总结."""

    summary: OptText
    effect: OptText
    pre_test: OptText
    post_test: OptText
    spent_fen: OptFen


class ServiceGroupApproval(Group):
    """审批."""

    approval: OptCode
    approved_by: OptRef
    approved_on: OptDay
    approval_reason: OptText


class ServiceGroup(
    ServiceGroupIdent,
    ServiceGroupWorker,
    ServiceGroupPlan,
    ServiceGroupRecruitment,
    ServiceGroupPhase,
    ServiceGroupState,
    ServiceGroupSummary,
    ServiceGroupApproval,
    Row,
    table=True,
):
    """小组."""

    __tablename__ = "service_group"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ServiceGroupIdent,
        "worker": ServiceGroupWorker,
        "plan": ServiceGroupPlan,
        "recruitment": ServiceGroupRecruitment,
        "phase": ServiceGroupPhase,
        "state": ServiceGroupState,
        "summary": ServiceGroupSummary,
        "approval": ServiceGroupApproval,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "worker", "phase", "state")


class GroupMemberLink(Group):
    """组员."""

    service_group: Ref
    client: OptRef
    name: OptText

    @model_validator(mode="after")
    def _whole(self) -> Self:
        some_of(self.client, self.name)
        return self


class GroupMemberPeriod(Group):
    """期间."""

    joined_on: OptDay
    left_on: OptDay
    left_reason: OptText

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.joined_on, self.left_on)
        return self


class GroupMember(GroupMemberLink, GroupMemberPeriod, Row, table=True):
    """组员."""

    __tablename__ = "group_member"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": GroupMemberLink,
        "period": GroupMemberPeriod,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link",)


class GroupSessionIdent(Group):
    """节次."""

    service_group: Ref
    session_no: Count


class GroupSessionPlan(Group):
    """安排."""

    planned_on: OptDay
    topic: OptText
    aims: OptText
    materials: OptText


class GroupSessionRecord(Group):
    """记录."""

    held_on: OptDay
    start_time: OptClock
    end_time: OptClock
    minutes: Minutes
    place: OptText
    unnamed_heads: OptCount
    note: OptText
    next_step: OptText

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_time, self.end_time)
        return self


class GroupSessionLink(Group):
    """关联."""

    service_log: OptRef


class GroupSessionSpending(Group):
    """支出."""

    spent_fen: OptFen


class GroupSession(
    GroupSessionIdent,
    GroupSessionPlan,
    GroupSessionRecord,
    GroupSessionLink,
    GroupSessionSpending,
    Row,
    table=True,
):
    """小组节次."""

    __tablename__ = "group_session"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": GroupSessionIdent,
        "plan": GroupSessionPlan,
        "record": GroupSessionRecord,
        "link": GroupSessionLink,
        "spending": GroupSessionSpending,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class GroupAttendanceLink(Group):
    """出席."""

    group_session: Ref
    group_member: Ref
    state: Code


class GroupAttendance(GroupAttendanceLink, Row, table=True):
    """小组出席."""

    __tablename__ = "group_attendance"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": GroupAttendanceLink,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link",)


class ActivityIdent(Group):
    """活动."""

    number: Name
    unit: UnitCode
    title: Name
    kind: OptCode
    held_on: Day
    field: OptCode


class ActivityWorker(Group):
    """社工."""

    worker: Ref


class ActivityPlan(Group):
    """计划."""

    plan: OptText
    aims: OptText
    target: OptText
    planned_heads: OptCount
    budget_fen: OptFen


class ActivityPlace(Group):
    """地点."""

    village: OptDivision
    village_name: OptText
    place: OptText


class ActivityOutcome(Group):
    """情况."""

    heads: OptCount
    volunteers: OptCount
    minutes: Minutes
    partners: OptText
    spent_fen: OptFen
    note: OptText


class ActivitySummary(Group):
    """总结."""

    summary: OptText
    effect: OptText


class ActivityState(Group):
    """状态."""

    state: Code


class ActivityApproval(Group):
    """审批."""

    approval: OptCode
    approved_by: OptRef
    approved_on: OptDay
    approval_reason: OptText


class Activity(
    ActivityIdent,
    ActivityWorker,
    ActivityPlan,
    ActivityPlace,
    ActivityOutcome,
    ActivitySummary,
    ActivityState,
    ActivityApproval,
    Row,
    table=True,
):
    """社区活动."""

    __tablename__ = "activity"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ActivityIdent,
        "worker": ActivityWorker,
        "plan": ActivityPlan,
        "place": ActivityPlace,
        "outcome": ActivityOutcome,
        "summary": ActivitySummary,
        "state": ActivityState,
        "approval": ActivityApproval,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "worker", "state")
