"""What the page of devices asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Saved


class DeviceSeen(NamedTuple):
    """A device whose card is here. ``word``: what is known of it, with its ``tone``; ``held``: its records here."""

    id: str
    replica: str
    unit: str
    word: str
    tone: str
    since: str
    held: int


class DevicesPort(Protocol):
    """Cards taken in, and what was said of their devices.

    ``device_digits``: the 24 digits both sides see. ``compare_digits`` refuses digits that differ. ``judge_device``:
    ``state`` is revoked (reported lost) or split (asked for a new number).
    """

    async def devices(self) -> Sequence[DeviceSeen]: ...
    async def uncompared(self) -> int: ...
    async def device_digits(self, id: str) -> str: ...
    async def compare_digits(self, id: str, said: str) -> Saved: ...
    async def judge_device(self, replica: str, state: str) -> Saved: ...
