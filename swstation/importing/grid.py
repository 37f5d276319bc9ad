"""A sheet as it came: cells by row and column, numbered from 1 as the spreadsheet numbers them."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import NamedTuple

from db.errors import Refusal
from swstation.importing.cells import is_empty

MOST_ROWS = 50_000
MOST_CELLS = 1_000_000
MOST_TOP_BLOCKS = 2_000


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

    def blocks_above(self, row: int) -> tuple[Block, ...]:
        """The merged ranges that begin in the rows down to ``row``, where headings are."""
        found = tuple(block for block in self.merged if block.top <= row)
        if len(found) > MOST_TOP_BLOCKS:
            raise Refusal("importing.too_big")
        return found

    def fill_down(self, first: int, keep: set[int]) -> None:
        """Give the rows of ``keep`` the content of the merged cells they are part of, from row ``first`` on.

        Only downwards, into the block's first column: the others are empty on the sheet as well.
        """
        rows = sorted(keep)
        covered = 0
        for block in self.merged:
            value = self.get(block.top, block.left)
            if block.top < first or block.bottom == block.top or value is None:
                continue
            inside = rows[bisect.bisect_right(rows, block.top) : bisect.bisect_right(rows, block.bottom)]
            # Blocks of a real sheet do not overlap, so they cannot cover more than it has cells.
            covered += len(inside)
            if covered > MOST_CELLS:
                raise Refusal("importing.too_big")
            for row in inside:
                if self.get(row, block.left) is None:
                    self.put(row, block.left, value)
