"""A list as a document to edit and to print: a meeting's brief, a project's sheet. Imports the writer of documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from swstation.i18n import _
from swstation.reports import docx_parts as parts
from swstation.reports.listing import Listing, ListTable, Value
from swstation.reports.paper import clean
from swstation.reports.steps import Steps
from swstation.reports.write_listing import widths
from swstation.reports.write_paper import SIGN

if TYPE_CHECKING:
    from docx.document import Document

ACROSS_FROM: Final = 110
"""Columns of together so many characters need a page that lies across."""


def save(listing: Listing, path: Path, steps: Steps) -> None:
    """Write the document."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    across = is_wide(listing)
    document = parts.new_document(landscape=across)
    document.add_heading(clean(listing.title), level=0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    parts.number_pages(document, listing.title)
    for line in listing.head:
        document.add_paragraph(clean(line))
    for table in listing.tables:
        if table.title not in ("", listing.title):
            document.add_heading(clean(table.title), level=1)
        add_table(document, table, across=across)
        for _row in table.rows:
            steps.one()
    if listing.signatures:
        document.add_paragraph()
        document.add_paragraph(clean("".join(one + SIGN for one in listing.signatures)))
    with path.open("wb") as out:  # python-docx writes by a name that ends as it likes only
        document.save(out)


def is_wide(listing: Listing) -> bool:
    """Whether a list needs pages that lie across."""
    return max((sum(widths(table)) for table in listing.tables), default=0) > ACROSS_FROM


def add_table(document: Document, table: ListTable, *, across: bool, most: int | None = None) -> None:
    """A table of a list with its notes; ``most``: so many of its rows."""
    heads = [column.label for column in table.columns]
    rows = [[_words(value) for value in row] for row in table.rows[:most]]
    parts.add_table(
        document, heads, rows, widths(table), landscape=across, right=[column.right for column in table.columns]
    )
    if not rows:
        document.add_paragraph(_("Nothing here."))
    for note in table.notes:
        document.add_paragraph(clean(note))


def _words(value: Value) -> str:
    return "" if value is None else str(value)
