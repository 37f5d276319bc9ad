"""A county's report: all its stations together, a row for each, and how many of them are in."""

from __future__ import annotations

from pathlib import Path

import pytest
from reporting import COUNTY, Book

from db.errors import Refusal
from swstation.errors import message

A, B, C, ELSEWHERE = "T532301102", "T532301103", "T532301104", "T532302100"


@pytest.fixture
def county(tmp_path: Path) -> Book:
    book = Book(tmp_path, unit=COUNTY)
    for code, name in ((A, "甲社工站"), (B, "乙社工站"), (C, "丙社工站")):
        book.add_unit(code, name)
    book.add_unit(ELSEWHERE, "外县社工站", parent="C532302")
    return book


def test_all_stations_together_and_each_by_itself(county: Book) -> None:
    county.as_station(A)
    mine = county.client()
    county.log("2026-05-04", "home_visit", mine)
    county.log("2026-05-05", "phone", mine, state="submitted")
    county.as_station(B)
    theirs = county.client()
    county.log("2026-05-04", "home_visit", theirs)
    county.log("2026-05-06", "phone", mine)  # served by two stations: one person in the county
    county.as_station(ELSEWHERE)
    county.log("2026-05-04", "phone", county.client())
    report = county.report("2026-05", unit=COUNTY)
    assert report.line("15.person_times").month == 4
    assert report.line("15.persons").month == 2
    assert report.line("4.open").month == 2
    assert (report.logs, report.pending) == (4, 1)
    rows = {row.unit: row for row in report.stations}
    assert list(rows) == [A, B, C]
    assert [rows[unit].values["15.person_times"] for unit in (A, B, C)] == [2, 2, 0]
    assert [rows[unit].values["15.persons"] for unit in (A, B, C)] == [1, 2, 0]
    assert rows[A].changed_at is not None
    for unit in (A, B):
        assert county.report("2026-05", unit=unit).line("15.persons").month == rows[unit].values["15.persons"]


def test_groups_of_one_title_at_two_stations_are_two(county: Book) -> None:
    for unit in (A, B):
        county.as_station(unit)
        for number, day in enumerate(("2026-05-04", "2026-05-11"), 1):
            county.log(day, "group_session", link={"group_title": "太极小组"}, heads=8, session_no=number)
    report = county.report("2026-05", unit=COUNTY)
    assert (report.line("8.met").month, report.line("8.sessions").month) == (2, 4)
    assert {row.values["8.met"] for row in report.stations if row.logs} == {1}


def test_coverage_names_who_is_missing(county: Book) -> None:
    county.as_station(A)
    county.log("2026-05-04", "meeting")
    report = county.report("2026-05", unit=COUNTY)
    assert report.coverage is not None
    assert (report.coverage.reported, report.coverage.expected) == (1, 3)
    assert report.coverage.missing == ("乙社工站", "丙社工站")
    with county.store.transaction() as connection:
        connection.execute(
            "INSERT INTO received_bundle (sha256, file, at, status, station) VALUES ('x', 'x', ?, 'merged', ?)",
            ("2026-06-01T08:00:00+08:00", B),
        )
        connection.execute(
            "INSERT INTO received_bundle (sha256, file, at, status, station) VALUES ('y', 'y', ?, 'merged', ?)",
            ("2026-05-20T08:00:00+08:00", C),
        )
    report = county.report("2026-05", unit=COUNTY)
    assert report.coverage is not None and report.coverage.missing == ("丙社工站",)


def test_each_station_over_its_own_month(county: Book) -> None:
    county.add_unit(B, "乙社工站", start_day=26)
    for unit in (A, B):
        county.as_station(unit)
        county.log("2026-04-28", "consultation", heads=1)
        county.log("2026-05-28", "consultation", heads=10)
    report = county.report("2026-05", unit=COUNTY)
    assert report.line("12.consultation").month == 11
    assert report.line("12.consultation").year == 12
    rows = {row.unit: row for row in report.stations}
    assert (rows[A].values["12.consultation"], rows[B].values["12.consultation"]) == (10, 1)
    assert rows[B].first.isoformat() == "2026-04-26"


def test_village_rooms_count_for_the_county_not_as_stations(county: Book) -> None:
    room = "V532301102201"
    county.add_unit(room, "村社工室", parent=A)
    county.as_station(room)
    county.log("2026-05-04", "consultation", heads=5)
    report = county.report("2026-05", unit=COUNTY)
    assert report.line("12.consultation").month == 5
    assert report.coverage is not None and report.coverage.expected == 3
    assert county.report("2026-05", unit=A).line("12.consultation").month == 0


def test_a_station_alone_has_neither_table_nor_coverage(county: Book) -> None:
    report = county.report("2026-05", unit=A)
    assert report.stations == ()
    assert report.coverage is None


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026", "2026-5", "05-2026", "二月", ""])
def test_what_is_no_month_is_refused(county: Book, month: str) -> None:
    with pytest.raises(Refusal) as refused:
        county.report(month)
    assert refused.value.code == "report.month"
    assert "2026-11" in message(refused.value)


def test_a_month_that_has_not_begun_and_an_unknown_unit_are_refused(county: Book) -> None:
    with pytest.raises(Refusal) as refused:
        county.report("2026-06", as_of="2026-05-31")
    assert refused.value.code == "report.not_begun"
    assert "2026-06-01" in message(refused.value)
    with pytest.raises(Refusal) as refused:
        county.report("2026-05", unit="T999999999")
    assert refused.value.code == "report.unit"
