"""``behind``: from a figure of a report to its rows."""

from __future__ import annotations

from typing import Any


def test_the_rows_behind_a_figure_and_what_each_gives(ask: Any, sw: Any) -> None:
    ask("log", "张桂芳 入户 90m 第一次", "--new", "--as-of", "2026-11-02")
    ask("log", "李秀英 入户 30m 第二次", "--new", "--as-of", "2026-11-03")
    found = ask("behind", "monthly", "1.visits", "--period", "2026-11")
    assert [(one["day"], one["who"], one["gives"]) for one in found["rows"]] == [
        ("2026-11-02", "张桂芳", 1), ("2026-11-03", "李秀英", 1),
    ]  # fmt: skip
    assert (found["sum"], found["rows"][0]["table"]) == ("2", "service_log")
    time = ask("behind", "monthly", "station.professional", "--period", "2026-11")
    assert time["sum"] == "120" and [one["gives"] for one in time["rows"]] == [90, 30]
    quarter = ask("behind", "quarterly", "1.visits", "--period", "2026Q4")
    assert quarter["rows"] == found["rows"]
    hours = ask("behind", "time", "", "--column", "minutes", "--period", "2026-11")
    assert (hours["sum"], hours["unit"]) == ("2.0", "hours")
    text = sw("behind", "weekly", "*", "--table", "worker", "--column", "minutes", "--period", "2026W45").out
    assert "第一次\t90" in text and "together 120" in text


def test_what_is_no_figure_says_what_there_is(sw: Any) -> None:
    assert sw("behind", "payroll", "1", "--json").reasons == ["cli.behind_report"]
    assert sw("behind", "monthly", "99", "--period", "2026-11", "--json").reasons == ["cli.behind_figure"]
    assert sw("behind", "training", "somebody", "--json").reasons == ["cli.behind_figure"]
    assert sw("behind", "monthly", "1.visits", "--period", "soon", "--json").reasons == ["report.month"]
    empty = sw("behind", "monthly", "station.money_spent", "--period", "2026-11")
    assert (empty.code, empty.out) == (0, "Nothing of this period stands behind this figure.\n")
