"""A form that is a document: places in its text, also in tables, headers and footers.

A row of a table with places of a list is repeated for each row of it. A place may lie in several runs, as word
processors cut texts where they were corrected; what stands there gets the look of its first letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from db.errors import Refusal
from swstation.i18n import _
from swstation.own_forms.folder import OwnForm
from swstation.own_forms.places import PLACE, Answer, is_row, list_and_column, places_in, plain
from swstation.own_forms.tables import Tables
from swstation.reports.docx_parts import field
from swstation.reports.paper import clean

_BROKEN: Final = (BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError)


def read_places(file: Path) -> list[str]:
    """The names that a form uses, each once. Refuses what is no document."""
    document = _open(file)
    found = [name for part in _parts(document) for one in _paragraphs(part) for name in places_in(one.text)]
    return list(dict.fromkeys(found))


def fill(form: OwnForm, target: Path, answer: Answer, tables: Tables) -> None:
    """Write the filled form to ``target``."""
    document = _open(form.file)
    for part in _parts(document):
        for row in [one for one in part.iter(qn("w:tr")) if any(map(is_row, places_in(_text_of(one))))]:
            _repeat(row, tables)
        for paragraph in _paragraphs(part):
            _fill(paragraph, lambda name: answer(name).words)
    _foot(document, form)
    with target.open("wb") as out:  # python-docx writes by a name that ends as it likes only
        document.save(out)


def _open(file: Path) -> Any:
    try:
        return Document(str(file))
    except _BROKEN:
        raise Refusal("own_form.broken", field="file", token=file.name) from None


def _parts(document: Any) -> Iterator[Any]:
    """The body, and each header and footer once."""
    yield document.element.body
    seen = set()
    for section in document.sections:
        for one in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not one.is_linked_to_previous and id(one._element) not in seen:
                seen.add(id(one._element))
                yield one._element


def _paragraphs(part: Any) -> Iterator[Paragraph]:
    for element in part.iter(qn("w:p")):
        yield Paragraph(element, part)


def _text_of(row: Any) -> str:
    return "\n".join(Paragraph(element, row).text for element in row.iter(qn("w:p")))


def _fill(paragraph: Paragraph, words: Callable[[str], str], only: Callable[[str], bool] = lambda _name: True) -> None:
    """Put in what stands at the places of a paragraph, the last one first so that none moves another."""
    runs = paragraph.runs
    text = "".join(run.text for run in runs)
    for found in reversed(list(PLACE.finditer(text))):
        name = plain(found[1])
        if not only(name):
            continue
        put = clean(words(name))
        at = 0
        for run in runs:
            start, end = at, at + len(run.text)
            at = end
            if end <= found.start() or start >= found.end():
                continue
            before = run.text[: max(0, found.start() - start)]
            after = run.text[max(0, found.end() - start) :] if found.end() < end else ""
            at = end
            run.text = before + put + after
            put = ""
        runs = paragraph.runs


def _repeat(row: Any, tables: Tables) -> None:
    names = [name for name in places_in(_text_of(row)) if is_row(name)]
    rows = tables.rows(list_and_column(names[0])[0])
    last = row
    copies = [row]
    for _again in range(len(rows) - 1):
        made = deepcopy(row)
        last.addnext(made)
        last = made
        copies.append(made)
    for at, one in enumerate(copies):
        for place, paragraph in enumerate(_paragraphs(one)):
            _fill(paragraph, _row_words(tables, at if rows else None, first=place == 0), is_row)


def _row_words(tables: Tables, at: int | None, *, first: bool) -> Callable[[str], str]:
    if at is None:
        return lambda _name: _("none") if first else ""
    return lambda name: tables.words(name, at)


def _foot(document: Any, form: OwnForm) -> None:
    """Name and version in the footer, and the number of the page where the form has no footer of its own."""
    footer = document.sections[0].footer
    own = not footer.is_linked_to_previous and any(one.text.strip() for one in footer.paragraphs)
    paragraph = footer.add_paragraph() if own else footer.paragraphs[0]
    paragraph.add_run(f"{form.footer}    ")
    if not own:
        before, _page, rest = _("Page {page} of {pages}").partition("{page}")
        between, _pages, after = rest.partition("{pages}")
        paragraph.add_run(before)
        field(paragraph, "PAGE", "1")
        paragraph.add_run(between)
        field(paragraph, "NUMPAGES", "1")
        paragraph.add_run(after)
