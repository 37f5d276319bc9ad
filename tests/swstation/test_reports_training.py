"""The training ledger and the statement of one person: what stands in them, and files that can be opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from taking import Station, station

from db.errors import Refusal
from swstation.operations.people import add_staff
from swstation.operations.trainings import enter_training
from swstation.reports.listings import LISTINGS, make
from swstation.reports.training_statement import statement, write_statement
from swstation.reports.write_listing import write_listing

DAY = date(2025, 11, 18)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Station, str]]:
    with station(tmp_path) as made:
        staff, _changes = add_staff(made.book, {"name": "=王样", "joined_on": "2021-01-01"})
        scan = tmp_path / "签到.pdf"
        scan.write_bytes(b"scan")
        days = {"start_on": "2025-05-06", "end_on": "2025-05-07"}
        enter_training(
            made.book, [staff], approved=True, title="个案管理", tenths=125, measure="hour", proof=scan, **days
        )
        enter_training(made.book, [staff], title="@急救", tenths=80, measure="hour", **days)
        enter_training(made.book, [staff], approved=True, title="小组", tenths=60, measure="class_hour", **days)
        old = {"start_on": "2024-05-06", "end_on": "2024-05-07"}
        enter_training(made.book, [staff], approved=True, title="去年", tenths=200, measure="hour", **old)
        yield made, staff


def test_the_statement_has_every_requirement_and_the_year_s_trainings(desk: tuple[Station, str]) -> None:
    made, staff = desk
    found = statement(made.book.connection, staff, 2025, DAY)
    asked, had = found.tables
    (row,) = asked.rows
    assert row[1:8] == ["2021-01-01 ~ 2025-12-31", "160.0", "32.5", "8.0", "127.5", "hours", "behind"]
    assert row[8] == "楚人社发〔2021〕13号 （三）"
    assert {(one[2], one[5], one[6], one[7]) for one in had.rows} == {
        ("个案管理", "12.5", "hours", "yes"),
        ("@急救", "8.0", "hours", "not yet"),
        ("小组", "6.0", "class hours", "yes"),
    }
    assert len(had.rows) == 3
    assert set(had.notes) == {"12.5 hours approved, 8.0 not yet", "6.0 class hours approved, 0.0 not yet"}
    assert "Year 2025, as of 2025-11-18" in found.head
    assert statement(made.book.connection, staff, 2024, DAY).as_of == date(2024, 12, 31)
    with pytest.raises(Refusal, match=r"people\.unknown"):
        statement(made.book.connection, "0" * 32, 2025, DAY)


@pytest.mark.parametrize("form", ("xlsx", "csv", "html"))
def test_it_is_written_and_runs_nothing(desk: tuple[Station, str], tmp_path: Path, form: str) -> None:
    made, staff = desk
    file = tmp_path / f"out.{form}"
    rows = write_listing(statement(made.book.connection, staff, 2025, DAY), file)
    assert rows == 4
    if form == "xlsx":
        book = openpyxl.load_workbook(file)
        cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert "个案管理" in {cell.value for cell in cells}
    else:
        text = file.read_text(encoding="utf-8-sig")
        assert "个案管理" in text and "\n=王样" not in text and "<script" not in text


def test_the_file_is_named_without_the_person(desk: tuple[Station, str], tmp_path: Path) -> None:
    made, staff = desk
    first, second = (write_statement(made.book, staff, 2025, tmp_path) for _time in range(2))
    assert first != second and first.suffix == ".html" and "王" not in first.name


def test_the_ledger_has_everybody_and_nobody_twice(desk: tuple[Station, str], tmp_path: Path) -> None:
    made, _staff = desk
    assert "training-ledger" in LISTINGS
    found = make(made.book, "training-ledger", made.book.unit, DAY)
    asked, had = found.tables
    assert [(row[1], row[5], row[9]) for row in asked.rows] == [("赵试", "0.0", "behind"), ("=王样", "32.5", "behind")]
    assert len(had.rows) == 4
    assert write_listing(found, tmp_path / "ledger.xlsx") == 6
