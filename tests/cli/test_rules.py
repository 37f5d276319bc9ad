"""``training``, ``due`` and ``policy``."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

KINDS = {
    "contact", "visit", "case_review", "registration", "training", "exam", "post", "project", "draft", "export",
    "backup",
}  # fmt: skip


@pytest.fixture
def trained(database: Path) -> None:
    from swstation.operations.book import open_book
    from swstation.operations.people import add_certificate, add_staff, add_training

    book = open_book(database)
    staff, _changes = add_staff(book, {"name": "李娜", "joined_on": "2024-01-08"})
    add_certificate(book, staff, "assistant", "2024-03-01", registered_on="2024-04-01", valid_until="2027-03-31")
    training = {"start_on": "2025-05-06", "end_on": "2025-05-07", "measure": "hour"}
    add_training(book, [staff], title="个案管理", tenths=125, approved=True, **training)
    add_training(book, [staff], title="儿童保护", tenths=80, **training)
    book.close()


def test_one_row_per_person_and_requirement(ask: Any, sw: Any, trained: None) -> None:
    rows = ask("training", "status", "--as-of", "2025-12-01")
    assert {row["staff"] for row in rows} == {"王芳", "李娜"}
    for row in rows:
        assert row.keys() >= {
            "staff", "staff_id", "policy", "requirement", "basis", "unit", "window_start", "window_end", "required",
            "earned", "pending", "other_units", "missing", "status", "policy_state", "deadline", "clause",
        }  # fmt: skip
        assert row["clause"].keys() >= {"policy", "document", "section", "rule"}
        assert all(isinstance(row[key], int | float) for key in ("required", "earned", "pending", "missing"))
    (local,) = (row for row in rows if row["staff"] == "李娜" and row["policy"] == "chuxiong")
    assert (local["unit"], local["earned"], local["pending"]) == ("hour", 12.5, 8)
    assert ask("training", "status", "--staff", "李娜", "--as-of", "2025-12-01") == [
        r for r in rows if r["staff"] == "李娜"
    ]
    assert sw("training", "status", "--staff", "无此人", "--json").reasons == ["people.unknown"]


def test_what_is_due_is_told_with_its_days(ask: Any, sw: Any) -> None:
    ask("log", "张桂芳 入户 90m >+7d", "--new", "--as-of", "2026-11-02")
    found = ask("due", "--days", "10", "--as-of", "2026-11-05")
    assert all(row.keys() >= {"kind", "what", "who", "date", "days", "clause"} for row in found)
    assert {row["kind"] for row in found} <= KINDS
    (contact,) = (row for row in found if row["kind"] == "contact")
    assert (contact["who"], contact["date"], contact["days"]) == ("张桂芳", "2026-11-09", 4)
    assert not [row for row in ask("due", "--as-of", "2026-11-05") if row["kind"] == "contact"]
    (late,) = (row for row in ask("due", "--as-of", "2026-11-12") if row["kind"] == "contact")
    assert late["days"] == -3
    assert ask("due", "--as-of", "2026-11-12", "--unit", "T532301102") == ask("due", "--as-of", "2026-11-12")
    assert sw("due", "--unit", "T532301103", "--json").reasons == ["report.unit"]
    ask("log", "张桂芳 电话 10m", "--as-of", "2026-11-10")
    assert not [row for row in ask("due", "--days", "30", "--as-of", "2026-11-12") if row["kind"] == "contact"]


def test_a_promise_of_a_case_is_kept_by_a_later_contact(ask: Any) -> None:
    ask("log", "张桂芳 入户 90m", "--new", "--as-of", "2026-03-02")
    ask("case", "open", "张桂芳", "--next", "2026-03-10", "--as-of", "2026-03-02")

    def contacts(day: str) -> list[str]:
        return [row["date"] for row in ask("due", "--as-of", day) if row["kind"] == "contact"]

    assert contacts("2026-03-12") == ["2026-03-10"]
    ask("log", "张桂芳 入户 30m &1", "--as-of", "2026-03-10")
    assert contacts("2026-03-12") == []
    ask("case", "move", "1", "planning", "--next", "2026-03-20", "--as-of", "2026-03-12")
    assert contacts("2026-03-21") == ["2026-03-20"]
    ask("log", "张桂芳 电话 5m 未接", "--as-of", "2026-03-20")
    assert contacts("2026-03-21") == ["2026-03-20"]


def test_policies_are_listed_and_shown_clause_by_clause(ask: Any, sw: Any) -> None:
    listed = {row["id"]: row for row in ask("policy", "list", "--as-of", "2026-11-18")}
    assert {"national", "chuxiong"} <= listed.keys() and listed["chuxiong"]["state"] == "expired"
    shown = ask("policy", "show", "chuxiong")
    assert shown["id"] == "chuxiong" and len(shown["items"]) > 10
    assert all(
        item["text"] and item["clause"]["quote" if "quote" in item["clause"] else "section"] for item in shown["items"]
    )
    refused = sw("policy", "show", "nowhere", "--json")
    assert refused.reasons == ["policy.unknown"] and "chuxiong" in refused.document["errors"][0]["choices"]


def test_a_policy_file_is_checked(ask: Any, sw: Any, tmp_path: Path) -> None:
    from importlib.resources import files

    good = Path(
        shutil.copyfile(str(files("swstation") / "data" / "policies" / "chuxiong.toml"), tmp_path / "mine.toml")
    )
    assert ask("policy", "check", str(good))["ok"] is True
    bad = tmp_path / "bad.toml"
    bad.write_text(good.read_text(encoding="utf-8").replace("[meta]", "[mata]"), encoding="utf-8")
    said = sw("policy", "check", bad, "--json")
    assert said.document["ok"] is False and all(code.startswith("policy.") for code in said.reasons)
    for garbage in (b"\xff\xfe\x00", b"= = =", b""):
        bad.write_bytes(garbage)
        assert sw("policy", "check", bad, "--json").reasons
    assert sw("policy", "check", tmp_path / "none.toml", "--json").reasons == ["policy.unreadable"]
    assert sw("policy", "check", tmp_path, "--json").reasons == ["policy.unreadable"]


def test_an_expired_policy_is_continued_by_decision(ask: Any, sw: Any, trained: None) -> None:
    def states() -> set[str]:
        rows = ask("training", "status", "--staff", "李娜", "--as-of", "2026-11-18")
        return {row["policy_state"] for row in rows if row["policy"] == "chuxiong"}

    assert states() == {"expired"}
    assert sw("policy", "continue", "chuxiong", "--from", "2025-06-01", "--json").reasons == [
        "policy.continues_too_early"
    ]
    assert sw("policy", "continue", "nowhere", "--from", "2026-01-01", "--json").reasons == ["policy.unknown"]
    backwards = ("--from", "2026-01-01", "--to", "2025-12-31")
    assert sw("policy", "continue", "chuxiong", *backwards, "--json").reasons == ["value.end_before_start"]
    said = ask("policy", "continue", "chuxiong", "--from", "2026-01-01", "--decision", "楚民〔2026〕1号")
    assert (said["policy"], said["from"], said["to"]) == ("chuxiong", "2026-01-01", None)
    assert states() == {"continued"}
    rows = ask("training", "status", "--staff", "李娜", "--as-of", "2026-11-18")
    assert {"decision": "楚民〔2026〕1号"} in [row["clause"] for row in rows]
