"""Loads the policy files: each at most once, only when needed; a broken one never stops the program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from db.errors import Refusal
from swstation.rules.model import Meta, Policy
from swstation.rules.reading import PackText, Source, read, read_head
from swstation.rules.schema import Problem

NATIONAL: Final = "national"


def check_file(path: Path) -> list[Problem]:
    """Every problem of one policy file; an empty list means that it can be used. Never raises."""
    return list(read(path)[1])


class PolicySet:
    """The policies of some files.

    A file is parsed in full only when its policy is asked for; ``problems`` parses them all. A broken file
    is as if it were not there, and ``problems`` says why.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources: dict[str, Source] = {}
        self._heads: dict[str, Meta] = {}
        self._read: dict[str, Policy | None] = {}
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self.packed: frozenset[str] = frozenset()
        """The ids of those that a county wrote."""
        for source in sources:
            self._add(source)

    @classmethod
    def of_folder(cls, *folders: Path | Traversable) -> PolicySet:
        """The policies of all ``*.toml`` files of the folders, the earlier folder first."""
        return cls(
            source
            for folder in folders
            if folder.is_dir()
            for source in sorted(folder.iterdir(), key=lambda entry: entry.name)
            if source.name.endswith(".toml")
        )

    def _add(self, source: Source) -> None:
        head = read_head(source)
        id = head.id
        if not id:
            self._problems[str(source)] = read(source)[1]
        elif id in self._sources:
            self._problems[str(source)] = (
                Problem(source.name, "duplicate_policy", "meta", key="id", params={"value": id}),
            )
        else:
            self._sources[id] = source
            self._heads[id] = head

    def _policy(self, id: str) -> Policy | None:
        if id not in self._read:
            source = self._sources[id]
            self._read[id], found = read(source)
            if found:
                self._problems[str(source)] = found
        return self._read[id]

    def with_packs(self, packs: Iterable[PackText]) -> PolicySet:
        """These policies and those of some packs; of one id the later pack replaces the earlier and the file.

        A pack that cannot be read whole is as if it were not there, and ``problems`` says why.
        """
        every = PolicySet(())
        every._sources, every._heads = dict(self._sources), dict(self._heads)
        every._read, every._problems = dict(self._read), dict(self._problems)
        for number, pack in enumerate(packs):
            policy, found = (None, (Problem(pack.name, pack.flaw),)) if pack.flaw else read(pack)
            if policy is not None and policy.id != pack.policy:
                found = (Problem(pack.name, "pack_other_id", "meta", key="id", params={"value": policy.id}),)
            if found or policy is None:
                every._problems[f"pack {number}"] = found
                continue
            every._sources[policy.id], every._heads[policy.id], every._read[policy.id] = pack, policy.meta, policy
            every.packed |= {policy.id}
        return every

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the policies that can be used, in the order of their files."""
        return tuple(id for id in self._sources if self._policy(id) is not None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of every file."""
        for id in self._sources:
            self._policy(id)
        return tuple(problem for found in self._problems.values() for problem in found)

    def all(self) -> tuple[Policy, ...]:
        """Every policy that can be used."""
        return tuple(policy for id in self._sources if (policy := self._policy(id)) is not None)

    def find(self, id: str) -> Policy | None:
        """The policy with that id; ``None`` if there is none or its file is broken."""
        return self._policy(id) if id in self._sources else None

    def get(self, id: str) -> Policy:
        """The policy with that id. Raises ``Refusal`` (``policy.unknown``, or the file's first problem)."""
        if id in self._sources:
            policy = self._policy(id)
            if policy is not None:
                return policy
            raise self._problems[str(self._sources[id])][0].refusal()
        raise Refusal("policy.unknown", token=id, choices=self.ids, known=" ".join(self.ids))

    @property
    def national(self) -> Policy:
        """The national rules; an empty policy if their file cannot be used."""
        return self.find(NATIONAL) or _empty_national()

    def policy_for(self, division: str, as_of: date | None = None) -> Policy:
        """The policy proposed for a place: the longest of the ``divisions`` its code begins with.

        ``division`` is a code of 2 to 12 digits; of several policies for the same place the one that began
        last (on or before ``as_of``, if given). ``national`` where no other fits.
        """
        best: tuple[int, date, int] | None = None
        chosen = ""
        for number, (id, head) in enumerate(self._heads.items()):
            fits = [len(code) for code in head.divisions if division.startswith(code)]
            start = head.effective_from or head.issued or date.min
            if id == NATIONAL or not fits or (as_of is not None and as_of < start):
                continue
            rank = (max(fits), start, number)
            if (best is None or rank > best) and self._policy(id) is not None:
                best, chosen = rank, id
        return (self.find(chosen) if chosen else None) or self.national

    def beside(self, policy: Policy) -> tuple[Policy, ...]:
        """The policies that hold together: ``policy``, those it names beside it, and the national rules."""
        if policy.id == NATIONAL:
            return (policy,)
        named = [one for one in dict.fromkeys(policy.meta.beside) if one not in (policy.id, NATIONAL)]
        return (policy, *(found for one in named if (found := self.find(one))), self.national)


@cache
def shipped() -> PolicySet:
    """The policies that come with the program."""
    return PolicySet.of_folder(files("swstation").joinpath("data", "policies"))


def _empty_national() -> Policy:
    return Policy(Meta(NATIONAL, "", "", "", "", "", ("",)))
