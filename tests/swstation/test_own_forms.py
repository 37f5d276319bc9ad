"""A county's own forms: filled from the registers, missing values in brackets, unknown names told, nothing runs."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from books import seeded
from openpyxl.workbook.defined_name import DefinedName

from db.errors import Refusal
from swstation import i18n
from swstation.errors import message
from swstation.operations.book import Book
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise
from swstation.operations.quick import line_index, log_line, read_line
from swstation.operations.registers import add_row
from swstation.own_forms.examples import write_examples
from swstation.own_forms.filling import asked_for, fill_form, look, needs_period, places_of
from swstation.own_forms.folder import OwnForm, find, forms, keep, read_name, remove

DAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("zh_CN")
    yield
    i18n.set_language(before)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    path = tmp_path_factory.mktemp("forms") / "b.db"
    with closing(initialise(path, Setup("township_station", "532301102", "王芳", None), seeded(1))) as made:
        add_client(made, {"name": "张桂芳"}, opened_on="2026-11-01")
        for line in ("2026-11-02 张桂芳 入户 40m =1+1", "2026-11-03 张桂芳 电话 10m 平安"):
            log_line(made, read_line(line, line_index(made, DAY)))
        project = {"title": "=养老服务", "unit": made.unit, "start_on": "2026-01-01", "end_on": "2026-12-31"}
        row, _changes = add_row(made, "project", {**project, "state": "running"}, name="x")
        for place, title in enumerate(("走访", "小组", "活动"), 1):
            add_row(made, "project_indicator", {"project": row, "title": title, "position": place}, name="x")
        yield made


def spreadsheet(path: Path, cells: dict[str, str], named: dict[str, str] | None = None) -> OwnForm:
    workbook = openpyxl.Workbook()
    page: Any = workbook.active
    for where, text in cells.items():
        page[where] = text
    for name, where in (named or {}).items():
        workbook.defined_names[name] = DefinedName(name, attr_text=f"Sheet!${where[0]}${where[1:]}")
    workbook.save(path)
    return read_name(path)


def filled(book: Book, form: OwnForm, target: Path, **asked: str) -> Any:
    fill_form(book, form, asked_for(book, form, DAY, **asked), target)
    return openpyxl.load_workbook(target).active if form.kind == "xlsx" else docx.Document(str(target))


def test_cells_and_names_of_cells_are_filled_as_what_they_are(book: Book, tmp_path: Path) -> None:
    form = spreadsheet(
        tmp_path / "月报-v2.1.xlsx",
        {
            "A1": "{{单位名称}}（{{unit.code}}）", "A2": "{{ figure.1.visits.month }}",
            "A3": "{{1.入户走访户次.本年累计}}", "A4": "{{sw.period.first}}", "A5": "{{figure.3.completion.month}}",
            "A6": "人数{{figure.15.persons.month}}人", "A7": "=SUM(A2:A3)",
        },
        {"sw.month": "B1", "sw.figure.12.phone.month": "B2", "other": "B3"},
    )  # fmt: skip
    page = filled(book, form, tmp_path / "o.xlsx", period="2026-11")
    assert [page[f"A{n}"].value for n in range(2, 8)] == [
        1, 1, datetime.fromisoformat("2026-11-01"), "—", "人数1人", "=SUM(A2:A3)",
    ]  # fmt: skip
    assert "T532301102" in page["A1"].value and page["A4"].number_format == "yyyy-mm-dd"
    assert (page["B1"].value, page["B2"].value, page["B3"].value) == (11, 1, None)
    assert page.oddFooter.left.text == "月报 v2.1" and "&P" in page.oddFooter.right.text


def test_rows_of_a_list_push_down_what_stands_below(book: Book, tmp_path: Path) -> None:
    form = spreadsheet(
        tmp_path / "项目-v1.xlsx",
        {
            "A1": "{{project.title}}", "B1": "{{项目.合同编号}}", "A2": "名称",
            "A3": "{{rows.project_indicator.指标名称}}", "B3": "第{{每行.项目指标.1}}项", "A5": "填报人：{{填报人}}",
            "B6": "=A5",
        },
    )  # fmt: skip
    workbook = openpyxl.load_workbook(form.file)
    workbook.active.merge_cells("A5:B5")
    workbook.active.row_dimensions[5].height = 33
    workbook.active.print_area = "A1:B6"
    workbook.save(form.file)
    page = filled(book, form, tmp_path / "o.xlsx", row="=养老服务")
    assert [page[f"A{n}"].value for n in range(3, 6)] == ["走访", "小组", "活动"]
    assert [page[f"B{n}"].value for n in range(3, 6)] == ["第1项", "第2项", "第3项"]
    assert page["A7"].value == "填报人：王芳" and page["B8"].value == "=A7"
    assert [str(one) for one in page.merged_cells.ranges] == ["A7:B7"] and page.row_dimensions[7].height == 33
    assert str(page.print_area).endswith("$A$1:$B$8")
    assert (page["A1"].value, page["A1"].data_type) == ("=养老服务", "s")  # a text, whatever it begins with
    assert page["B1"].value == "【项目.合同编号】"


def test_a_ledger_of_the_period_and_an_empty_one(book: Book, tmp_path: Path) -> None:
    form = spreadsheet(
        tmp_path / "台账-v1.xlsx", {"A1": "{{rows.service-ledger.日期}}", "B1": "{{rows.service-ledger.内容}}"}
    )
    assert needs_period(form)
    page = filled(book, form, tmp_path / "o.xlsx", period="2026-11")
    assert [page["B1"].value, page["B2"].value] == ["=1+1", "平安"] and page["B1"].data_type == "s"
    page = filled(book, form, tmp_path / "o.xlsx", period="2026-09")
    assert [page["A1"].value, page["B1"].value, page.max_row] == ["无", None, 1]
    with pytest.raises(Refusal) as caught:
        filled(book, form, tmp_path / "none.xlsx")
    assert caught.value.code == "own_form.period_needed" and not (tmp_path / "none.xlsx").exists()


def test_unknown_names_are_told_with_known_ones_and_nothing_is_written(book: Book, tmp_path: Path) -> None:
    form = spreadsheet(
        tmp_path / "错-v1.xlsx", {"A1": "{{单位名}}", "A2": "{{rows.service-ledger.日子}}", "A3": "{{rows.x.1}}"}
    )
    seen = look(book, form, asked_for(book, form, DAY, period="2026-11"))
    near = {one.name: one.near for one in seen.unknown}
    assert "单位名称" in near["单位名"] and "日期" in near["rows.service-ledger.日子"] and "rows.x.1" in near
    with pytest.raises(Refusal) as caught:
        filled(book, form, tmp_path / "o.xlsx", period="2026-11")
    assert "单位名" in message(caught.value) and "单位名称" in message(caught.value)
    assert not (tmp_path / "o.xlsx").exists()


def test_a_document_is_filled_where_its_letters_are_cut_into_runs(book: Book, tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for part in ("单位：{", "{unit.", "name}} 日", "期：{{today}}", "。{{project.number}}"):
        paragraph.add_run(part)
    paragraph.runs[1].bold = True
    table = document.add_table(2, 2)
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = (
        "{{rows.project_indicator.1}}",
        "{{rows.project_indicator.指标名称}}",
    )
    document.sections[0].header.paragraphs[0].text = "{{project.title}}"
    document.save(str(tmp_path / "登记-v3.docx"))
    made = filled(book, read_name(tmp_path / "登记-v3.docx"), tmp_path / "o.docx", row="=养老服务")
    text = made.paragraphs[0].text
    assert text.startswith("单位：") and "{{" not in text and text.endswith("日期：2026-11-30。【项目.合同编号】")
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows[1:]] == [
        ["1", "走访"], ["2", "小组"], ["3", "活动"],
    ]  # fmt: skip
    assert made.sections[0].header.paragraphs[0].text == "=养老服务"
    footer = made.sections[0].footer.paragraphs[0]
    assert footer.text.startswith("登记 v3") and "NUMPAGES" in footer._p.xml


def test_the_folder_keeps_versions_and_gives_the_newest(tmp_path: Path) -> None:
    database = tmp_path / "b.db"
    for version in ("1", "10", "9"):
        keep(database, spreadsheet(tmp_path / f"月报-v{version}.xlsx", {"A1": "{{period}}", "B1": version}))
    assert [(one.name, one.version) for one in forms(database)] == [("月报", "10")]
    assert find(database, "月报-v9").version == "9"
    other = spreadsheet(tmp_path / "月报-v10.xlsx", {"A1": "{{period}}", "B1": "另一张"})
    with pytest.raises(Refusal) as caught:
        keep(database, other)
    assert caught.value.code == "own_form.version_there"
    remove(database, "月报")
    assert find(database, "月报").version == "9"
    with pytest.raises(Refusal) as caught:
        find(database, "没有")
    assert caught.value.choices == ("月报",)


def test_what_is_no_form_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "坏-v1.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "坏-v1.docx").write_bytes(b"")
    (tmp_path / "无版本.xlsx").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "空-v1.xlsx", "w") as packed:
        packed.writestr("a", "b")
    codes = []
    for name in ("坏-v1.xlsx", "坏-v1.docx", "空-v1.xlsx", "无版本.xlsx", "没有-v1.docx", "表.xls"):
        with pytest.raises(Refusal) as caught:
            places_of(read_name(tmp_path / name))
        assert message(caught.value)
        codes.append(caught.value.code)
    assert codes == [*["own_form.broken"] * 3, "own_form.no_version", "form.no_file", "own_form.kind"]
    with pytest.raises(Refusal) as caught:
        places_of(spreadsheet(tmp_path / "没有名称-v1.xlsx", {"A1": "表"}))
    assert caught.value.code == "own_form.no_places"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_examples_know_every_name_in_either_language(book: Book, tmp_path: Path, language: str) -> None:
    i18n.set_language(language)
    monthly, sheet = (read_name(file) for file in write_examples(tmp_path))
    page = filled(book, monthly, tmp_path / "m.xlsx", period="2026-11")
    assert page["B4"].value == 1 and page["A14"].value == "王芳"
    words = " ".join(
        cell.text for one in filled(book, sheet, tmp_path / "s.docx", row="王芳").tables for cell in one._cells
    )
    assert "王芳" in words and "【" in words  # nothing but the name is recorded
    noted = book.connection.execute("SELECT detail FROM audit WHERE what = 'export' ORDER BY id DESC").fetchone()
    assert noted[0].startswith("own-form docx")
