"""Opening a csv file: which encoding, which separator."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from db.errors import Refusal
from swstation.importing.cells import LONGEST
from swstation.importing.grid import Grid

_SEPARATORS = (",", "\t", ";")


def read_text(path: Path) -> tuple[str, str]:
    """The file's text and its encoding: UTF-8 with or without a mark, GB18030 (and so GBK), UTF-16 with a mark."""
    raw = path.read_bytes()
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text, "utf-8" if encoding == "utf-8-sig" else encoding
    raise Refusal("importing.encoding", file=path.name)


def read_csv(path: Path, suits: Callable[[Grid], bool]) -> Grid:
    """The file as a grid; rows are numbered as a spreadsheet would number them.

    ``suits`` says whether a grid has headings we know: the first separator that gives such a grid is taken.
    Raises ``Refusal`` for quotes that do not end and cells beyond every measure.
    """
    text, encoding = read_text(path)
    first: Grid | None = None
    broken: Refusal | None = None
    for separator in _SEPARATORS:
        try:
            grid = _grid(text, separator, encoding)
        except Refusal as refusal:
            broken = broken or refusal
            continue
        if suits(grid):
            return grid
        first = first or grid
    if broken is not None:
        raise broken
    assert first is not None
    return first


def _grid(text: str, separator: str, encoding: str) -> Grid:
    grid = Grid(None, text_file=True, encoding=encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 0
    try:
        for row, line in enumerate(reader, 1):
            for column, value in enumerate(line, 1):
                if len(value) > LONGEST:
                    raise Refusal("importing.cell_too_long", row=row, limit=LONGEST)
                grid.put(row, column, value)
    except csv.Error as error:
        raise Refusal("importing.broken_csv", row=row + 1) from error
    return grid
