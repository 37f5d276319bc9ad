"""The clock of this machine, held against what is known. A wrong one is told and never stops anyone."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

from db.errors import Refusal
from db.lastword import written_at
from swstation import RELEASED
from swstation.operations.book import Book
from swstation.operations.machine import boot_id

BUILT = date.fromisoformat(RELEASED)
YEARS_AHEAD = 10
"""Years after the program was made from which on a clock is not believed."""
JUMP = timedelta(hours=24)


def doubts(book: Book) -> list[Refusal]:
    """Why the clock is not believed, as sentences to show: before the last record, before or long after the program.

    Where the machine has run on since the last record, its steady time tells of any move of the clock in between.
    """
    from swstation.operations.guards import clock_mark

    now = book.source.now()
    if now.date() < BUILT:
        return [Refusal("clock.before_program", date=now.date().isoformat())]
    if now.date() > date(BUILT.year + YEARS_AHEAD, 1, 1):
        return [Refusal("clock.far_ahead", date=now.date().isoformat())]
    last = written_at(book.connection, book.replica)
    if last is not None and now < datetime.fromisoformat(last) - timedelta(minutes=5):
        return [Refusal("clock.before_last", date=now.date().isoformat(), last=last[:16].replace("T", " "))]
    if moved_since(clock_mark(book)):
        return [Refusal("clock.moved", date=now.date().isoformat())]
    return []


def mark() -> dict[str, object]:
    """Where the machine's clock stands now, to be held against a later look: the start of the machine, and both times.

    ``boot`` is empty where the system does not tell one start from another; then nothing can be said later.
    """
    return {"boot": boot_id(), "steady": steady().total_seconds(), "wall": wall().isoformat(timespec="seconds")}


def wall() -> datetime:
    """The machine's own clock, whatever a demo or a test gives out as the time."""
    return datetime.now().astimezone()


def moved_since(kept: object) -> bool:
    """Whether the clock was moved by more than a day since ``kept`` was marked, in the same running of the machine."""
    if type(kept) is not dict:
        return False
    boot, before, then = kept.get("boot"), kept.get("steady"), kept.get("wall")
    if not boot or boot != boot_id() or type(before) is not float or type(then) is not str:
        return False
    return jumped(datetime.fromisoformat(then), wall(), steady() - timedelta(seconds=before))


def steady() -> timedelta:
    """Time that goes on whatever the clock is set to, and while the machine sleeps, too; from any beginning."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):  # of macOS the second one counts sleep, of Linux the first
        if hasattr(time, name):
            return timedelta(seconds=time.clock_gettime(getattr(time, name)))
    return timedelta(seconds=time.monotonic())


def jumped(before: datetime, now: datetime, passed: timedelta) -> bool:
    """Whether the clock was set back or forward by more than a day between two looks at it, ``passed`` apart."""
    return abs(now - before - passed) > JUMP
