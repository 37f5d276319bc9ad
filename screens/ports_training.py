"""What the pages about training ask for: one person's requirements side by side, the team, one training of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice, Clause, Saved


@dataclass(frozen=True)
class Asked:
    """One requirement as the cockpit shows it. Amounts are tenths of ``unit``; ``lines`` say what a list has no room
    for: what is missing, the pace, the projected day, what waits, what stands beside. ``key``: which requirement it is
    to the rows behind it."""

    label: str
    window: str
    earned: int
    required: int
    pending: int
    unit: str
    status: str
    tone: str
    lines: Sequence[str]
    clause: Clause
    key: str = ""


class Had(NamedTuple):
    """A training the person had: its attendance, and for each requirement in turn the verdict and its tone."""

    id: str
    day: str
    title: str
    kind: str
    amount: str
    approved: bool
    verdicts: Sequence[tuple[str, str]]
    proof: str = ""


@dataclass(frozen=True)
class TrainingPage:
    """All that the training page of one person shows. ``notes``: the year's sums, and whether a joiner waits."""

    name: str
    about: str
    asked: Sequence[Asked]
    trainings: Sequence[Had]
    notes: Sequence[str]


class TeamRow(NamedTuple):
    """One of the team: the requirement most at risk. ``required`` is 0 where nothing is asked."""

    id: str
    name: str
    unit_name: str
    label: str
    earned: int
    required: int
    pending: int
    unit: str
    status: str
    tone: str
    missing: str
    per_month: str
    deadline: str


class Roster(NamedTuple):
    """Who can be entered for a training: ids with their labels; and how one usually begins: unit of measure."""

    people: Sequence[Choice]
    measure: str


class TrainingPort(Protocol):
    """Training."""

    async def training_page(self, staff_id: str, as_of: date) -> TrainingPage: ...
    async def training_team(self, typed: str, as_of: date) -> Sequence[TeamRow]: ...
    async def training_roster(self, on: date) -> Roster: ...
    async def enter_training(self, values: Mapping[str, str]) -> Saved: ...
    async def approve_training(self, attendances: Sequence[str], approved: bool) -> Saved: ...
    async def attach_proof(self, attendances: Sequence[str], file: str, number: str) -> Saved: ...
    async def training_statement(self, staff_id: str, year: int, folder: Path) -> Path: ...
