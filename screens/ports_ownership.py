"""What the screens about whose a record is ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice, Saved


class Waiting(NamedTuple):
    """Something given to another station that waits for this device's confirmation.

    ``rows``: how many rows it is; ``kit``: what the other side needs to know of it, a line each.
    """

    id: str
    kind: str
    name: str
    to: str
    on: str
    reason: str
    rows: int
    kit: Sequence[str] = ()


class Uncounted(NamedTuple):
    """A record that does not count for its row. ``said``: its values in words, masked where they are in lists."""

    id: str
    at: str
    kind: str
    name: str
    by: str
    why: str
    said: Sequence[str] = ()


class OwnershipPort(Protocol):
    """Transfers by a county, and what a station confirms.

    ``transfer_units``: the units a record may go to, by name; refuses where that is not this unit's to say.
    ``transfer``: ``kind`` is client, case or staff; values are to, on, reason, consent and cases (yes or no).
    ``uncounted``: records that do not count; ``judge``: the county's word on them.
    """

    async def transfer_units(self) -> Sequence[Choice]: ...
    async def transfer(self, kind: str, row: str, values: Mapping[str, str]) -> Saved: ...
    async def waiting(self) -> Sequence[Waiting]: ...
    async def confirm(self, ids: Sequence[str]) -> Saved: ...
    async def uncounted(self) -> Sequence[Uncounted]: ...
    async def foreign_count(self) -> int: ...
    async def judge(self, ids: Sequence[str], *, admitted: bool, reason: str) -> Saved: ...
