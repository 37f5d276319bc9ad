"""Taking ledgers into a station of its own, for tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from books import seeded
from ledgers import TODAY, xlsx

from swstation.importing.applying import Outcome, import_file
from swstation.operations.book import Book
from swstation.operations.install import Setup, initialise

DIVISION = "532301102"
"""东瓜镇, whose policy is Chuxiong's."""


class Station:
    """A station, and a short way to bring ledgers in."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book, self.folder = book, folder
        self._files = 0

    def take(self, kind: str, *lines: Sequence[object], as_of: date = TODAY, **options: Any) -> Outcome:
        """Bring in a ledger of these lines, the headings first."""
        self._files += 1
        file = xlsx(self.folder / f"{kind}-{self._files}.xlsx", lines)
        return import_file(self.book, kind, file, as_of, **options)[1]

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a question of SQL answers."""
        return list(self.book.connection.execute(sql, values).fetchall())

    @property
    def ops(self) -> int:
        """How many change records there are."""
        return int(self.all("SELECT count(*) FROM op")[0][0])


@contextmanager
def station(
    folder: Path, *, division: str = DIVISION, policy: str = "", tier: str = "township_station"
) -> Iterator[Station]:
    """A new station with one member of staff, 赵试."""
    book = initialise(folder / "book.db", Setup(tier, division, "赵试", None, policy=policy), seeded(1))
    book.connection.execute("PRAGMA synchronous = OFF")  # nobody cuts the power here, and waiting is dear
    try:
        yield Station(book, folder)
    finally:
        book.close()


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    """Rows read, added, updated, unchanged."""
    return outcome.read, outcome.added, outcome.updated, outcome.unchanged


def refusals(outcome: Outcome) -> list[tuple[int, str, str, str]]:
    """Row, column, value and code of every refused cell; each has its sentence."""
    assert all(problem.message() for problem in outcome.refused)
    return [(p.row, p.column, p.value, p.code) for p in outcome.refused]
