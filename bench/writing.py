"""A spreadsheet of 10,000 rows, against openpyxl writing the same cells without keeping them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench.data import UNTIL, Data
from bench.measure import Result, compare, cpu, hottest
from swstation.reports.listing import ListColumn, Listing, ListTable, Value
from swstation.reports.write_listing import write_listing

ROWS, QUICK = 10_000, 2_000
COLUMNS = 12


def results(data: Data) -> Iterator[Result]:
    """A ledger as the reports write it."""
    rows = [_row(number) for number in range(QUICK if data.quick else ROWS)]
    heads = [f"第{number}列" for number in range(COLUMNS)]
    ledger = Listing("台账", UNTIL, ["县民政局"], [ListTable("台账", [ListColumn(head) for head in heads], rows)])
    place = data.place()
    found = compare(
        f"xlsx of {len(rows):,} rows × {COLUMNS} columns, borders, widths and wrapped text",
        "openpyxl, write-only, the cells alone", lambda: cpu(lambda: write_listing(ledger, place / "ours.xlsx")),
        lambda: cpu(lambda: _theirs(heads, rows, place / "theirs.xlsx")), runs=3, goal=1 / 1.5,
    )  # fmt: skip
    yield replace(found, costs=hottest(lambda: write_listing(ledger, place / "ours.xlsx")))


def _row(number: int) -> tuple[Value, ...]:
    texts = (f"2026-{number % 12 + 1:02d}-01", f"张桂芳{number}", "石桥村三组", "入户走访", "量血压，送米油", "已完成")
    return (*texts, *(number * step % 997 for step in range(COLUMNS - len(texts))))


def _theirs(heads: Sequence[str], rows: Sequence[Sequence[Value]], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("台账")
    page.append(heads)
    for row in rows:
        page.append(row)
    book.save(path)
