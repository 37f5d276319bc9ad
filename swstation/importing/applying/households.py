"""Households as ledgers write them: the name of the head, and what each person is to the head."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from swstation.importing.applying.base import RowRefused
from swstation.importing.applying.registers import Registers

_SELF = frozenset(("本人", "户主", "自己", "户主本人"))


@dataclass(frozen=True, slots=True)
class Member:
    """A person, and what the ledger says of the household.

    ``place``: village, its name and address, as the row gives them, else as the person's file has them; ``given``: what
    of that the row gives.
    """

    client: str
    name: str
    head: str | None
    relation: str | None
    place: dict[str, Any]
    given: dict[str, Any]

    @property
    def is_head(self) -> bool:
        """Whether the person is the head."""
        if self.relation in _SELF:
            return True
        return self.relation is None and self.head == self.name

    @property
    def head_name(self) -> str | None:
        """The name of the head; ``None`` where nothing is said."""
        return self.head or (self.name if self.is_head else None)


class Households:
    """The households by the name of the head and the village, those being added included."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._of: dict[str, list[str]] = defaultdict(list)
        self._latest: dict[tuple[str, str], str] = {}
        for home, groups in registers.rows("household").items():
            if name := groups["ident"]["head_name"]:
                self._of[name].append(home)

    def find(self, member: Member) -> str | None:
        """The household meant, ``None`` for a new one. Raises ``RowRefused`` where several could be meant.

        Two heads of one name in one village have two households: a member belongs to the one named last in the file.
        """
        name = member.head_name
        assert name is not None
        if member.is_head and name != member.name:
            raise RowRefused("relation", "importing.head_is_other", name=name)
        before = self._registers.get("client", member.client, "household")
        if (
            before
            and self._name(before) == name
            and (not member.is_head or self._head(before) in (None, member.client))
        ):
            return str(before)
        fitting = self._in_place(name, _place(member.place))
        if member.is_head:
            own = [home for home in fitting if self._head(home) == member.client]
            fitting = own or [home for home in fitting if self._head(home) is None]
        if len(fitting) > 1:
            latest = self._latest.get((name, _place(member.place)))
            if latest not in fitting:
                raise RowRefused("head", "importing.several_households", name=name)
            return latest
        return fitting[0] if fitting else None

    def say(self, home: str, member: Member, *, new: bool) -> bool:
        """Say of a household what this member's row says."""
        changed = False
        if new:
            self._registers.say("household", home, {"head_name": member.head_name})
            self._registers.say("household", home, member.place, aside=True)
        if member.is_head:
            changed = self._registers.say("household", home, {"head": member.client, **member.given})
        return changed or new

    def remember(self, home: str, member: Member) -> None:
        """The row was taken."""
        name = member.head_name
        assert name is not None
        if home not in self._of[name]:
            self._of[name].append(home)
        self._latest[name, _place(member.place)] = home

    def _in_place(self, name: str, place: str) -> list[str]:
        known = {home: _place(self._registers.rows("household")[home]["place"]) for home in self._of.get(name, ())}
        exact = [home for home, where in known.items() if where == place]
        return exact or [home for home, where in known.items() if not where or not place]

    def _name(self, home: str) -> Any:
        return self._registers.get("household", home, "head_name")

    def _head(self, home: str) -> Any:
        return self._registers.get("household", home, "head")


def _place(place: dict[str, Any]) -> str:
    return place.get("village") or place.get("village_name") or ""
