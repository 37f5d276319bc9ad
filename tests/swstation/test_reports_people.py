"""The workforce in figures, the roster of certificates, the allowance list: from a book, and in every file format."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from books import seeded
from synthetic import resident_id

from db.errors import Refusal
from db.gateway import Change
from swstation.operations.book import Book, do
from swstation.operations.install import Setup, initialise
from swstation.operations.people import add_certificate
from swstation.reports.listing import ListColumn, Listing, ListTable, Yuan
from swstation.reports.listings import OF_PEOPLE, make
from swstation.reports.talent import age_on, band_of, talent
from swstation.reports.write_listing import as_csv, as_page, write_listing

ON = date(2026, 11, 30)
A, S = "assistant_social_worker", "social_worker"
HOSTILE = "=1+1 <script>"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(
        tmp_path / "book.db", Setup("township_station", "532301102", "王芳", None, policy="chuxiong"), seeded(1)
    )
    yield made
    made.close()


def person(book: Book, name: str, **fields: Any) -> str:
    """A member of staff with fields of any group."""
    from db.registry import specs

    home = {field: group for group, spec in specs()["staff"].groups.items() for field in spec.fields}
    groups: dict[str, dict[str, Any]] = {
        "ident": {"name": name}, "employment": {"unit": book.unit, "joined_on": "2020-01-01"},
    }  # fmt: skip
    for field, value in fields.items():
        groups.setdefault(home[field], {})[field] = value
    row = book.source.row_id()
    do(book, "staff", [Change("staff", row, groups)])
    return row


def pay(book: Book, staff: str, fen: int, kind: str = "exam_subsidy", on: str = "2026-05-01") -> None:
    ident = {"staff": staff, "kind": kind, "paid_on": on, "value_fen": fen}
    do(book, "pay", [Change("subsidy_payment", book.source.row_id(), {"ident": ident})])


def rate(
    book: Book, fen: int, level: str | None = None, policy: str = "chuxiong", item: str = "vocational_allowance"
) -> None:
    ident = {"unit": book.unit, "policy": policy, "item": item, "level": level, "start_on": "2026-01-01"}
    amount = {"value_fen": fen, "period": "month", "decision": "楚财社〔2026〕1号"}
    do(book, "rate", [Change("allowance_rate", book.source.row_id(), {"ident": ident, "amount": amount})])


@pytest.mark.parametrize(
    ("born", "age", "band"),
    [("1991-11-30", 35, "to_35"), ("1990-11-30", 36, "36_45"), ("1990-12-01", 35, "to_35"), ("1981-01-01", 45, "36_45"),
     ("1980-11-30", 46, "46_55"), ("1971-01-01", 55, "46_55"), ("1970-11-30", 56, "from_56")],
)  # fmt: skip
def test_age_bands(born: str, age: int, band: str) -> None:
    assert age_on(date.fromisoformat(born), ON) == age and band_of(date.fromisoformat(born), ON) == band


def test_cx_03_cx_05_professionals_and_holders_are_two_counts(book: Book) -> None:
    """Rows CX-03, CX-04, CX-05, GZ-09, GZ-10."""
    plain = person(book, "甲", field="social_welfare")
    holder = person(book, "乙", field="community_governance")
    local = person(book, "丙", field="charity")
    add_certificate(book, holder, A, "2024-01-01")
    add_certificate(book, local, "chengdu.assistant_local", "2024-01-01")
    person(book, "丁", field="social_welfare", left_on="2026-01-01")
    found = talent(book.connection, book.unit, ON)
    # 王芳, who set the book up, is the fourth; 乙's field is one of services, not of the definition.
    assert (found.people, found.professionals, found.holders, found.local) == (4, 2, 1, 1)
    assert plain


def test_sz_20_share_of_holders_by_rule(book: Book) -> None:
    do(book, "unit", [Change("unit", _unit_row(book), {"policy": {"policy": "shenzhen"}})])
    add_certificate(book, person(book, "乙"), A, "2024-01-01")
    held = {one.rule.id: one for one in talent(book.connection, book.unit, ON).must_hold}
    assert (held["all_practitioners"].covered, held["all_practitioners"].percent) == (2, 50)
    assert held["all_project_posts"].covered == 0 and held["all_project_posts"].percent is None


def test_of_whom_no_field_is_recorded_nobody_can_tell(book: Book) -> None:
    person(book, "甲", field="social_welfare")
    found = talent(book.connection, book.unit, ON)
    assert (found.professionals, found.field_open) == (1, 1)


def test_gz_10_local_levels_are_no_national_certificate(book: Book) -> None:
    local = person(book, "丙")
    add_certificate(book, local, "guizhou.special_ability", "2024-01-01")
    found = talent(book.connection, book.unit, ON)
    assert (found.holders, found.local) == (0, 1)


def test_cx_04_one_person_at_two_stations_counts_once(book: Book) -> None:
    number = resident_id(date(1990, 5, 6), 2)
    person(book, "甲", resident_id=number)
    person(book, "甲", resident_id=number, unit="T532301103")
    found = talent(book.connection, "C532301", ON)
    assert (found.people, found.doubles) == (2, 1)


def test_every_dimension_adds_up(book: Book) -> None:
    person(book, "甲", gender="female", birth_date="1990-01-01", education="本科", working_time="full_time",
           political_status="中共党员", public_roles="人大代表、两委成员", source="社区专职工作者")  # fmt: skip
    found = talent(book.connection, book.unit, ON)
    for dimension in ("level", "age", "education", "gender", "party", "field", "residence", "time", "source", "unit"):
        assert sum(cell.people for cell in found.cells if cell.dimension == dimension) == found.people, dimension
    by = {(cell.dimension, cell.code): cell.people for cell in found.cells}
    assert by["age", "36_45"] == by["education", "bachelor"] == by["role", "人大代表"] == by["role", "两委成员"] == 1
    assert by["source", "community_worker"] == 1


def test_the_roster_masks_unless_numbers_are_asked_for(book: Book) -> None:
    number = resident_id(date(1990, 5, 6), 2)
    holder = person(book, HOSTILE, resident_id=number, filing_number="备2024-1")
    add_certificate(book, holder, S, "2024-01-01", number="X1", registered_on="2024-06-01", valid_until="2027-05-31")
    listing = make(book, "certificate-roster", book.unit, ON)
    assert number not in as_csv(listing) and "备2024-1" in as_csv(listing) and "2027-05-31" in as_csv(listing)
    before = book.connection.execute("SELECT count(*) FROM audit WHERE what = 'export'").fetchone()[0]
    assert number in as_csv(make(book, "certificate-roster", book.unit, ON, numbers=True))
    after = book.connection.execute("SELECT count(*) FROM audit WHERE what = 'export'").fetchone()[0]
    assert (before, after) == (0, 1)


def test_cx_37_the_allowance_list(book: Book) -> None:
    """Rows CX-37, CX-20: who qualifies with the county's amount, who lost it and why, what was paid."""
    full = person(book, "甲", source="社区专职工作者", working_time="full_time")
    part = person(book, "乙", source="社区专职工作者", working_time="part_time")
    unsaid = person(book, "丙", source="社区专职工作者")
    for one in (full, part, unsaid):
        add_certificate(book, one, A, "2024-01-01")
    rate(book, 10_000)
    rate(book, 20_000, A)
    pay(book, part, 10_000, "allowance", "2025-12-01")
    pay(book, full, 50_000)
    listing = make(book, "allowance-list", book.unit, ON)
    qualifies, lost, unknown, paid = listing.tables
    assert [(row[2], row[5]) for row in qualifies.rows] == [("甲", Yuan(20_000))]
    assert [(row[1], row[5]) for row in lost.rows] == [("乙", "2025-12-01")]
    assert [row[1] for row in unknown.rows] == ["丙"]
    assert [row[1:] for row in paid.rows] == [(1, Yuan(50_000))]


def test_no_policy_no_allowance(book: Book) -> None:
    do(book, "unit", [Change("unit", _unit_row(book), {"policy": {"policy": "guizhou"}})])
    assert not make(book, "allowance-list", book.unit, ON).rows


def _unit_row(book: Book) -> str:
    from db.queries.units import unit_by_code

    found = unit_by_code(book.connection, book.unit)
    assert found is not None
    return found.id


@pytest.mark.parametrize("kind", OF_PEOPLE)
@pytest.mark.parametrize("form", ["xlsx", "csv", "html"])
def test_every_list_in_every_format(book: Book, kind: str, form: str, tmp_path: Path) -> None:
    add_certificate(book, person(book, HOSTILE, source="社区工作者", working_time="full_time"), A, "2024-01-01")
    target, again = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    listing = make(book, kind, book.unit, ON)
    assert write_listing(listing, target) == listing.rows > 0
    write_listing(listing, again)
    assert target.read_bytes() == again.read_bytes()
    if form == "html":
        assert "<script>" not in target.read_text(encoding="utf-8")
    elif form == "csv":
        with target.open(encoding="utf-8-sig", newline="") as file:
            assert all(not cell.startswith("=") for row in csv.reader(file) for cell in row)
    else:
        sheets = openpyxl.load_workbook(target).worksheets
        assert len(sheets) == len(listing.tables)
        assert all(cell.data_type != "f" for sheet in sheets for row in sheet.iter_rows() for cell in row)


def test_a_page_is_complete_and_signed() -> None:
    listing = Listing(
        "表", ON, ("上",), (ListTable("一", (ListColumn("金额", 10, True),), ((Yuan(1_205),),)),), ("签字",)
    )
    page = as_page(listing)
    assert '<td class="n">12.05</td>' in page and "签字" in page and page.endswith("</html>\n")


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        write_listing(Listing("表", ON, (), ()), tmp_path / "a.pdf")
    assert refused.value.code == "report.format"
