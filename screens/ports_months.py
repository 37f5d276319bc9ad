"""What the screens about months that came without names ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Exported
    from swstation.exchange.months import Months


class FigureSeen(NamedTuple):
    """A line of figures. ``number`` only on a figure's first line; ``back``: it is kept back, wholly or by some."""

    number: str
    level: int
    label: str
    value: str
    unit: str
    back: bool


class RowsSeen(NamedTuple):
    """Rows of one kind: what it is called, and each row's name and values in words."""

    word: str
    rows: Sequence[tuple[str, str]]


class MonthSeen(NamedTuple):
    """A month that was opened: its facts by line, and its figures or its rows."""

    title: str
    lines: Sequence[str]
    figures: Sequence[FigureSeen]
    registers: Sequence[RowsSeen]


class MonthsPort(Protocol):
    """Months without names. ``last``: the last of ``count`` months; ``unit`` empty: the sums of all stations.

    ``write_month``: the last month that is over, of this station or of all below, into a folder.
    """

    async def months_here(self, profile: str, last: str, count: int, as_of: date) -> Months: ...
    async def open_month(self, unit: str, month: str, profile: str) -> MonthSeen: ...
    async def write_month(self, profile: str, folder: Path) -> Exported: ...
