"""A list to hand on: tables of rows under a head, the same for a spreadsheet, csv and a page to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from swstation.reports.model import Rate, Scaled
from swstation.reports.plots import Plot


class Yuan(NamedTuple):
    """An amount of money, kept in fen and shown in yuan."""

    fen: int

    def __str__(self) -> str:
        return f"{self.fen // 100}.{self.fen % 100:02d}"


Value = int | str | Yuan | Rate | Scaled | None


class ListColumn(NamedTuple):
    """A column: its heading in the current language, its width in characters, whether numbers stand in it."""

    label: str
    width: int = 12
    right: bool = False


class Cells(NamedTuple):
    """What the figures of a table are of, so that the rows behind each can be found (``behind_cells``).

    ``rows``: a key for each row, empty for one without figures; ``columns``: the same for each column.
    """

    rows: Sequence[str]
    columns: Sequence[str]


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table with a title of its own, and sentences under it. ``refs``: register and row behind each of its rows.

    ``key`` says which of a report's tables it is where there are ``cells``.
    """

    title: str
    columns: Sequence[ListColumn]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()
    refs: Sequence[tuple[str, str]] = ()
    key: str = ""
    cells: Cells | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: title, the lines above, its tables. ``signatures`` are printed at the end, each with room to sign.

    ``as_of`` is the day it is of; it is also the date inside a spreadsheet, so the same data give the same bytes.
    ``plots`` stand on the page to print, before the tables.
    """

    title: str
    as_of: date
    head: Sequence[str]
    tables: Sequence[ListTable]
    signatures: Sequence[str] = ()
    plots: Sequence[Plot] = ()

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(len(table.rows) for table in self.tables)
