"""Passphrases of single workers, as the settings page sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice


class WaysPort(Protocol):
    """``ways``: who has a passphrase of their own; the station's own has an empty value.

    ``give_way`` adds or replaces one; ``take_way`` takes it away, but never the last.
    """

    async def ways(self) -> Sequence[Choice]: ...
    async def give_way(self, worker: str, passphrase: str) -> None: ...
    async def take_way(self, worker: str) -> None: ...
