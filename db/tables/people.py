"""Registers: 社工, 证书, 登记 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Day,
    Name,
    OptCode,
    OptDay,
    OptResidentId,
    OptText,
    Ref,
    UnitCode,
    in_order,
)


class StaffIdent(Group):
    """身份."""

    name: Name
    gender: OptCode
    birth_date: OptDay
    resident_id: OptResidentId


class StaffContact(Group):
    """联系方式."""

    phone: OptText


class StaffBackground(Group):
    """背景."""

    ethnic_group: OptText
    political_status: OptText
    education: OptText
    degree: OptText
    major: OptText
    social_work_graduate: bool | None
    source: OptText


class StaffEmployment(Group):
    """任职."""

    unit: UnitCode
    employment_kind: OptText
    joined_on: OptDay
    left_on: OptDay
    left_reason: OptText

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.joined_on, self.left_on)
        return self


class StaffTalent(Group):
    """人才."""

    key_talent: OptCode
    academic_title: OptText


class StaffCareer(Group):
    """从业."""

    social_work_since: OptDay
    working_time: OptCode
    field: OptCode
    talent_category: OptCode


class StaffOrigin(Group):
    """籍贯."""

    native_place: OptText
    native: bool | None


class StaffTeaching(Group):
    """任教."""

    institution_name: OptText
    course: OptText


class StaffRank(Group):
    """职级."""

    post_grade: OptText
    appointed_level: OptCode
    appointed_on: OptDay


class StaffFiling(Group):
    """备案."""

    filing_number: OptText
    filed_on: OptDay


class StaffInsurance(Group):
    """保险."""

    social_insurance: bool | None
    housing_fund: bool | None


class StaffSupervising(Group):
    """督导资格."""

    supervisor_qualification: OptText
    supervised_units: OptText


class StaffPublicRole(Group):
    """社会职务."""

    public_roles: OptText


class Staff(
    StaffIdent,
    StaffContact,
    StaffBackground,
    StaffEmployment,
    StaffTalent,
    StaffCareer,
    StaffOrigin,
    StaffTeaching,
    StaffRank,
    StaffFiling,
    StaffInsurance,
    StaffSupervising,
    StaffPublicRole,
    Row,
    table=True,
):
    """社工."""

    __tablename__ = "staff"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": StaffIdent,
        "contact": StaffContact,
        "background": StaffBackground,
        "employment": StaffEmployment,
        "talent": StaffTalent,
        "career": StaffCareer,
        "origin": StaffOrigin,
        "teaching": StaffTeaching,
        "rank": StaffRank,
        "filing": StaffFiling,
        "insurance": StaffInsurance,
        "supervising": StaffSupervising,
        "public_role": StaffPublicRole,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "employment")


class CertificateIdent(Group):
    """证书."""

    staff: Ref
    level: Code
    number: OptText
    issued_on: Day


class Certificate(CertificateIdent, Row, table=True):
    """证书."""

    __tablename__ = "certificate"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": CertificateIdent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class RegistrationIdent(Group):
    """登记."""

    certificate: Ref
    kind: Code
    registered_on: Day
    valid_until: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.registered_on, self.valid_until)
        return self


class Registration(RegistrationIdent, Row, table=True):
    """登记."""

    __tablename__ = "registration"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": RegistrationIdent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class AssignmentIdent(Group):
    """任职经历: where a member of staff works, from a day on; what was is never changed, what comes is added."""

    staff: Ref
    unit: UnitCode
    start_on: OptDay
    end_on: OptDay
    reason: OptText

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start_on is not None:
            in_order(self.start_on, self.end_on)
        return self


class Assignment(AssignmentIdent, Row, table=True):
    """任职经历."""

    __tablename__ = "assignment"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": AssignmentIdent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)
