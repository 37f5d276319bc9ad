"""Going on with a register in a spreadsheet: only what was changed comes back, all of it or nothing, undone as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from books import seeded

from db.errors import Refusal
from db.queries.registers import rows_of
from swstation import i18n
from swstation.errors import message
from swstation.operations.book import Book
from swstation.operations.carrying import take_sheet
from swstation.operations.install import Setup, initialise
from swstation.operations.registers import add_row, delete_row, edit_row
from swstation.operations.undo import undo
from swstation.reports.carry_sheet import write_carry_sheet
from swstation.sheets import sheet, sheets


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("zh_CN")
    yield
    i18n.set_language(before)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    path = tmp_path / "b.db"
    with closing(initialise(path, Setup("township_station", "532301102", "王芳", None), seeded(1))) as made:
        for name in ("赵一", "钱二", "孙三"):
            values = {"name": name, "phone": "13800000000", "step": "registered", "state": "active"}
            add_row(made, "volunteer", {**values, "unit": made.unit, "step_on": "2026-03-01"}, name="x")
        yield made


def changed(file: Path, change: Callable[[Any], None]) -> Path:
    workbook = openpyxl.load_workbook(file)
    change(workbook.worksheets[0])
    workbook.save(file)
    return file


def column(page: Any, label: str) -> int:
    return next(cell.column for cell in page[3] if str(cell.value or "").rstrip("*") == label)


def names(book: Book) -> list[str]:
    return sorted(row["name"] for row in rows_of(book.connection, "volunteer"))


def test_nothing_changed_nothing_written(book: Book, tmp_path: Path) -> None:
    assert write_carry_sheet(book, sheet("volunteer"), tmp_path / "v.xlsx") == 3
    taken = take_sheet(book, tmp_path / "v.xlsx")
    assert (taken.differences, taken.added, taken.changes) == ([], 0, None)


def test_only_what_was_changed_comes_back_and_is_undone_as_one(book: Book, tmp_path: Path) -> None:
    write_carry_sheet(book, sheet("volunteer"), tmp_path / "v.xlsx")

    def change(page: Any) -> None:
        page.cell(4, column(page, "姓名")).value = "=赵一一"
        page.cell(4, column(page, "姓名")).data_type = "s"
        page.cell(5, column(page, "手机号")).value = 13900000000  # a number, as a spreadsheet likes to have it
        page.cell(6, column(page, "进入日期")).value = "2026年4月2日"
        page.cell(7, column(page, "姓名")).value = "李四"
        for label in ("培养环节", "状态"):
            page.cell(7, column(page, label)).value = page.cell(4, column(page, label)).value

    before = names(book)
    rehearsed = take_sheet(book, changed(tmp_path / "v.xlsx", change), dry_run=True)
    assert names(book) == before and rehearsed.added == 1 and rehearsed.changes is None
    taken = take_sheet(book, tmp_path / "v.xlsx")
    told = {(one.before, one.after) for one in taken.differences}
    assert told >= {("13800000000", "13900000000"), ("2026-03-01", "2026-04-02")}
    assert "李四" in names(book) and "=赵一一" in names(book)
    with pytest.raises(Refusal):  # taken in once more: what the sheet changes was changed here meanwhile
        take_sheet(book, tmp_path / "v.xlsx")
    undo(book)
    assert names(book) == before


def test_sorted_rows_are_found_by_what_they_are(book: Book, tmp_path: Path) -> None:
    write_carry_sheet(book, sheet("volunteer"), tmp_path / "v.xlsx")

    def swap(page: Any) -> None:
        for cells in page.iter_cols(1, page.max_column, 4, 6):
            cells[0].value, cells[2].value = cells[2].value, cells[0].value

    assert take_sheet(book, changed(tmp_path / "v.xlsx", swap)).differences == []


@pytest.mark.parametrize("what", ["edited", "deleted"])
def test_what_was_done_here_meanwhile_is_not_run_over(book: Book, tmp_path: Path, what: str) -> None:
    write_carry_sheet(book, sheet("volunteer"), tmp_path / "v.xlsx")
    changed(tmp_path / "v.xlsx", lambda page: page.cell(4, column(page, "姓名")).__setattr__("value", "别人"))
    page = openpyxl.load_workbook(tmp_path / "v.xlsx").worksheets[0]
    row = str(page.cell(4, 1).value)
    if what == "edited":
        edit_row(book, "volunteer", row, {"name": "赵大"}, name="x")
    else:
        delete_row(book, "volunteer", row, name="x")
    with pytest.raises(Refusal) as caught:
        take_sheet(book, tmp_path / "v.xlsx")
    assert caught.value.code == ("carry.meanwhile" if what == "edited" else "carry.gone") and "4" in message(
        caught.value
    )
    assert "别人" not in names(book)


def test_one_bad_cell_and_nothing_is_taken(book: Book, tmp_path: Path) -> None:
    write_carry_sheet(book, sheet("volunteer"), tmp_path / "v.xlsx")

    def change(page: Any) -> None:
        page.cell(4, column(page, "姓名")).value = "好"
        page.cell(5, column(page, "培养环节")).value = "没有这一步"

    before = names(book)
    with pytest.raises(Refusal) as caught:
        take_sheet(book, changed(tmp_path / "v.xlsx", change))
    assert caught.value.code == "carry.cell" and caught.value.row == 5
    assert names(book) == before


def test_every_register_with_a_period_begins_the_next_one(book: Book, tmp_path: Path) -> None:
    """Plans of a year and of a month do not mix; what is there of the new period stays; taken in twice is once."""
    for kind, period, content in (
        ("plan", "2026", "每户每月走访一次"), ("summary", "2026", "完成"), ("plan", "2026-11", "冬季走访"),
        ("plan", "2025", "建档"),
    ):  # fmt: skip
        add_row(book, "work_plan", {"kind": kind, "period": period, "content": content, "unit": book.unit}, name="x")
    assert write_carry_sheet(book, sheet("work_plan"), tmp_path / "p.xlsx", period="2027") == 2

    def change(page: Any) -> None:
        at = {page.cell(row, column(page, "类型")).value: row for row in (4, 5)}
        page.cell(at["计划"], column(page, "内容")).value = "每户每月走访两次"
        for place in range(1, 6):
            page.cell(at["总结"], place).value = None

    file = changed(tmp_path / "p.xlsx", change)
    assert take_sheet(book, file).added == 1
    take_sheet(book, file)
    found = rows_of(book.connection, "work_plan", {"period": "2027"})
    assert [(one["kind"], one["content"]) for one in found] == [("plan", "每户每月走访两次")]
    # Begun already: what is there stands first, what is not begins as the last one.
    assert write_carry_sheet(book, sheet("work_plan"), tmp_path / "q.xlsx", period="2027") == 2
    page = openpyxl.load_workbook(tmp_path / "q.xlsx").worksheets[0]
    assert [bool(page.cell(row, 1).value) for row in (4, 5)] == [True, False]
    assert write_carry_sheet(book, sheet("work_plan"), tmp_path / "r.xlsx", period="2026-12") == 1
    for table, period, code in (("volunteer", "2027", "no_period"), ("work_plan", "2027Q", "period")):
        with pytest.raises(Refusal) as caught:
            write_carry_sheet(book, sheet(table), tmp_path / "n.xlsx", period=period)
        assert caught.value.code == f"carry.{code}" and message(caught.value)
    assert not (tmp_path / "n.xlsx").exists()


def test_every_sheet_with_a_period_says_by_what_a_row_is_the_same() -> None:
    found = {table: one for table, one in sheets().items() if one.carry}
    assert set(found) == {"institution_year", "target_figure", "work_plan", "allowance_rate"}
    for one in found.values():
        names = {field.name for field in one.fields} | {"unit"}
        assert one.same_by and {one.carry, *one.same_by, *one.fresh} <= names and one.carry not in one.fresh


def test_the_next_period_begins_as_the_last_one(book: Book, tmp_path: Path) -> None:
    """The yearly figures of institutions: the year before stands there, only what differs is typed."""
    row, _changes = add_row(book, "institution", {"name": "阳光社工", "state": "active"}, name="x")
    values = {"institution": row, "year": 2025, "staff_total": 12, "income_fen": 1_250_050, "annual_check": None}
    add_row(book, "institution_year", values, name="x", keys=("institution", "year"))
    add_row(
        book, "institution_year", {**values, "year": 2024, "staff_total": 9}, name="x", keys=("institution", "year")
    )
    assert write_carry_sheet(book, sheet("institution_year"), tmp_path / "y.xlsx", period="2026") == 1

    def change(page: Any) -> None:
        assert page.cell(4, column(page, "年度")).value == 2026
        assert page.cell(4, column(page, "收入")).value == 12500.5
        page.cell(4, column(page, "职工人数")).value = 15

    taken = take_sheet(book, changed(tmp_path / "y.xlsx", change))
    assert [(one.before, one.after) for one in taken.differences] == [("12", "15")] and taken.added == 1
    found = rows_of(book.connection, "institution_year", {"year": 2026})
    assert [(one["staff_total"], one["income_fen"], one["institution"]) for one in found] == [(15, 1_250_050, row)]


def test_changed_cells_mark_themselves_and_the_rest_is_hidden(book: Book, tmp_path: Path) -> None:
    write_carry_sheet(book, sheet("volunteer"), tmp_path / "v.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "v.xlsx")
    page, kept = workbook.worksheets
    assert kept.sheet_state == "veryHidden" and page.column_dimensions["A"].hidden
    rules = [rule.formula[0] for found in page.conditional_formatting for rule in found.rules]
    assert rules == ['AND(B4&""<>swstation!B4&"",TEXT(B4,"yyyy-mm-dd")<>swstation!B4&"")']
    assert page.data_validations.dataValidation and page.freeze_panes == "C4"


def test_another_file_is_no_sheet_to_go_on_with(book: Book, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"PK")
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        with pytest.raises(Refusal) as caught:
            take_sheet(book, tmp_path / name)
        assert caught.value.code == "carry.no_sheet"
