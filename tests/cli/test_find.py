"""``find``: names by sound, numbers, and every word that was written."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def written(ask: Any) -> None:
    ask("log", "张桂芳 入户 90m 送米油，血压偏高", "--new", "--as-of", "2026-11-02")
    ask("log", "李秀英 电话 10m 张桂芳的邻居，送米油", "--new", "--as-of", "2026-11-03")
    ask("case", "open", "张桂芳", "--as-of", "2026-11-18")


def found(ask: Any, *words: str) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["who"], one["why"]) for one in ask("find", *words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("zgf",), [("client", "张桂芳", "name"), ("case", "张桂芳", "name")]),
        (("米油",), [("log", "李秀英", "text"), ("log", "张桂芳", "text")]),
        (("米油", "血压"), [("log", "张桂芳", "text")]),
        (("桂芳",), [("client", "张桂芳", "name"), ("case", "张桂芳", "name"), ("log", "李秀英", "text")]),
        (("&1",), [("case", "张桂芳", "name")]),
        (("wf",), [("staff", "王芳", "name")]),
        (("没有这个词",), []),
    ],
)
def test_names_come_first_then_what_was_written(
    ask: Any, words: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    assert found(ask, *words) == expected


def test_one_character_is_enough(ask: Any) -> None:
    assert {kind for kind, _who, _why in found(ask, "桂")} == {"client", "case", "log"}


def test_an_entry_is_found_as_it_is_now(ask: Any) -> None:
    entry = next(one for one in ask("find", "偏高") if one["kind"] == "log")
    assert entry["date"] == "2026-11-02" and "送米油" in entry["text"]
    ask("log", "edit", entry["id"], "张桂芳 入户 90m 屋顶漏雨")
    assert found(ask, "偏高") == []
    assert found(ask, "漏雨") == [("log", "张桂芳", "text")]
    ask("log", "delete", entry["id"])
    assert found(ask, "漏雨") == []
