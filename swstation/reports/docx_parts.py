"""Parts of a docx that its library has no words for: tables with set widths, numbers of pages, marks to refer to.

Imports the library: only when a document is written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from swstation.i18n import _
from swstation.reports.paper import clean

if TYPE_CHECKING:
    from docx.document import Document as Made

FONT: Final = "宋体"
_TWIPS: Final = 9_400
"""Twentieths of a point between the margins of an upright page."""
_TWIPS_ACROSS: Final = 14_300
_EDGE: Final = 50
_NARROWEST: Final = 500
_SMALL: Final = 16
"""Half points: letters of tables on pages that lie across."""
_WORD: Final = nsdecls("w")
_MOST_SAMPLED: Final = 200
_WIDEST: Final = 40
_UNBROKEN: Final = 12
"""Texts so wide (a Han character counts two) stand on one line."""
_LATIN, _HAN = 136, 212
"""Twips of a letter and of a Han character at the size of a page."""
_NORMAL: Final = 21
"""Half points: letters of a page."""
_ROUND: Final = 30
_LEAST: Final = 6


def new_document(*, landscape: bool = False) -> Made:
    """An empty A4 document whose styles name a font for Han characters; without one some machines show boxes."""
    document = Document()
    paper(document.sections[0], landscape=landscape)
    for name, size in (("Normal", 10.5), ("Heading 1", 13), ("Title", 18)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), FONT)
        color = style.element.rPr.find(qn("w:color"))
        if color is not None:
            style.element.rPr.remove(color)
    heading: Any = document.styles["Heading 1"]
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(4)
    heading.paragraph_format.keep_with_next = True
    title: Any = document.styles["Title"]
    border = title.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    return document


def paper(section: Any, *, landscape: bool = False) -> None:
    """Make a section one of A4 pages, upright or across."""
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)


def add_table(
    document: Made, heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[int] = (), *,
    labelled: bool = False, landscape: bool = False, right: Sequence[bool] = (),
) -> None:  # fmt: skip
    """A table over the width of the page; ``shares`` of its columns, else as wide as what stands in them.

    Headings are repeated on each page, rows are not torn apart. ``labelled``: every other column, from the first, is
    a label. ``right``: of each column whether numbers stand in it, which end together.
    """
    if not rows:
        return
    whole = _TWIPS_ACROSS if landscape else _TWIPS
    sizes = shares or shares_of(heads, rows)
    widths = _widths(sizes, [_least(heads, rows, at, landscape) for at in range(len(sizes))], whole)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    size = f'<w:sz w:val="{_SMALL}"/>' if landscape else ""
    ends = right or [False] * len(widths)
    body = [_row(heads, widths, "head", f"<w:b/>{size}", ends)] if heads else []
    body += [_row(row, widths, "label" if labelled else "", size, ends) for row in rows]
    table = parse_xml(
        f'<w:tbl {_WORD}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{_EDGE}" w:type="dxa"/><w:right w:w="{_EDGE}"'
        f' w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(body)}</w:tbl>'
    )
    spacer = document.add_paragraph()
    spacer.paragraph_format.space_after = Pt(2)
    spacer._p.addprevious(table)


def _least(heads: Sequence[str], rows: Sequence[Sequence[str]], at: int, small: bool) -> int:
    """The least width of a column: days, names, numbers and other short words are not broken."""
    texts = [row[at] for row in (*((heads,) if heads else ()), *rows[:_MOST_SAMPLED])]
    widest = max((_twips(one) for one in texts if _cells(one) <= _UNBROKEN), default=0)
    return max(_NARROWEST, (widest * _SMALL // _NORMAL if small else widest) + 2 * _EDGE + _ROUND)


def _twips(text: str) -> int:
    """How wide a text is at the size of a page, at most: Latin letters of some machines' fonts are wider."""
    return max(sum(_HAN if _cells(one) == 2 else _LATIN for one in line) for line in text.split("\n"))


def _widths(sizes: Sequence[int], least: Sequence[int], whole: int) -> list[int]:
    """Widths that fill a line: by ``sizes``, but none under its ``least`` while the others have room to give."""
    if sum(least) >= whole:
        return [whole * one // sum(least) for one in least]
    fixed: set[int] = set()
    while True:
        free = whole - sum(least[at] for at in fixed)
        shares = sum(size for at, size in enumerate(sizes) if at not in fixed)
        found = [least[at] if at in fixed else free * size // shares for at, size in enumerate(sizes)]
        under = {at for at, width in enumerate(found) if width < least[at]}
        if not under:
            return found
        fixed |= under


def shares_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide columns are to be by what stands in them; a Han character counts two."""
    count = len(heads or rows[0])
    return [
        max(_LEAST, min(_WIDEST, max(_cells(row[at]) for row in (heads or rows[0], *rows[:_MOST_SAMPLED])))) + 2
        for at in range(count)
    ]


def _cells(text: str) -> int:
    return max(sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in line) for line in text.split("\n"))


def _row(cells: Sequence[str], widths: Sequence[int], kind: str, letters: str, right: Sequence[bool]) -> str:
    head = kind == "head"
    out = ["<w:tr><w:trPr><w:cantSplit/>", "<w:tblHeader/>" if head else "", "</w:trPr>"]
    for at, (text, width) in enumerate(zip(cells, widths, strict=True)):
        shaded = head or (kind == "label" and at % 2 == 0)
        end = '<w:jc w:val="right"/>' if right[at] else ""
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>' if shaded else ""
        form = f"<w:rPr>{letters}</w:rPr>" if letters else ""
        lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(clean(line))}</w:t>' for line in text.split("\n"))
        out.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{end}{form}</w:pPr>'
            f"<w:r>{form}{lines}</w:r></w:p></w:tc>"
        )
    return "".join([*out, "</w:tr>"])


def number_pages(document: Made, words: str) -> None:
    """The footer: ``words``, and the number of the page among how many."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(clean(f"{words}    "))
    before, _page, rest = _("Page {page} of {pages}").partition("{page}")
    between, _pages, after = rest.partition("{pages}")
    paragraph.add_run(before)
    field(paragraph, "PAGE", "1")
    paragraph.add_run(between)
    field(paragraph, "NUMPAGES", "1")
    paragraph.add_run(after)
    for run in paragraph.runs:
        run.font.size = Pt(8)


def field(paragraph: Any, code: str, shown: str) -> None:
    """A field that the program which opens the document computes; ``shown`` until then."""
    for element in (
        f'<w:fldChar {_WORD} w:fldCharType="begin"/>',
        f'<w:instrText {_WORD} xml:space="preserve"> {code} </w:instrText>',
        f'<w:fldChar {_WORD} w:fldCharType="separate"/>',
        f"<w:t {_WORD}>{escape(shown)}</w:t>",
        f'<w:fldChar {_WORD} w:fldCharType="end"/>',
    ):
        paragraph.add_run()._r.append(parse_xml(element))


def mark(paragraph: Any, name: str, number: int) -> None:
    """Give a paragraph a name that fields can refer to."""
    paragraph._p.insert(0, parse_xml(f'<w:bookmarkStart {_WORD} w:id="{number}" w:name="{name}"/>'))
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {_WORD} w:id="{number}"/>'))


def compute_on_opening(document: Made) -> None:
    """Have the fields computed when the document is opened."""
    settings: Any = document.settings.element
    settings.append(parse_xml(f'<w:updateFields {_WORD} w:val="true"/>'))
