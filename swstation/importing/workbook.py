"""Opening an xlsx file that anybody may have made: within limits, and never trusted."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from db.errors import Refusal
from swstation.importing.cells import CellError, Uncalculated
from swstation.importing.grid import Block, Grid
from swstation.xstring import as_read

MOST_UNPACKED = 160 * 1024 * 1024
MOST_PARTS = 4_000
LAST_ROW = 1_048_576
# Cells that exist in the file, mostly empty ones with a frame around them.
MOST_VISITED = 20_000_000
_CHUNK = 1 << 20
_OVERLAP = 400
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


class Workbook:
    """An open workbook; read a sheet with ``grid``. Made by ``open_workbook`` only."""

    def __init__(self, file: str, book: Any, archive: zipfile.ZipFile) -> None:
        self._file = file
        self._book = book
        self._archive = archive
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        self._sheets = {str(sheet.title): sheet for sheet in sheets}
        self.names = tuple(self._sheets)
        self.hidden = tuple(name for name, sheet in self._sheets.items() if sheet.sheet_state != "visible")

    def grid(self, name: str, *, rows: int | None = None) -> Grid:
        """A sheet's cells, the first ``rows`` or all, with the results of formulas that the file carries."""
        with _one_refusal(self._file):
            return self._grid(name, rows)

    def _grid(self, name: str, rows: int | None) -> Grid:
        sheet = self._sheets[name]
        merged, formulas = self._scan(sheet)
        epoch_1904 = self._book.epoch.year == 1904
        grid = Grid(name, merged=merged, epoch_1904=epoch_1904)
        # The size a file says its sheet has is often wrong; then openpyxl would read one cell only.
        sheet.reset_dimensions()
        visited = 0
        for number, line in enumerate(sheet.iter_rows(), 1):
            visited += len(line)
            if number > LAST_ROW or visited > MOST_VISITED:
                raise Refusal("importing.too_big")
            if rows is not None and number > rows:
                break
            for cell in line:
                if cell.value is not None:
                    grid.put(number, cell.column, _value(cell))
        if formulas and rows is None:
            self._mark_uncalculated(sheet, grid)
        return grid

    def _scan(self, sheet: Any) -> tuple[tuple[Block, ...], bool]:
        """The merged ranges, which openpyxl does not give while it streams, and whether there are formulas."""
        from openpyxl.utils.cell import range_boundaries

        found: set[bytes] = set()
        formulas, rest = False, b""
        with self._archive.open(_part(sheet)) as stream:
            while chunk := stream.read(_CHUNK):
                text = rest + chunk
                found.update(_MERGE.findall(text))
                formulas = formulas or bool(_FORMULA.search(text))
                rest = text[-_OVERLAP:]
        if len(found) > 50_000:
            raise Refusal("importing.too_big")
        blocks = (Block(*range_boundaries(ref.decode("ascii"))) for ref in found)
        return tuple(sorted(blocks, key=lambda block: (block.top, block.left))), formulas

    def _mark_uncalculated(self, sheet: Any, grid: Grid) -> None:
        from openpyxl.utils.cell import coordinate_to_tuple

        with self._archive.open(_part(sheet)) as stream:
            for coordinate in _without_result(stream):
                row, column = coordinate_to_tuple(coordinate)
                grid.put(row, column, Uncalculated("="))


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """An xlsx file. Raises ``Refusal`` for anything else, for one that is damaged and for one that is too big."""
    import openpyxl

    with ExitStack() as stack:
        with _one_refusal(path.name):
            archive = stack.enter_context(zipfile.ZipFile(path))
            _check_parts(archive, path.name)
            # As a stream: openpyxl refuses an xlsx whose name ends in .xls, and there are many.
            stream = stack.enter_context(path.open("rb"))
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            stack.callback(book.close)
            workbook = Workbook(path.name, book, archive)
        yield workbook


@contextmanager
def _one_refusal(file: str) -> Iterator[None]:
    """A file made to hurt can raise anything inside the libraries; it is one refusal all the same."""
    try:
        with warnings.catch_warnings():
            # Extensions openpyxl leaves out: nothing a reader of ledgers needs.
            warnings.simplefilter("ignore")
            yield
    except Refusal:
        raise
    except Exception as error:
        raise Refusal("importing.damaged_file", file=file) from error


def _check_parts(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("importing.encrypted")
    if not any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        raise Refusal("importing.not_a_workbook", file=file)
    read = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in read) > MOST_UNPACKED:
        raise Refusal("importing.too_big")
    for part in read:
        rest = b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                text = rest + chunk
                # No spreadsheet program writes a DTD; a file that does wants to blow up its reader.
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise Refusal("importing.too_big")
                rest = text[-16:]


def _value(cell: Any) -> object:
    if cell.data_type == "e":
        return CellError(cell.value)
    if isinstance(cell.value, str):
        # Most often the carriage return of a pasted line.
        return as_read(cell.value).replace("\r\n", "\n")
    return cell.value


def _part(sheet: Any) -> str:
    return str(sheet._worksheet_path).lstrip("/")


def _without_result(stream: IO[bytes]) -> Iterator[str]:
    """Coordinates of formulas that were saved without their result (text formulas may well give nothing)."""
    for _event, element in ElementTree.iterparse(stream):
        name = element.tag.rpartition("}")[2]
        if name == "c":
            inside = {child.tag.rpartition("}")[2]: child for child in element}
            if "f" in inside and element.get("t") != "str" and not getattr(inside.get("v"), "text", None):
                yield element.get("r", "A1")
        elif name == "row":
            element.clear()
