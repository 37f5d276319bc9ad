"""The aggregate of a made month: as the report says, nothing small, and nothing kept back can be reckoned."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from made_months import Maker
from reporting import Book

from swstation.exchange import aggregate
from swstation.reports.counter import Counter
from swstation.reports.monthly import monthly
from swstation.rules.suppression import LEAST, Equation, determined, suppressed


@pytest.mark.parametrize(("seed", "logs"), [(11, 330), (12, 60), (13, 20), (14, 8), (15, 120)])
def test_a_made_month(tmp_path: Path, seed: int, logs: int) -> None:
    book = Book(tmp_path, seed=seed)
    Maker(book, seed).fill("2025-12-15", "2026-04-10", logs)
    with book.store.snapshot() as connection:
        report = monthly(connection, book.unit, "2026-03", date(2026, 4, 10))
        rows = aggregate.rows(Counter(connection, date(2026, 4, 10)), book.unit, "2026-03")
    shown = {row["code"]: row["value"] for row in rows if row["t"] == "figure"}
    counted = aggregate.cells(report.figures)
    assert {code: value for code, value in shown.items() if value is not None}.items() <= counted.items()
    assert not [code for code, value in shown.items() if value is not None and 0 < value < LEAST]
    for line in ("1.visits", "15.person_times", "4.open"):
        assert shown[line] in (None, report.line(line).month)
    assert not [code for code in shown if "rate" in code or "completion" in code]
    hidden = {code for code, value in shown.items() if value is None}
    known = aggregate.equations(counted)
    assert determined(hidden, known) == set()
    for code in hidden:
        assert any(code in one.codes for one in known) or counted[code] < LEAST, f"{code} is kept back for nothing"
    # The helper finds what can be reckoned, where something can.
    assert determined(["2.not_met"], [Equation(("2.not_met.absent",), "2.not_met")]) == {"2.not_met"}


def test_what_is_in_no_list_goes_out_as_other() -> None:
    assert aggregate._code("11.item.张桂芳的事.件") == "11.item.other.matters"
    assert aggregate._code("11.item.张桂芳的事.她") == "11.item.other.other"
    assert aggregate._code("7.closed.zhangguifang") == "7.closed.other"
    assert aggregate._code("15.person_times.phone") is None and aggregate._code("3.completion") is None
    assert suppressed({"11.person_times": 9}, aggregate.equations({"11.person_times": 9})) == frozenset()
