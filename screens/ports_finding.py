"""What search asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from screens.ports import Fact


@dataclass(frozen=True)
class Found:
    """Something found by typing; ``kind`` is client, case, staff, group, activity, log, or the register of a
    row that has no page of its own. ``why`` and ``word`` (the kind): in words."""

    kind: str
    id: str
    name: str
    remark: str = ""
    day: str = ""
    why: str = ""
    word: str = ""


@dataclass(frozen=True)
class WholeEntry:
    """One entry of the log to read. ``opens``: the page of whom it is about, as ``kind/id``; empty for nobody's."""

    title: str
    facts: Sequence[Fact]
    note: str
    opens: str = ""


class FindingPort(Protocol):
    """Search. ``feed_search`` takes what is new into the index and gives how much is left."""

    async def find_records(self, typed: str) -> Sequence[Found]: ...
    async def feed_search(self) -> int: ...
    async def whole_entry(self, log_id: str) -> WholeEntry: ...
