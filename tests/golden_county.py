"""The golden county: a small demonstration county of thirteen months, made once for all processes of a test run.

What is in it is decided by its seed. Tests that write work on a copy of their own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from db.ids import Source
from swstation.demo.plan import Plan
from swstation.demo.run import make
from swstation.operations.book import open_book
from swstation.operations.links import decide, undecided

PLAN = Plan(date(2026, 1, 20), stations=3, months=13, seed=5, size=0.05)
YEAR = 2025
MORNING = datetime.combine(PLAN.until, time(8), timezone(timedelta(hours=8)))
COUNTY = "C532301"
STATIONS = ("T532301102", "T532301101", "T532301103")
AREA = "532301"


@dataclass(frozen=True, slots=True)
class GoldenCounty:
    """The county's database; ``members`` of each unit: whose entries its figures count."""

    path: Path
    members: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {COUNTY: (*STATIONS, COUNTY), **{one: (one,) for one in STATIONS}}
    )

    def copy(self, folder: Path) -> Path:
        """A copy to write in."""
        return Path(shutil.copyfile(self.path, folder / self.path.name))


def golden_county(shared: Path) -> GoldenCounty:
    """The county, made in ``shared`` by whichever process comes first; the others wait for it."""
    whole = shared / "golden" / "county.db"
    with closing((shared / "golden.lock").open("w", encoding="utf-8")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            made = make(shared / "golden-being-made", PLAN)
            # The one person who is on file on two laptops is one, from then on: on the county's last day, not on ours.
            with closing(open_book(made.county, source=Source(now=lambda: MORNING))) as book:
                for two in undecided(book.connection):
                    decide(book, two.a, two.b, "same", "同一身份证号")
            (shared / "golden-being-made").rename(shared / "golden")
    return GoldenCounty(whole)


def shared(factory: pytest.TempPathFactory) -> GoldenCounty:
    """The one of this run, whatever the number of its processes."""
    own = factory.getbasetemp()  # of this process; above it, where there are several, what all share
    return golden_county(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)
