"""Every figure of every report of the golden county opens its rows: as many as it says, or adding up to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from demo_county import opened
from golden_county import COUNTY, PLAN, STATIONS, YEAR, GoldenCounty, shared

from db.queries.registers import rows_of
from db.registry import specs
from swstation.operations.book import Book
from swstation.operations.cockpit import cockpit
from swstation.operations.month_close import PAIRED, checklist
from swstation.operations.projects import standings
from swstation.operations.targets import targets, trajectory
from swstation.operations.visit_standing import coverages
from swstation.own_forms.answers import Answers
from swstation.own_forms.answers import Asked as AskedForm
from swstation.reports import time_split
from swstation.reports.behind import added
from swstation.reports.behind_cells import Asked, Found, rows_behind
from swstation.reports.behind_time import COLUMNS
from swstation.reports.figures import figures
from swstation.reports.listing import Value
from swstation.reports.listings import LOOKED, begun, look, period_for, shifted
from swstation.reports.model import Rate, Scaled
from swstation.reports.monthly import monthly
from swstation.reports.periodic import counted

DAY = PLAN.until
MONTH = date(YEAR, 11, 1)
OCTOBER = f"{YEAR}-10"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> GoldenCounty:
    return shared(tmp_path_factory)


@pytest.fixture(scope="module")
def book(county: GoldenCounty, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with opened(county.copy(tmp_path_factory.mktemp("rows"))) as made:  # nothing here writes
        yield made


def behind(book: Book, *asked: str, **more: str) -> Found:
    """The rows behind a figure; each is somewhere, and one that is empty says why."""
    found = rows_behind(book, Asked(*asked, **more), DAY)
    assert all(one.what and one.table in specs() for one in found.rows)
    assert found.rows or found.empty, asked
    return found


def number(value: Value) -> int:
    """What a cell says in the small unit; of a rate its whole."""
    if isinstance(value, Rate):
        return value.whole
    return value.n if isinstance(value, Scaled) else int(value) if isinstance(value, int) else 0


CHECKS = (
    "professional_share", "line_share", "price", "cycle", "renewal", "settings", "needs_survey", "supervised",
    "library_approved", "continued", "evaluated",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "period"),
    [("weekly", f"{YEAR}W25"), ("affairs-ledger", f"{YEAR}-11"), ("training-ledger", ""), ("talent-ledger", ""),
     ("volunteer-ledger", f"{YEAR}"), ("linkage-ledger", f"{YEAR}"), ("survey-ledger", f"{YEAR}")],
)  # fmt: skip
def test_every_cell_of_a_list_to_look_at(book: Book, kind: str, period: str) -> None:
    cells, seen = 0, Counter[str]()
    for table in look(book, kind, COUNTY, period, DAY).tables:
        if table.cells is None:
            continue
        assert len(table.cells.rows) == len(table.rows) and len(table.cells.columns) == len(table.columns)
        for row, values in zip(table.cells.rows, table.rows, strict=True):
            for column, value in zip(table.cells.columns, values, strict=True):
                if row and column:
                    found = behind(book, kind, row, column, table.key, period)
                    if isinstance(value, str):  # printed as text, in the large unit
                        assert float((found.whole or "0").replace(",", "")) == float(value), (table.title, row, column)
                    else:
                        assert added(found.rows) == number(value), (table.title, row, column)
                    cells += 1
                    seen[column] += bool(found.rows)
    assert cells >= 2 and sum(seen.values()) >= 2, (kind, cells, seen)


@pytest.mark.parametrize("period", [f"{YEAR}Q4", f"{YEAR}H1", f"{YEAR}"])
def test_rows_of_a_longer_period_are_those_of_its_months(book: Book, period: str) -> None:
    with book.store.snapshot() as connection:
        found = counted(connection, COUNTY, period, DAY, rows=True)
    months = [{line.code: line for f in figures([one], whole=True) for line in f.lines} for one in found.total]
    for line in (line for figure in figures(found.total, whole=True) for line in figure.lines):
        of_each = [month[line.code] for month in months if line.code in month]
        united = {row for one in of_each for row in one.rows}
        if set(line.rows) != united:
            # What is in hand or on the books at a day has the rows of that day.
            assert line.code in ("5.opening", "5.closing") or line.code.startswith("4.") or "done" in line.code, line
        gives = sum(line.gives)
        if gives and not isinstance(line.year, Rate) and not line.code.startswith(("1.households", "13.prov")):
            assert gives == number(line.year), line.code
    last = {line.code: line for figure in monthly_of(book, found.month).figures for line in figure.lines}
    for code in ("4.open", "5.closing", "1.visits"):
        assert months[-1][code].rows == last[code].rows, code


def monthly_of(book: Book, month: str) -> object:
    with book.store.snapshot() as connection:
        return monthly(connection, COUNTY, month, DAY)


def test_cells_of_periods_and_of_stations(book: Book) -> None:
    quarter = f"{YEAR}Q2"
    (table,) = look(book, "quarterly", COUNTY, quarter, DAY).tables
    assert table.cells is not None
    for code in ("1.visits", "15.person_times", "13.value", "station.time", "station.trained", "station.returned"):
        row = table.rows[table.cells.rows.index(code)]
        for column, value in list(zip(table.cells.columns, row, strict=True))[3::3]:
            found = behind(book, "quarterly", code, column, period=quarter)
            assert added(found.rows) == number(value), (code, column)
        assert number(row[-1]) > 0
    for code in ("station.staff", "station.money_spent", "9.person_times"):
        for station in STATIONS[:2]:
            found = behind(book, "stations", code, station, period=f"{YEAR}-11")
            with book.store.snapshot() as connection:
                line = monthly(connection, station, f"{YEAR}-11", DAY, station=True).line(code)
            assert added(found.rows) == number(line.month)
    mean = behind(book, "yearly", "station.satisfaction_mean", str(YEAR), period=str(YEAR))
    assert mean.note and mean.rows and mean.measure


def test_time_of_each_worker(book: Book) -> None:
    months = [
        (unit, one) for unit in (STATIONS[1], COUNTY) for one in time_split.of_month(book.connection, unit, OCTOBER)
    ]
    assert len(months) > 5
    for unit, one in months:
        for column in COLUMNS:
            found = behind(book, "time", one.worker, column, period=OCTOBER, unit=unit)
            assert added(found.rows) == getattr(one, column), (one.name, column)
            if column not in ("untimed",) and found.rows:
                assert found.measure


def test_coverage_of_more_frequent_visits(book: Book) -> None:
    for surge, coverage in coverages(book, DAY):
        rows = {one: behind(book, "surges", surge.id, one).rows for one in ("people", "now", "ever", "missing")}
        assert [len(rows[one]) for one in ("people", "now", "ever")] == [coverage.people, coverage.now, coverage.ever]
        assert len(rows["missing"]) == coverage.people - coverage.now


def test_targets_projects_and_the_checklist(book: Book) -> None:
    told = 0
    for one in targets(book.connection, book.unit, DAY):
        found = behind(book, "targets", f"{one.policy}|{one.indicator}")
        if one.actual is not None and found.rows and one.unit not in ("percent", "permille") and one.reached is None:
            told += 1
            if one.indicator != "talent_per_population":  # a part of so many people: what is counted is behind it
                assert added(found.rows) == one.actual, one.indicator
    assert told >= 3
    (before, then), _now = trajectory(book.connection, book.unit, DAY, 1)
    for one in then:
        if one.unit == "person" and one.actual is not None and one.policy:
            found = behind(book, "targets", f"{one.policy}|{one.indicator}", before.isoformat())
            assert added(found.rows) == one.actual, one.indicator
    for project in standings(book.connection, book.unit, DAY):
        row = project.row["id"]
        for indicator in project.indicators:
            found = behind(book, "project", indicator.id, "actual", row)
            if "once" in found.note:
                assert len(found.rows) >= (indicator.actual or 0), indicator.title
            elif found.measure == "hours":
                assert added(found.rows) // 60 == (indicator.actual or 0), indicator.title
            else:
                assert added(found.rows) == (indicator.actual or 0), indicator.title
        for column, sums in (("budget", project.budget), ("spent", project.spent)):
            for category, fen in sums.items():
                assert added(behind(book, "project", category, column, row).rows) == fen
        assert behind(book, "project", "people", "people", row).rows
        looked = {one: len(behind(book, "project", one, "check", row).rows) for one in CHECKS}
        assert looked["cycle"] == looked["renewal"] == 1 and looked["professional_share"] > 0, looked
        assert looked["line_share"] == sum(1 for one in rows_of(book.connection, "funding_line", {"project": row}))
    lines = checklist(book, f"{YEAR}-11", DAY)
    nothing = next(line for line in lines if not line.n)
    for line in (nothing, *(line for line in lines if line.n)):
        found = behind(book, "closing", line.code, period=f"{YEAR}-11")
        assert len(found.rows) >= line.n if line.code in PAIRED else len(found.rows) == line.n, line.code
    assert sum(line.n > 0 for line in lines) >= 4


def test_training_that_waits_and_training_that_counts(book: Book) -> None:
    waits = counts = 0
    for worker in [row[0].hex() for row in book.connection.execute("SELECT id FROM staff WHERE alive")]:
        for result in cockpit(book.connection, worker, DAY).results:
            key = f"{worker}|{result.policy}|{result.requirement}"
            for column, amount in (("earned", result.earned), ("pending", result.pending)):
                assert added(behind(book, "training", key, column).rows) == amount
            waits, counts = waits + bool(result.pending), counts + bool(result.earned)
    assert waits and counts


def test_what_can_be_looked_at_has_a_period_of_its_own(book: Book) -> None:
    for kind in LOOKED:
        period = period_for(kind, MONTH, DAY)
        made = look(book, kind, COUNTY, period, DAY)
        assert made.title and made.tables
        if period:
            assert begun(shifted(period, -1), DAY) and shifted(shifted(period, -1), 1) == period
    assert [shifted(one, -1) for one in ("2026-01", "2026Q1", "2026H1", "2026", "2026W01")] == [
        "2025-12", "2025Q4", "2025H2", "2025", "2025W52",
    ]  # fmt: skip
    assert not begun("2026W05", DAY) and begun("2026H1", DAY)


def test_own_forms_know_the_lines_about_the_station_by_name(book: Book) -> None:
    month = Answers(book, AskedForm(COUNTY, DAY, OCTOBER))
    with book.store.snapshot() as connection:
        lines = monthly(connection, COUNTY, OCTOBER, DAY, station=True).station
        whole = counted(connection, COUNTY, f"{YEAR}", DAY, station=True).station[-1]
    for line in lines:
        found = month.find(f"{line.code}.month"), month.find(f"{line.code}.year")
        assert [one and one.value for one in found] == [line.month, line.year]
    said = month.find("The station itself.Money spent on projects.This month")
    assert said is not None and str(said.value) == str(lines[-1].month)
    year = Answers(book, AskedForm(COUNTY, DAY, f"{YEAR}"))
    assert [(found := year.find(f"{line.code}.whole")) and found.value for line in whole] == [one.year for one in whole]
    assert month.find("station.nothing.month") is None
    assert "station.staff.month" in {one.code for one in month.names()}


def test_a_figure_there_is_not(book: Book) -> None:
    for asked in (Asked("monthly", "99", period="2025-11"), Asked("weekly", "*", "x", "worker", "2025W25")):
        with pytest.raises(KeyError):
            rows_behind(book, asked, DAY)
