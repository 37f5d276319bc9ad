"""What the county's pages of stations and months ask for, and the page of a month reported and recounted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from swstation.exchange.rollup import Rollup
    from swstation.exchange.station_months import StationMonths
    from swstation.reports.ranking import Ranking


class RecountLine(NamedTuple):
    """A line of a month: as reported and as counted now, in words; ``differs``: the two are not the same."""

    code: str
    number: str
    label: str
    reported: str
    now: str
    difference: str
    unit: str
    differs: bool


@dataclass(frozen=True)
class RecountSeen:
    """A month reported and recounted; ``about``: when it was frozen and by whom, how many lines differ."""

    name: str
    about: str
    lines: Sequence[RecountLine]
    adjustments: int = 0


class ExplainLine(NamedTuple):
    """A row that explains a difference, in words. ``counts``: it is in the figure; ``opens``: as in ``BehindLine``."""

    day: str
    what: str
    happened: str
    written: str
    worker: str
    who: str
    reason: str
    counts: bool
    opens: str = ""


class CountyPort(Protocol):
    """Stations compared. ``frozen_note``: that a month was reported, and how many adjustments came since; empty while
    it is open. ``recounted``: by station how many figures of a month are not what was reported."""

    async def station_months(self, last: str, count: int, as_of: date) -> StationMonths: ...
    async def recounted(self, found: StationMonths, month: str) -> Mapping[str, int]: ...
    async def ranking(self, month: str, code: str, as_of: date) -> Ranking: ...
    async def recount(self, unit: str, month: str, as_of: date) -> RecountSeen: ...
    async def frozen_note(self, month: str) -> str: ...
    async def rollup(self, month: str, as_of: date) -> Rollup: ...
    async def explained(self, unit: str, month: str, code: str, as_of: date) -> Sequence[ExplainLine]: ...
