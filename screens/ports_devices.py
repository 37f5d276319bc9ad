"""What the page of devices asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from screens.ports import Saved


class DeviceSeen(NamedTuple):
    """A device whose card is here. ``word``: what is known of it, with its ``tone``; ``held``: its records here;
    ``state``: unverified, verified, revoked or split; ``collects``: a card that nobody judges."""

    id: str
    replica: str
    unit: str
    word: str
    tone: str
    since: str
    held: int
    state: str = ""
    collects: bool = False


class CardSeen(NamedTuple):
    """A card in a file, before it is taken in. ``here``: it was taken in already."""

    file: Path
    unit: str
    here: bool


class DevicesPort(Protocol):
    """Cards taken in, and what was said of their devices.

    ``device_digits``: the 24 digits both sides see. ``compare_digits`` refuses digits that differ. ``judge_device``:
    ``state`` is revoked (reported lost) or split (asked for a new number). ``cards``: what lies in some files, this
    device's own left out; a file that is no card is called by its name.
    """

    async def cards(self, files: Sequence[Path]) -> Sequence[CardSeen]: ...

    async def devices(self) -> Sequence[DeviceSeen]: ...
    async def uncompared(self) -> int: ...
    async def device_digits(self, id: str) -> str: ...
    async def compare_digits(self, id: str, said: str) -> Saved: ...
    async def judge_device(self, replica: str, state: str) -> Saved: ...
