"""``log``: the line, its keys, what is refused, corrections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

KEYS = {
    "id", "date", "start", "end", "minutes", "clients", "colleagues", "case", "method", "field", "note", "next_contact",
    "outcome", "heads", "person_times", "households", "session_no", "items", "value_fen", "volunteers", "village",
}  # fmt: skip
DAY = ("--as-of", "2026-11-18")


@pytest.fixture(autouse=True)
def people(ask: Any) -> None:
    ask("log", "张桂芳 入户 90m 第一次", "--new", "--as-of", "2026-11-02")
    ask("log", "李秀英 入户 30m 第一次", "--new", "--as-of", "2026-11-03")


def test_a_line_becomes_an_entry_with_all_its_keys(ask: Any) -> None:
    said = ask("log", "张桂芳 入户 90m 送米油，量血压 >+7d", *DAY)
    assert said.keys() >= KEYS
    assert (said["date"], said["minutes"], said["clients"], said["method"]) == (
        "2026-11-18", 90, ["张桂芳"], "home_visit",
    )  # fmt: skip
    assert (said["note"], said["next_contact"], said["outcome"]) == ("送米油，量血压", "2026-11-25", "met")
    assert (said["case"], said["colleagues"], said["items"], said["heads"]) == (None, [], [], None)
    assert len(said["id"]) == 32
    entry = ask("log", "list")[0]
    assert entry.keys() >= KEYS | {"worker", "unit", "state"}
    assert {key: entry[key] for key in KEYS} == {key: said[key] for key in KEYS}
    assert (entry["worker"], entry["unit"], entry["state"]) == ("王芳", "T532301102", "submitted")


def test_counts_items_and_times(ask: Any) -> None:
    said = ask("log", "重阳节活动 46人参加 志愿者6人 9:00-11:00", *DAY)
    assert (said["heads"], said["volunteers"], said["start"], said["end"], said["minutes"]) == (
        46, 6, "09:00", "11:00", 120,
    )  # fmt: skip
    assert said["clients"] == [] and said["activity"]
    said = ask("log", "残疾人证 15件", *DAY)
    (item,) = said["items"]
    assert item.keys() == {"item", "n", "unit"} and item["n"] == 15


def test_outcomes_of_several_clients_are_told_apart(ask: Any) -> None:
    said = ask("log", "张桂芳、李秀英 入户 40m 李秀英:不在家", *DAY)
    assert said["outcome"] == {"张桂芳": "met", "李秀英": "absent"}
    assert ask("log", "list")[0]["outcome"] == said["outcome"]


def test_a_dry_run_saves_nothing(ask: Any) -> None:
    before = ask("digest")
    said = ask("log", "张桂芳 电话 10m", "--dry-run", *DAY)
    assert said["id"] is None and said["method"] == "phone"
    assert ask("digest") == before


@pytest.mark.parametrize(
    ("line", "date"),
    [("-2 张桂芳 电话", "2026-11-16"), ("+王芳 张桂芳 电话", "2026-11-18"), ("#社会救助 张桂芳 电话", "2026-11-18")],
)
def test_a_line_is_taken_as_it_is_whatever_it_begins_with(ask: Any, sw: Any, line: str, date: str) -> None:
    said = ask("log", line, *DAY)
    assert (said["date"], said["clients"]) == (date, ["张桂芳"])
    assert ask("log", *DAY, "--dry-run", line)["date"] == date
    assert sw("log", *DAY, "--dry-run", "--json", "--", line).document["date"] == date


@pytest.mark.parametrize("line", ["", "   ", "　"])
def test_an_empty_line_is_refused(sw: Any, line: str) -> None:
    assert sw("log", line, "--json").reasons == ["quicklog.empty"]
    assert sw("log", line).code == 1


def test_what_stands_in_the_way_names_the_part_and_the_choices(sw: Any, ask: Any) -> None:
    before = ask("digest")
    said = sw("log", "钱老六 入户 40m", "--json")
    (error,) = said.document["errors"]
    assert said.code == 1 and said.document["id"] is None
    assert (error["token"], error["reason"]) == ("钱老六", "ask_unknown_name")
    assert len(error["choices"]) == 2 and error["message"]
    said = sw("log", "张桂芳 入户 25:70-26:00 &99", "--json")
    assert {"span", "unknown_number"} <= {error["reason"] for error in said.document["errors"]}
    assert all(error.keys() >= {"token", "reason", "message"} for error in said.document["errors"])
    assert ask("digest") == before


def test_a_person_reads_the_question_with_its_choices(sw: Any) -> None:
    said = sw("log", "钱老六 入户 40m")
    assert said.code == 1 and said.out == ""
    assert "钱老六" in said.err and "  1 " in said.err and "  2 " in said.err


def test_somebody_else_writes(ask: Any, sw: Any, database: Any) -> None:
    from swstation.operations.book import open_book
    from swstation.operations.people import add_staff

    book = open_book(database)
    add_staff(book, {"name": "李娜"})
    book.close()
    ask("log", "张桂芳 电话 10m", "--worker", "李娜", *DAY)
    assert ask("log", "list", "--staff", "李娜")[0]["worker"] == "李娜"
    ask("log", "张桂芳 电话 20m +李娜", *DAY)
    assert [entry["colleagues"] for entry in ask("log", "list", "--staff", "王芳")] == [["李娜"], [], []]
    assert sw("log", "张桂芳 电话 10m", "--worker", "无此人", "--json").reasons == ["people.unknown"]


def test_an_edit_replaces_the_entry_and_keeps_its_writer(ask: Any, database: Any) -> None:
    from swstation.operations.book import keep_setting, open_book
    from swstation.operations.people import add_staff

    log = ask("log", "张桂芳 电话 10m 问好", *DAY)["id"]
    book = open_book(database)
    keep_setting(book, "worker", add_staff(book, {"name": "李娜"})[0])
    book.close()
    said = ask("log", "edit", log, "李秀英 入户 30m 送米油", *DAY)
    assert said["id"] == log
    entry = ask("log", "list", "--from", "2026-11-18")[0]
    assert (entry["id"], entry["clients"], entry["minutes"], entry["note"]) == (log, ["李秀英"], 30, "送米油")
    assert (entry["worker"], entry["method"]) == ("王芳", "home_visit")


def test_an_entry_that_is_not_there_cannot_be_changed(sw: Any, ask: Any) -> None:
    for words in (
        ("log", "edit", "00" * 16, "张桂芳 电话 10m"),
        ("log", "delete", "00" * 16),
        ("log", "delete", "x'--"),
    ):
        assert sw(*words, "--json").reasons == ["log.unknown"]
    log = ask("log", "张桂芳 电话 10m", *DAY)["id"]
    assert ask("log", "delete", log) == {"id": log, "deleted": True}
    assert sw("log", "delete", log, "--json").reasons == ["log.unknown"]
    assert sw("log", "edit", log, "张桂芳 电话 10m", "--json").reasons == ["log.unknown"]


def test_the_list_narrows(ask: Any, sw: Any) -> None:
    number = ask("case", "open", "张桂芳", *DAY)["number"]
    said = ask("log", "张桂芳 电话 10m &1", *DAY)
    assert said["case"] == number
    assert [entry["id"] for entry in ask("log", "list", "--case", "1")] == [said["id"]]
    assert ask("log", "list", "--case", number) == ask("log", "list", "--from", "2026-11-18")
    assert len(ask("log", "list")) == 3
    assert len(ask("log", "list", "--to", "2026-11-02")) == 1
    assert ask("log", "list", "--from", "2026-11-04", "--to", "2026-11-17") == []
    assert sw("log", "list", "--staff", "无此人", "--json").reasons == ["people.unknown"]
    assert sw("log", "list", "--case", "77", "--json").reasons == ["case.unknown"]


def test_numbers_carry_the_laptops_letter_once_there_are_two(ask: Any, sw: Any, database: Any) -> None:
    from db.store import Store, put_setting

    first = ask("case", "open", "张桂芳", *DAY)["number"]
    with Store(database) as store, store.transaction() as connection:
        put_setting(connection, "letter", "B")
    second = ask("case", "open", "李秀英", *DAY)["number"]
    assert "-A001-" in first and "-B001-" in second
    assert ask("log", "张桂芳 电话 10m &A1", *DAY)["case"] == first
    assert ask("log", "李秀英 电话 10m &B1", *DAY)["case"] == second
    assert ask("log", "李秀英 电话 10m &1", *DAY)["case"] == second
    assert ask("case", "move", "A1", "planning", *DAY)["number"] == first
    assert ask("case", "move", "１", "planning", *DAY)["number"] == second


def test_lines_of_ones_own(ask: Any, sw: Any, tmp_path: Path) -> None:
    def refused(*words: str) -> str:
        (only,) = sw(*words, "--json").reasons
        return str(only)

    assert ask("log", "template", "list") == []
    assert ask("log", "template", "set", "3", "_ 入户 30m 量血压") == {"digit": "3", "line": "_ 入户 30m 量血压"}
    ask("log", "template", "set", "1", "_ 电话 5m")
    assert [one["digit"] for one in ask("log", "template", "list")] == ["1", "3"]
    file = tmp_path / "lines.txt"
    assert ask("log", "template", "write", str(file))["n"] == 2
    assert file.read_text(encoding="utf-8") == "1= _ 电话 5m\n3= _ 入户 30m 量血压\n"
    ask("log", "template", "delete", "3")
    assert refused("log", "template", "show", "3") == "quicklog.template_none"
    assert refused("log", "template", "set", "0", "x") == "quicklog.template_digit"
    # Taken from a file as Windows writes it, beside what is there; a line that is none is named, nothing is taken.
    file.write_bytes("# 常用\r\n3＝ _ 入户 45m\r\n\r\n7= 残疾人证 1件\r\n".encode("gb18030"))
    assert ask("log", "template", "take", str(file))["digits"] == ["3", "7"]
    file.write_text("2= 会议 1h\n张桂芳 入户 30m\n", encoding="utf-8")
    assert refused("log", "template", "take", str(file)) == "quicklog.template_line"
    assert "Line 2 " in sw("log", "template", "take", str(file)).err
    assert refused("log", "template", "take", str(tmp_path / "none.txt")) == "importing.unreadable"
    assert {one["digit"]: one["line"] for one in ask("log", "template", "list")} == {
        "1": "_ 电话 5m", "3": "_ 入户 45m", "7": "残疾人证 1件",
    }  # fmt: skip
    assert ask("log", "template", "show", "3")["line"] == "_ 入户 45m"
