"""What the dialog asks for that erases by order of a county."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Saved


class ErasePlan(NamedTuple):
    """What an order would drop. ``records``: how many records; ``gone``, ``left``: what goes and what stays, by line.

    ``name``: of the client or the row, to be shown, nowhere kept.
    """

    name: str
    records: int
    gone: Sequence[str]
    left: Sequence[str]


class ErasingPort(Protocol):
    """Erasing by order. ``table`` client means the file with all that names this client; any other, the one row.

    Both refuse at a unit that is no county; ``erase`` what has changed since ``records`` were counted.
    """

    async def erase_plan(self, table: str, row: str) -> ErasePlan: ...
    async def erase(self, table: str, row: str, document: str, reason: str, records: int) -> Saved: ...
