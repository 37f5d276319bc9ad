"""``training add``, ``statement``, ``newcomers``, ``conversions``, and what ``policy`` says without a book."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def people(database: Path) -> None:
    from swstation.operations.book import open_book
    from swstation.operations.people import add_staff

    book = open_book(database)
    for name in ("李娜", "张桂芳", "李娜"):
        add_staff(book, {"name": name, "joined_on": "2024-01-08"})
    book.close()


def test_one_training_of_all_who_came(ask: Any, sw: Any, people: None, tmp_path: Path) -> None:
    words = ("training", "add", "个案管理", "--from", "2026-03-05", "--amount", "7.5", "--unit", "hour")
    assert sw(*words, "--json").reasons == ["training.nobody_named"]
    made = ask(*words, "--present", "李娜 zgf", "--approved")
    assert [one["name"] for one in made["staff"]] == ["李娜", "张桂芳"]
    file = tmp_path / "签到.csv"
    file.write_text("姓名\n李娜2\n王芳\n", encoding="utf-8")
    listed = ask(*words, "--list", str(file), "--kind", "继续教育")
    assert [one["name"] for one in listed["staff"]] == ["李娜2", "王芳"]
    assert sw(*words, "--present", "李四", "--json").reasons == ["training.nobody"]
    assert sw(*words, "--present", "*", "--kind", "广场舞", "--json").reasons == ["training.unknown_kind"]
    assert sw(*words, "--present", "*", "--proof", str(tmp_path / "x"), "--json").reasons == [
        "training.proof_unreadable"
    ]


def test_a_statement_is_of_one_person(ask: Any, sw: Any, people: None, tmp_path: Path) -> None:
    target = tmp_path / "单.html"
    made = ask("training", "statement", "张桂芳", "--year", "2026", "--to", str(target))
    assert made["rows"] == 1 and "张桂芳" in target.read_text(encoding="utf-8")
    assert sw("training", "statement", "李娜", "--to", str(target), "--json").reasons == ["people.several"]
    assert sw("training", "statement", "无此人", "--to", str(target), "--json").reasons == ["people.unknown"]


def test_nothing_decided_and_nobody_new_say_so(ask: Any, sw: Any) -> None:
    assert ask("training", "conversions") == [] and ask("training", "newcomers") == []
    assert "小时 and 学时 stand side by side" in sw("training", "conversions").out
    assert "Nobody here joined this year" in sw("training", "newcomers").out


def test_new_joiners_of_a_place_whose_policy_trains_them(anywhere: Any, tmp_path: Path) -> None:
    from books import seeded

    from swstation.operations.install import Setup, initialise
    from swstation.operations.people import add_staff

    book = initialise(tmp_path / "sz.db", Setup("township_station", "440303001", "站长", None), seeded(1))
    add_staff(book, {"name": "新人", "joined_on": "2025-03-01"})
    book.close()
    said = anywhere("--db", tmp_path / "sz.db", "training", "newcomers", "--as-of", "2025-06-01", "--json").document
    assert [(one["staff"], one["kind"], one["trained_on"], one["clause"]["rule"]) for one in said] == [
        ("新人", "pre_post", None, "SZ-33")
    ]


def test_policies_are_listed_without_a_book_and_with_a_locked_one(anywhere: Any, tmp_path: Path) -> None:
    from books import seeded

    from swstation.operations.install import Setup, initialise

    assert {one["id"] for one in anywhere("--db", tmp_path / "none.db", "policy", "list", "--json").document} >= {
        "chuxiong"
    }
    initialise(
        tmp_path / "locked.db", Setup("township_station", "532301102", "站长", "东瓜 苹果 石榴 核桃"), seeded(1)
    ).close()
    assert anywhere("--db", tmp_path / "locked.db", "policy", "show", "chuxiong", "--json").document["id"] == "chuxiong"
