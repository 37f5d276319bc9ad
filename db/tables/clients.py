"""Registers: 户, 服务对象, 对象类别, 走访频次 (docs/glossary.md)."""

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
    OptResidentId,
    OptText,
    UnitCode,
    in_order,
    refuse,
)


class HouseholdIdent(Group):
    """户."""

    number: OptText
    head: OptRef
    head_name: OptText


class HouseholdPlace(Group):
    """住址."""

    village: OptDivision
    village_name: OptText
    address: OptText


class Household(HouseholdIdent, HouseholdPlace, Row, table=True):
    """户."""

    __tablename__ = "household"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": HouseholdIdent,
        "place": HouseholdPlace,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ()


class ClientIdent(Group):
    """身份."""

    name: Name
    gender: OptCode
    birth_date: OptDay
    resident_id: OptResidentId


class ClientAlias(Group):
    """别名."""

    aliases: OptText


class ClientContact(Group):
    """联系方式."""

    phone: OptText


class ClientPlace(Group):
    """住址."""

    village: OptDivision
    village_name: OptText
    address: OptText
    residence: OptCode


class ClientHousehold(Group):
    """所属户."""

    household: OptRef
    relation: OptText


class ClientLiving(Group):
    """生活状况."""

    ethnic_group: OptText
    living_situation: OptCode
    self_care: OptCode


class ClientDisability(Group):
    """残疾."""

    disability_kind: OptText
    disability_grade: OptText


class ClientHealth(Group):
    """健康."""

    health: OptText


class ClientGuardian(Group):
    """监护."""

    guardian: OptText
    guardian_relation: OptText
    guardian_phone: OptText


class ClientEmergency(Group):
    """紧急联系."""

    emergency_contact: OptText
    emergency_phone: OptText


class ClientAttention(Group):
    """关注."""

    attention_level: OptCode


class ClientWorker(Group):
    """责任社工."""

    worker: OptRef


class ClientFile(Group):
    """档案."""

    opened_on: Day
    opened_by: OptRef
    source: OptCode
    file_state: Code
    ended_on: OptDay
    end_reason: OptCode

    @model_validator(mode="after")
    def _state_and_dates(self) -> Self:
        in_order(self.opened_on, self.ended_on)
        if self.file_state == "ended" and self.ended_on is None:
            raise refuse("ended_without_date")
        return self


class ClientTier(Group):
    """风险."""

    risk_note: OptText
    risk_on: OptDay


class Client(
    ClientIdent,
    ClientAlias,
    ClientContact,
    ClientPlace,
    ClientHousehold,
    ClientLiving,
    ClientDisability,
    ClientHealth,
    ClientGuardian,
    ClientEmergency,
    ClientAttention,
    ClientWorker,
    ClientFile,
    ClientTier,
    Row,
    table=True,
):
    """服务对象."""

    __tablename__ = "client"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ClientIdent,
        "alias": ClientAlias,
        "contact": ClientContact,
        "place": ClientPlace,
        "household": ClientHousehold,
        "living": ClientLiving,
        "disability": ClientDisability,
        "health": ClientHealth,
        "guardian": ClientGuardian,
        "emergency": ClientEmergency,
        "attention": ClientAttention,
        "worker": ClientWorker,
        "file": ClientFile,
        "tier": ClientTier,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "file")


class ClientCategoryIdent(Group):
    """类别."""

    client: OptRef
    household: OptRef
    category: Code
    level: OptText
    start_on: OptDay
    end_on: OptDay
    document: OptText

    @model_validator(mode="after")
    def _one_holder(self) -> Self:
        in_order(self.start_on, self.end_on)
        if (self.client is None) == (self.household is None):
            raise refuse("one_holder")
        return self


class ClientCategory(ClientCategoryIdent, Row, table=True):
    """对象类别."""

    __tablename__ = "client_category"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ClientCategoryIdent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class VisitPlanScope(Group):
    """范围."""

    unit: UnitCode
    category: OptCode
    attention_level: OptCode
    client: OptRef


class VisitPlanFrequency(Group):
    """频次."""

    times: Count
    period: Code
    allow_phone: bool
    start_on: Day
    end_on: OptDay

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class VisitPlanBasis(Group):
    """依据."""

    clause: OptText
    decided_on: OptDay


class VisitPlan(VisitPlanScope, VisitPlanFrequency, VisitPlanBasis, Row, table=True):
    """走访频次."""

    __tablename__ = "visit_plan"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "scope": VisitPlanScope,
        "frequency": VisitPlanFrequency,
        "basis": VisitPlanBasis,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("scope", "frequency")
