"""A county's due list: its own lines, and of each station as many as the full list has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from demo_county import opened
from golden_county import COUNTY, PLAN, STATIONS, shared

from swstation.operations.book import Book
from swstation.operations.due_below import due_lines_below, of_unit, own_due, placed
from swstation.operations.due_records import records_of, units_of
from swstation.operations.logs import LogInput, log_service
from swstation.operations.standing import due
from swstation.rules.due_below import gathered

DAYS = 14


@pytest.fixture
def book(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Book]:
    with opened(shared(tmp_path_factory).copy(tmp_path)) as made:
        yield made


@pytest.mark.parametrize("day", [PLAN.until, date(2025, 9, 1)], ids=str)
def test_every_line_stands_once_the_countys_own_and_the_stations(book: Book, day: date) -> None:
    full, own = due(book, day, DAYS), own_due(book, day, DAYS)
    below = due_lines_below(book, day, DAYS)
    assert Counter(map(str, full)) == Counter(map(str, [*own, *(item for _unit, item in below)]))
    found = {one.unit: one for one in gathered(placed(book.connection, COUNTY, below, others=True))}
    assert set(found) == set(STATIONS)
    for unit, one in found.items():
        lines = [item for under, item in placed(book.connection, unit, below) if under == unit]
        assert (one.total, one.late) == (len(lines), sum(1 for item in lines if item.days < 0))
        assert lines == of_unit(book, unit, full), "as `due --unit` says"
    assert of_unit(book, COUNTY, full) == full


def test_whose_a_line_is_and_which_page_it_opens(book: Book) -> None:
    items = due(book, PLAN.until, 400)
    registers = {"case": "service_case", "log": "service_log"}
    seen = set()
    for item, unit, (table, row) in zip(items, units_of(book, items), records_of(book, items), strict=True):
        if row and not item.unit:
            sql = f"SELECT {'unit' if table == 'staff' else 'owner'} FROM {registers.get(table, table)} WHERE id = ?"
            assert book.connection.execute(sql, (bytes.fromhex(row),)).fetchone() == (unit,), item
        seen.add((item.kind, table))
    # A promise made in a case opens the case, at a county as well, which has none of its own.
    assert {("contact", "case"), ("contact", "client"), ("visit", "client"), ("entry", "log")} <= seen


def test_what_is_about_no_record_is_the_writers(book: Book) -> None:
    log = LogInput(PLAN.until.isoformat(), "activity", activity_title="重阳节活动", next_contact=PLAN.until.isoformat())
    log_service(book, log)
    own = [(item.kind, item.what, item.unit) for item in own_due(book, PLAN.until, DAYS)]
    assert ("contact", "Next contact: 重阳节活动", COUNTY) in own
    assert {item.unit for _unit, item in due_lines_below(book, PLAN.until, DAYS) if item.kind == "contact"} == {""}
