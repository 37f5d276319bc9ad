"""Golden months: the report agrees to the last person-time with plain SQL that knows nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden_month import work_out
from made_months import Maker
from reporting import Book

from swstation.reports.model import Amount, MonthlyReport, Rate, Scaled


def _plain(amount: Amount) -> object:
    if isinstance(amount, Scaled):
        return amount.n
    return (amount.part, amount.whole) if isinstance(amount, Rate) else amount


def _lines(report: MonthlyReport) -> dict[str, tuple[object, object]]:
    return {
        line.code: (_plain(line.month), _plain(line.year)) for figure in report.figures for line in figure.lines
    }  # fmt: skip


@pytest.mark.parametrize(("seed", "start_day"), [(11, 1), (12, 26), (13, 26)])
def test_report_agrees_with_plain_sql(tmp_path: Path, seed: int, start_day: int) -> None:
    book = Book(tmp_path, seed=seed)
    book.add_unit(book.unit, start_day=start_day)
    Maker(book, seed).fill("2025-12-15", "2026-04-10", 330)
    report = book.report("2026-03")
    golden, pending = work_out(book.path, book.unit, 2026, 3, start_day)
    lines = _lines(report)
    shown = {code: line for code, line in golden.items() if code in lines or any(_nonzero(one) for one in line)}
    assert lines == shown
    # The month is not an empty one: every figure has something to be wrong about.
    for code in (
        "1.unnamed",
        "2.not_met",
        "3.done",
        "4.opened",
        "4.ended",
        "5.opened",
        "5.closed",
        "6.cases",
        "11.person_times",
        "8.met",
        "8.not_on_file",
        "9.persons",
        "10.activities.none",
        "13.value",
        "13.accepted",
        "14.hours",
        "14.unnamed",
    ):
        assert golden[code][1] > 0, code
    assert golden["15.person_times"][0] > 80
    assert golden["5.reopened"][1] > 0
    assert {code: report.line(code).pending for code in pending} == pending
    assert sum(pending.values()) > 10


def _nonzero(amount: object) -> bool:
    return any(amount) if isinstance(amount, tuple) else bool(amount)
