"""What the pages of policies ask for: which there are, one clause by clause, two compared, what one would change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Saved


class PolicyRow(NamedTuple):
    """A policy. ``pack``: the id of the county's pack it comes from; ``flaw`` says why a pack is not used."""

    id: str
    name: str
    region: str
    document: str
    state: str
    tone: str
    holds: bool
    pack: str = ""
    flaw: str = ""


class ClauseRow(NamedTuple):
    """One thing a policy says: topic, section, what it says, how binding, state, its words, and its facts by line."""

    key: str
    topic: str
    section: str
    says: str
    force: str
    state: str
    tone: str
    quote: str
    facts: Sequence[str]


class PairRow(NamedTuple):
    """A topic of two policies; empty where one is silent. ``same``: both say the same."""

    topic: str
    left: str
    right: str
    same: bool


class EffectRow(NamedTuple):
    """What would change for one person: a requirement before and after, with their tones."""

    id: str
    name: str
    unit: str
    requirement: str
    before: str
    after: str
    tone: str
    missing: str


class PoliciesPort(Protocol):
    """Policies. ``use_policy``: it holds here and, at a county, for all below."""

    async def policy_rows(self, as_of: date) -> Sequence[PolicyRow]: ...
    async def policy_clauses(self, policy: str, as_of: date) -> Sequence[ClauseRow]: ...
    async def policies_compared(self, left: str, right: str, as_of: date) -> Sequence[PairRow]: ...
    async def policy_effect(self, policy: str, as_of: date) -> Sequence[EffectRow]: ...
    async def add_policy(self, file: str) -> Saved: ...
    async def withdraw_policy(self, pack: str) -> Saved: ...
    async def use_policy(self, policy: str) -> Saved: ...
