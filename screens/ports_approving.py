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
    """A month before it is approved. ``decided``: what was decided about it, in words; ``over``: it has ended."""

    period: str
    seed: str
    over: bool
    entries: Sequence[MonthEntry]
    decided: str


class ApprovingPort(Protocol):
    """Approving entries. ``approve_month``: ``read`` are the entries that were read."""

    async def month_seen(self, period: str, seed: str, as_of: date) -> MonthSeen: ...
    async def approve_month(self, period: str, seed: str, read: Sequence[str], on: date) -> Saved: ...
    async def return_entries(self, logs: Sequence[str], on: date, reason: str) -> Saved: ...
