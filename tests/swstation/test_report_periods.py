"""Reports of several months, ledgers, project sheet and target board: against the months they are made of."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from books import seeded

from db.errors import Refusal
from swstation import i18n
from swstation.operations.book import Book
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise
from swstation.operations.quick import line_index, log_line, read_line
from swstation.operations.registers import add_row
from swstation.reports.listing import Listing
from swstation.reports.listings import days_of, make, of_period
from swstation.reports.monthly import monthly
from swstation.reports.periodic import months_of, periodic
from swstation.reports.write_listing import write_listing

DAY = date(2026, 11, 30)
LINES = [
    ("2026-01-05", "张桂芳 入户 40m"), ("2026-06-30", "张桂芳 入户 30m"), ("2026-07-01", "张桂芳 入户 30m"),
    ("2026-07-20", "李秀英 电话 10m"), ("2026-09-30", "李秀英 入户 20m 不在家"), ("2026-11-02", "李秀英 入户 20m"),
    ("2026-11-03", "残疾人证 15件"),
]  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    path = tmp_path_factory.mktemp("periods") / "b.db"
    with closing(initialise(path, Setup("township_station", "532301102", "王芳", None), seeded(1))) as made:
        for name in ("张桂芳", "李秀英"):
            add_client(made, {"name": name}, opened_on="2026-01-01")
        for day, line in LINES:
            log_line(made, read_line(f"{day} {line}", line_index(made, DAY)))
        yield made


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("zh_CN")
    yield
    i18n.set_language(before)


def cells(listing: Listing, label: str) -> list[object]:
    """The numbers of the first line of that name."""
    return next(list(row[3:]) for row in listing.tables[0].rows if str(row[1]).strip("　") == label)


@pytest.mark.parametrize(
    ("period", "visits", "people"),
    [
        ("2026", [1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 4], 2),
        ("2026H1", [1, 0, 0, 0, 0, 1, 2], 1), ("2026H2", [1, 0, 0, 0, 1, 2], 2), ("2026Q3", [1, 0, 0, 1], 2),
    ],
)  # fmt: skip
def test_months_are_summed_and_people_counted_anew(book: Book, period: str, visits: list[int], people: int) -> None:
    found = periodic(book.connection, book.unit, period, DAY)
    assert cells(found, "入户走访户次") == visits
    assert cells(found, "服务总人数（实名）")[-1] == people


def test_a_year_is_what_its_last_month_says_of_the_year(book: Book) -> None:
    report = monthly(book.connection, book.unit, "2026-11", DAY, station=True)
    year = [line.year for figure in report.figures for line in figure.lines]
    found = periodic(book.connection, book.unit, "2026", DAY)
    last = [row[-1] for row in found.tables[0].rows if row[0] is None]
    assert last == [*year, None, *(line.year for line in report.station)]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"), ("2026Q4", "2026-10-01", "2026-12-31"),
        ("2026H2", "2026-07-01", "2026-12-31"), ("2024", "2024-01-01", "2024-12-31"),
    ],
)  # fmt: skip
def test_the_days_of_a_period(period: str, first: str, last: str) -> None:
    assert tuple(day.isoformat() for day in days_of(period)) == (first, last)


@pytest.mark.parametrize("period", ["2026H3", "2026Q0", "26", "2026-13", "", "2026 H1", "'; --"])
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(Refusal):
        months_of(period) if "-" not in period else days_of(period)


def test_a_period_that_has_not_begun_is_refused(book: Book) -> None:
    with pytest.raises(Refusal) as caught:
        periodic(book.connection, book.unit, "2027", DAY)
    assert caught.value.code == "report.not_begun"


def test_ledgers_have_every_entry_and_stand_in_the_audit(book: Book, tmp_path: Path) -> None:
    ledger = of_period(book, "service-ledger", book.unit, "2026", DAY)
    assert [row[1] for row in ledger.tables[0].rows] == [day for day, _line in LINES]
    visits = of_period(book, "visit-ledger", book.unit, "2026H2", DAY)
    assert [(row[1], row[4]) for row in visits.tables[0].rows] == [
        ("2026-07-01", "张桂芳"), ("2026-09-30", "李秀英"), ("2026-11-02", "李秀英"),
    ]  # fmt: skip
    noted = book.connection.execute("SELECT detail FROM audit WHERE what = 'export' ORDER BY id").fetchall()
    assert [detail for (detail,) in noted][-2:] == ["service-ledger 7", "visit-ledger 3"]
    write_listing(ledger, tmp_path / "l.csv", None)
    with (tmp_path / "l.csv").open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _row in csv.reader(file)) >= len(LINES) + 1


def test_the_project_sheet_and_the_board_are_lists(book: Book) -> None:
    values = {"title": "养老", "unit": book.unit, "start_on": "2026-01-01", "end_on": "2028-12-31", "state": "running"}
    project, _changes = add_row(book, "project", values, name="x")
    line = {"project": project, "category": "labour", "budget_fen": 8_500_000}
    add_row(book, "funding_line", line, name="x")
    sheet = make(book, "project", book.unit, DAY)
    assert [table.rows[0][0] for table in sheet.tables[:1]] == ["养老"]
    assert str(sheet.tables[-1].rows[0][1]) == "85000.00"
    assert make(book, "targets", book.unit, DAY).rows == 5


def test_the_brief_of_a_meeting_compares_two_halves_and_names_no_client(book: Book) -> None:
    listing = of_period(book, "meeting-brief", book.unit, "2026H2", DAY)
    tables = {table.title: table for table in listing.tables}
    found = {row[0]: row[3:6] for row in reversed(tables["变化"].rows)}
    assert (found[1], found[2]) == ([2, 2, 0], [0, 1, 1])
    assert all(row[-1] for table in listing.tables for row in table.rows)
    assert {len(row) for row in tables["变化"].rows} == {7}
    words = "\n".join(str(cell) for table in listing.tables for row in table.rows for cell in row)
    assert "张桂芳" not in words and "李秀英" not in words and "王芳" not in words


def test_the_brief_tells_what_is_not_kept_and_what_comes_next(tmp_path: Path) -> None:
    with closing(initialise(tmp_path / "b.db", Setup("township_station", "532301102", "王芳", None), seeded(2))) as own:
        add_client(own, {"name": "张桂芳"}, opened_on="2026-01-01")
        complaint = {"received_on": "2026-08-01", "due_on": "2026-08-20", "state": "received", "unit": own.unit}
        add_row(own, "complaint", {**complaint, "complainant": "张桂芳", "content": "没来"}, name="x")
        project = {"title": "养老", "unit": own.unit, "start_on": "2024-03-01", "end_on": "2027-02-28"}
        add_row(own, "project", {**project, "state": "running"}, name="x")
        listing = of_period(own, "meeting-brief", own.unit, "2026H2", DAY)
        tables = {table.title: table for table in listing.tables}
        assert [row[1:4] for row in tables["未落实事项"].rows if row[1] == "逾期投诉"] == [["逾期投诉", "已逾期", "1"]]
        ends = [row for row in tables["近期节点"].rows if str(row[1]).startswith("项目到期")]
        assert [row[0] for row in ends] == ["2027-02-28"]
        assert "张桂芳" not in str(listing)


@pytest.mark.parametrize("period", ["2026", "2026Q3", "2026H3", "H1", "2026-11"])
def test_a_brief_is_of_a_half_year(book: Book, period: str) -> None:
    with pytest.raises(Refusal) as caught:
        of_period(book, "meeting-brief", book.unit, period, DAY)
    assert caught.value.code == "report.period"
