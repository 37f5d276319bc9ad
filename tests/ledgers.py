"""Building ledgers as stations keep them, for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import openpyxl

from swstation.importing.columns import Kind
from swstation.importing.context import Context
from swstation.importing.reader import Table, read
from swstation.importing.rows import ParsedRow, Problem, parse

TODAY = date(2026, 11, 23)


def xlsx(
    path: Path,
    lines: Sequence[Sequence[object]],
    *,
    merged: Iterable[str] = (),
    formats: dict[str, str] | None = None,
    sheet: str = "台账",
) -> Path:
    """A workbook of one sheet; a text that begins with ``=`` stays text unless it is a ``Formula``."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    fill(page, lines, merged=merged, formats=formats)
    book.save(path)
    return path


class Formula(str):
    """A formula that was never calculated."""


def fill(
    page: object,
    lines: Sequence[Sequence[object]],
    *,
    merged: Iterable[str] = (),
    formats: dict[str, str] | None = None,
) -> None:
    """Put lines into a sheet of openpyxl."""
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            if value is None:
                continue
            cell = page.cell(row, column)  # type: ignore[attr-defined]
            cell.value = str(value) if isinstance(value, Formula) else value
            if isinstance(value, str) and not isinstance(value, Formula):
                cell.data_type = "e" if value.startswith("#") else "s"
    for block in merged:
        page.merge_cells(block)  # type: ignore[attr-defined]
    for coordinate, form in (formats or {}).items():
        page[coordinate].number_format = form  # type: ignore[index]


def rewrite(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part inside a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    assert parts[part] != change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, change(content) if name == part else content)
    return path


def rows_of(table: Table, *, as_of: date = TODAY) -> list[ParsedRow]:
    """All rows of a table, understood."""
    return list(parse(table, Context(as_of=as_of)))


def read_rows(path: Path, kind: Kind) -> list[ParsedRow]:
    """All rows of a file, understood."""
    return rows_of(read(path, kind))


def refused(rows: Iterable[ParsedRow]) -> list[tuple[int, str, str, str]]:
    """Row, column, value and code of every refused cell."""
    return [_named(problem) for row in rows for problem in row.problems]


def _named(problem: Problem) -> tuple[int, str, str, str]:
    assert problem.message()
    return (problem.row, problem.column, problem.value, problem.code)
