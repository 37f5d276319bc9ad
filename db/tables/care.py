"""Registers: 知情同意, 儿童档案, 强制报告, 转介, 物资发放 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Day,
    Name,
    OptClock,
    OptCode,
    OptCount,
    OptDay,
    OptFen,
    OptRef,
    OptText,
    Ref,
    in_order,
)


class ConsentIdent(Group):
    """同意."""

    client: Ref
    kind: Code
    start_on: Day
    end_on: OptDay

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class ConsentScope(Group):
    """范围."""

    scope: OptText
    form: OptCode
    given_by: OptCode
    signed_by: OptText


class ConsentWithdrawal(Group):
    """撤回."""

    withdrawn_on: OptDay
    withdraw_reason: OptText


class Consent(ConsentIdent, ConsentScope, ConsentWithdrawal, Row, table=True):
    """知情同意."""

    __tablename__ = "consent"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ConsentIdent,
        "scope": ConsentScope,
        "withdrawal": ConsentWithdrawal,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class ChildFileIdent(Group):
    """儿童."""

    client: Ref
    kind: Code
    start_on: Day
    end_on: OptDay
    end_reason: OptText

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class ChildFileParents(Group):
    """父母."""

    father: OptText
    mother: OptText
    parents_place: OptText


class ChildFileCare(Group):
    """照料."""

    carer: OptText
    carer_relation: OptText
    carer_phone: OptText
    delegated_on: OptDay


class ChildFileSchool(Group):
    """就学."""

    school: OptText
    grade: OptText


class ChildFileGuardianship(Group):
    """监护评估."""

    guardianship: OptCode
    assessed_on: OptDay
    child_director: OptText


class ChildFile(
    ChildFileIdent,
    ChildFileParents,
    ChildFileCare,
    ChildFileSchool,
    ChildFileGuardianship,
    Row,
    table=True,
):
    """儿童档案."""

    __tablename__ = "child_file"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ChildFileIdent,
        "parents": ChildFileParents,
        "care": ChildFileCare,
        "school": ChildFileSchool,
        "guardianship": ChildFileGuardianship,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class IncidentIdent(Group):
    """情况."""

    client: OptRef
    kind: Code
    found_on: Day
    found_at: OptClock
    found_by: OptRef


class IncidentContent(Group):
    """内容."""

    content: OptText


class IncidentReport(Group):
    """报告."""

    reported_on: OptDay
    reported_at: OptClock
    reported_to: OptText
    reported_by: OptRef


class IncidentResult(Group):
    """结果."""

    result: OptText
    closed_on: OptDay


class Incident(IncidentIdent, IncidentContent, IncidentReport, IncidentResult, Row, table=True):
    """强制报告."""

    __tablename__ = "incident"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": IncidentIdent,
        "content": IncidentContent,
        "report": IncidentReport,
        "result": IncidentResult,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)


class CaseReferralIdent(Group):
    """转介."""

    client: OptRef
    service_case: OptRef
    service_log: OptRef
    worker: Ref
    referred_on: Day


class CaseReferralDestination(Group):
    """接收方."""

    receiver: Name
    receiving_person: OptText
    phone: OptText


class CaseReferralReason(Group):
    """理由."""

    reason: OptText
    consented: bool | None


class CaseReferralAnswer(Group):
    """答复."""

    answer_by: OptDay
    result: OptCode
    answered_on: OptDay
    answer_note: OptText


class CaseReferralFollow(Group):
    """跟进."""

    followed_up_on: OptDay
    follow_note: OptText


class CaseReferral(
    CaseReferralIdent,
    CaseReferralDestination,
    CaseReferralReason,
    CaseReferralAnswer,
    CaseReferralFollow,
    Row,
    table=True,
):
    """转介."""

    __tablename__ = "case_referral"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": CaseReferralIdent,
        "destination": CaseReferralDestination,
        "reason": CaseReferralReason,
        "answer": CaseReferralAnswer,
        "follow": CaseReferralFollow,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "destination")


class MaterialGivenIdent(Group):
    """发放."""

    client: OptRef
    household: OptRef
    service_log: OptRef
    activity: OptRef
    given_on: Day
    what: Name


class MaterialGivenAmount(Group):
    """数量."""

    quantity: OptCount
    measure: OptText
    value_fen: OptFen


class MaterialGivenSource(Group):
    """来源."""

    resource: OptRef
    source: OptText
    receiver: OptText


class MaterialGivenOccasion(Group):
    """场合."""

    group_session: OptRef


class MaterialGiven(
    MaterialGivenIdent, MaterialGivenAmount, MaterialGivenSource, MaterialGivenOccasion, Row, table=True
):
    """物资发放."""

    __tablename__ = "material_given"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": MaterialGivenIdent,
        "amount": MaterialGivenAmount,
        "source": MaterialGivenSource,
        "occasion": MaterialGivenOccasion,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)
