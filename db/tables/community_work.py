"""Registers: 需求, 资源, 对接, 志愿者, 志愿服务, 社区社会组织 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Day,
    Minutes,
    Name,
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


class NeedIdent(Group):
    """需求."""

    unit: UnitCode
    title: Name
    kind: OptCode
    client: OptRef
    found_on: Day


class NeedPlace(Group):
    """地点."""

    village: OptDivision
    village_name: OptText


class NeedContent(Group):
    """内容."""

    content: OptText
    urgency: OptCode
    wanted_by: OptDay
    quantity: OptCount
    measure: OptText


class NeedState(Group):
    """状态."""

    state: Code
    state_on: OptDay
    state_reason: OptText


class Need(NeedIdent, NeedPlace, NeedContent, NeedState, Row, table=True):
    """需求."""

    __tablename__ = "need"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": NeedIdent,
        "place": NeedPlace,
        "content": NeedContent,
        "state": NeedState,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "state")


class ResourceIdent(Group):
    """资源."""

    unit: UnitCode
    title: Name
    kind: Code


class ResourceProvider(Group):
    """提供方."""

    provider: OptText
    contact_name: OptText
    phone: OptText
    address: OptText


class ResourceContent(Group):
    """内容."""

    content: OptText
    quantity: OptCount
    measure: OptText
    value_fen: OptFen


class ResourcePeriod(Group):
    """期间."""

    start_on: OptDay
    end_on: OptDay

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class ResourceState(Group):
    """状态."""

    state: Code


class Resource(ResourceIdent, ResourceProvider, ResourceContent, ResourcePeriod, ResourceState, Row, table=True):
    """资源."""

    __tablename__ = "resource"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ResourceIdent,
        "provider": ResourceProvider,
        "content": ResourceContent,
        "period": ResourcePeriod,
        "state": ResourceState,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "state")


class NeedMatchLink(Group):
    """对接."""

    need: Ref
    resource: OptRef
    volunteer: OptRef
    staff: OptRef

    @model_validator(mode="after")
    def _whole(self) -> Self:
        some_of(self.resource, self.volunteer, self.staff)
        return self


class NeedMatchState(Group):
    """状态."""

    state: Code
    state_on: Day
    outcome: OptText
    benefited: OptCount
    value_fen: OptFen
    service_log: OptRef


class NeedMatch(NeedMatchLink, NeedMatchState, Row, table=True):
    """对接."""

    __tablename__ = "need_match"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "link": NeedMatchLink,
        "state": NeedMatchState,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("link", "state")


class VolunteerIdent(Group):
    """志愿者."""

    name: Name
    gender: OptCode
    birth_date: OptDay
    unit: UnitCode


class VolunteerContact(Group):
    """联系方式."""

    phone: OptText
    village: OptDivision
    village_name: OptText


class VolunteerRegistration(Group):
    """注册."""

    number: OptText
    registered_on: OptDay
    team: OptText


class VolunteerSkill(Group):
    """特长."""

    skills: OptText


class VolunteerStep(Group):
    """培养."""

    step: Code
    step_on: OptDay


class VolunteerState(Group):
    """状态."""

    state: Code
    left_on: OptDay


class Volunteer(
    VolunteerIdent,
    VolunteerContact,
    VolunteerRegistration,
    VolunteerSkill,
    VolunteerStep,
    VolunteerState,
    Row,
    table=True,
):
    """志愿者."""

    __tablename__ = "volunteer"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": VolunteerIdent,
        "contact": VolunteerContact,
        "registration": VolunteerRegistration,
        "skill": VolunteerSkill,
        "step": VolunteerStep,
        "state": VolunteerState,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "step", "state")


class VolunteerShiftIdent(Group):
    """服务."""

    volunteer: Ref
    served_on: Day
    minutes: Minutes
    activity: OptRef
    service_group: OptRef
    service_log: OptRef


class VolunteerShiftContent(Group):
    """内容."""

    content: OptText
    proof_number: OptText


class VolunteerShiftConfirmation(Group):
    """确认."""

    confirmed: bool
    confirmed_by: OptRef
    confirmed_on: OptDay


class VolunteerShift(VolunteerShiftIdent, VolunteerShiftContent, VolunteerShiftConfirmation, Row, table=True):
    """志愿服务."""

    __tablename__ = "volunteer_shift"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": VolunteerShiftIdent,
        "content": VolunteerShiftContent,
        "confirmation": VolunteerShiftConfirmation,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "confirmation")


class CommunityOrgIdent(Group):
    """组织."""

    name: Name
    unit: UnitCode
    kind: OptCode
    since: OptDay


class CommunityOrgPlace(Group):
    """地点."""

    village: OptDivision
    village_name: OptText


class CommunityOrgProfile(Group):
    """概况."""

    members: OptCount
    party_members: OptCount
    leader: OptText
    phone: OptText
    filing_state: OptCode


class CommunityOrgState(Group):
    """状态."""

    state: Code
    ended_on: OptDay


class CommunityOrg(CommunityOrgIdent, CommunityOrgPlace, CommunityOrgProfile, CommunityOrgState, Row, table=True):
    """社区社会组织."""

    __tablename__ = "community_org"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": CommunityOrgIdent,
        "place": CommunityOrgPlace,
        "profile": CommunityOrgProfile,
        "state": CommunityOrgState,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "state")
