"""``plan``: how often whom, and what is due by it."""

from __future__ import annotations

from typing import Any

import pytest

KEYS = {"id", "unit", "category", "level", "client", "times", "every", "phone", "from", "to", "clause"}


def test_a_plan_for_a_category(ask: Any) -> None:
    plan = ask(
        "plan", "set", "--category", "低保", "--every", "month", "--from", "2026-11-01", "--clause", "县民发〔2026〕1号"
    )
    assert plan.keys() == KEYS
    assert {key: plan[key] for key in KEYS - {"id"}} == {
        "unit": "T532301102", "category": "dibao", "level": None, "client": None, "times": 1, "every": "month",
        "phone": False, "from": "2026-11-01", "to": None, "clause": "县民发〔2026〕1号",
    }  # fmt: skip
    assert ask("plan", "list") == [plan]


def test_the_same_people_from_the_same_day_have_one_plan(ask: Any) -> None:
    first = ask("plan", "set", "--category", "dibao", "--every", "month", "--from", "2026-11-01")
    again = ask("plan", "set", "--category", "dibao", "--every", "month", "--from", "2026-11-01")
    assert again == first
    other = ask(
        "plan", "set", "--category", "dibao", "--every", "quarter", "--times", "2", "--from", "2026-11-01", "--phone"
    )
    assert other["id"] == first["id"]
    assert [(p["times"], p["every"], p["phone"]) for p in ask("plan", "list")] == [(2, "quarter", True)]


def test_what_is_due_follows(ask: Any) -> None:
    ask("log", "张桂芳 电话 10m", "--new", "--as-of", "2026-11-02")
    ask("plan", "set", "--client", "张桂芳", "--every", "month", "--from", "2026-11-01")
    (visit,) = (row for row in ask("due", "--days", "30", "--as-of", "2026-11-05") if row["kind"] == "visit")
    assert (visit["who"], visit["date"]) == ("张桂芳", "2026-11-30")
    ask("log", "张桂芳 入户 30m", "--as-of", "2026-11-06")
    assert not [row for row in ask("due", "--days", "20", "--as-of", "2026-11-07") if row["kind"] == "visit"]


def test_a_plan_ends(ask: Any, sw: Any) -> None:
    ask("log", "张桂芳 电话 10m", "--new", "--as-of", "2026-11-02")
    plan = ask("plan", "set", "--client", "张桂芳", "--every", "month", "--from", "2026-11-01")
    assert ask("plan", "end", plan["id"], "--as-of", "2026-11-04")["to"] == "2026-11-04"
    assert not [row for row in ask("due", "--days", "30", "--as-of", "2026-11-05") if row["kind"] == "visit"]
    assert sw("plan", "end", plan["id"], "--as-of", "2026-10-31", "--json").reasons == ["value.end_before_start"]
    ask("undo")
    assert ask("plan", "list")[0]["to"] is None


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["set", "--every", "month"], "client.plan_for_one"),
        (["set", "--category", "dibao", "--level", "high", "--every", "month"], "client.plan_for_one"),
        (["set", "--category", "无此类", "--every", "month"], "value.code"),
        (["set", "--client", "无此人", "--every", "month"], "client.unknown"),
        (["set", "--category", "dibao", "--every", "week", "--from", "2026-11-02", "--to", "2026-11-01"],
         "value.end_before_start"),
        (["end", "无此号"], "client.unknown_plan"),
    ],
)  # fmt: skip
def test_a_plan_that_is_refused(sw: Any, ask: Any, words: list[str], reason: str) -> None:
    assert sw("plan", *words, "--json").reasons == [reason]
    assert ask("plan", "list") == []


def test_for_a_person(sw: Any) -> None:
    assert "plan set" in sw("plan", "list").out
    said = sw("plan", "set", "--level", "high", "--every", "week", "--times", "2")
    assert (said.code, said.out.split("\t")[:3]) == (0, ["high attention", "2 times a week", "at home"])
