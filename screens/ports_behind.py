"""What the page of the rows behind a figure asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from swstation.reports.behind_cells import Asked

DOUBLES: Final = "doubles"
"""The code of the line of possible doubles: behind it is the page where they are decided."""


@dataclass(frozen=True)
class BehindLine:
    """A row behind a figure. ``opens``: the page of it or of whom it is about, as ``kind/id``; empty for none.

    ``gives``: what it adds to the figure, in words; empty where rows are counted.
    """

    day: str
    what: str
    worker: str
    who: str
    note: str
    opens: str = ""
    gives: str = ""


class BehindSeen(NamedTuple):
    """The rows behind a figure. ``measure``: in what they give it, empty where they are counted; ``whole``: their sum.

    ``empty``: why there are none; ``note``: how the figure is made of them, where that must be said.
    """

    lines: Sequence[BehindLine]
    measure: str = ""
    whole: str = ""
    empty: str = ""
    note: str = ""


class BehindPort(Protocol):
    """The rows behind a figure of any report."""

    async def rows_behind(self, asked: Asked) -> BehindSeen: ...
