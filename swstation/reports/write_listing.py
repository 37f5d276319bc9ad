"""Writing a list to a file: xlsx, csv, html."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime, time
from html import escape
from pathlib import Path
from typing import Any

from swstation.i18n import language
from swstation.reports.listing import Listing, Value, Yuan
from swstation.reports.write import STYLE, neutral, put

_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")


def write_listing(listing: Listing, path: Path, form: str | None = None) -> int:
    """Write ``listing`` to ``path`` as ``form`` (by default the ending of the name); gives the number of rows.

    An old file of that name is replaced, whole or not at all. Refuses: an unknown format, no such folder, no rights
    or no room.
    """
    writers: dict[str, Callable[[Path], None]] = {
        "xlsx": lambda part: _xlsx(listing, part),
        "csv": lambda part: _text(part, as_csv(listing), "utf-8-sig"),
        "html": lambda part: _text(part, as_page(listing), "utf-8"),
    }
    put(path, form, writers)
    return listing.rows


def _text(path: Path, text: str, encoding: str) -> None:
    path.write_text(text, encoding=encoding, newline="")


def as_csv(listing: Listing) -> str:
    """The tables one under the other, each with its headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for place, table in enumerate(listing.tables):
        if place:
            writer.writerow([])
        if len(listing.tables) > 1:
            writer.writerow([neutral(table.title)])
        writer.writerow([column.label for column in table.columns])
        for row in table.rows:
            writer.writerow([str(value) if isinstance(value, Yuan) else neutral(value) for value in row])
    return out.getvalue()


def as_page(listing: Listing) -> str:
    """A page to print, complete in itself."""
    parts = [
        f'<!DOCTYPE html><html lang="{language().replace("_", "-")}"><head><meta charset="utf-8">',
        f"<title>{escape(listing.title)}</title><style>{STYLE}</style></head><body>",
        f"<h1>{escape(listing.title)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in listing.head),
    ]
    for table in listing.tables:
        if table.title and table.title != listing.title:
            parts.append(f"<h2>{escape(table.title)}</h2>")
        heads = "".join(f"<th>{escape(column.label)}</th>" for column in table.columns)
        parts.append(f"<table><thead><tr>{heads}</tr></thead><tbody>")
        for row in table.rows:
            cells = "".join(_cell(value) for value in row)
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</tbody></table>")
        parts += [f"<p>{escape(note)}</p>" for note in table.notes]
    if listing.signatures:
        parts.append(f'<p class="s">{"".join(f"<span>{escape(one)}</span>" for one in listing.signatures)}</p>')
    return "".join([*parts, "</body></html>\n"])


def _cell(value: Value) -> str:
    text = "" if value is None else escape(str(value)).replace("\n", "<br>")
    return f'<td class="n">{text}</td>' if isinstance(value, int | Yuan) else f"<td>{text}</td>"


def _xlsx(listing: Listing, path: Path) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"title": listing.title, "created": datetime.combine(listing.as_of, time())})
            forms = {
                "title": book.add_format({"bold": True, "font_size": 16}),
                "head": book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top"}),
                "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
                "money": book.add_format({"border": 1, "num_format": "0.00", "valign": "top"}),
            }
            for number in range(len(listing.tables)):
                _page(book, listing, number, forms)
            if not listing.tables:
                book.add_worksheet()
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None


def _page(book: Any, listing: Listing, number: int, forms: dict[str, Any]) -> None:
    table = listing.tables[number]
    name = (table.title or listing.title).translate(_NOT_IN_NAMES)[:_LONGEST_NAME]
    page = book.add_worksheet(name or None)
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for at, column in enumerate(table.columns):
        page.set_column(at, at, column.width)
    page.write_string(0, 0, listing.title if number == 0 else table.title, forms["title"])
    row = 1
    for line in listing.head if number == 0 else ():
        page.write_string(row, 0, line)
        row += 1
    for at, column in enumerate(table.columns):
        page.write_string(row, at, column.label, forms["head"])
    page.freeze_panes(row + 1, 0)
    page.repeat_rows(row)
    for values in table.rows:
        row += 1
        for at, value in enumerate(values):
            _put(page, row, at, value, forms)
    row += 1
    for line in table.notes:
        row += 1
        page.write_string(row, 0, line)
    if number == len(listing.tables) - 1:
        for at, words in enumerate(listing.signatures):
            page.write_string(row + 2, 2 * at, words)


def _put(page: Any, row: int, at: int, value: Value, forms: dict[str, Any]) -> None:
    # Text is always text, whatever it begins with.
    if value is None:
        page.write_blank(row, at, None, forms["cell"])
    elif isinstance(value, Yuan):
        page.write_number(row, at, value.fen / 100, forms["money"])
    elif isinstance(value, int):
        page.write_number(row, at, value, forms["cell"])
    else:
        page.write_string(row, at, value, forms["cell"])
