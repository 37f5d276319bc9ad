"""Registers: 机构, 机构年度, 机构监管, 村居, 岗位, 任岗 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Day,
    Name,
    OptCode,
    OptCount,
    OptCreditCode,
    OptDay,
    OptDivision,
    OptFen,
    OptRef,
    OptText,
    OptUnitCode,
    Ref,
    UnitCode,
    Year,
    in_order,
    one_of,
)


class InstitutionIdent(Group):
    """机构."""

    name: Name
    credit_code: OptCreditCode
    legal_form: OptCode


class InstitutionRegistration(Group):
    """登记."""

    registered_on: OptDay
    authority: OptText
    division: OptDivision
    supervisory_unit: OptText


class InstitutionFiling(Group):
    """备案."""

    filing_state: OptCode
    filed_on: OptDay
    filing_number: OptText


class InstitutionContact(Group):
    """联系方式."""

    person_in_charge: OptText
    phone: OptText
    address: OptText


class InstitutionFounding(Group):
    """举办."""

    founder: OptCode
    founder_staff: OptRef
    mentor_institution: OptRef


class InstitutionState(Group):
    """状态."""

    state: Code
    ended_on: OptDay
    end_reason: OptText


class Institution(
    InstitutionIdent,
    InstitutionRegistration,
    InstitutionFiling,
    InstitutionContact,
    InstitutionFounding,
    InstitutionState,
    Row,
    table=True,
):
    """机构."""

    __tablename__ = "institution"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": InstitutionIdent,
        "registration": InstitutionRegistration,
        "filing": InstitutionFiling,
        "contact": InstitutionContact,
        "founding": InstitutionFounding,
        "state": InstitutionState,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "state")


class InstitutionYearIdent(Group):
    """年度."""

    institution: Ref
    year: Year


class InstitutionYearFigures(Group):
    """数据."""

    income_fen: OptFen
    cost_fen: OptFen
    labour_fen: OptFen
    annual_check: OptCode
    staff_total: OptCount
    note: OptText


class InstitutionYear(InstitutionYearIdent, InstitutionYearFigures, Row, table=True):
    """机构年度."""

    __tablename__ = "institution_year"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": InstitutionYearIdent,
        "figures": InstitutionYearFigures,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class InstitutionCheckIdent(Group):
    """监管."""

    institution: Ref
    kind: Code
    held_on: Day


class InstitutionCheckContent(Group):
    """内容."""

    department: OptText
    content: OptText
    result: OptText
    due_on: OptDay
    settled_on: OptDay


class InstitutionCheck(InstitutionCheckIdent, InstitutionCheckContent, Row, table=True):
    """机构监管."""

    __tablename__ = "institution_check"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": InstitutionCheckIdent,
        "content": InstitutionCheckContent,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class CommunityIdent(Group):
    """村居."""

    name: Name
    division: OptDivision
    kind: Code
    unit: UnitCode


class CommunityProfile(Group):
    """概况."""

    population: OptCount
    household_total: OptCount
    note: OptText


class Community(CommunityIdent, CommunityProfile, Row, table=True):
    """村居."""

    __tablename__ = "community"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": CommunityIdent,
        "profile": CommunityProfile,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class PostIdent(Group):
    """岗位."""

    title: Name
    unit: OptUnitCode
    institution: OptRef
    kind: Code

    @model_validator(mode="after")
    def _whole(self) -> Self:
        one_of(self.unit, self.institution)
        return self


class PostTerms(Group):
    """要求."""

    professional: bool | None
    required_level: OptCode
    employment: OptCode
    funding: OptText
    post_grade: OptText


class PostDuties(Group):
    """职责."""

    duties: OptText
    conditions: OptText


class PostSetting(Group):
    """设置."""

    org_type: OptCode
    system: OptCode
    field: OptCode
    community: OptRef
    project: OptRef


class PostPeriod(Group):
    """期间."""

    opened_on: Day
    closed_on: OptDay
    published_on: OptDay

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.opened_on, self.closed_on)
        return self


class Post(PostIdent, PostTerms, PostDuties, PostSetting, PostPeriod, Row, table=True):
    """岗位."""

    __tablename__ = "post"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": PostIdent,
        "terms": PostTerms,
        "duties": PostDuties,
        "setting": PostSetting,
        "period": PostPeriod,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "period")


class PostHoldingIdent(Group):
    """任岗."""

    post: Ref
    staff: Ref
    start_on: Day
    end_on: OptDay

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class PostHoldingTerms(Group):
    """方式."""

    employment: OptCode
    track: OptCode
    lent_to: OptText


class PostHoldingEnding(Group):
    """离岗."""

    end_reason: OptText


class PostHolding(PostHoldingIdent, PostHoldingTerms, PostHoldingEnding, Row, table=True):
    """任岗."""

    __tablename__ = "post_holding"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": PostHoldingIdent,
        "terms": PostHoldingTerms,
        "ending": PostHoldingEnding,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)
