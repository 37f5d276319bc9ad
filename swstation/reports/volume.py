"""An evaluation folder as one document to bind: index with the number of each page, every list, every file drawn.

Pages are counted by the program that opens the document (Word, WPS, LibreOffice), for only it knows its fonts and its
paper; the index refers to them by fields and is right as soon as fields are computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from swstation.i18n import _, pgettext
from swstation.reports.listing import Listing
from swstation.reports.paper import Paper, clean

if TYPE_CHECKING:
    from docx.document import Document

PRINTED: Final = 300
"""Rows of a list that are printed; the rest is in its spreadsheet."""
_SMALL: Final = 9
_NOT_YET: Final = "…"
"""What stands for a page's number until fields are computed."""


class Bound(NamedTuple):
    """What is bound: the name of its own file in the folder, its title, the list or the document."""

    file: str
    title: str
    content: Listing | Paper


def write_volume(path: Path, title: str, head: Sequence[str], bound: Sequence[Bound]) -> None:
    """Write the document."""
    from docx.enum.section import WD_SECTION
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    from swstation.reports import docx_parts as parts
    from swstation.reports.list_paper import is_wide
    from swstation.reports.write_paper import add_parts

    document = parts.new_document()
    document.add_heading(clean(title), level=0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in head:
        document.add_paragraph(clean(line)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _index(document, bound)
    note = document.add_paragraph(_("Page numbers missing? Ctrl+A, then F9, has them counted."))
    note.runs[0].font.size = Pt(_SMALL)
    parts.number_pages(document, title)
    for number, one in enumerate(bound, 1):
        across = isinstance(one.content, Listing) and is_wide(one.content)
        parts.paper(document.add_section(WD_SECTION.NEW_PAGE), landscape=across)
        heading = document.add_heading(clean(f"{number}  {one.title}"), level=1)
        parts.mark(heading, _mark(number), number)
        if isinstance(one.content, Paper):
            for line in one.content.notes:
                document.add_paragraph(clean(line))
            add_parts(document, one.content)
        else:
            _listing(document, one.content, one.file, across)
    parts.compute_on_opening(document)
    with path.open("wb") as out:  # python-docx writes by a name that ends as it likes only
        document.save(out)


def _mark(number: int) -> str:
    return f"content{number}"


def _index(document: Document, bound: Sequence[Bound]) -> None:
    from swstation.reports.docx_parts import add_table, field

    heads = (_("No."), _("Content"), _("File"), pgettext("index", "Page"))
    rows = [(f"{number}", clean(one.title), one.file, "") for number, one in enumerate(bound, 1)]
    add_table(document, heads, rows, (5, 34, 40, 8))
    for number, row in enumerate(document.tables[-1].rows[1:], 1):
        field(row.cells[-1].paragraphs[0], f"PAGEREF {_mark(number)} \\h", _NOT_YET)


def _listing(document: Document, listing: Listing, file: str, across: bool) -> None:
    from swstation.reports.list_paper import add_table

    for line in listing.head:
        document.add_paragraph(clean(line))
    for table in listing.tables:
        if table.title not in ("", listing.title):
            document.add_paragraph(clean(table.title)).runs[0].bold = True
        add_table(document, table, across=across, most=PRINTED)
        if len(table.rows) > PRINTED:
            words = _("Printed: the first {n} of {all} rows. All of them: {file}")
            document.add_paragraph(words.format(n=PRINTED, all=len(table.rows), file=file))
