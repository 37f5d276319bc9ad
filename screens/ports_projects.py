"""What the pages of projects and targets ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Clause, Fact
    from swstation.operations.library import LibraryLine


@dataclass(frozen=True)
class ProjectRow:
    """A project in the list: of the ``checks`` ``breaches`` are not kept, ``waiting`` those to be done by a day."""

    id: str
    title: str
    purchaser: str
    start_on: date
    end_on: date
    state: str
    checks: int
    breaches: int
    waiting: int
    done: str


class CheckLine(NamedTuple):
    """A check in words: how it stands with its tone, what is asked and what there is, the clause.

    ``check``: which one it is to the rows behind it.
    """

    status: str
    tone: str
    label: str
    amount: str
    clause: Clause
    check: str = ""


class IndicatorLine(NamedTuple):
    """An indicator: what is promised and done, in percent where both are known; ``counted`` from the entries."""

    id: str
    title: str
    target: str
    actual: str
    percent: int | None
    counted: bool


class MoneyLine(NamedTuple):
    """A funding line: budget and spent in words, share of the whole budget; ``category`` is its code."""

    label: str
    budget: str
    spent: str
    share: str
    category: str = ""


@dataclass(frozen=True)
class ProjectPage:
    """One project."""

    row: ProjectRow
    facts: Sequence[Fact]
    checks: Sequence[CheckLine] = field(default_factory=tuple)
    indicators: Sequence[IndicatorLine] = field(default_factory=tuple)
    money: Sequence[MoneyLine] = field(default_factory=tuple)


class TargetLine(NamedTuple):
    """A target in words, with the clause or the decision that sets it, and what it was at the ends of years before.

    ``base``: of what it is a part; ``course``: the numbers of ``before`` and of now; ``closed``: that its day, or the
    policy's term, is over; ``key``: which target it is to the rows behind it.
    """

    label: str
    amount: str
    due: str
    status: str
    tone: str
    clause: Clause
    before: Sequence[str]
    base: str = ""
    course: Sequence[float | None] = ()
    closed: str = ""
    key: str = ""


class ProjectsPort(Protocol):
    """Projects and targets."""

    async def projects(self, as_of: date) -> Sequence[ProjectRow]: ...
    async def project_page(self, project: str, as_of: date) -> ProjectPage: ...
    async def library(self, as_of: date) -> Sequence[LibraryLine]: ...
    async def target_coverage(self, as_of: date) -> str: ...
    async def target_board(self, as_of: date) -> tuple[Sequence[str], Sequence[TargetLine]]: ...
