"""What approving a month asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Saved


class MonthEntry(NamedTuple):
    """An entry of a month. ``group``: flagged, sample, rest, not_mine, returned or approved; ``why``: in words."""

    id: str
    day: date
    method: str
    who: str
    writer: str
    minutes: int | None
    note: str
    group: str
    why: str


class MonthSeen(NamedTuple):
    """A month before it is approved. ``decided``: what was decided about it, in words; ``over``: it has ended.

    ``read``: the entries that were read before, also in an earlier sitting.
    """

    period: str
    seed: str
    over: bool
    entries: Sequence[MonthEntry]
    decided: str
    read: frozenset[str] = frozenset()


class ApprovingPort(Protocol):
    """Approving entries. ``approve_month``: ``read`` are the entries that were read.

    ``keep_read``: remember what was read so far, for the next time this page is opened.
    """

    async def month_seen(self, period: str, seed: str, as_of: date) -> MonthSeen: ...
    async def keep_read(self, period: str, seed: str, read: Sequence[str]) -> None: ...
    async def approve_month(self, period: str, seed: str, read: Sequence[str], on: date) -> Saved: ...
    async def return_entries(self, logs: Sequence[str], on: date, reason: str) -> Saved: ...
