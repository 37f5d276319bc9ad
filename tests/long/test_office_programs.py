"""What the program writes, opened by the programs of an office: LibreOffice makes pages of it, Chromium prints it.

Needs ``soffice``, ``chromium`` and ``pdftotext`` (Debian: libreoffice-calc libreoffice-writer chromium fonts-noto-cjk
poppler-utils); what is not there is skipped. About two minutes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from books import seeded

from db.queries.registers import rows_of
from swstation import i18n
from swstation.operations.book import Book
from swstation.operations.carrying import take_sheet
from swstation.operations.cases import open_case
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise
from swstation.operations.quick import line_index, log_line, read_line
from swstation.operations.registers import add_row
from swstation.own_forms.examples import write_examples
from swstation.own_forms.filling import asked_for, fill_form
from swstation.own_forms.folder import read_name
from swstation.reports.carry_sheet import write_carry_sheet
from swstation.reports.case_file import write_case_file
from swstation.reports.evaluation_folder import Asked, write_evaluation_folder
from swstation.reports.listings import make, of_period
from swstation.reports.monthly import monthly
from swstation.reports.write import write
from swstation.reports.write_listing import write_listing
from swstation.sheets import sheet

DAY = date(2026, 11, 30)
FORMULA = '=HYPERLINK("http://x","点我")'


def program(name: str) -> str:
    """The program, or the reason why the test is skipped."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("zh_CN")
    yield
    i18n.set_language(before)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    path = tmp_path_factory.mktemp("office") / "b.db"
    with closing(initialise(path, Setup("township_station", "532301102", "王芳", None), seeded(1))) as made:
        for name in ("张桂芳", "李秀英"):
            client, _changes = add_client(made, {"name": name}, opened_on="2026-01-01")
            open_case(made, [client], opened_on="2026-02-01", problem=f"{name}独居")
        for day in range(1, 28):
            log_line(made, read_line(f"2026-11-{day:02d} 张桂芳 入户 40m {FORMULA}", line_index(made, DAY)))
        project = {"title": "养老服务", "unit": made.unit, "start_on": "2026-01-01", "end_on": "2026-12-31"}
        add_row(made, "project", {**project, "state": "running"}, name="x")
        yield made


def pages(file: Path, folder: Path) -> list[str]:
    """The text of each page that an office program makes of a file."""
    if file.suffix == ".html":
        target = folder / f"{file.stem}.html.pdf"
        subprocess.run(
            [
                program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-sync", f"--user-data-dir={folder / 'profile'}",
                "--no-pdf-header-footer", f"--print-to-pdf={target}", file.resolve().as_uri(),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    else:
        profile = (folder / "office").resolve().as_uri()
        subprocess.run(
            [
                program("soffice"), "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir",
                str(folder), str(file),
            ],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
        target = folder / f"{file.stem}.pdf"
    text = subprocess.run([program("pdftotext"), "-layout", str(target), "-"], check=True, capture_output=True)
    return text.stdout.decode("utf-8").split("\f")[:-1]


def test_ledgers_and_reports_open_and_number_their_pages(book: Book, tmp_path: Path) -> None:
    write(monthly(book.connection, book.unit, "2026-11", DAY), tmp_path / "月报.xlsx")
    write_listing(of_period(book, "service-ledger", book.unit, "2026-11", DAY), tmp_path / "台账.xlsx")
    write_listing(make(book, "certificate-roster", book.unit, DAY), tmp_path / "名册.xlsx")
    write_listing(make(book, "project", book.unit, DAY), tmp_path / "项目.xlsx")
    for name, words in (("月报", "入户走访户次"), ("台账", "张桂芳"), ("名册", "证书"), ("项目", "养老服务")):
        found = pages(tmp_path / f"{name}.xlsx", tmp_path)
        assert any(words in one for one in found), name
        assert f"第 1 页，共 {len(found)} 页" in found[0]
    assert FORMULA.replace(" ", "") in "".join(pages(tmp_path / "台账.xlsx", tmp_path)).replace("\n", "").replace(
        " ", ""
    )


def test_pages_to_print_are_printed_with_their_plots(book: Book, tmp_path: Path) -> None:
    write(monthly(book.connection, book.unit, "2026-11", DAY), tmp_path / "月报.html")
    write_listing(make(book, "targets", book.unit, DAY), tmp_path / "目标.html")
    for name, words in (("月报", "走访完成率"), ("目标", "依据")):
        found = pages(tmp_path / f"{name}.html", tmp_path)
        assert words in found[0] and f"第 1 页，共 {len(found)} 页" in found[0]


def test_the_index_of_the_volume_names_the_pages_where_contents_begin(book: Book, tmp_path: Path) -> None:
    made = write_evaluation_folder(book, Asked(book.unit, "2026", draw=2, seed="1"), tmp_path / "f", DAY)
    volume = next(one for one in made.contents if one.file.startswith("00-"))
    found = pages(made.path / volume.file, tmp_path)
    for number, one in enumerate((one for one in made.contents if one is not volume), 1):
        line = next(line for line in found[0].splitlines() if line.split()[:1] == [f"{number}"])
        page = int(re.findall(r"\d+", line)[-1])
        assert f"{number} {one.title.split()[0]}" in " ".join(found[page - 1].split()), (number, page)


def test_documents_and_own_forms_open(book: Book, tmp_path: Path) -> None:
    case = rows_of(book.connection, "service_case")[0]["id"]
    write_case_file(book, case, tmp_path / "个案.docx", as_of=DAY)
    found = pages(tmp_path / "个案.docx", tmp_path)
    assert "个案档案" in found[0] and "张桂芳独居" in "".join(found) and f"第 1 页，共 {len(found)} 页" in found[0]
    table, form = (read_name(one) for one in write_examples(tmp_path))
    fill_form(book, table, asked_for(book, table, DAY, period="2026-11"), tmp_path / "填好.xlsx")
    fill_form(book, form, asked_for(book, form, DAY, row="王芳"), tmp_path / "登记.docx")
    assert "27" in pages(tmp_path / "填好.xlsx", tmp_path)[0]
    assert "【" in pages(tmp_path / "登记.docx", tmp_path)[0]


def test_a_sheet_saved_by_an_office_program_is_taken_in(book: Book, tmp_path: Path) -> None:
    """LibreOffice writes the file anew in its own way; nothing of it is a change."""
    write_carry_sheet(book, sheet("staff"), tmp_path / "a.xlsx")
    profile = (tmp_path / "office").resolve().as_uri()
    subprocess.run(
        [
            program("soffice"), "--headless", f"-env:UserInstallation={profile}",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(tmp_path / "a.xlsx"),
        ],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    assert openpyxl.load_workbook(tmp_path / "out" / "a.xlsx").sheetnames[1] == "swstation"
    assert take_sheet(book, tmp_path / "out" / "a.xlsx", dry_run=True).differences == []
