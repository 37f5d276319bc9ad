"""The catalogue's rows about people, certificates, exams, pay, honours: recorded, counted, or said to be reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from books import seeded

from db.queries.registers import rows_of
from db.registry import specs
from swstation import lists
from swstation.operations.book import Book
from swstation.operations.install import Setup, initialise
from swstation.operations.registers import add_row, edit_row
from swstation.reports.talent import talent
from swstation.rules.levels import levels_for
from swstation.rules.policy import shipped
from swstation.rules.worker import meant
from swstation.sheets import find

ON = date(2026, 11, 30)
ROOT = Path(__file__).parent.parent.parent
NUMBERS = {
    "ZZ": [*range(29, 34), *range(37, 58)],
    "CX": [3, 4, 5, *range(18, 24), *range(28, 33), *range(35, 40)],
    "GZ": [9, 10, 12, 15, 16, 17, 22, 23, 25, 26, 50, *range(54, 58)],
    "SZ": [*range(18, 27), 36, 40],
    "CD": [*range(7, 13), 29],
}
ROWS = [f"{region}-{number:02d}" for region, numbers in NUMBERS.items() for number in numbers]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(
        tmp_path / "book.db", Setup("township_station", "532301102", "王芳", None, policy="chuxiong"), seeded(1)
    )
    yield made
    made.close()


def worker(book: Book) -> str:
    return str(rows_of(book.connection, "staff")[0]["id"])


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_on_the_page(row: str) -> None:
    page = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8").partition("## People, certificates, pay")[2]
    named = {one for line in re.findall(r"^\| ([^|]+) \|", page, re.M) for one in line.split(", ")}
    assert row in named


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("employment_kind", "事业编制"), ("post_grade", "专技十一级"), ("social_insurance", True),
        ("housing_fund", False),
        ("talent_category", "practice"), ("talent_category", "research"), ("talent_category", "management"),
        ("filing_number", "备-001"), ("filed_on", "2024-01-01"), ("public_roles", "人大代表、两委成员"),
        ("source", "网格员"), ("left_on", "2026-06-30"), ("left_reason", "考录"), ("native", True),
        ("appointed_level", "intermediate"), ("social_work_since", "2019-03-01"),
    ],
    ids=["ZZ-37", "CX-35", "ZZ-39a", "ZZ-39b", "GZ-15", "GZ-16", "GZ-17", "SZ-21a", "CX-30", "ZZ-55", "GZ-25",
         "SZ-40a", "SZ-40b", "GZ-12", "ZZ-32", "ZZ-29"],
)  # fmt: skip
def test_a_person_keeps_it(book: Book, field: str, value: Any) -> None:
    edit_row(book, "staff", worker(book), {field: value}, name="Entry changed")
    assert rows_of(book.connection, "staff")[0][field] == value
    sheet = find("staff")
    assert sheet is not None and (sheet.field(field) is not None or field.startswith("left_"))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("exam_result", {"level": "social_worker", "year": 2026, "subject": "law_policy", "state": "passed"}),
        ("exam_result", {"level": "guizhou.special_ability", "year": 2026, "subject": "exam", "state": "registered"}),
        ("subsidy_payment", {"kind": "exam_subsidy", "paid_on": "2026-05-01", "value_fen": 50_000}),
        ("subsidy_payment", {"kind": "exam_reward", "paid_on": "2026-05-01", "value_fen": 100_000}),
        ("honour", {"title": "优秀社会工作者", "granted_on": "2026-03-17", "kind": "person", "state": "granted"}),
        ("honour", {"title": "优才卡", "granted_on": "2026-03-17", "state": "applied"}),
        ("honour", {"title": "彝乡专业社会工作领军人才", "granted_on": "2026-03-17", "state": "granted"}),
        ("credit_entry", {"kind": "sanction", "happened_on": "2026-03-17", "public": False}),
    ],
    ids=["ZZ-46", "GZ-26", "CX-20a", "CX-20b", "ZZ-42", "GZ-57", "CX-39", "SZ-40"],
)
def test_a_register_keeps_it(book: Book, table: str, values: dict[str, Any]) -> None:
    row, _changes = add_row(book, table, {"staff": worker(book), **values}, name="Entry added")
    kept = next(one for one in rows_of(book.connection, table) if one["id"] == row)
    assert {name: kept[name] for name in values} == values


@pytest.mark.parametrize("kind", ["project", "case_example", "institution", "person"], ids=lambda kind: f"ZZ-49-{kind}")
def test_honours_are_of_people_projects_cases_and_institutions(kind: str) -> None:
    assert kind in lists.by_code("honour_kind")


def test_gz_25_each_source_of_the_list_is_one_of_its_own() -> None:
    item = shipped().get("guizhou").item("enumerations.set", "personnel_sources")
    assert item is not None
    assert len({meant("personnel_source", entry.zh) for entry in item.items}) == 11


def test_zz_55_cx_22_public_roles_are_counted_with_the_holders_among_them(book: Book) -> None:
    edit_row(book, "staff", worker(book), {"public_roles": "人大代表、居委会主任"}, name="Entry changed")
    add_row(book, "certificate", {"staff": worker(book), "level": "social_worker", "issued_on": "2024-01-01"},
            name="Entry added")  # fmt: skip
    cells = {cell.code: (cell.people, cell.holders) for cell in talent(book.connection, book.unit, ON).cells
             if cell.dimension == "role"}  # fmt: skip
    assert cells == {"人大代表": (1, 1), "居委会主任": (1, 1)}


@pytest.mark.parametrize(
    ("policy", "order"),
    [
        ("chengdu", ["chengdu.assistant_local", "assistant_social_worker", "social_worker", "senior_social_worker"]),
        ("chuxiong", ["assistant_social_worker", "social_worker", "senior_social_worker"]),
        ("guizhou", ["guizhou.assistant_local", "assistant_social_worker", "social_worker", "senior_social_worker"]),
    ],
    ids=["CD-07", "CX-18", "GZ-22"],
)
def test_levels_stand_in_the_policys_order_local_ones_apart(policy: str, order: list[str]) -> None:
    levels = levels_for(shipped(), shipped().get(policy))
    ranked = [level.id for level in levels.all if level.id in order]
    assert ranked == order
    assert [level.national for level in levels.all if level.id in order] == ["." not in id for id in order]


def test_gz_23_special_ability_is_a_local_certificate() -> None:
    level = levels_for(shipped(), shipped().get("guizhou")).get("guizhou.special_ability")
    assert level is not None and not level.national and level.clause.rule == "GZ-23"


def test_cx_29_the_four_registers_are_linked() -> None:
    assert {"staff", "institution", "project", "evaluation"} <= specs().keys()
    assert {"staff", "institution", "project"} <= set(specs()["evaluation"].fields)
    assert "institution" in specs()["project"].fields


def test_sz_36_one_record_for_each_practitioner_with_lists_to_hand_on() -> None:
    from swstation.reports.listings import LISTINGS

    assert {"certificate-roster", "talent-ledger"} <= LISTINGS.keys()
