"""What the page of needs and resources asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice, Saved


class NeedRow(NamedTuple):
    """A need in a list. ``state``: open, matched, met or dropped; ``wanted_by``: the day it is wanted, if one is."""

    id: str
    title: str
    kind: str
    who: str
    urgency: str
    urgent: bool
    state: str
    found_on: date
    wanted_by: date | None
    provider: str


class NeedsPort(Protocol):
    """Needs and what meets them. ``provider`` is ``register/id``."""

    async def needs(self, typed: str, *, settled: bool) -> Sequence[NeedRow]: ...
    async def need_providers(self, typed: str) -> Sequence[Choice]: ...
    async def match_need(self, need: str, provider: str, on: date) -> Saved: ...
    async def finish_need(self, need: str, values: Mapping[str, str]) -> Saved: ...
    async def drop_need(self, need: str, on: date, reason: str) -> Saved: ...
    async def confirm_shifts(self, shifts: Sequence[str], on: date) -> Saved: ...
