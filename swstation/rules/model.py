"""What a policy file says, as frozen data. Every item carries the clause it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple


class Clause(NamedTuple):
    """Where a rule is printed: policy id, document number (its name where it has none), section, row, words."""

    policy: str
    document: str
    section: str
    rule: str
    quote: str

    def as_dict(self) -> dict[str, str]:
        """As ``--json`` prints it."""
        return {
            "policy": self.policy,
            "document": self.document,
            "section": self.section,
            "rule": self.rule,
            "quote": self.quote,
        }


class Entry(NamedTuple):
    """One element of a list that a policy prints."""

    id: str
    zh: str
    en: str
    actor_zh: tuple[str, ...] = ()


class Item(NamedTuple):
    """One item of any table; ``extra`` holds the keys beyond the common ones, as read.

    ``confidence``: how it was read (``primary``, ``repost``, ``general``); empty where the file does not say.
    """

    id: str
    zh: str
    en: str
    force: str
    clause: Clause
    derived: tuple[str, ...] = ()
    open: bool | None = None
    items: tuple[Entry, ...] = ()
    extra: Mapping[str, object] = MappingProxyType({})
    confidence: str = ""


class TrainingKind(NamedTuple):
    """A kind of training that a policy knows; ``audience`` is ``joiners`` where it is for new joiners."""

    id: str
    zh: str
    en: str
    clause: Clause
    applies_to: tuple[str, ...] = ()
    audience: str = ""


class Requirement(NamedTuple):
    """An amount of training asked for: ``tenths`` of ``unit`` in each window of ``basis``.

    ``basis`` is ``year``, ``period`` (then with its first and last day) or ``registration``.
    """

    id: str
    zh: str
    en: str
    clause: Clause
    tenths: int
    unit: str
    unit_zh: str
    basis: str
    period_start: date | None = None
    period_end: date | None = None
    applies_to: tuple[str, ...] = ()
    applies_to_open: bool = False
    conditions: tuple[str, ...] = ()
    counts_kinds: tuple[str, ...] = ()


class PolicyLevel(NamedTuple):
    """A certificate level or tier as one policy prints it."""

    id: str
    zh: str
    en: str
    clause: Clause
    order: int | None = None
    scope: str | None = None
    tier: str | None = None
    aliases: tuple[str, ...] = ()


class RegistrationRule(NamedTuple):
    """Terms of registration in months."""

    id: str
    zh: str
    en: str
    clause: Clause
    first_within_months: int
    valid_months: int
    renew_in_last_months: int


class ExamRule(NamedTuple):
    """One exam: its subjects, in how many exam years all must be passed (0: no term), how long the proof is valid.

    ``pass_valid_years`` is 0 where passing gives the certificate; else a review follows, every ``review_years``.
    """

    id: str
    zh: str
    en: str
    clause: Clause
    level: str
    subjects: tuple[Entry, ...]
    within_years: int = 0
    pass_valid_years: int = 0
    review_years: int = 0
    confidence: str = ""


class EntryRoute(NamedTuple):
    """One way to be admitted to an exam: at least ``education``, ``years`` of social work, perhaps after a certificate.

    ``major`` is ``social_work``, ``other`` or ``any``. With ``after`` the years run from the certificate of that level.
    """

    id: str
    zh: str
    en: str
    clause: Clause
    level: str
    education: str
    major: str
    years: int
    after: str = ""
    counted_to: str = ""
    confidence: str = ""


class KeyCategory(NamedTuple):
    """A category of key talent: all that is named must hold. ``*_from`` and ``education`` mean this or above."""

    id: str
    zh: str
    en: str
    clause: Clause
    native: bool = False
    certificate_from: str = ""
    title_from: str = ""
    education: str = ""
    courses: tuple[str, ...] = ()
    majors: tuple[str, ...] = ()


class AllowanceItem(NamedTuple):
    """An allowance, subsidy or reward that a policy prints. Amounts in whole yuan, 0 where it prints none.

    ``needs`` are those conditions that the registers tell (``schema_tables.NEEDS``); ``local_counts``: a certificate of
    the policy's local level will do.
    """

    id: str
    zh: str
    en: str
    clause: Clause
    kind: str
    force: str
    needs: tuple[str, ...] = ()
    local_counts: bool = False
    amount: int = 0
    amount_min: int = 0
    amount_max: int = 0
    period: str = ""
    payer_zh: str = ""


class MustHold(NamedTuple):
    """Who must hold a certificate, by which day. ``contracts_from``: of contracts made from that day on."""

    id: str
    zh: str
    en: str
    clause: Clause
    scope: str
    contracts_from: date | None = None
    percent: int = 0
    due_year: int = 0


class TitleMap(NamedTuple):
    """The professional title that goes with a certificate, where a policy prints the table."""

    id: str
    zh: str
    en: str
    clause: Clause
    certificate: str


class Tier(NamedTuple):
    """A tier of organisation and what the policy calls it."""

    id: str
    zh: str
    en: str
    clause: Clause
    order: int
    admin_level: str


class ServiceField(NamedTuple):
    """A service field; without a clause it is the county's own and from no policy."""

    id: str
    zh: str
    en: str
    clause: Clause | None

    @property
    def from_policy(self) -> bool:
        """Whether a policy prints it."""
        return self.clause is not None


class Meta(NamedTuple):
    """The head of a policy file; ``beside`` names the policies that go on holding together with it."""

    id: str
    name_zh: str
    name_en: str
    region_zh: str
    region_en: str
    region_kind: str
    divisions: tuple[str, ...]
    document_number: str = ""
    issuers: tuple[str, ...] = ()
    issued: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    status: str = "draft"
    missing: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class Policy(NamedTuple):
    """One policy; ``tables`` keeps every item of every table by ``table.array``, typed or not."""

    meta: Meta
    requirements: tuple[Requirement, ...] = ()
    kinds: tuple[TrainingKind, ...] = ()
    levels: tuple[PolicyLevel, ...] = ()
    registrations: tuple[RegistrationRule, ...] = ()
    titles: tuple[TitleMap, ...] = ()
    tiers: tuple[Tier, ...] = ()
    tables: Mapping[str, tuple[Item, ...]] = MappingProxyType({})
    exams: tuple[ExamRule, ...] = ()
    entries: tuple[EntryRoute, ...] = ()
    key_talent: tuple[KeyCategory, ...] = ()
    allowances: tuple[AllowanceItem, ...] = ()
    must_hold: tuple[MustHold, ...] = ()

    @property
    def id(self) -> str:
        """The policy's id."""
        return self.meta.id

    def kind(self, text: str | None) -> TrainingKind | None:
        """The training kind meant by an id or a printed name; ``None`` if this policy has no such kind."""
        return next((k for k in self.kinds if text in (k.id, k.zh)), None) if text else None

    def item(self, table: str, id: str) -> Item | None:
        """An item of a table (``titles.rule``) by its id; ``None`` where the policy does not print it."""
        return next((one for one in self.tables.get(table, ()) if one.id == id), None)

    def requirement(self, id: str) -> Requirement | None:
        """The requirement with that id."""
        return next((r for r in self.requirements if r.id == id), None)
