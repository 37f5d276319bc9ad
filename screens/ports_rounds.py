"""What a round on paper asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice, Saved


class PaperRow(NamedTuple):
    """One answer keyed back: the row's number, whom it is about, what was understood; ``wrong``: why it is refused."""

    number: int
    who: str
    outcome: str
    note: str
    wrong: str


class PaperPort(Protocol):
    """Lists printed and keyed back. ``round_tiers``: the attention levels among a village's due visits."""

    async def round_tiers(self, village: str, as_of: date) -> Sequence[Choice]: ...
    async def print_round(self, village: str, tier: str | None, as_of: date, folder: Path) -> tuple[int, Path]: ...
    async def printed_rounds(self) -> Sequence[Choice]: ...
    async def read_paper(self, sheet: int, text: str) -> Sequence[PaperRow]: ...
    async def save_paper(self, sheet: int, text: str, on: date) -> Saved: ...
