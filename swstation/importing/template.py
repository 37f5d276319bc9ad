"""Empty ledgers to fill in: headings, drop-down lists, text columns where spreadsheets do harm, and an example."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from db.errors import Refusal
from swstation.i18n import _, language
from swstation.importing.columns import Column, Kind
from swstation.importing.context import Vocabulary
from swstation.importing.examples import EXAMPLES
from swstation.importing.reader import EXAMPLE_SHEETS, HELP_SHEETS, LISTS_SHEET
from swstation.importing.writing import Written, cells
from swstation.xstring import for_writer

LAST_ROW = 3_000
"""Down to here the columns have their formats and drop-down lists."""
_LONGEST_PROMPT = 255


def write(
    kind: Kind,
    path: Path,
    *,
    choices: Mapping[str, Sequence[str]] | None = None,
    rows: Iterable[Mapping[str, object]] = (),
    vocabulary: Vocabulary | None = None,
) -> Path:
    """Write a workbook for ``import``. Returns its path.

    ``choices``: words to offer beside the shipped lists, by field (levels and fields of the policy, workers,
    villages); they are offered, nothing else is refused. ``rows``: typed values to fill in already.
    Raises ``Refusal``: not a name in .xlsx, a file that is there, a folder that cannot be written to.
    """
    if path.suffix.lower() != ".xlsx":
        raise Refusal("importing.template_name", file=path.name)
    content = _content(kind, dict(choices or {}), rows, vocabulary or Vocabulary())
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise Refusal("importing.template_exists", file=os.fspath(path)) from None
    except OSError:
        raise Refusal("importing.template_unwritable", file=os.fspath(path)) from None
    return path


def heading(column: Column) -> str:
    """A column's heading in a template: Chinese, or the field's name in English; ``*`` marks what is required."""
    name = column.key if language() == "en" else column.title or column.heading
    return f"{name}*" if column.required else name


def _content(
    kind: Kind, choices: dict[str, Sequence[str]], rows: Iterable[Mapping[str, object]], words: Vocabulary
) -> bytes:
    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, options)
    styles = {
        "head": book.add_format({"bold": True, "bg_color": "#D9E8E3", "border": 1, "text_wrap": True}),
        "must": book.add_format(
            {"bold": True, "bg_color": "#D9E8E3", "border": 1, "text_wrap": True, "font_color": "#A61C1C"}
        ),
        "text": book.add_format({"num_format": "@"}),
        "free": book.add_format({"num_format": "@", "text_wrap": True}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "number": book.add_format({}),
    }
    code = "en" if language() == "en" else "zh_CN"
    offered = _offered(kind, choices, words)
    data = book.add_worksheet(_(kind.label)[:31])
    example = book.add_worksheet(EXAMPLE_SHEETS[code])
    _help(book.add_worksheet(HELP_SHEETS[code]), kind, styles)
    ranges = _lists(book.add_worksheet(LISTS_SHEET), offered)
    _sheet(data, kind, rows, styles)
    _sheet(example, kind, _examples(kind, choices), styles)
    for index, column in enumerate(kind.columns):
        if column.key in ranges:
            data.data_validation(1, index, LAST_ROW, index, _drop_down(column, ranges[column.key]))
    book.close()
    return buffer.getvalue()


def _offered(kind: Kind, choices: Mapping[str, Sequence[str]], words: Vocabulary) -> dict[str, Sequence[str]]:
    out: dict[str, Sequence[str]] = {}
    for column in kind.columns:
        shipped = words.labels(column.options) if isinstance(column.options, str) else column.options
        if found := [*shipped, *(word for word in choices.get(column.key, ()) if word not in shipped)]:
            out[column.key] = found
    return out


def _lists(sheet: Any, offered: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The words of the drop-down lists, a column each on a hidden sheet: a list in the cell itself is cut at 255."""
    from xlsxwriter.utility import xl_range_abs

    sheet.hide()
    ranges: dict[str, str] = {}
    for index, (key, found) in enumerate(offered.items()):
        for row, word in enumerate(found):
            sheet.write_string(row, index, for_writer(word))
        ranges[key] = f"={LISTS_SHEET}!{xl_range_abs(0, index, len(found) - 1, index)}"
    return ranges


def _drop_down(column: Column, source: str) -> dict[str, object]:
    hint = _(column.hint)[:_LONGEST_PROMPT]
    return {"validate": "list", "source": source, "show_error": column.closed, "input_message": hint or None}


def _sheet(sheet: Any, kind: Kind, rows: Iterable[Mapping[str, object]], styles: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 30)
    for index, column in enumerate(kind.columns):
        sheet.set_column(index, index, column.width, styles[column.shape])
        sheet.write_string(0, index, heading(column), styles["must" if column.required else "head"])
    for row, values in enumerate(rows, 1):
        written = cells(kind, values)
        for index, column in enumerate(kind.columns):
            if column.key in written:
                _write(sheet, row, index, written[column.key], styles[column.shape])


def _write(sheet: Any, row: int, index: int, value: Written, style: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, index, datetime.combine(value, time()), style)
    elif isinstance(value, str):
        sheet.write_string(row, index, for_writer(value), style)
    else:
        sheet.write_number(row, index, value, style)


def _help(sheet: Any, kind: Kind, styles: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2, 90)
    for index, word in enumerate((_("Column"), _("Required"), _("How"))):
        sheet.write_string(0, index, word, styles["head"])
    for row, column in enumerate(kind.columns, 1):
        sheet.write_string(row, 0, heading(column).rstrip("*"))
        sheet.write_string(row, 1, _("Yes") if column.required else "")
        sheet.write_string(row, 2, _(column.hint))
    below = len(kind.columns) + 2
    for row, line in enumerate(
        (
            _("Keep the heading row. Columns may change places; those you do not need may stay empty."),
            _("Import this file when the first sheet is filled in; the sheets behind it are not read."),
            _("The people in the example are invented."),
        ),
        below,
    ):
        sheet.write_string(row, 0, line)


def _examples(kind: Kind, choices: Mapping[str, Sequence[str]]) -> list[dict[str, object]]:
    rows = [dict(row) for row in EXAMPLES[kind.name]]
    if levels := choices.get("level"):
        for index, row in enumerate(rows):
            row["level"] = levels[min(index, len(levels) - 1)]
    return rows
