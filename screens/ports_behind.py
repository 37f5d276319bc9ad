"""What the page of the rows behind a figure asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

DOUBLES: Final = "doubles"
"""The code of the line of possible doubles: behind it is the page where they are decided."""


@dataclass(frozen=True)
class BehindLine:
    """A row behind a figure. ``opens``: the page of it or of whom it is about, as ``kind/id``; empty for none."""

    day: str
    what: str
    worker: str
    who: str
    note: str
    opens: str = ""


class BehindPort(Protocol):
    """The rows behind a line of the monthly report."""

    async def behind(self, month: str, code: str, unit: str = "") -> Sequence[BehindLine]: ...
