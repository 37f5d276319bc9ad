"""What a list shows: columns, rows, and where rows come from. No widget here."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple


class Cell(NamedTuple):
    """A value and its tone: ``muted``, ``good``, ``caution``, ``bad``, ``strong`` or none."""

    text: str
    tone: str = ""


class Column(NamedTuple):
    """A column. ``label`` is a msgid; ``cells`` its width, or the least of it where ``grow`` shares the rest.

    ``wide`` hides the column while the list is narrower than that many cells.
    """

    label: str
    cells: int
    right: bool = False
    grow: int = 0
    wide: int = 0


class Row(NamedTuple):
    """A row with the key of its record. A heading spans the list and is stepped over."""

    key: str
    cells: tuple[str | Cell, ...]
    heading: bool = False


Fetch = Callable[[int, int], Awaitable[Sequence[Row]]]
"""Rows from an offset on, at most so many."""

PAGE = 200
_PAGES_KEPT = 12


class ListSource:
    """All rows at hand."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._rows = rows
        self._places: dict[str, int] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, index: int) -> Row | None:
        return self._rows[index]

    def place(self, key: str) -> int | None:
        """Where the record stands, or None."""
        if self._places is None:
            self._places = {row.key: index for index, row in enumerate(self._rows) if not row.heading}
        return self._places.get(key)

    def keys(self) -> list[str]:
        return [row.key for row in self._rows if not row.heading]

    def wanted(self) -> int | None:
        """The first page to fetch, or None."""
        return None


class PagedSource:
    """Rows read a page at a time as they come into sight; a few pages are kept."""

    def __init__(self, count: int, fetch: Fetch) -> None:
        self._count = count
        self.fetch = fetch
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._missing: list[int] = []

    def __len__(self) -> int:
        return self._count

    def row(self, index: int) -> Row | None:
        """The row, or None while its page is on the way."""
        number, within = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._missing:
                self._missing.append(number)
            return None
        return page[within] if within < len(page) else None

    def place(self, key: str) -> int | None:
        for number, page in self._pages.items():
            for within, row in enumerate(page):
                if row.key == key:
                    return number * PAGE + within
        return None

    def keys(self) -> list[str]:
        return [row.key for _number, page in sorted(self._pages.items()) for row in page]

    def wanted(self) -> int | None:
        # The page asked for last is the one in sight.
        return self._missing[-1] if self._missing else None

    def take(self, number: int, rows: Sequence[Row]) -> None:
        """Keep a page that has come."""
        self._missing = [missing for missing in self._missing if missing != number]
        self._pages[number] = rows
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)


Source = ListSource | PagedSource

FEW = 6
"""Cells for whose sake a column that is cut anyway is cut a little more."""


def widths(columns: Sequence[Column], cells: int) -> list[int]:
    """The width of each column in a list so wide; 0 for one that is hidden. One blank parts two columns."""
    shown = [column.wide <= cells for column in columns]
    out = [column.cells if here else 0 for column, here in zip(columns, shown, strict=True)]
    used = sum(out) + max(0, sum(1 for width in out if width) - 1)
    shares = sum(column.grow for column, here in zip(columns, shown, strict=True) if here)
    left = max(0, cells - used)
    for index, column in enumerate(columns):
        if shown[index] and column.grow:
            part = left * column.grow // shares
            out[index] += part
            left -= part
            shares -= column.grow
    return out


def fitted(columns: Sequence[Column], given: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """The same room, given to where it is used: what growing columns leave empty goes to those that would be cut.

    A fixed column that is cut takes a few cells from one that grows and is cut by more anyway. ``given``: as ``widths``
    says, ``wanted``: the longest that stands in each. The least that is missing is met first.
    """
    out = list(given)
    growing = [place for place, column in enumerate(columns) if column.grow and out[place]]
    _give(out, wanted, {place: max(0, out[place] - wanted[place]) for place in growing})
    most = [
        min(want, cells + FEW) if cells and not column.grow else cells
        for column, want, cells in zip(columns, wanted, out, strict=True)
    ]
    cut = [place for place in growing if wanted[place] > out[place] + FEW]
    _give(out, most, {place: max(0, out[place] - columns[place].cells) for place in cut})
    return out


def _give(out: list[int], wanted: Sequence[int], spare: dict[int, int]) -> None:
    # To each that lacks something, from whoever has the most to spare; the least is met first.
    for missing, place in sorted((wanted[place] - out[place], place) for place in range(len(out)) if out[place]):
        while missing > 0 and spare:
            richest = max(spare, key=lambda one: spare[one])
            if not spare[richest] or richest == place:
                break
            part = min(missing, spare[richest])
            out[place] += part
            out[richest] -= part
            spare[richest] -= part
            missing -= part
