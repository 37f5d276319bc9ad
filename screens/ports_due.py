"""What the pages of a unit that collects ask about what is due: its own, and what waits below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Due


class UnitDue(NamedTuple):
    """What is due at a unit below: lines in all, late ones, those within a week; ``late_kinds``: word and number, the
    most first.
    """

    unit: str
    name: str
    late: int
    soon: int
    total: int
    late_kinds: Sequence[tuple[str, int]] = ()


class Owed(NamedTuple):
    """Bundles that lie in the inbox; values in dispute; the unit above that nothing was handed in to since a day."""

    bundles: int = 0
    disputes: int = 0
    above: str = ""
    since: str = ""


class DuePort(Protocol):
    """``unit`` is one that is shown in ``due_below``, empty: the book's own. ``put_off``: only what was put off."""

    async def due_below(self, unit: str, as_of: date, days: int, *, put_off: bool) -> Sequence[UnitDue]: ...
    async def due_of(self, unit: str, as_of: date, days: int, *, put_off: bool) -> Sequence[Due]: ...
    async def owed(self, as_of: date) -> Owed: ...
