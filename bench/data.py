"""What is measured on: a demonstration county, made once, and copies of its files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from swstation.demo.plan import Plan
from swstation.demo.run import Made, county_before, make
from swstation.operations.book import Book, open_book

UNTIL = date(2026, 11, 23)


@dataclass
class Data:
    """A demonstration of ``stations`` stations and ``years`` years in ``folder``."""

    folder: Path
    stations: int
    years: int
    quick: bool
    made: Made = field(init=False)
    _copies: int = 0

    def make(self) -> None:
        """Make the county (a minute for three stations and three years)."""
        self.made = make(self.folder / "demo", Plan(UNTIL, self.stations, 12 * self.years))

    @property
    def bundles(self) -> list[Path]:
        """One bundle of each station: those of a station's second laptop are in the first one's."""
        return [bundle.file for bundle in self.made.bundles if bundle.laptop.letter == "A"]

    @property
    def logs(self) -> int:
        """Entries in the county."""
        return self.made.rows["service_log"]

    def place(self) -> Path:
        """A folder nobody has used yet."""
        self._copies += 1
        place = self.folder / f"place{self._copies}"
        place.mkdir()
        return place

    def copy(self, database: Path) -> Path:
        """A copy of a closed database."""
        target = self.place() / database.name
        shutil.copyfile(database, target)
        return target

    def county_before(self) -> Path:
        """A county that trusts the stations and has merged nothing."""
        return county_before(self.made, self.place())

    def drop(self, database: Path) -> None:
        """Take a copy away with all that lies beside it."""
        shutil.rmtree(database.parent)


@contextmanager
def opened(database: Path) -> Iterator[Book]:
    """An installation, closed at the end."""
    book = open_book(database)
    try:
        yield book
    finally:
        book.close()
