"""Writing a monthly report to a file: xlsx, csv, html. The same data give the same bytes."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import chain
from pathlib import Path

from db.errors import Refusal
from db.renaming import rename
from swstation.i18n import _, language
from swstation.reports import sheet, svg
from swstation.reports.model import MonthlyReport, Rate, Scaled

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Some spreadsheets take the full-width signs for the others."""


MONTH_FORMATS = ("xlsx", "csv", "html")
"""What a month can be written as."""
Progress = Callable[[int, int], None]
"""Told how many of how many rows are written; what it raises stops the writing, and the file is as it was."""


def write(report: MonthlyReport, path: Path, form: str | None = None, progress: Progress | None = None) -> int:
    """Write the report to ``path`` as ``form`` (by default the ending of the name); gives the lines of figures.

    What is said of the station itself stands below the figures and is not counted. An old file of that name is
    replaced, whole or not at all. Refuses: an unknown format, no such folder, no rights or no room.
    """
    writers: dict[str, Callable[[Path], None]] = {
        "xlsx": lambda part: _xlsx(report, part, progress),
        "csv": lambda part: _csv(report, part),
        "html": lambda part: _html(report, part),
    }
    put(path, form, writers)
    return sum(1 for _row in sheet.figure_rows(report))


def put(path: Path, form: str | None, writers: Mapping[str, Callable[[Path], None]]) -> None:
    """Write a file by the writer of ``form`` (by default the ending of its name), whole or not at all.

    Refuses: a format without a writer, no such folder, no rights or no room.
    """
    form = check_target(path, form, tuple(writers))
    try:
        whole_file(path, writers[form])
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal("report.disk_full", path=path.name) from None
        raise Refusal("report.cannot_write", path=path.name, detail=error.strerror or "") from None


def check_target(path: Path, form: str | None, known: Sequence[str]) -> str:
    """The format a file is to be written in. Refuses one that is not ``known``, and a folder that is not there."""
    form = form or path.suffix.lstrip(".").lower()
    if form not in known:
        raise Refusal("report.format", field="format", token=form, choices=tuple(known), known=" ".join(known))
    if not path.parent.is_dir():
        raise Refusal("report.no_folder", path=str(path.parent))
    return form


def whole_file(path: Path, fill: Callable[[Path], object]) -> None:
    """Have a file filled under another name and put in its place, whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        os.close(handle)
        fill(part)
        # A private temporary file would be readable by this user alone; a report is to be passed on.
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)
        rename(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def neutral(value: sheet.Value) -> str:
    """A cell as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = str(value)
    return "'" + text if isinstance(value, str) and text.startswith(_FORMULA) else text


def _csv(report: MonthlyReport, path: Path) -> None:
    heads = (
        _("Unit code"),
        _("Report month"),
        _("Figure no."),
        _("Line code"),
        *(_(one) for one in sheet.FIGURE_HEADS[1:]),
    )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    number: sheet.Value = None
    for row in chain(sheet.figure_rows(report), sheet.station_lines(report)):
        number = "" if row.code.startswith("station") else row.values[0] if row.values[0] is not None else number
        label = "　" * row.level + neutral(row.values[1])
        before = (neutral(one) for one in (report.unit, report.month, number, row.code))
        writer.writerow([*before, label, *(neutral(one) for one in row.values[2:])])
    path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")


def _xlsx(report: MonthlyReport, path: Path, progress: Progress | None) -> None:
    from swstation.reports.workbook import save

    save(report, path, progress)


_STYLE = (
    "body{font-family:'Noto Sans CJK SC','Microsoft YaHei','SimSun',sans-serif;margin:2em auto;max-width:72em;"
    "padding:0 1em}h1{text-align:center;font-size:1.4em}h2{font-size:1.1em;margin:1.2em 0 .4em;break-after:avoid}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:.2em .5em;text-align:left;"
    "overflow-wrap:anywhere}th{background:#f0f0f0}thead{display:table-header-group}td.n{text-align:right;"
    "white-space:nowrap}td.d{white-space:nowrap}tr.f td{font-weight:bold}p.s span{display:inline-block;"
    "width:24%;margin-top:1.6em}td.h{font-family:monospace;font-size:.75em}"
    "@media print{body{margin:0;padding:0;max-width:none;font-size:10pt}tr{break-inside:avoid}}"
)


def page_head(title: str, *, landscape: bool = False) -> str:
    """The beginning of a page that needs nothing else; in print its sheets are numbered."""
    return (
        f'<!DOCTYPE html><html lang="{language().replace("_", "-")}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}{svg.STYLE}{print_rules(title, landscape=landscape)}</style>"
        "</head><body>"
    )


def print_rules(title: str, *, landscape: bool = False) -> str:
    """Style rules for paper: A4, and at the foot of each sheet the title and the number of the sheet among how many."""
    before, _page, rest = _("Page {page} of {pages}").partition("{page}")
    between, _pages, after = rest.partition("{pages}")
    numbers = " ".join((_quoted(before), "counter(page)", _quoted(between), "counter(pages)", _quoted(after)))
    return (
        f"@page{{size:A4{' landscape' if landscape else ''};margin:14mm 12mm 16mm;"
        f"@bottom-left{{content:{_quoted(title)};font-size:8pt}}@bottom-right{{content:{numbers};font-size:8pt}}}}"
    )


def _quoted(text: str) -> str:
    """A text as CSS says it. Only words of the program and titles come here; what could end the style is left out."""
    return '"' + "".join(one for one in text if one not in '"\\<\n') + '"'


def _html(report: MonthlyReport, path: Path) -> None:
    parts = [
        page_head(f"{sheet.title()} {report.month}"),
        f"<h1>{escape(sheet.title())}</h1>",
        *(f"<p>{escape(line)}</p>" for line in sheet.head_lines(report)),
        svg.drawn(sheet.plots(report)),
        "<table><thead><tr>",
        *(f"<th>{escape(_(head))}</th>" for head in sheet.FIGURE_HEADS),
        "</tr></thead><tbody>",
    ]
    for row in chain(sheet.figure_rows(report), sheet.station_lines(report)):
        parts.append('<tr class="f">' if row.level == 0 else "<tr>")
        for place, value in enumerate(row.values):
            text = "" if value is None else escape(str(value))
            if place == 1:
                parts.append(f'<td style="padding-left:{0.5 + 1.2 * row.level:.1f}em">{text}</td>')
            else:
                parts.append(
                    f'<td class="n">{text}</td>' if isinstance(value, int | Rate | Scaled) else f"<td>{text}</td>"
                )
        parts.append("</tr>")
    signatures = "".join(f"<span>{escape(_(one))}</span>" for one in sheet.SIGNATURES)
    parts.append(f'</tbody></table><p class="s">{signatures}</p></body></html>')
    path.write_text("".join(parts) + "\n", encoding="utf-8")
