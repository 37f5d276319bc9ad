"""One training of many people: whom somebody means, attendance lists, proof, approval."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from ledgers import xlsx
from taking import Station, refusals, station

from db.errors import Refusal
from db.queries.people import attendances, trainings
from swstation.operations.people import add_staff
from swstation.operations.presence import Present, listed, present, roster
from swstation.operations.trainings import approve, attach_proof, enter_training

PEOPLE = [
    Present(str(n), name) for n, name in enumerate(("张桂芳", "王芳", "王芳2", "李娜", "李娜娜", "张国富", "王小样"))
]
DAY = {"title": "个案管理", "start_on": "2026-03-05", "end_on": "2026-03-06", "tenths": 60, "measure": "class_hour"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    with station(tmp_path) as made:
        people = [(name, "2024-03-01") for name in ("李样", "王样", "张样")]
        made.take("staff", ("姓名", "入职日期"), *people)
        yield made


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("李娜", ["李娜"]),
        ("李娜、张桂芳", ["李娜", "张桂芳"]),
        ("lnn wxy", ["李娜娜", "王小样"]),
        ("ln,张桂芳 ，wxy", ["李娜", "张桂芳", "王小样"]),
        ("ｌｎｎ", ["李娜娜"]),
        ("王芳2/李娜\t李娜", ["王芳2", "李娜"]),
        ("*", [one.label for one in PEOPLE]),
        ("全员", [one.label for one in PEOPLE]),
        ("李娜 *", ["李娜", *(one.label for one in PEOPLE if one.label != "李娜")]),
    ],
)
def test_whom_somebody_means(typed: str, named: list[str]) -> None:
    labels = {one.id: one.label for one in PEOPLE}
    assert [labels[one] for one in present(typed, PEOPLE)] == named


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("zgf", "training.several"),
        ("赵六", "training.nobody"),
        ("李娜 q", "training.nobody"),
        (" 、,", "training.nobody_named"),
    ],
)
def test_whom_nobody_can_tell_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        present(typed, PEOPLE)
    assert refused.value.code == code and refused.value.field == "people"
    if code == "training.several":
        assert set(refused.value.choices) == {"张桂芳", "张国富"}


def test_everybody_is_whoever_was_employed_that_day(desk: Station) -> None:
    add_staff(desk.book, {"name": "李样", "joined_on": "2026-03-06"})
    add_staff(desk.book, {"name": "早走", "joined_on": "2024-01-01", "left_on": "2026-03-04"})
    labels = {one.label for one in roster(desk.book, date(2026, 3, 6))}
    assert labels == {"赵试", "张样", "李样", "王样", "李样2"}
    assert "李样2" not in [one.label for one in roster(desk.book, date(2026, 3, 5))]


def test_an_attendance_list_in_a_file_names_them(tmp_path: Path) -> None:
    text = tmp_path / "签到.txt"
    text.write_text("李 样\n\n王样\n", encoding="utf-8")
    assert listed(text) == "李样、王样"
    sheet = tmp_path / "签到.csv"
    sheet.write_bytes("签到表,,\n序号,姓名,单位\n1,李样,站\n2,张 样,站\n".encode("gb18030"))
    assert listed(sheet) == "李样、张样"
    assert listed(xlsx(tmp_path / "签到.xlsx", [("序号", "姓名"), (1, "王样"), (2, "张样")])) == "王样、张样"
    with pytest.raises(Refusal, match=r"training\.list_unreadable"):
        listed(tmp_path / "没有.txt")
    long = tmp_path / "长.txt"
    long.write_text("人\n" * 2_001, encoding="utf-8")
    with pytest.raises(Refusal, match=r"training\.list_too_long"):
        listed(long)


def test_a_ledger_says_the_training_once_and_a_line_for_each_who_came(desk: Station) -> None:
    head = ("姓名", "培训名称", "开始日期", "结束日期", "时长", "单位", "已审核")
    given = desk.take(
        "trainings", head,
        ("李样", "个案管理", "2026-03-05", "2026-03-06", 6, "学时", "是"),
        ("王样", None, None, None, None, None, None),
        ("张样", None, None, None, None, None, "是"),
        ("李样", "急救", "2026-04-01", "2026-04-01", 3, "小时", None),
        ("张样", None, None, None, None, None, None),
    )  # fmt: skip
    assert (given.added, refusals(given)) == (5, [])
    assert {(one.title, one.attended) for one in trainings(desk.book.connection)} == {("个案管理", 3), ("急救", 2)}
    assert sorted(one.approved for one in attendances(desk.book.connection)) == [0, 0, 0, 1, 1]


def test_nothing_is_carried_from_a_row_that_was_not_understood_nor_into_half_a_row(desk: Station) -> None:
    head = ("姓名", "培训名称", "开始日期", "结束日期", "时长", "单位")
    given = desk.take(
        "trainings", head,
        ("李样", "个案管理", "2026-03-05", "没有日子", 6, "学时"),
        ("王样", None, None, None, None, None),
        ("张样", "急救", None, None, 3, "小时"),
        partial=True,
    )  # fmt: skip
    assert given.added == 0 and {row for row, *_rest in refusals(given)} == {2, 3, 4}


def test_the_file_that_proves_it_is_kept_by_its_hash(desk: Station, tmp_path: Path) -> None:
    scan = tmp_path / "签到.jpg"
    scan.write_bytes(b"scan")
    hashed = hashlib.sha256(b"scan").hexdigest()
    people = [one.id for one in roster(desk.book, date(2026, 3, 6))][:2]
    enter_training(desk.book, people, proof=scan, proof_number="县培2026-3", **DAY)
    kept = desk.book.connection.execute("SELECT proof_hash, proof_number, approved FROM attendance").fetchall()
    assert kept == [(hashed, "县培2026-3", 0)] * 2
    scan.write_bytes(b"another scan")
    found = attendances(desk.book.connection, people[0])[0].id
    attach_proof(desk.book, [found], scan)
    kept = desk.book.connection.execute("SELECT count(DISTINCT proof_hash) FROM attendance").fetchone()
    assert kept == (2,)
    with pytest.raises(Refusal, match=r"training\.proof_unreadable"):
        attach_proof(desk.book, [found], tmp_path / "没有.jpg")
    with pytest.raises(Refusal, match=r"training\.nobody_named"):
        enter_training(desk.book, [], **DAY)


def test_approval_of_many_and_back(desk: Station) -> None:
    people = [one.id for one in roster(desk.book, date(2026, 3, 6))]
    enter_training(desk.book, people, **DAY)
    rows = [one.id for one in attendances(desk.book.connection)]

    def approved() -> list[tuple[int, str | None]]:
        found = desk.book.connection.execute("SELECT DISTINCT approved, lower(hex(approved_by)) FROM attendance")
        return [(one, by or None) for one, by in found]

    approve(desk.book, rows)
    assert approved() == [(1, desk.book.worker)]
    approve(desk.book, rows, approved=False)
    assert approved() == [(0, None)]
