"""A sheet as it came: cells by row and column, numbered from 1 as the spreadsheet numbers them."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import NamedTuple

from db.errors import Refusal
from swstation.importing.cells import is_empty

MOST_ROWS = 50_000
MOST_CELLS = 1_000_000


class Block(NamedTuple):
    """A merged range, both ends in it."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(slots=True)
class Grid:
    """``cells[row][column]``; an empty cell is not there, nor is an empty row."""

    name: str | None
    cells: dict[int, dict[int, object]] = field(default_factory=dict)
    merged: tuple[Block, ...] = ()
    epoch_1904: bool = False
    text_file: bool = False
    encoding: str | None = None
    _count: int = 0

    def put(self, row: int, column: int, value: object) -> None:
        """Set a cell. Raises ``Refusal`` when there are more rows or cells than a ledger has."""
        if is_empty(value):
            return
        line = self.cells.setdefault(row, {})
        self._count += column not in line
        line[column] = value
        if len(self.cells) > MOST_ROWS or self._count > MOST_CELLS:
            raise Refusal("importing.too_many_rows", rows=MOST_ROWS, cells=MOST_CELLS)

    def get(self, row: int, column: int) -> object:
        """A cell's content; ``None`` if it is empty."""
        return self.cells.get(row, {}).get(column)

    def fill_down(self, first: int, keep: set[int]) -> None:
        """Give the rows of ``keep`` the content of the merged cells they are part of, from row ``first`` on.

        Only downwards, into the block's first column: the others are empty on the sheet as well.
        """
        rows = sorted(keep)
        for block in self.merged:
            value = self.get(block.top, block.left)
            if block.top < first or block.bottom == block.top or value is None:
                continue
            start = bisect.bisect_right(rows, block.top)
            for row in rows[start : bisect.bisect_right(rows, block.bottom)]:
                if self.get(row, block.left) is None:
                    self.put(row, block.left, value)
