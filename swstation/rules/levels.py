"""Certificate levels: one order under a policy, and one identifier for each whatever a document calls it.

A level is stored as the national id (``assistant_social_worker``, ``social_worker``,
``senior_social_worker``) or, where a region has one of its own, as ``<policy>.<level>``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from swstation.rules.facts import Certificate
from swstation.rules.model import Clause, Policy, PolicyLevel
from swstation.rules.policy import PolicySet


class Level(NamedTuple):
    """One level; ``rank`` grows with the level, from 1, and compares only within one ``Levels``."""

    id: str
    zh: str
    en: str
    national: bool
    rank: int
    clause: Clause


class Levels:
    """The levels known under a policy, lowest first.

    The order is the policy's where it prints one for all its levels; tiers (初级、中级、高级) are filled by
    the national certificates, levels it does not name stand in the national order, and local levels stay
    apart, below.
    """

    def __init__(self, policy: Policy, national: Policy, others: Iterable[Policy] = ()) -> None:
        self._national = sorted(national.levels, key=lambda level: level.order or 0)
        found: dict[str, tuple[PolicyLevel, bool]] = {}
        own = policy.levels if policy.id != national.id else ()
        if all(level.order for level in own):
            own = tuple(sorted(own, key=lambda level: level.order or 0))
        else:
            own = tuple(sorted(own, key=lambda level: self._position(level)))
        for level in own:
            if (id := self._id(policy, level)) is not None:
                found.setdefault(id, (self._same(level) or level, self._same(level) is not None))
        order = list(found)
        for at, level in enumerate(self._national):
            if level.id not in found:
                lower = [order.index(below.id) for below in self._national[:at] if below.id in order]
                higher = [order.index(above.id) for above in self._national[at + 1 :] if above.id in order]
                place = max(lower) + 1 if lower else (min(higher) if higher else len(order))
                order.insert(place, level.id)
                found[level.id] = (level, True)
        foreign = [
            (f"{other.id}.{level.id}", level)
            for other in others
            if other.id not in (policy.id, national.id)
            for level in other.levels
            if self._same(level) is None and not self._is_class(level)
        ]
        order = [id for id, _level in foreign] + order
        found.update({id: (level, False) for id, level in foreign})
        self.all = tuple(
            Level(id, found[id][0].zh, found[id][0].en, found[id][1], rank, found[id][0].clause)
            for rank, id in enumerate(order, 1)
        )
        self._by_id = {level.id: level for level in self.all}
        self._words = self._spoken(policy, national)

    def get(self, id: str) -> Level | None:
        """The level with that stored id."""
        return self._by_id.get(id)

    def resolve(self, text: str) -> Level | None:
        """The level meant by a stored id, a printed name, an alias or a tier, in any width and spacing."""
        return self._by_id.get(text) or self._by_id.get(self._words.get(_plain(text), ""))

    def of_policy(self, policy: Policy, level_id: str) -> Level | None:
        """The level that one policy calls ``level_id`` in its own table."""
        for level in policy.levels:
            if level.id == level_id:
                return self._by_id.get(self._id(policy, level) or "")
        return None

    def highest(self, certificates: Iterable[Certificate], as_of: date) -> Level | None:
        """The highest level among the certificates held on ``as_of``; ``None`` without any that is known."""
        held = [
            level
            for certificate in certificates
            if certificate.issued_on is None or certificate.issued_on <= as_of
            if (level := self._by_id.get(certificate.level)) is not None
        ]
        return max(held, key=lambda level: level.rank, default=None)

    def named(self, texts: Iterable[str]) -> frozenset[str]:
        """The ids of the levels that a list of words (``applies_to``) names; words for others are left out."""
        return frozenset(level.id for text in texts if (level := self.resolve(text)) is not None)

    def _spoken(self, policy: Policy, national: Policy) -> dict[str, str]:
        words: dict[str, str] = {}
        levels = [(policy, level) for level in policy.levels] + [(national, level) for level in national.levels]
        for owner, level in levels:
            id = level.id if owner.id == national.id else self._id(owner, level)
            if id is not None:
                for word in (level.zh, level.en, level.id, *level.aliases):
                    words.setdefault(_plain(word), id)
        for level_ in self.all:
            words.setdefault(_plain(level_.zh), level_.id)
            words.setdefault(_plain(level_.en), level_.id)
        return words

    def _same(self, level: PolicyLevel) -> PolicyLevel | None:
        """The national level that a policy's level is: by tier, by name, by alias, by id."""
        if level.scope == "local":
            return None
        for national in self._national:
            if level.tier is not None and level.tier == national.tier:
                return national
        words = {_plain(level.zh), _plain(level.id)}
        for national in self._national:
            if not words.isdisjoint(map(_plain, (national.zh, national.id, *national.aliases))):
                return national
        return None

    @staticmethod
    def _is_class(level: PolicyLevel) -> bool:
        """A word for all national certificates together, which is no level of its own."""
        return level.scope == "national"

    def _id(self, policy: Policy, level: PolicyLevel) -> str | None:
        same = self._same(level)
        if same is not None:
            return same.id
        return None if self._is_class(level) else f"{policy.id}.{level.id}"

    def _position(self, level: PolicyLevel) -> int:
        same = self._same(level)
        return -1 if same is None else self._national.index(same)


def levels_for(policies: PolicySet, policy: Policy) -> Levels:
    """The levels under one policy, the local levels of the other policies included."""
    return Levels(policy, policies.national, policies.all())


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()
