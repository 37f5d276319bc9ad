"""``time``: a month's minutes by what they were spent on."""

from __future__ import annotations

from typing import Any


def test_a_month_is_split(ask: Any, sw: Any) -> None:
    ask("log", "张桂芳 入户 90m 第一次", "--new", "--as-of", "2026-11-02")
    ask("log", "残疾人证 3件 30m", "--as-of", "2026-11-03")
    one, everybody = ask("time", "--month", "2026-11")
    assert (one["worker"], one["professional"], one["affairs"], one["administration"]) == ("王芳", 90, 30, 0)
    assert everybody == {**one, "worker": None}
    assert "王芳\t1.5 (75.0%)\t0.5 (25.0%)" in sw("time", "--month", "2026-11").out
    assert sw("time", "--month", "2026-13", "--json").code == 1
