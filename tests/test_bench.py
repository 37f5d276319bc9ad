"""The page of measurements: what it says of a goal, and that one group measures for real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from key_counts import kept

from bench.data import Data
from bench.measure import Result, compare, hottest
from bench.page import page
from swstation.demo.plan import Plan
from swstation.demo.run import Made


def result(ratio: float, goal: float | None) -> Result:
    return Result("this", "that", ratio, 1.0, ratio, goal, "CPU", 3, "parse 40%")


def test_goal_gate_and_page() -> None:
    close, far, none = result(2.2, 2.0), result(3.0, 2.0), result(9.0, None)
    assert [(one.met, one.passes) for one in (close, far, none)] == [(False, True), (False, False), (True, True)]
    data = Data(Path("nowhere"), 3, 1, True)
    data.made = Made(Plan(date(2026, 6, 20)), Path("nowhere"), rows={"service_log": 9000}, county_ops=27_000)
    text = page({"merge": [close, none]}, data, "one machine")
    assert "| this | that | **2.20** | 2 | **no** |" in text
    assert "- **this** against that: 2.20 instead of 2. Where it goes: parse 40%." in text
    assert "9,000 entries, 27,000 change records" in text
    for said in kept().values():
        assert f"| {said['what']} | {said['keys']} | {said['text']} |" in text


def test_a_gate_of_its_own() -> None:
    held = replace(result(4.0, 3.0), limit=6.0)
    assert (held.met, held.passes, replace(held, ratio=6.1).passes) == (False, True, False)


def test_pairs_take_turns_and_the_median_counts() -> None:
    ours, theirs, order = iter([1.0, 9.0, 2.0]), iter([1.0, 1.0, 1.0]), []

    def take(name: str, source: Iterator[float]) -> float:
        order.append(name)
        return next(source)

    found = compare("a", "b", lambda: take("a", ours), lambda: take("b", theirs), runs=3, goal=2.0)
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert found.ratio == 2.0 and found.met


def test_where_the_time_goes_is_named() -> None:
    assert "sorted" in hottest(lambda: [sorted(range(5000, 0, -1)) for _n in range(50)], 2)
