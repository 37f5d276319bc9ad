"""What the page of two policies side by side asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Clause


class SideSeen(NamedTuple):
    """One thing under one policy, in words: what it asks, what there is, how it stands, the clause."""

    asked: str
    there: str
    status: str
    clause: Clause


@dataclass(frozen=True)
class BesideSeen:
    """One thing under both; ``note``: why the two are not to be compared as numbers."""

    title: str
    left: SideSeen
    right: SideSeen
    note: str = ""


class SidePort(Protocol):
    """Two policies. ``staff``: training of this person alone, ``""`` of everybody."""

    async def side_by_side(self, left: str, right: str, staff: str, as_of: date) -> Sequence[BesideSeen]: ...
    async def write_sides(self, left: str, right: str, staff: str, as_of: date, file: Path) -> int: ...
