"""An entry waiting to be written: what a worker did on a day, and when it is typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from swstation.operations.logs import LogInput

ROUNDS = (10, 15, 20, 25, 30, 30, 40, 45, 60)
"""Minutes as people write them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``worker`` is an index into the laptop's staff; ``before`` is written first, ``after`` behind the entry.

    ``id``: the entry's own, where ``after`` names it; ``alone``: what it tells of stands in ``before`` and ``after``.
    """

    worker: int
    log: LogInput
    before: tuple[Change, ...] = ()
    after: tuple[Change, ...] = ()
    id: str | None = None
    alone: bool = False


def typed_on(rng: Random, day: date) -> date:
    """When an entry of a day is typed in: mostly the same day, some days later, now and then weeks later."""
    drawn = rng.random()
    if drawn < 0.74:
        return day
    return day + timedelta(days=rng.randint(1, 4) if drawn < 0.98 else rng.randint(8, 24))


def times(rng: Random, minutes: int) -> dict[str, Any]:
    """When on the day, as workers say it: a part of the day, hours from and to, only the length, or nothing."""
    drawn = rng.random()
    if drawn < 0.3:
        return {"minutes": minutes, "part_of_day": rng.choice(("morning", "afternoon"))}
    if drawn < 0.5:
        start = rng.choice((8, 9, 10, 14, 15, 16)) * 60 + rng.choice((0, 10, 20, 30, 40))
        end = start + minutes
        return {
            "minutes": minutes, "part_of_day": "morning" if start < 720 else "afternoon",
            "start_time": f"{start // 60:02d}:{start % 60:02d}", "end_time": f"{end // 60:02d}:{end % 60:02d}",
        }  # fmt: skip
    return {"minutes": minutes} if drawn < 0.97 else {}
