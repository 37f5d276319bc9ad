"""Registers: 津贴标准, 学时换算, 政策包, 政策包分段, 自定清单, 交接单 (docs/glossary.md)."""

from typing import ClassVar, Self

from pydantic import model_validator

from db.tables.base import Group, Row
from db.tables.kinds import (
    Code,
    Count,
    Day,
    Fen,
    Name,
    OptCode,
    OptDay,
    OptRef,
    OptText,
    Ref,
    Sha256,
    Text,
    UnitCode,
    in_order,
)


class AllowanceRateIdent(Group):
    """标准."""

    unit: UnitCode
    policy: Code
    item: Code
    level: OptCode
    start_on: Day
    end_on: OptDay

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class AllowanceRateAmount(Group):
    """金额."""

    value_fen: Fen
    period: Code
    decision: OptText


class AllowanceRate(AllowanceRateIdent, AllowanceRateAmount, Row, table=True):
    """津贴标准."""

    __tablename__ = "allowance_rate"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": AllowanceRateIdent,
        "amount": AllowanceRateAmount,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "amount")


class MeasureConversionDecision(Group):
    """决定."""

    unit: UnitCode
    policy: OptCode
    from_measure: Code
    to_measure: Code
    from_tenths: Count
    to_tenths: Count
    start_on: Day
    end_on: OptDay
    decision: Name

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self.start_on, self.end_on)
        return self


class MeasureConversion(MeasureConversionDecision, Row, table=True):
    """学时换算."""

    __tablename__ = "measure_conversion"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "decision": MeasureConversionDecision,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("decision",)


class PolicyPackIdent(Group):
    """政策包."""

    unit: UnitCode
    policy: Code
    title: Name
    issued_on: Day
    text_hash: Sha256
    parts: Count


class PolicyPackState(Group):
    """状态."""

    state: Code
    state_on: OptDay


class PolicyPack(PolicyPackIdent, PolicyPackState, Row, table=True):
    """政策包."""

    __tablename__ = "policy_pack"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": PolicyPackIdent,
        "state": PolicyPackState,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "state")


class PolicyPartText(Group):
    """分段."""

    pack: Ref
    position: Count
    body: Text


class PolicyPart(PolicyPartText, Row, table=True):
    """政策包分段."""

    __tablename__ = "policy_part"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "text": PolicyPartText,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("text",)


class ListEntryIdent(Group):
    """条目."""

    unit: UnitCode
    list: Code
    code: Code


class ListEntryWords(Group):
    """名称."""

    zh: Name
    en: OptText
    aliases: OptText


class ListEntryTerms(Group):
    """属性."""

    holder: OptCode
    measure: OptText
    category_class: OptCode


class ListEntryState(Group):
    """状态."""

    state: Code


class ListEntry(ListEntryIdent, ListEntryWords, ListEntryTerms, ListEntryState, Row, table=True):
    """自定清单."""

    __tablename__ = "list_entry"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": ListEntryIdent,
        "words": ListEntryWords,
        "terms": ListEntryTerms,
        "state": ListEntryState,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident", "words", "state")


class HandoverSheetIdent(Group):
    """交接."""

    giver: Ref
    receiver: OptRef
    handed_on: Day
    reason: OptCode


class HandoverSheetContent(Group):
    """内容."""

    content: OptText
    promises: OptText
    keys: OptText
    note: OptText


class HandoverSheetSigning(Group):
    """签字."""

    giver_signed_on: OptDay
    receiver_signed_on: OptDay
    witness: OptText


class HandoverSheet(HandoverSheetIdent, HandoverSheetContent, HandoverSheetSigning, Row, table=True):
    """交接单."""

    __tablename__ = "handover_sheet"
    GROUPS: ClassVar[dict[str, type[Group]]] = {
        "ident": HandoverSheetIdent,
        "content": HandoverSheetContent,
        "signing": HandoverSheetSigning,
    }
    REQUIRED: ClassVar[tuple[str, ...]] = ("ident",)
