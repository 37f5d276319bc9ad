"""Counts of different people and households go by who is one person, and come back when a verdict is taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from made_months import Maker
from reporting import COUNTY, Book
from synthetic import resident_id

from db.gateway import Change
from db.queries.links import link_id
from swstation.reports.model import MonthlyReport
from swstation.reports.write import write

A, B, C = "T532301102", "T532301103", "T532301104"
NUMBER = resident_id(date(1948, 5, 1), 2)


@pytest.fixture
def county(tmp_path: Path) -> Book:
    book = Book(tmp_path, unit=COUNTY)
    for code, name in ((A, "甲社工站"), (B, "乙社工站")):
        book.add_unit(code, name)
    return book


def filed(book: Book, unit: str, *, number: str | None = NUMBER, household: str | None = None) -> str:
    book.as_station(unit)
    return book.put(
        "client",
        ident={"name": "王桂英", "resident_id": number},
        file={"opened_on": "2026-02-01", "file_state": "open"},
        **({"household": {"household": household}} if household else {}),
    )


def decide(book: Book, a: str, b: str, verdict: str | None) -> None:
    """As the county; ``None`` takes it back."""
    book.as_station(COUNTY)
    a, b = sorted((a, b))
    groups = {"verdict": {"a": a, "b": b, "verdict": verdict}} if verdict else {}
    book.write(Change("person_link", link_id(a, b), groups, "set" if verdict else "delete"))


def numbers(report: MonthlyReport) -> dict[str, Any]:
    return {line.code: (line.month, line.year, line.pending) for figure in report.figures for line in figure.lines}


@pytest.mark.fault(43, 45)
def test_one_person_in_two_stations_is_counted_once_after_the_verdict(county: Book) -> None:
    house = county.household()
    one, other = filed(county, A, household=house), filed(county, B)
    county.as_station(A)
    county.log("2026-05-04", "home_visit", one)
    county.as_station(B)
    county.log("2026-05-06", "home_visit", other)
    before = county.report("2026-05", unit=COUNTY)
    codes = ("15.persons", "4.open", "4.open_households", "1.households", "1.visits", "15.person_times")
    assert [before.line(code).month for code in codes] == [2, 2, 2, 2, 2, 2]
    assert [(double.a, double.b, double.ground) for double in before.doubles] == [
        (min(one, other), max(one, other), "number")
    ]
    decide(county, one, other, "same")
    after = county.report("2026-05", unit=COUNTY)
    assert [after.line(code).month for code in codes] == [1, 1, 1, 1, 2, 2], "what was done is not less for it"
    assert after.doubles == ()
    assert set(after.line("4.open").rows) == {("client", one), ("client", other)}
    assert [row.values["15.persons"] for row in after.stations] == [1, 1]
    decide(county, one, other, None)
    assert numbers(county.report("2026-05", unit=COUNTY)) == numbers(before)
    assert county.report("2026-05", unit=COUNTY).doubles == before.doubles


@pytest.mark.fault(43)
def test_one_number_in_three_stations(county: Book) -> None:
    county.add_unit(C, "丙社工站")
    files = [filed(county, unit) for unit in (A, B, C)]
    for unit, client in zip((A, B, C), files, strict=True):
        county.as_station(unit)
        county.log("2026-05-04", "home_visit", client)

    def counted() -> tuple[Any, int]:
        report = county.report("2026-05", unit=COUNTY)
        return report.line("15.persons").month, len(report.doubles)

    assert counted() == (3, 3), "each with each other one"
    decide(county, files[0], files[1], "same")
    assert counted() == (2, 1), "who is one person stands against the third once"
    decide(county, files[2], files[1], "same")
    assert counted() == (1, 0)


def test_not_the_same_changes_no_count_and_is_no_longer_listed(county: Book) -> None:
    one, other = filed(county, A), filed(county, B)
    before = county.report("2026-05", unit=COUNTY)
    decide(county, one, other, "different")
    after = county.report("2026-05", unit=COUNTY)
    assert numbers(after) == numbers(before) and (len(before.doubles), after.doubles) == (1, ())


def test_only_doubles_of_which_both_are_counted_stand_beside_the_total(county: Book) -> None:
    filed(county, A), filed(county, B)
    assert len(county.report("2026-05", unit=COUNTY).doubles) == 1
    assert county.report("2026-05", unit=A).doubles == ()
    assert county.report("2026-01", unit=COUNTY).doubles == ()


@pytest.mark.fault(45)
def test_a_whole_month_comes_back_exactly(tmp_path: Path) -> None:
    book = Book(tmp_path, seed=11)
    book.add_unit(book.unit)
    Maker(book, 11).fill("2026-01-01", "2026-04-10", 200)
    before = numbers(book.report("2026-03"))
    rows = book.store.connection.execute("SELECT lower(hex(id)) FROM client WHERE alive ORDER BY id").fetchall()
    clients = [row[0] for row in rows]
    pairs = list(zip(clients[::3], clients[1::3], strict=False)) + list(zip(clients[1::3], clients[2::3], strict=False))
    for a, b in pairs:
        decide(book, a, b, "same")
    linked = numbers(book.report("2026-03", unit=A))
    assert linked["15.persons"][0] < before["15.persons"][0] and linked["4.open"][0] < before["4.open"][0]
    assert linked["15.person_times"] == before["15.person_times"] and linked["6.sessions"] == before["6.sessions"]
    for a, b in pairs:
        decide(book, a, b, None)
    assert numbers(book.report("2026-03", unit=A)) == before


def test_the_written_report_says_how_many_and_names_nobody(county: Book, tmp_path: Path) -> None:
    one, other = filed(county, A), filed(county, B)
    file = tmp_path / "report.xlsx"
    write(county.report("2026-05", unit=COUNTY), file, "xlsx")
    book = openpyxl.load_workbook(file)
    cells = [str(cell.value) for page in book for row in page for cell in row if cell.value is not None]
    assert any("1 possible double of a person" in cell for cell in cells), cells[:9]
    assert f"{min(one, other)[-8:]}、{max(one, other)[-8:]}" in cells
    assert not any("王桂英" in cell or NUMBER in cell for cell in cells)
