"""``case`` beyond moving, ``log approve`` and its like, ``month``, ``attach``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from swstation.operations.book import open_book
from swstation.operations.people import add_staff


@pytest.fixture(autouse=True)
def people(ask: Any, database: Path) -> None:
    book = open_book(database)
    add_staff(book, {"name": "李娜", "joined_on": "2026-01-01"})
    book.close()
    ask("log", "张桂芳 入户 40m 谈心", "--new", "--as-of", "2026-10-02")
    ask("log", "张桂芳 入户 30m", "--as-of", "2026-10-09")
    ask("case", "open", "张桂芳", "--problem", "独居", "--as-of", "2026-10-10")


def test_a_case_goes_before_others(ask: Any, sw: Any) -> None:
    gate = sw("case", "gate", "1", "--as-of", "2026-11-18", "--json")
    missing = [one["code"] for one in gate.document["missing"]]
    assert gate.code == 1 and gate.document["standard"] == "MZ/T 094-2017"
    assert missing[0] == "consent" and "problem" not in missing
    assert "MZ/T 094-2017" in sw("case", "gate", "1").out
    ask("case", "comment", "1", "--text", "每周探访", "--worker", "李娜", "--as-of", "2026-11-18")
    assert ask("case", "submit", "1")["approval"] == "submitted"
    assert sw("case", "approve", "1", "--json").reasons == ["approval.own"]
    assert ask("case", "return", "1", "--reason", "补计划", "--worker", "李娜")["approval_reason"] == "补计划"
    ask("case", "submit", "1")
    assert ask("case", "approve", "1", "--worker", "李娜")["approved_by"] == "李娜"
    assert sw("case", "archive", "1", "--json").reasons == ["case.not_closed"]
    ask("case", "move", "1", "closure", "--anyway", "搬走", "--worker", "李娜", "--as-of", "2026-11-18")
    assert ask("case", "archive", "1", "--as", "档2026-01", "--as-of", "2026-11-19")["archive_number"] == "档2026-01"
    shown = ask("case", "show", "1")
    assert (shown["supervisor_comment"], shown["archived_on"]) == ("每周探访", "2026-11-19")
    assert "每周探访" in sw("case", "show", "1").out


def test_entries_are_approved_returned_and_corrected(ask: Any, sw: Any) -> None:
    first, second = (row["id"] for row in reversed(ask("log", "list")))
    assert sw("log", "approve", first, "--json").reasons == ["approval.own"]
    assert ask("log", "return", second, "--reason", "写内容", "--worker", "李娜")["n"] == 1
    ask("log", "submit", second)
    assert ask("log", "approve", first, second, "--worker", "李娜")["ids"] == [first, second]
    assert sw("log", "edit", first, "张桂芳 入户 50m 谈心", "--as-of", "2026-10-02", "--json").reasons == ["log.locked"]
    new = ask("log", "correct", first, "张桂芳 入户 50m 谈心", "--reason", "时长写错", "--as-of", "2026-10-02")
    assert (new["corrects"], new["minutes"]) == (first, 50)
    assert {row["id"]: row["state"] for row in ask("log", "list")} == {new["id"]: "submitted", second: "approved"}


def test_a_month_is_looked_at_and_approved(ask: Any, sw: Any) -> None:
    seen = ask("month", "show", "2026-10", "--worker", "李娜", "--seed", "77")
    assert (seen["entries"], seen["waiting"], len(seen["to_read"]), seen["seed"]) == (2, 2, 2, "77")
    # Entries written today about October come late, whatever today is; one says nothing of what happened.
    assert ["note_missing" in reasons for reasons in seen["exceptions"].values()].count(True) == 1
    assert "张桂芳" in sw("month", "show", "2026-10", "--worker", "李娜").out
    words = ("month", "approve", "2026-10", "--worker", "李娜", "--as-of", "2026-11-18", "--seed", "77")
    assert sw(*words, "--read", seen["to_read"][0], "--json").reasons == ["approval.unread"]
    done = ask(*words, "--all-read", "--note", "无误")
    decision = done["decision"]
    assert decision["read"] + decision["sampled"] == decision["total"] == 2
    assert {key: decision[key] for key in ("state", "by", "on", "seed", "note")} == {
        "state": "approved", "by": "李娜", "on": "2026-11-18", "seed": "77", "note": "无误",
    }  # fmt: skip
    assert sw("month", "show", "next", "--json").reasons == ["approval.month"]
    back = ask("month", "return", "2026-10", "--reason", "缺签到表", "--worker", "李娜", "--as-of", "2026-11-19")
    assert (back["decision"]["state"], back["decision"]["note"]) == ("returned", "缺签到表")


def test_files_are_attached_and_taken_out(ask: Any, sw: Any, tmp_path: Path) -> None:
    photo = tmp_path / "张桂芳.jpg"
    photo.write_bytes(b"\xff\xd8 a photo")
    one = ask("attach", "add", str(photo), "--case", "1", "--kind", "photo", "--face", "--taken", "2026-10-09")
    assert (one["table"], one["kind"], one["shows_face"], one["bytes"], one["here"]) == (
        "service_case", "photo", True, 10, True,
    )  # fmt: skip
    ask("attach", "add", str(photo), "--client", "张桂芳", "--kind", "photo")
    assert len(ask("attach", "list")) == 2 and ask("attach", "list", "--case", "1") == [one]
    out = ask("attach", "take", one["id"], "--to", str(tmp_path))
    assert Path(out["file"]).read_bytes() == photo.read_bytes() and "张桂芳" not in Path(out["file"]).name
    assert sw("attach", "check").code == 0
    ask("attach", "remove", one["id"])
    assert len(ask("attach", "list")) == 1
    assert sw("attach", "add", str(photo), "--kind", "photo", "--json").reasons == ["attachment.subject"]


def test_households_are_made_shown_and_their_members_moved(ask: Any, sw: Any) -> None:
    ask("log", "李四 入户 30m", "--new", "--as-of", "2026-10-02")
    ask("log", "李小明 入户 30m", "--new", "--as-of", "2026-10-02")
    made = ask("household", "add", "张桂芳", "--member", "李小明=孙子", "--number", "12", "--address", "一组1号")
    assert (made["head"], made["members"], made["number"]) == ("张桂芳", 2, "12")
    other = ask("household", "add", "李四")
    assert ask("household", "join", "李小明", "李四", "--relation", "侄子")["members"] == 2
    shown = ask("household", "show", "李四")
    assert [(one["name"], one["relation"]) for one in shown["people"]] == [("李四", "户主"), ("李小明", "侄子")]
    assert ask("household", "leave", "李小明")["household"] is None
    assert ask("household", "category", "12", "dibao", "--from", "2026-10-05")["categories"] == ["dibao"]
    assert ask("household", "category", "12", "dibao", "--end", "2026-10-09")["categories"] == []
    assert sw("household", "category", "12", "dibao", "--end", "2026-10-09", "--json").reasons == [
        "client.no_such_category"
    ]
    ask("household", "edit", other["id"], "--number", "12")
    assert sw("household", "show", "12", "--json").reasons == ["client.several_households"]
    assert sw("household", "show", "99", "--json").reasons == ["client.unknown_household"]
    assert "李四" in sw("household", "list").out and "侄子" not in sw("household", "show", "李四").out
