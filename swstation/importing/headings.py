"""Finding the heading row of a ledger and what its columns are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.errors import Refusal
from swstation.importing.cells import fold, shown, tidy
from swstation.importing.columns import Column, Kind, Variant, heading_form
from swstation.importing.grid import Block, Grid

TOP = 10
"""The heading row is one of the first ten."""
_SERIAL = frozenset({"序号", "序", "行号", "项次", "编序", "no", "no.", "#"})
_DEEPEST = 3
MOST_COLUMNS = 512

Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet. ``use``: ``field``, ``serial``, ``left_out`` by the map, or ``unknown``."""

    index: int
    heading: str
    use: str
    column: Column | None = None
    variant: Variant | None = None


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings stand (one row, or two or three that are merged) and what they say."""

    top: int
    bottom: int
    columns: tuple[SheetColumn, ...]

    @property
    def fields(self) -> tuple[SheetColumn, ...]:
        """The columns that are read."""
        return tuple(column for column in self.columns if column.column is not None)


def find_headings(grid: Grid, kind: Kind, mapping: Mapping[str, str]) -> Headings | None:
    """The first of the top ten rows with at least two known headings, one of them required; ``None`` if none has.

    ``mapping``: folded heading of the file -> our heading, or ``""`` to leave the column out.
    """
    blocks = grid.blocks_above(TOP + _DEEPEST)
    for row in range(1, TOP + 1):
        if row not in grid.cells:
            continue
        if len(grid.cells[row]) > MOST_COLUMNS:
            raise Refusal("importing.too_big")
        found = _read(grid, blocks, row, kind, mapping)
        keys = {column.column.key: column.column for column in found.fields if column.column}
        if len(keys) >= 2 and any(column.required for column in keys.values()):
            return found
    return None


def _read(grid: Grid, blocks: Blocks, row: int, kind: Kind, mapping: Mapping[str, str]) -> Headings:
    bottom = max((block.bottom for block in blocks if block.top == row and block.bottom - row < _DEEPEST), default=row)
    indexes = sorted({index for line in range(row, bottom + 1) for index in grid.cells.get(line, {})})
    paths = {index: _path(grid, blocks, index, row, bottom) for index in indexes}
    if bottom == row:
        _add_groups(grid, blocks, row, paths, kind)
    return Headings(row, bottom, tuple(_column(index, paths[index], kind, mapping) for index in indexes))


def _add_groups(grid: Grid, blocks: Blocks, row: int, paths: dict[int, tuple[str, ...]], kind: Kind) -> None:
    """Put the row above to work where it groups columns: 监护人 over 姓名 and 电话.

    It may as well be a title or a date line, so it counts only where it makes a known heading or parts two equal ones.
    """
    words = [path[-1] for path in paths.values() if path]
    for index, path in paths.items():
        whole = _path(grid, blocks, index, row - 1, row)
        if path and len(whole) > 1 and (words.count(path[-1]) > 1 or kind.find("".join(whole))):
            paths[index] = whole


def _path(grid: Grid, blocks: Blocks, column: int, top: int, bottom: int) -> tuple[str, ...]:
    """The words over a column from top to bottom, a merged one for each of its columns."""
    words: list[str] = []
    for row in range(top, bottom + 1):
        value = grid.get(row, column)
        if value is None:
            inside = (b for b in blocks if b.top <= row <= b.bottom and b.left <= column <= b.right)
            value = next((grid.get(b.top, b.left) for b in inside), None)
        word = " ".join(tidy(shown(value)).split())
        if word and (not words or words[-1] != word):
            words.append(word)
    return tuple(words)


def _column(index: int, path: tuple[str, ...], kind: Kind, mapping: Mapping[str, str]) -> SheetColumn:
    if not path:
        return SheetColumn(index, "", "unknown")
    heading = " / ".join(path)
    # 监护人 / 姓名 is 监护人姓名 if there is such a heading, else 姓名.
    for name in (heading, "".join(path), path[-1]):
        ours = mapping.get(fold(name))
        if ours == "":
            return SheetColumn(index, heading, "left_out")
        if found := kind.find(name if ours is None else ours):
            return SheetColumn(index, heading, "field", *found)
    use = "serial" if heading_form(path[-1]) in _SERIAL else "unknown"
    return SheetColumn(index, heading, use)
