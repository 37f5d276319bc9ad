"""What the screens about people with several files and about findings ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Fact, Saved


class PairSide(NamedTuple):
    """One file of a pair: masked, or in full with ``facts``."""

    name: str
    born: str
    where: str
    number: str
    facts: Sequence[Fact] = ()


class PersonPair(NamedTuple):
    """Two files that may be of one person. ``state``: open, same, different; ``said``: by whom and when."""

    id: str
    ground: str
    strong: bool
    state: str
    state_word: str
    said: str
    reason: str
    sides: Sequence[PairSide]


class PairsPort(Protocol):
    """Pairs of files. ``decided``: those that somebody has decided, else those that wait."""

    async def person_pairs(self, *, decided: bool) -> Sequence[PersonPair]: ...
    async def reveal_pair(self, pair: str) -> PersonPair: ...
    async def decide_pair(self, pair: str, verdict: str) -> Saved: ...


class ProblemRow(NamedTuple):
    """A finding. ``opens``: the record it leads to, as ``kind/id``; empty where it has no page. ``owner``: who can put
    it right; ``said``: what was said of it, where it was given to somebody.

    ``table``, ``row``: the row it is about; empty where it is about none.
    """

    id: str
    kind: str
    who: str
    unit: str
    what: str
    opens: str
    table: str = ""
    row: str = ""
    owner: str = ""
    said: str = ""


class ProblemsPort(Protocol):
    """What does not fit together. ``findings``: how many wait, findings and pairs nobody has decided about."""

    async def problems(self) -> Sequence[ProblemRow]: ...
    async def settle_finding(self, finding: str, verdict: str, reason: str) -> Saved: ...
    async def findings(self) -> tuple[int, int]: ...
