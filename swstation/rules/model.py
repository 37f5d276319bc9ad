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
    """One item of any table; ``extra`` holds the keys beyond the common ones, as read."""

    id: str
    zh: str
    en: str
    force: str
    clause: Clause
    derived: tuple[str, ...] = ()
    open: bool | None = None
    items: tuple[Entry, ...] = ()
    extra: Mapping[str, object] = MappingProxyType({})


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

    @property
    def id(self) -> str:
        """The policy's id."""
        return self.meta.id

    def kind(self, text: str | None) -> TrainingKind | None:
        """The training kind meant by an id or a printed name; ``None`` if this policy has no such kind."""
        return next((k for k in self.kinds if text in (k.id, k.zh)), None) if text else None

    def requirement(self, id: str) -> Requirement | None:
        """The requirement with that id."""
        return next((r for r in self.requirements if r.id == id), None)
