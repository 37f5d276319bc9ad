"""The rows behind a line, in words: of a station, of a county those of all its stations, none left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from reporting import COUNTY, STATION, Book

from db.ids import derived_id
from swstation import i18n
from swstation.reports.behind import Behind, behind
from swstation.reports.monthly import monthly

DAY = date(2026, 4, 5)
OTHER = "T532301103"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


def shown(book: Book, unit: str, code: str) -> list[Behind]:
    with book.store.snapshot() as connection:
        return behind(connection, monthly(connection, unit, "2026-03", DAY), code)


def test_a_county_sees_the_rows_of_all_its_stations(tmp_path: Path) -> None:
    book = Book(tmp_path)
    one = book.client("甲")
    book.log("2026-03-02", "home_visit", one)
    book.add_unit(OTHER, "别站")
    book.as_station(OTHER)
    two = book.client("乙")
    book.log("2026-03-01", "home_visit", two)
    book.log("2026-02-28", "home_visit", two)
    book.add_unit(COUNTY, "县站", parent=None)
    assert [(row.on, row.who, row.worker) for row in shown(book, COUNTY, "1.households")] == [
        ("2026-03-01", "乙", "赵试"), ("2026-03-02", "甲", "赵试"),
    ]  # fmt: skip
    assert [row.who for row in shown(book, STATION, "1.households")] == ["甲"]
    book.store.close()


def test_every_row_of_every_line_is_shown_with_its_day(tmp_path: Path) -> None:
    book = Book(tmp_path)
    client = book.client("甲", opened_on="2026-03-01")
    book.log("2026-03-02", "home_visit", client)
    book.log("2026-03-03", "phone", client)
    book.log("2026-03-04", "activity", link={"activity_title": "义诊"}, heads=12)
    group = book.put(
        "service_group",
        ident={"number": "1", "unit": STATION, "title": "太极小组", "kind": "growth", "opened_on": "2026-03-01"},
        worker={"worker": book.writer},
        phase={"phase": "forming", "phase_on": "2026-03-01"},
        state={"state": "open"},
    )
    row = derived_id("group_session", group, "1")
    record = {"held_on": "2026-03-06", "unnamed_heads": 4}
    book.put("group_session", row, ident={"service_group": group, "session_no": 1}, record=record)
    with book.store.snapshot() as connection:
        report = monthly(connection, STATION, "2026-03", DAY)
        lines = [line for figure in report.figures for line in figure.lines]
        for line in lines:
            made = behind(connection, report, line.code)
            assert {(row.table, row.row) for row in made} == set(line.rows), line.code
            assert all(row.on and row.what and row.who for row in made), made
        sessions = behind(connection, report, "8.sessions")
    assert [(row.what, row.page) for row in sessions if row.table == "group_session"] == [
        ("Group session", ("service_group", group))
    ]
    assert sum(1 for line in lines if line.rows) > 10
    book.store.close()


def test_there_is_nothing_behind_a_line_that_is_none(tmp_path: Path) -> None:
    book = Book(tmp_path)
    with pytest.raises(KeyError):
        shown(book, STATION, "99")
    book.store.close()
