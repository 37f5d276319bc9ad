"""Time and randomness from a seed: a clock that goes on by itself and can be set forward."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random

from db.ids import Source

CHINA = timezone(timedelta(hours=8))
TICK = timedelta(seconds=2)


class Clock:
    """The clock of one laptop; ``name`` makes its randomness differ from other laptops of the same seed."""

    def __init__(self, seed: int, name: str, day: date) -> None:
        self._numbers = Random(f"{seed}/{name}/ids")
        self._at = datetime.combine(day, time(8), UTC).replace(tzinfo=CHINA)
        self.source = Source(now=self._tick, random=self._numbers.randbytes)

    def _tick(self) -> datetime:
        self._at += TICK
        return self._at

    def forward(self, day: date, hour: int, minute: int = 0) -> None:
        """Go on to a time of day; never back."""
        self._at = max(self._at, datetime.combine(day, time(hour, minute), CHINA))


def chance(seed: int, name: str) -> Random:
    """What decides what happens, apart from the randomness of ids: new ids change no story."""
    return Random(f"{seed}/{name}")
