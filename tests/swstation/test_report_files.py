"""The monthly report as a file: what stands in it, what never does, and the same bytes for the same data."""

from __future__ import annotations

import csv
import errno
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from reporting import COUNTY, Book

from db.errors import Refusal
from swstation import i18n
from swstation.errors import message
from swstation.reports.model import MonthlyReport
from swstation.reports.write import neutral, write

NAME = "张试桂芳"
FORMULA = '=HYPERLINK("http://x","点我")'


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = Book(tmp_path)
    client = book.client(NAME, categories=["dibao"])
    book.plan(1, "month", category="dibao")
    case = book.case("2026-01-05", client)
    book.log("2026-05-04", "home_visit", client, case=case)
    book.log("2026-05-04", "home_visit", client, writer=book.staff("钱试"), state="submitted")
    book.log("2026-05-05", "affairs", items=[("dibao_application", 15, "件"), (FORMULA, 2, "人")])
    return book


@pytest.fixture
def report(book: Book) -> MonthlyReport:
    return book.report("2026-05")


def test_spreadsheet_has_head_figures_signatures_and_rows_behind(report: MonthlyReport, tmp_path: Path) -> None:
    lines = write(report, tmp_path / "r.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert workbook.sheetnames == ["Report", "Rows behind", "Possible duplicates"]
    cells = [[cell.value for cell in row] for row in workbook["Report"].iter_rows()]
    texts = [str(value) for row in cells for value in row if value is not None]
    assert texts[0] == "Monthly report of the social-work station"
    assert any("2026-05-01 to 2026-05-31" in text for text in texts)
    assert any("3, of which 1 pending" in text for text in texts)
    for words in ("Filled in by:", "Checked by:", "Unit (seal):", "Date:"):
        assert any(words in text for text in texts)
    by_label = {row[1]: row for row in cells if row[1]}
    assert by_label["Person-times of service"][2:7] == ["person-times", 2, 1, None, 2]
    assert by_label["Visit plans kept, rate"][3] == 1
    assert by_label["Value of money and goods"][2:4] == ["yuan", 0]
    assert report.case_identity in by_label
    assert len([row for row in cells if row[1]]) == lines + 1  # and the headings
    behind = list(workbook["Rows behind"].iter_rows(min_row=4, values_only=True))
    visit = report.line("6.sessions").rows[0][1]
    assert (6, "Home visit", datetime.fromisoformat("2026-05-04"), "Home visit", "赵试", visit[-8:]) in behind
    duplicate = next(workbook["Possible duplicates"].iter_rows(min_row=4, values_only=True))
    assert duplicate[:2] == (datetime.fromisoformat("2026-05-04"), "Home visit")


@pytest.mark.fault(65)
def test_no_client_is_named_anywhere_and_no_formula_runs(report: MonthlyReport, tmp_path: Path) -> None:
    for form in ("xlsx", "csv", "html"):
        write(report, tmp_path / f"r.{form}")
    workbook = openpyxl.load_workbook(tmp_path / "r.xlsx")
    every = [cell for page in workbook for row in page.iter_rows() for cell in row]
    assert not [cell for cell in every if cell.value and NAME in str(cell.value)]
    assert not [cell for cell in every if cell.data_type == "f" or cell.hyperlink]
    assert FORMULA in [cell.value for cell in every]
    text = (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    assert NAME not in text
    assert not [c for row in csv.reader(text.splitlines()) for c in row if c.lstrip(" 　")[:1] in tuple("=+-@")]
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert NAME not in page
    assert "=HYPERLINK(&quot;" in page


def test_csv_for_a_spreadsheet_that_expects_a_mark(report: MonthlyReport, tmp_path: Path) -> None:
    lines = write(report, tmp_path / "r.csv")
    raw = (tmp_path / "r.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == lines + 1
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    found = {row["Line code"]: row for row in rows}
    assert found["15.person_times"]["This month"] == "2"
    assert found["15.person_times"]["of it pending"] == "1"
    assert found["3.completion"]["This month"] == "100.0%"
    assert (found["13.value"]["This month"], found["14.hours"]["This month"]) == ("0.00", "0.0")
    assert {row["Unit code"] for row in rows} == {report.unit}


@pytest.mark.parametrize("form", ["xlsx", "csv", "html"])
def test_same_data_same_bytes(book: Book, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(book.report("2026-05"), tmp_path / f"one.{form}")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 90_000_000)
    write(book.report("2026-05"), tmp_path / f"two.{form}")
    monkeypatch.undo()
    time.tzset()
    assert (tmp_path / f"one.{form}").read_bytes() == (tmp_path / f"two.{form}").read_bytes()


def test_html_is_for_printing(report: MonthlyReport, tmp_path: Path) -> None:
    write(report, tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Checked by:" in page
    assert '<td class="n">0.00</td>' in page
    assert page.count("<svg") == 15 and "counter(pages)" in page  # each figure month by month, sheets numbered
    assert "<script" not in page and "http" not in page.replace("http://x", "")


def test_a_county_has_a_table_of_its_stations(tmp_path: Path) -> None:
    book = Book(tmp_path, unit=COUNTY)
    for code, name in (("T532301102", "甲社工站"), ("T532301103", "乙社工站")):
        book.add_unit(code, name)
        book.as_station(code)
    book.log("2026-05-04", "consultation", heads=5)
    write(book.report("2026-05", unit=COUNTY), tmp_path / "r.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "r.xlsx")
    rows = list(workbook["Stations"].iter_rows(min_row=3, values_only=True))
    column = rows[0].index("12 Consultations (person-times)")
    assert [(row[0], row[2], row[column]) for row in rows[1:]] == [("甲社工站", "no", 0), ("乙社工站", "yes", 5)]
    head = [row[0] for row in workbook["Report"].iter_rows(max_row=8, values_only=True)]
    assert "Coverage: 1 of 2 stations (missing: 甲社工站)" in head


def test_an_old_report_is_replaced_whole_or_not_at_all(
    report: MonthlyReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "r.csv"
    target.write_text("old", encoding="utf-8")

    def full(self: Path, *_args: object, **_more: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        with pytest.raises(Refusal) as refused:
            write(report, target)
    assert refused.value.code == "report.disk_full"
    assert target.read_text(encoding="utf-8") == "old"
    assert not [one for one in tmp_path.iterdir() if one.suffix == ".part"]
    write(report, target)
    assert target.read_text(encoding="utf-8-sig").startswith("Unit code")


def test_what_cannot_be_written_is_refused_in_words(report: MonthlyReport, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        write(report, tmp_path / "r.doc")
    assert refused.value.code == "report.format"
    assert "xlsx csv html" in message(refused.value)
    with pytest.raises(Refusal) as refused:
        write(report, tmp_path / "none" / "r.xlsx")
    assert refused.value.code == "report.no_folder"
    assert str(tmp_path / "none") in message(refused.value)
    (tmp_path / "r.csv").mkdir()
    with pytest.raises(Refusal) as refused:
        write(report, tmp_path / "r.csv")
    assert refused.value.code == "report.cannot_write"
    assert "r.csv" in message(refused.value)


@pytest.mark.fault(65)
def test_text_that_begins_like_a_formula_is_text() -> None:
    for text in ("=1", "+1", "-1", "@x", "\tx", "\rx"):
        assert neutral(text) == "'" + text
    assert (neutral(-3), neutral(None), neutral("a=1")) == ("-3", "", "a=1")
