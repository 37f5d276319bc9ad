"""Which parties took part in a case, an activity or the meeting of a need, and the count that a policy asks for.

A policy lists its parties (GZ-49 五社联动, CX-57, SZ-17); which record stands for which party is said by the list of
kinds of resources, whose aliases are the policies' words. A name among an activity's partners counts for the party as
which it is on file; one that is not on file is named and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from swstation import lists
from swstation.rules.clauses import items
from swstation.rules.model import Clause, Item, Policy

TOPIC: Final = "linkages"
GENERAL: Final = ("social_worker", "community", "social_org", "volunteer", "charity")
"""The parties that are counted where no policy lists any: they rest on no clause."""
_BETWEEN = re.compile(r"[、,，;；/\s]+")


class Linkage(NamedTuple):
    """The parties that a policy wants linked, as codes of ``resource_kind``; ``clause`` is ``None`` for the general."""

    zh: str
    en: str
    parties: tuple[str, ...]
    clause: Clause | None


class Doing(NamedTuple):
    """A case, an activity or a need that was met, as register and row, with the parties that are on record.

    ``partners``: names as they were typed; ``helpers``: kinds of the resources that were matched or gave something.
    """

    table: str
    row: str
    title: str
    day: str
    worker: bool
    volunteers: int
    helpers: frozenset[str] = frozenset()
    partners: str = ""


class Linked(NamedTuple):
    """What came of one of them: parties of the linkage that took part, and partners that are not on file."""

    doing: Doing
    parties: tuple[str, ...]
    unknown: tuple[str, ...]


def linkages(policies: Iterable[Policy]) -> list[Linkage]:
    """The linkages whose every party can be told by a record; the general one where no policy has such a one."""
    found = []
    for _policy, item in items(policies, "enumerations.set"):
        if item.extra.get("topic") == TOPIC and (parties := _parties(item)):
            found.append(Linkage(item.zh, item.en, parties, item.clause))
    return found or [Linkage("", "", GENERAL, None)]


def _parties(item: Item) -> tuple[str, ...]:
    kinds = [lists.find("resource_kind", one.id) for one in item.items]
    return tuple(one.code for one in kinds if one is not None) if all(kinds) else ()


def linked(doings: Iterable[Doing], linkage: Linkage, on_file: Mapping[str, str]) -> list[Linked]:
    """The parties of each. ``on_file``: names of resources, providers and organisations, and the kind each is."""
    out = []
    for one in doings:
        there = set(one.helpers)
        if one.worker:
            there.add("social_worker")
        if one.volunteers:
            there.add("volunteer")
        unknown = []
        for name in partners(one.partners):
            kind = on_file.get(name)
            if kind is None:
                unknown.append(name)
            else:
                there.add(kind)
        out.append(Linked(one, tuple(party for party in linkage.parties if party in there), tuple(unknown)))
    return out


def partners(typed: str) -> Sequence[str]:
    """The names among partners as they were typed."""
    return [name for name in _BETWEEN.split(typed.strip()) if name]
