"""What the pages about more frequent visits, and about what was put off, ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Due, Saved


class SurgeRow(NamedTuple):
    """Days of more frequent visits and how far they have come. ``state``: coming, running, over.

    ``now``: met in the current window as often as asked; ``ever``: met at all, of ``people``.
    """

    id: str
    title: str
    whom: str
    often: str
    start_on: date
    end_on: date
    state: str
    people: int
    now: int
    ever: int
    windows: Sequence[tuple[date, int]]


class WaitingPort(Protocol):
    """Surges, and due lines put off with a reason."""

    async def surges(self, as_of: date) -> Sequence[SurgeRow]: ...
    async def put_off(self, as_of: date, days: int) -> Sequence[Due]: ...
    async def snooze(self, kind: str, table: str, ref: str, until: str, reason: str) -> Saved: ...
    async def unsnooze(self, kind: str, ref: str) -> Saved: ...
