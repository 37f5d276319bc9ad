"""Writing a document as a page to print (self-contained HTML) or as docx. The same data give the same HTML bytes."""

from __future__ import annotations

import errno
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Refusal
from swstation.i18n import language
from swstation.reports.paper import Block, Facts, Paper, Part, Text, clean
from swstation.reports.write import print_rules, whole_file

if TYPE_CHECKING:
    from docx.document import Document

FORMATS = ("html", "docx")
SIGN = "\u3000" * 9
"""Room to sign in."""
_STYLE = (
    "body{font-family:'Noto Sans CJK SC','Microsoft YaHei','SimSun',sans-serif;margin:2em auto;max-width:52em}"
    "h1{text-align:center;font-size:1.5em}h2{font-size:1.1em;border-bottom:1px solid #444;margin:1.4em 0 .4em}"
    "p.note{text-align:center;margin:.2em}p.empty{color:#666}table{border-collapse:collapse;width:100%;margin:.4em 0}"
    "td,th{border:1px solid #777;padding:.25em .5em;text-align:left;vertical-align:top}th{background:#f0f0f0}"
    "td.l{width:9em;background:#f7f7f7}pre{font:inherit;white-space:pre-wrap;margin:0}"
    "p.s span{display:inline-block;width:32%;margin-top:1.6em}footer{margin-top:2em;font-size:.8em;color:#555}"
    "@media print{body{margin:0;max-width:none}h2,thead{break-after:avoid}"
    "tr{break-inside:avoid}thead{display:table-header-group}}"
)
_PAIRS = (14, 34, 14, 34)
_LABELLED = (14, 82)
_CANNOT = (errno.ENOSPC, errno.EDQUOT)


def write_paper(paper: Paper, path: Path, form: str | None = None) -> Path:
    """Write a document to ``path`` as ``form`` (by default the ending of the name), whole or not at all.

    Refuses: an unknown format, no such folder, no rights or no room.
    """
    form = form or path.suffix.lstrip(".").lower()
    if form not in FORMATS:
        raise Refusal("report.format", field="format", token=form, choices=FORMATS, known=" ".join(FORMATS))
    if not path.parent.is_dir():
        raise Refusal("report.no_folder", path=str(path.parent))
    try:
        if form == "html":
            whole_file(path, lambda part: part.write_text(page(paper), encoding="utf-8"))
        else:
            whole_file(path, lambda part: _docx(paper, part))
    except OSError as error:
        if error.errno in _CANNOT:
            raise Refusal("report.disk_full", path=path.name) from None
        raise Refusal("report.cannot_write", path=path.name, detail=error.strerror or "") from None
    return path


def page(paper: Paper) -> str:
    """A document as one HTML page that needs nothing else."""
    out = [
        f'<!DOCTYPE html><html lang="{language().replace("_", "-")}"><head><meta charset="utf-8">',
        f"<title>{escape(paper.title)}</title><style>{_STYLE}{print_rules(paper.title)}</style></head><body>",
        f"<h1>{escape(paper.title)}</h1>",
        *(f'<p class="note">{escape(line)}</p>' for line in paper.notes),
    ]
    for part in paper.parts:
        out.append(f"<h2>{escape(part.title)}</h2>")
        if part.whole:
            out += [_block(one) for one in part.blocks]
        else:
            out.append(f'<p class="empty">{escape(part.empty)}</p>')
    signs = "".join(f"<span>{escape(one)}</span>" for one in paper.signatures)
    out.append(f'<p class="s">{signs}</p><footer>{escape(paper.footer)}</footer></body></html>\n')
    return "".join(out)


def _block(one: Block) -> str:
    if isinstance(one, Text):
        if not one.text:
            return ""
        return f'<table><tr><td class="l">{escape(one.label)}</td><td><pre>{escape(one.text)}</pre></td></tr></table>'
    if isinstance(one, Facts):
        cells = [f'<td class="l">{escape(label)}</td><td>{escape(value)}</td>' for label, value in one.pairs if value]
        lines = ["".join(cells[at : at + 2]) for at in range(0, len(cells), 2)]
        return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>" if lines else ""
    if not one.rows:
        return ""
    total = sum(one.widths)
    wide = [f' style="width:{100 * share // total}%"' for share in one.widths] or [""] * len(one.heads)
    heads = "".join(f"<th{width}>{escape(head)}</th>" for head, width in zip(one.heads, wide, strict=True))
    rows = "".join("<tr>" + "".join(f"<td><pre>{escape(c)}</pre></td>" for c in row) + "</tr>" for row in one.rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _docx(paper: Paper, path: Path) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    from swstation.reports.docx_parts import new_document, number_pages

    document = new_document()
    document.add_heading(clean(paper.title), level=0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in paper.notes:
        document.add_paragraph(clean(line)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_parts(document, paper)
    number_pages(document, paper.footer)
    with path.open("wb") as out:  # python-docx writes by a name that ends as it likes only
        document.save(out)


def add_parts(document: Document, paper: Paper) -> None:
    """The parts of a document and the line to sign on, at the end of one that is being written."""
    for part in paper.parts:
        _part(document, part)
    if paper.signatures:
        document.add_paragraph()
        document.add_paragraph(clean("".join(one + SIGN for one in paper.signatures)))


def _part(document: Document, part: Part) -> None:
    from swstation.reports.docx_parts import add_table

    document.add_heading(clean(part.title), level=1)
    if not part.whole:
        document.add_paragraph(clean(part.empty))
        return
    for one in part.blocks:
        if isinstance(one, Facts):
            cells = [cell for label, value in one.pairs if value for cell in (label, value)]
            cells += [""] * (-len(cells) % 4)
            add_table(document, [], [cells[at : at + 4] for at in range(0, len(cells), 4)], _PAIRS, labelled=True)
        elif isinstance(one, Text):
            add_table(document, [], [[one.label, one.text]] if one.text else [], _LABELLED, labelled=True)
        else:
            add_table(document, one.heads, one.rows, one.widths)
