"""Two small forms to begin with: a monthly table (xlsx) and a worker's registration sheet (docx).

They are written by ``swstation form example`` in the language of the interface, by the same names that a county uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from swstation.i18n import _
from swstation.own_forms.answers import fields_of
from swstation.reports.docx_parts import add_table, new_document
from swstation.reports.spreadsheet import FONT

_VERSION: Final = "1"
_FIGURES: Final = (
    "1.visits", "3.completion", "4.opened", "5.closing", "8.sessions", "10.activities", "12.phone", "15.person_times",
)  # fmt: skip
_FIELDS: Final = (
    "name", "gender", "birth_date", "education", "major", "phone", "joined_on", "unit",
)  # fmt: skip


def write_examples(folder: Path) -> list[Path]:
    """Write both into a folder; gives their files."""
    monthly = folder / f"{_('Monthly table (example)')}-v{_VERSION}.xlsx"
    sheet = folder / f"{_('Registration sheet (example)')}-v{_VERSION}.docx"
    _monthly(monthly)
    _registration(sheet)
    return [monthly, sheet]


def _monthly(file: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.workbook.defined_name import DefinedName

    book = Workbook()
    page: Any = book.active
    page.title = _("Report")
    rows: list[Sequence[str]] = [
        [_("Monthly table (example)")],
        ["{{unit.name}}", "", "", _("Period") + ": {{period}}"],
        [_("Figure"), _("This month"), _("This year"), _("Note")],
    ]
    rows += [[_words(code), f"{{{{figure.{code}.month}}}}", f"{{{{figure.{code}.year}}}}", ""] for code in _FIGURES]
    rows += [[], [_("Name"), _("Certificate"), _("Joined on"), _("Note")]]
    people = "rows.talent-ledger"
    columns = (_("Name"), _("Certificate"), _("Joined on"))
    rows.append([*(f"{{{{{people}.{column}}}}}" for column in columns), ""])
    rows.append([_("Filled in by:") + " {{writer}}", "", "", ""])
    for row in rows:
        page.append(list(row))
    edge = Side(style="thin")
    for number, row in enumerate(page.iter_rows(min_row=1, max_row=len(rows), max_col=4), 1):
        for cell in row:
            cell.font = Font(name=FONT, size=16 if number == 1 else 11, bold=number in (1, 3, 13))
            cell.alignment = Alignment(horizontal="center" if number == 1 else None, vertical="center", wrap_text=True)
            if rows[number - 1] and number not in (1, 2, len(rows)):
                cell.border = Border(edge, edge, edge, edge)
    page.merge_cells("A1:D1")
    page["D2"].number_format = "@"
    for column, width in zip("ABCD", (36, 16, 16, 24), strict=True):
        page.column_dimensions[column].width = width
    page.page_setup.paperSize, page.page_setup.fitToHeight = 9, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page["A2"] = None
    book.defined_names["sw.unit.name"] = DefinedName("sw.unit.name", attr_text=f"'{page.title}'!$A$2")
    book.save(file)


def _words(code: str) -> str:
    from swstation.reports.words import LABELS

    word = {"4.opened": "opened_files", "8.sessions": "group_sessions"}.get(code, code.partition(".")[2])
    return f"{code.partition('.')[0]} {_(LABELS[word])}"


def _registration(file: Path) -> None:
    document = new_document()
    document.add_heading(_("Registration sheet (example)"), level=0)
    document.add_paragraph(f"{_('Unit')}: {{{{unit.name}}}}        {_('Day of filling in')}: {{{{today}}}}")
    words = {field: name.partition(".")[2] for field, name in fields_of("staff").items()}
    cells = [cell for field in _FIELDS for cell in (words[field], f"{{{{staff.{field}}}}}")]
    add_table(document, [], [cells[at : at + 4] for at in range(0, len(cells), 4)], (14, 34, 14, 34), labelled=True)
    document.add_paragraph(_("Certificates"))
    heads = [_("No."), *(name.partition(".")[2] for name in _certificate().values())]
    columns = [f"{{{{rows.certificate.{number}}}}}" for number in range(1, len(heads) + 1)]
    add_table(document, heads, [columns])
    with file.open("wb") as out:
        document.save(out)


def _certificate() -> dict[str, str]:
    from swstation.sheets import sheet

    return {one.name: f"certificate.{_(one.label)}" for one in sheet("certificate").fields}
