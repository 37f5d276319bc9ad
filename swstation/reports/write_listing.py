"""Writing a list to a file: xlsx, csv, html, docx; whole or not at all, also where it is stopped on the way."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, Final

from swstation.reports import svg
from swstation.reports.listing import Listing, ListTable, Value, Yuan
from swstation.reports.model import Rate, Scaled
from swstation.reports.steps import Steps
from swstation.reports.write import neutral, page_head, put

Progress = Callable[[int, int], None]
"""Told how many rows are written, and of how many; what it raises stops the writing."""
FORMATS: Final = ("xlsx", "csv", "html", "docx")
_SAMPLE: Final = 400
"""Rows that say how wide the columns are."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_SHORT_HEAD: Final = 6
_FILTERED: Final = 20
"""Tables of so many rows get buttons to filter by."""
_LANDSCAPE_FROM: Final = 110


def write_listing(listing: Listing, path: Path, form: str | None = None, progress: Progress | None = None) -> int:
    """Write ``listing`` to ``path`` as ``form`` (by default the ending of the name); gives the number of rows.

    An old file of that name is replaced, whole or not at all. Refuses: an unknown format, no such folder, no rights
    or no room.
    """
    writers: dict[str, Callable[[Path], None]] = {
        "xlsx": lambda part: _xlsx(listing, part, progress),
        "csv": lambda part: _text(part, as_csv(listing, progress), "utf-8-sig"),
        "html": lambda part: _text(part, as_page(listing, progress), "utf-8"),
        "docx": lambda part: _docx(listing, part, progress),
    }
    put(path, form, writers)
    return listing.rows


def _text(path: Path, text: str, encoding: str) -> None:
    path.write_text(text, encoding=encoding, newline="")


def as_csv(listing: Listing, progress: Progress | None = None) -> str:
    """The tables one under the other, each with its headings."""
    out, steps = io.StringIO(), Steps(listing.rows, progress)
    writer = csv.writer(out, lineterminator="\r\n")
    for place, table in enumerate(listing.tables):
        if place:
            writer.writerow([])
        if len(listing.tables) > 1:
            writer.writerow([neutral(table.title)])
        writer.writerow([column.label for column in table.columns])
        for row in table.rows:
            writer.writerow([str(value) if isinstance(value, Yuan) else neutral(value) for value in row])
            steps.one()
    return out.getvalue()


def as_page(listing: Listing, progress: Progress | None = None) -> str:
    """A page to print, complete in itself."""
    steps = Steps(listing.rows, progress)
    wide = max((sum(widths(table)) for table in listing.tables), default=0) > _LANDSCAPE_FROM
    parts = [page_head(listing.title, landscape=wide), f"<h1>{escape(listing.title)}</h1>"]
    parts += [f"<p>{escape(line)}</p>" for line in listing.head]
    parts.append(svg.drawn(listing.plots))
    for table in listing.tables:
        if table.title and table.title != listing.title:
            parts.append(f"<h2>{escape(table.title)}</h2>")
        shares = widths(table)
        cols = "".join(f'<col style="width:{100 * one / sum(shares):.1f}%">' for one in shares)
        heads = "".join(
            f'<th class="n">{escape(one.label)}</th>' if one.right else f"<th>{escape(one.label)}</th>"
            for one in table.columns
        )
        parts.append(f"<table><colgroup>{cols}</colgroup><thead><tr>{heads}</tr></thead><tbody>")
        right = [column.right for column in table.columns]
        for row in table.rows:
            cells = "".join(_cell(value, end) for value, end in zip(row, right, strict=True))
            parts.append(f"<tr>{cells}</tr>")
            steps.one()
        parts.append("</tbody></table>")
        parts += [f"<p>{escape(note)}</p>" for note in table.notes]
    if listing.signatures:
        parts.append(f'<p class="s">{"".join(f"<span>{escape(one)}</span>" for one in listing.signatures)}</p>')
    return "".join([*parts, "</body></html>\n"])


def _cell(value: Value, right: bool) -> str:
    text = "" if value is None else escape(str(value)).replace("\n", "<br>")
    if right or isinstance(value, int | Yuan | Rate | Scaled):
        return f'<td class="n">{text}</td>'
    return f'<td class="d">{text}</td>' if _DAY.fullmatch(text) else f"<td>{text}</td>"


def _xlsx(listing: Listing, path: Path, progress: Progress | None) -> None:
    from swstation.reports.spreadsheet import Pen, name_of_page, workbook

    with workbook(path, listing.title, listing.as_of) as book:
        pen, taken, steps = Pen(book), set[str](), Steps(listing.rows, progress)
        for number, table in enumerate(listing.tables):
            page = book.add_worksheet(name_of_page(table.title or listing.title, taken))
            _page(page, pen, listing, number, steps)
        if not listing.tables:
            book.add_worksheet()


def _docx(listing: Listing, path: Path, progress: Progress | None) -> None:
    from swstation.reports.list_paper import save

    save(listing, path, Steps(listing.rows, progress))


def _page(page: Any, pen: Any, listing: Listing, number: int, steps: Steps) -> None:
    from swstation.reports.spreadsheet import Layout

    table, last = listing.tables[number], number == len(listing.tables) - 1
    layout = Layout(page, pen, widths(table))
    layout.title(listing.title if number == 0 else table.title)
    for line in listing.head if number == 0 else ():
        layout.words(line, pen.line)
    layout.heads([column.label for column in table.columns])
    first, forms = layout.row, [pen.right if column.right else pen.cell for column in table.columns]
    forms[:1] = [pen.center] if table.rows and isinstance(table.rows[0][0], int) else forms[:1]
    for values in table.rows:
        layout.put(values, forms)
        steps.one()
    if len(table.rows) >= _FILTERED:
        page.autofilter(first - 1, 0, layout.row - 1, len(table.columns) - 1)
    for line in table.notes:
        layout.words(line, pen.line)
    layout.signatures(listing.signatures if last else ())
    layout.end(listing.title if table.title in ("", listing.title) else f"{listing.title}  {table.title}")


def widths(table: ListTable) -> list[int]:
    """The widths of a table's columns: as wide as what stands in them, within bounds of what was meant for each."""
    from swstation.reports.spreadsheet import cells

    out = []
    for at, column in enumerate(table.columns):
        found = max((cells(str(row[at])) for row in table.rows[:_SAMPLE] if row[at] is not None), default=0)
        # A heading of more than a few characters goes into two lines rather than making its column wide.
        least = cells(column.label) if cells(column.label) <= _SHORT_HEAD else -(-cells(column.label) // 2)
        out.append(max(4, least, min(found, max(column.width, 12))) + 2)
    return out
