"""What a spreadsheet, a page and a document look like to the program that opens them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from swstation import i18n
from swstation.reports.listing import ListColumn, Listing, ListTable, Value, Yuan
from swstation.reports.model import Rate, Scaled
from swstation.reports.paper import Facts, Paper, Part, Table
from swstation.reports.plots import Against, Months
from swstation.reports.spreadsheet import day_of, name_of_page
from swstation.reports.write_listing import as_page, write_listing
from swstation.reports.write_paper import write_paper

DAY = date(2026, 11, 30)
NUMBER = "532301199001011234"
LONG = "腰腿痛，独居，儿子在外打工，" * 12
COLUMNS = (
    ListColumn("编号", 6), ListColumn("日期", 12), ListColumn("录入时间", 16), ListColumn("身份证号", 20),
    ListColumn("内容", 40), ListColumn("金额", 10), ListColumn("完成率", 8), ListColumn("学时", 8, True),
)  # fmt: skip
FORMULA = '=HYPERLINK("http://x")'
ROW: list[Value] = [
    1, "2026-03-05", "2026-03-05 09:30", NUMBER, FORMULA, Yuan(123_450), Rate(4, 5), Scaled(90, 60, 1),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("zh_CN")
    yield
    i18n.set_language(before)


def listing(rows: int = 1) -> Listing:
    table = ListTable("台账", COLUMNS, [[*ROW[:4], LONG, *ROW[5:]], *[ROW] * rows], ("说明一行",))
    return Listing("服务台账", DAY, ("东瓜镇社工站",), (table,), ("填报人：", "审核人："))


def test_cells_are_what_they_hold(tmp_path: Path) -> None:
    write_listing(listing(), tmp_path / "l.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "l.xlsx")["台账"]
    found = list(sheet[5])
    assert [cell.value for cell in found] == [
        1, datetime.fromisoformat("2026-03-05"), datetime.fromisoformat("2026-03-05 09:30"), NUMBER, FORMULA, 1234.5,
        0.8, 1.5,
    ]  # fmt: skip
    assert [cell.data_type for cell in found] == ["n", "d", "d", "s", "s", "n", "n", "n"]
    assert [found[at].number_format for at in (1, 2, 5, 6)] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm", "#,##0.00", "0.0%"]
    assert {cell.font.name for cell in found} == {"宋体"}


def test_a_sheet_is_ready_to_print(tmp_path: Path) -> None:
    write_listing(listing(30), tmp_path / "l.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "l.xlsx")["台账"]
    assert (sheet["A1"].value, sheet["A3"].value) == ("服务台账", "编号")
    assert sheet.freeze_panes == "A4" and sheet.print_title_rows == "$3:$3"
    assert str(sheet.print_area) == f"'台账'!$A$1:$H${sheet.max_row}"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.right.text == "第 &P 页，共 &N 页"
    assert sheet.auto_filter.ref == "A3:H34"
    tall, usual = sheet.row_dimensions[4].height, sheet.row_dimensions[5].height
    assert tall is not None and tall > 60 and (usual is None or usual < 40)  # the long text is not cut off
    assert 10 <= sheet.column_dimensions["D"].width <= 24 and sheet.column_dimensions["E"].width >= 38


def test_a_table_of_many_stations_goes_on_beside_in_print_that_can_be_read(tmp_path: Path) -> None:
    """Thirty-four stations on one sheet of paper are a grey stripe: two sheets, each with the first column."""
    columns = (
        ListColumn("指标", 26),
        ListColumn("单位", 8),
        *(ListColumn(f"第{n}社工站", 16, True) for n in range(34)),
    )
    table = ListTable("各站", columns, [["入户", "户次", *range(34)]])
    write_listing(Listing("各站对比", DAY, ("期间：2026-10",), (table,), ("填报人：",)), tmp_path / "w.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "w.xlsx").worksheets[0]
    assert sheet.page_setup.fitToWidth == 2 and sheet.print_title_cols == "$A:$A"
    over = {one.max_col for one in sheet.merged_cells.ranges}
    assert len(over) == 1 and 10 < over.pop() < 30


@pytest.mark.parametrize(
    "text",
    [
        "<r></b>&</r>",
        "<r>",
        "a\x01\x1bb",
        "  两头空格  ",
        "一\n二",
        "😀\u202e",
        "=1+1",
        "@SUM(A1)",
        "长" * 40_000,
    ],
)
def test_any_text_is_in_the_cell_as_it_was_written(tmp_path: Path, text: str) -> None:
    """What stands between <r> and </r> is markup to the library: it is text to us, in cells, headings and titles."""
    table = ListTable(text, (ListColumn(text, 10), ListColumn("数", 6)), [[text, 1]], (text,))
    write_listing(Listing(text, DAY, (text,), (table,), (text,)), tmp_path / "l.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "l.xlsx")
    found = [cell.value for row in workbook.worksheets[0].iter_rows() for cell in row if cell.column == 1]
    kept = text.replace("\x01", "").replace("\x1b", "")[:32_767]
    assert [one.strip() for one in found if one] == [kept.strip()] * 6


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", True), ("2026-03-05 23:59", True), ("2026-02-30", False), ("1899-12-31", False),
        ("2026-03-05 走访", False), (NUMBER, False), ("2026-03", False), ("", False),
    ],
)  # fmt: skip
def test_only_what_is_wholly_a_day_becomes_one(text: str, day: bool) -> None:
    assert day_of(text) == (datetime.fromisoformat(text) if day else None)


def test_names_of_sheets_are_taken_once_and_are_what_spreadsheets_take() -> None:
    taken: set[str] = set()
    assert name_of_page("养老[2026]: 检查/核对", taken) == "养老2026 检查核对"
    long = [name_of_page("很长的项目名称" * 6, taken) for _again in range(2)]
    assert len(set(long)) == 2 and all(len(one) <= 31 for one in long)
    assert name_of_page("//", taken) == "1"


def test_stopping_on_the_way_leaves_no_file_and_the_old_one_whole(tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []

    def stop(done: int, whole: int) -> None:
        said.append((done, whole))
        if done >= 500:
            raise KeyboardInterrupt

    for form in ("xlsx", "csv", "html"):
        (tmp_path / f"l.{form}").write_text("old", encoding="utf-8")
        with pytest.raises(KeyboardInterrupt):
            write_listing(listing(900), tmp_path / f"l.{form}", None, stop)
        assert (tmp_path / f"l.{form}").read_text(encoding="utf-8") == "old"
    assert said[:2] == [(250, 901), (500, 901)]
    assert len(list(tmp_path.iterdir())) == 3


def test_a_page_has_its_plots_and_numbers_its_sheets() -> None:
    plots = [Months("1 走访<b>", "12 户次", ["1", "2"], [3.0, None]), Against("持证人数", "4 / 10 人", 4, 10)]
    found = listing()
    page = as_page(Listing(found.title, DAY, found.head, found.tables, (), plots))
    assert page.count("<svg") == 2 and "走访&lt;b&gt;" in page and "4 / 10 人" in page
    assert "size:A4 landscape" in page and "counter(pages)" in page
    assert not re.search(r"(?:src|href)=|<script|url\(", page)
    bars = [float(one) for one in re.findall(r'<rect [^>]*height="([\d.]+)"', page)]
    assert bars[0] > 50 and bars[1] == 0  # the month that is not defined has no bar


def test_a_document_has_its_columns_and_numbers_its_pages(tmp_path: Path) -> None:
    parts = [
        Part("封面", [Facts([("姓名", "张桂芳"), ("性别", "女"), ("备注", "")])]),
        Part("记录", [Table(("日期", "内容"), [["2026-03-05", "一\n二\x00"]] * 3, (1, 9))], "没有"),
    ]
    write_paper(Paper("个案档案", ["东瓜镇社工站"], parts, ("社工：",), "打印"), tmp_path / "p.docx")
    made = docx.Document(str(tmp_path / "p.docx"))
    facts, records = made.tables
    assert [cell.text for cell in facts.rows[0].cells] == ["姓名", "张桂芳", "性别", "女"]
    assert [cell.text for cell in records.rows[1].cells] == ["2026-03-05", "一\n二"]
    assert records.columns[0].width * 5 < records.columns[1].width
    assert records.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None  # headings again on each page
    with zipfile.ZipFile(tmp_path / "p.docx") as packed:
        footer = "".join(packed.read(one).decode() for one in packed.namelist() if "footer" in one)
    assert "NUMPAGES" in footer and "第 " in footer
    assert made.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
