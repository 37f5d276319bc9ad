"""A county, its stations and a stick: real databases that hand in, for journeys by keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zlib import crc32

from books import CHINA, seeded, to_be_copied

from db.ids import Source
from screens.backend import BookBackend
from swstation.exchange.exporting import export
from swstation.exchange.identity import trust, write_card
from swstation.operations.book import Book, open_book
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import LogInput, log_service

TODAY = "2026-11-18"


def clock(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=CHINA)


@dataclass(frozen=True)
class Desk:
    """One installation."""

    path: Path

    @contextmanager
    def on(self, day: str) -> Iterator[Book]:
        """Its book as it is open on a day."""
        book = open_book(self.path)
        numbers = seeded(crc32(f"{self.path.name} {day}".encode()))
        try:
            yield replace(book, source=Source(now=lambda: clock(day), random=numbers.random))
        finally:
            book.close()

    def visit(self, day: str, name: str) -> None:
        with self.on(day) as book:
            log_service(book, LogInput(day, "home_visit", minutes=40, new_clients=((name, "met"),)))

    def hand_in(self, day: str, to: Path) -> Path:
        with self.on(day) as book:
            file = export(book, to).file
        assert file is not None
        return file

    @contextmanager
    def backend(self) -> Iterator[BookBackend]:
        made = BookBackend(self.path, lambda: clock(TODAY))
        yield made
        made.shut()

    @property
    def replica(self) -> str:
        with self.on(TODAY) as book:
            return book.replica


@dataclass(frozen=True)
class Fleet:
    """A county, three stations that know it, and a stick."""

    county: Desk
    stations: tuple[Desk, ...]
    stick: Path


def made_desk(path: Path, tier: str, division: str, seed: int) -> Desk:
    book = initialise(path, Setup(tier, division, "李娜", None), seeded(seed))
    to_be_copied(book)
    book.close()
    return Desk(path)


def made_fleet(tmp_path: Path, divisions: tuple[str, ...]) -> Fleet:
    """A county, stations that know it, each with a visit in October, and a stick."""
    stick = tmp_path / "U盘"
    stick.mkdir()
    cards = tmp_path / "cards"
    cards.mkdir()
    county = made_desk(tmp_path / "county.db", "county_station", "532301", 1)
    with county.on("2026-10-01") as book:
        write_card(book, cards / "county.swc", "county_card")
    stations = tuple(
        made_desk(tmp_path / f"{code}.db", "township_station", code, seed) for seed, code in enumerate(divisions, 2)
    )
    for number, station in enumerate(stations):
        with station.on("2026-10-01") as book:
            trust(book, cards / "county.swc")
            write_card(book, cards / f"{number}.swe", "enrolment")
        with county.on("2026-10-01") as book:
            trust(book, cards / f"{number}.swe")
        station.visit("2026-10-12", f"演示{number}")
    return Fleet(county, stations, stick)
