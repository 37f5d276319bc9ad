"""A form that is a spreadsheet: places in the text of cells, and cells with names (``sw.period``).

A row with places of a list is repeated for each row of it; what stands below moves down. The form keeps its formats,
widths, formulas and print settings; pictures and charts in it are lost (docs/own-forms.md says so).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from db.errors import Refusal
from swstation.i18n import _
from swstation.own_forms.folder import OwnForm
from swstation.own_forms.places import PREFIX, Answer, is_row, list_and_column, missing, places_in, plain, put_in
from swstation.own_forms.tables import Tables
from swstation.reports.listing import Value, Yuan
from swstation.reports.model import Rate, Scaled
from swstation.reports.paper import clean
from swstation.reports.spreadsheet import day_of
from swstation.xstring import escaped, unescaped

_BROKEN: Final = (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError)


def read_places(file: Path) -> list[str]:
    """The names that a form uses, each once, in the order of reading. Refuses what is no spreadsheet."""
    book = _open(file)
    found = [name for page in book.worksheets for cell in _texts(page) for name in places_in(cell.value)]
    found += [plain(name) for name, _page, _cell in _named(book)]
    return list(dict.fromkeys(found))


def fill(form: OwnForm, target: Path, answer: Answer, tables: Tables) -> None:
    """Write the filled form to ``target``."""
    book = _open(form.file)
    for name, page, where in _named(book):
        found = answer(plain(name))
        _put(page[where], found.value, found.label)
    for page in book.worksheets:
        _repeat(page, tables)
        for cell in list(_texts(page)):
            _fill(cell, answer)
        _foot(page, form)
    with target.open("wb") as out:
        book.save(out)


def _open(file: Path) -> Any:
    try:
        with warnings.catch_warnings():  # what the library does not keep is said in the documentation, not here
            warnings.simplefilter("ignore")
            return load_workbook(file)
    except _BROKEN:
        raise Refusal("own_form.broken", field="file", token=file.name) from None


def _texts(page: Any) -> Iterator[Any]:
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and "{{" in cell.value:
                yield cell


def _named(book: Any) -> Iterator[tuple[str, Any, str]]:
    """Cells whose name begins with ``sw.``: the name, the page, the first cell."""
    own = [(name, one) for page in book.worksheets for name, one in page.defined_names.items()]
    for name, one in [*book.defined_names.items(), *own]:
        if name.lower().startswith(PREFIX):
            for page, where in one.destinations:
                if page in book.sheetnames:
                    left, top, _right, _bottom = range_boundaries(where.replace("$", ""))
                    yield name, book[page], book[page].cell(top, left).coordinate


def _fill(cell: Any, answer: Answer) -> None:
    names = places_in(cell.value)
    if not names:
        return
    found = {name: answer(name) for name in names}
    if len(names) == 1 and cell.value.strip().startswith("{{") and cell.value.strip().endswith("}}"):
        one = found[names[0]]
        _put(cell, one.value, one.label)
    else:
        _text(cell, put_in(unescaped(cell.value), {name: one.words for name, one in found.items()}))


def _put(cell: Any, value: Value, label: str = "") -> None:
    """Write a value as what it is: a number, a day, a text; what is missing in brackets where it has a ``label``."""
    if value in (None, ""):
        _text(cell, missing(label) if label else "")
    elif isinstance(value, Yuan):
        cell.value = value.fen / 100
    elif isinstance(value, Scaled):
        cell.value = value.number
    elif isinstance(value, Rate):
        _rate(cell, value)
    elif isinstance(value, int):
        cell.value = value
    elif isinstance(value, str) and (day := day_of(value)) is not None:
        # The library gives a day a format of its own when it is set: what the form says holds.
        whole, form = len(value) == len("2026-01-01"), cell.number_format
        cell.value = day.date() if whole else day
        cell.number_format = form if form != "General" else "yyyy-mm-dd" if whole else "yyyy-mm-dd hh:mm"
    else:
        _text(cell, str(value))


def _rate(cell: Any, value: Rate) -> None:
    if value.tenths is None:
        _text(cell, str(value))
        return
    cell.value = value.tenths / 1000
    if cell.number_format == "General":
        cell.number_format = "0.0%"


def _text(cell: Any, text: str) -> None:
    # The library takes a text that begins with an equals sign for a formula unless it is told otherwise.
    cell.value = escaped(clean(text))
    cell.data_type = "s"


def _repeat(page: Any, tables: Tables) -> None:
    """Repeat the rows that hold places of a list, from the last one up, so that none moves another."""
    for number in sorted({cell.row for cell in _texts(page) if any(map(is_row, places_in(cell.value)))}, reverse=True):
        template = [(cell, cell.value) for cell in page[number]]
        names = [name for _cell, text in template if isinstance(text, str) for name in places_in(text) if is_row(name)]
        rows = tables.rows(list_and_column(names[0])[0])
        if len(rows) > 1:
            _make_room(page, number, len(rows) - 1)
        for at in range(max(1, len(rows))):
            for cell, text in template:
                made = page.cell(number + at, cell.column)
                if at and cell.has_style:
                    made._style = copy(cell._style)
                _fill_row_cell(made, text, tables, at if rows else None, first=cell is template[0][0])
            if at and page.row_dimensions[number].height:
                page.row_dimensions[number + at].height = page.row_dimensions[number].height


def _fill_row_cell(cell: Any, text: Any, tables: Tables, at: int | None, *, first: bool) -> None:
    if not isinstance(text, str) or not (names := [name for name in places_in(text) if is_row(name)]):
        if text is not None and not _merged(cell):
            cell.value = text
        return
    if at is None:
        _text(cell, _("none") if first else "")
        return
    if len(names) == 1 and text.strip() == text.strip().split("}}")[0] + "}}" and text.strip().startswith("{{"):
        _put(cell, tables.cell(names[0], at))
    else:
        other = {name: "{{" + name + "}}" for name in places_in(text) if not is_row(name)}
        _text(cell, put_in(unescaped(text), {**other, **{name: tables.words(name, at) for name in names}}))


def _merged(cell: Any) -> bool:
    return type(cell).__name__ == "MergedCell"


def _make_room(page: Any, number: int, more: int) -> None:
    """Move what stands below a row down, merged cells and heights with it."""
    last, columns = page.max_row, page.max_column
    moved = [one for one in list(page.merged_cells.ranges) if one.min_row > number]
    for one in moved:
        page.unmerge_cells(str(one))
    heights = {row: page.row_dimensions[row].height for row in range(number + 1, last + 1)}
    if last > number:
        from openpyxl.utils import get_column_letter

        page.move_range(f"A{number + 1}:{get_column_letter(columns)}{last}", rows=more, translate=True)
    for row in heights:
        page.row_dimensions[row].height = None
    for row, height in heights.items():
        page.row_dimensions[row + more].height = height
    for one in moved:
        one.shift(row_shift=more)
        page.merge_cells(str(one))
    _grow_print_area(page, number, more)


def _grow_print_area(page: Any, number: int, more: int) -> None:
    from openpyxl.utils import get_column_letter

    areas: Iterable[str] = str(page.print_area).split(",") if page.print_area else ()
    grown = []
    for area in areas:
        left, top, right, bottom = range_boundaries(area.rpartition("!")[2].replace("$", ""))
        bottom += more if bottom >= number else 0
        grown.append(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")
    if grown:
        page.print_area = ",".join(grown)


def _foot(page: Any, form: OwnForm) -> None:
    """Name and version at the foot of each printed sheet, beside what the form has there itself."""
    words = form.footer.replace("&", "&&")
    left = page.oddFooter.left
    left.text = f"{left.text}  {words}" if left.text else words
    if not (page.oddFooter.right.text or page.oddFooter.center.text):
        page.oddFooter.right.text = _("Page {page} of {pages}").format(page="&P", pages="&N")
