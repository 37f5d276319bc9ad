"""What the page that closes a month asks for, and the choice of other reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice, Saved


class OpenLine(NamedTuple):
    """A line of the checklist: what, how many, the first entries that are meant as day and words, which line it is."""

    words: str
    n: int
    examples: str
    code: str = ""


class Closing(NamedTuple):
    """A month: whether it is closed and since when, what is open in it, and what is no longer what was frozen.

    ``ends``: its last day, on which it cannot be closed yet.
    """

    closed_on: str
    ends: date
    lines: Sequence[OpenLine]
    differences: Sequence[tuple[str, str, str]]


class ClosingPort(Protocol):
    """Closing a month, and reports of other periods."""

    async def closing(self, month: str, as_of: date) -> Closing: ...
    async def close_month(self, month: str, as_of: date, reviewer: str) -> Saved: ...
    async def report_kinds(self) -> Sequence[Choice]: ...
