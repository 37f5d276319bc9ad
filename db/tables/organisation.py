"""Registers: 单位, 政策延续, 设备登记 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Day,
    DayOfMonth,
    Division,
    Name,
    OptChain,
    OptCode,
    OptCount,
    OptDay,
    OptPopulation,
    OptSeq,
    OptText,
    OptUnitCode,
    Ref,
    Text,
    UnitCode,
    in_order,
)


class UnitIdent(Group):
    """名称."""

    code: UnitCode
    name: Name
    tier: Code
    division: Division
    parent: OptUnitCode


class UnitProfile(Group):
    """概况."""

    residence: OptCode
    population: OptPopulation
    opened_on: OptDay


class UnitPolicy(Group):
    """适用政策."""

    policy: Code


class UnitReporting(Group):
    """报表周期."""

    month_start_day: DayOfMonth


class UnitCommunities(Group):
    """村居数."""

    urban_communities: OptCount
    rural_communities: OptCount
    villages: OptCount


class Unit(
    UnitIdent,
    UnitProfile,
    UnitPolicy,
    UnitReporting,
    UnitCommunities,
    Row,
    table=True,
):
    """单位."""

    __tablename__ = "unit"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": UnitIdent,
        "profile": UnitProfile,
        "policy": UnitPolicy,
        "reporting": UnitReporting,
        "communities": UnitCommunities,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)
    OWNED: ClassVar[bool] = False


class PolicyContinuationDecision(Group):
    """决定."""

    unit: UnitCode
    policy: Code
    start_on: Day
    end_on: OptDay
    decision: OptText

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class PolicyContinuation(PolicyContinuationDecision, Row, table=True):
    """政策延续."""

    __tablename__ = "policy_continuation"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "decision": PolicyContinuationDecision,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("decision",)


class EnrolmentKeys(Group):
    """设备."""

    truster: UnitCode
    replica: Ref
    unit: UnitCode
    name: OptText
    sign_key: Text
    age_key: Text
    first_seq: OptSeq


class EnrolmentTrust(Group):
    """认可."""

    state: Code
    until_seq: OptSeq
    until_chain: OptChain


class Enrolment(EnrolmentKeys, EnrolmentTrust, Row, table=True):
    """设备登记."""

    __tablename__ = "enrolment"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "keys": EnrolmentKeys,
        "trust": EnrolmentTrust,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("keys", "trust")
    OWNED: ClassVar[bool] = False
