"""Reading a ledger: the right sheet, its heading row, and its rows of data; everything left aside is named."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from db.errors import Refusal
from swstation.importing.cells import fold, shown, tidy
from swstation.importing.columns import Kind
from swstation.importing.grid import Grid
from swstation.importing.headings import Headings, SheetColumn, find_headings
from swstation.importing.textfile import read_csv
from swstation.importing.workbook import Workbook, open_workbook

MOST_BYTES = 48 * 1024 * 1024
EXAMPLE_SHEETS = {"zh_CN": "填写示例", "en": "Example"}
"""The template's sheet of examples is never taken for data unless it is asked for."""
HELP_SHEETS = {"zh_CN": "填写说明", "en": "How to fill in"}
LISTS_SHEET = "_lists"
_OWN = frozenset({*EXAMPLE_SHEETS.values(), *HELP_SHEETS.values(), LISTS_SHEET})

_TOTAL = re.compile(r".{0,12}(合计|小计|总计|共计|累计)([:(\d].*|人|户|)")
_NOTE = re.compile(r"(填表|填报|制表|填写|审核|复核|负责|经办|单位|备注|说明|注|联系)[^:]{0,6}:.*")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Rows left aside. ``reason``: ``above`` the headings, ``blank``, ``total``, ``note`` or ``heading`` again."""

    first: int
    last: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of data: the sheet's own number, and the cells by column; merged cells are filled down."""

    number: int
    cells: Mapping[int, object]


@dataclass(frozen=True, slots=True)
class Table:
    """A ledger that was read and not yet understood. ``sheet`` is ``None`` for a csv file."""

    file: Path
    kind: Kind
    sheet: str | None
    heading_row: int
    columns: tuple[SheetColumn, ...]
    rows: tuple[RawRow, ...]
    skipped: tuple[Skipped, ...]
    unknown: tuple[str, ...]
    """Headings that mean nothing to us: reported, left alone."""
    serial: tuple[str, ...]
    left_out: tuple[str, ...]
    """Headings the map leaves out."""
    hidden_sheets: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    unused_map: tuple[str, ...] = ()
    encoding: str | None = None
    epoch_1904: bool = False
    text_file: bool = False


@dataclass(slots=True)
class _Sorted:
    data: list[int] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def read(path: Path, kind: Kind, *, sheet: str | None = None, mapping: Mapping[str, str] | None = None) -> Table:
    """Read a ledger of ``kind`` from xlsx or csv.

    ``sheet``: its name, or its number from 1. ``mapping``: their heading -> our heading (``mapping.load``).
    Raises ``Refusal`` (``importing.*``): not such a file, no heading row, a required column missing, a heading twice,
    no rows, several sheets that could be meant.
    """
    folded = {fold(theirs): ours for theirs, ours in (mapping or {}).items()}
    if _is_workbook(path):
        with open_workbook(path) as book:
            name = _choose(book, kind, folded, sheet)
            grid = book.grid(name)
            hidden = tuple(other for other in book.hidden if other not in _OWN)
            others = tuple(other for other in book.names if other not in {name, *book.hidden, *_OWN})
            return _table(path, kind, grid, folded, mapping or {}, hidden, others)
    if sheet is not None:
        raise Refusal("importing.no_sheets", token=sheet)
    grid = read_csv(path, lambda grid: find_headings(grid, kind, folded) is not None)
    return _table(path, kind, grid, folded, mapping or {}, (), ())


def _is_workbook(path: Path) -> bool:
    """Look at the beginning of the file and at its name; they have to agree."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
            # The list of what is in an old file or an encrypted one may stand anywhere in it.
            rest = file.read(MOST_BYTES) if head.startswith(_OLE) else b""
    except FileNotFoundError:
        raise Refusal("importing.not_found", file=os.fspath(path)) from None
    except OSError:
        raise Refusal("importing.unreadable", file=os.fspath(path)) from None
    if size == 0:
        raise Refusal("importing.empty_file", file=path.name)
    if size > MOST_BYTES:
        raise Refusal("importing.too_big")
    if head.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in head + rest
        raise Refusal("importing.encrypted" if encrypted else "importing.old_format", file=path.name)
    text_name = path.suffix.lower() in (".csv", ".txt", ".tsv")
    if head.startswith(b"PK"):
        if text_name:
            raise Refusal("importing.renamed_workbook", file=path.name)
        return True
    if not text_name:
        raise Refusal("importing.not_a_workbook", file=path.name)
    if re.match(rb"\s*<(!doctype|html|\?xml|table)", head.removeprefix(b"\xef\xbb\xbf"), re.I):
        raise Refusal("importing.not_a_table", file=path.name)
    return False


def _choose(book: Workbook, kind: Kind, mapping: Mapping[str, str], wanted: str | None) -> str:
    if wanted is not None:
        if wanted in book.names:
            return wanted
        if wanted.isdecimal() and 1 <= int(wanted) <= len(book.names):
            return book.names[int(wanted) - 1]
        raise Refusal("importing.sheet_unknown", token=wanted, choices=book.names)
    visible = [name for name in book.names if name not in book.hidden and name not in _OWN]
    fitting: dict[str, bool] = {}
    for name in visible:
        top = book.grid(name, rows=20)
        if headings := find_headings(top, kind, mapping):
            fitting[name] = any(row > headings.bottom for row in top.cells)
    filled = [name for name, has_rows in fitting.items() if has_rows] or list(fitting)
    if len(filled) > 1:
        raise Refusal("importing.sheets", choices=tuple(filled))
    if not filled:
        if not visible:
            raise Refusal("importing.hidden_only", choices=book.names)
        return visible[0]
    return filled[0]


def _table(
    path: Path,
    kind: Kind,
    grid: Grid,
    mapping: Mapping[str, str],
    theirs: Mapping[str, str],
    hidden: tuple[str, ...],
    others: tuple[str, ...],
) -> Table:
    headings = find_headings(grid, kind, mapping)
    if headings is None:
        raise Refusal("importing.no_headings", choices=tuple(column.heading for column in kind.required))
    _check(headings, kind)
    parted = _part(grid, headings)
    if not parted.data:
        raise Refusal("importing.no_rows", sheet=grid.name or path.name)
    grid.fill_down(headings.bottom + 1, set(parted.data))
    bare = sorted(
        {column for row in parted.data for column in grid.cells[row]} - {column.index for column in headings.columns}
    )
    seen = {
        fold(part)
        for column in headings.columns
        for part in (column.heading, column.heading.replace(" / ", ""), *column.heading.split(" / "))
    }
    return Table(
        file=path,
        kind=kind,
        sheet=grid.name,
        heading_row=headings.top,
        columns=headings.columns,
        rows=tuple(RawRow(number, grid.cells[number]) for number in parted.data),
        skipped=tuple(parted.skipped),
        unknown=(*_headings(headings, "unknown"), *(f"[{letters(column)}]" for column in bare)),
        serial=_headings(headings, "serial"),
        left_out=_headings(headings, "left_out"),
        hidden_sheets=hidden,
        other_sheets=others,
        unused_map=tuple(name for name in theirs if fold(name) not in seen),
        encoding=grid.encoding,
        epoch_1904=grid.epoch_1904,
        text_file=grid.text_file,
    )


def _headings(headings: Headings, use: str) -> tuple[str, ...]:
    return tuple(column.heading for column in headings.columns if column.use == use and column.heading)


def _check(headings: Headings, kind: Kind) -> None:
    """Every required column once, no field twice."""
    first: dict[str, SheetColumn] = {}
    said: set[str] = set()
    for place in headings.fields:
        assert place.column is not None
        if before := first.get(place.column.key):
            both = (before.heading, place.heading)
            raise Refusal(
                "importing.heading_twice", field=place.column.heading, token=place.heading, choices=both,
                columns=f"{letters(before.index)}, {letters(place.index)}",
            )  # fmt: skip
        first[place.column.key] = place
        said.update((place.column.key, *place.column.implies, *(place.variant.also if place.variant else ())))
    missing = [column.heading for column in kind.required if column.key not in said]
    if missing:
        raise Refusal("importing.columns_missing", choices=tuple(missing), missing="、".join(missing))


def _part(grid: Grid, headings: Headings) -> _Sorted:
    """Tell rows of data from those that are left aside."""
    parted = _Sorted()
    serial = {column.index for column in headings.columns if column.use == "serial"}
    names = {column.index: fold(shown(grid.get(headings.bottom, column.index))) for column in headings.fields}
    last = headings.bottom
    for row in sorted(grid.cells):
        line = grid.cells[row]
        words = [tidy(shown(line[column])) for column in sorted(line)]
        if row < headings.top:
            parted.skipped.append(Skipped(row, row, "above", " ".join(words)))
            continue
        if row <= headings.bottom:
            continue
        reason = _aside(line, words, names)
        if reason is None and not set(line) - serial:
            continue
        if row - last > 1:
            parted.skipped.append(Skipped(last + 1, row - 1, "blank"))
        last = row
        if reason is not None:
            parted.skipped.append(Skipped(row, row, reason, " ".join(words)[:200]))
        else:
            parted.data.append(row)
    return parted


def _aside(line: Mapping[int, object], words: list[str], names: Mapping[int, str]) -> str | None:
    if any(_TOTAL.fullmatch(fold(word)) for word in words[:2]):
        return "total"
    if len(words) <= 6 and _NOTE.fullmatch(fold(words[0])):
        return "note"
    again = sum(fold(shown(line.get(column))) == name for column, name in names.items() if name)
    return "heading" if again >= 2 and again == sum(column in line for column in names) else None


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(ord("A") + rest) + out
    return out
