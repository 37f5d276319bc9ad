"""All stations in one go: each has the figures that it has by itself, of the month alone as of the year so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from demo_county import opened
from golden_county import COUNTY, STATIONS, GoldenCounty, shared
from made_months import Maker
from reporting import Book as Made

from db.errors import Refusal
from swstation.exchange import aggregate
from swstation.exchange.rollup import rollup
from swstation.exchange.station_months import station_months
from swstation.operations.book import Book
from swstation.reports.counter import Counter
from swstation.reports.model import Figure, Line
from swstation.reports.monthly import monthly
from swstation.reports.ranking import heads, heads_of_all, known, ranked, ranking
from swstation.reports.recount import kept

DAY = date(2026, 1, 20)
MONTHS = ("2025-02", "2025-06", "2025-12", "2026-01")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> GoldenCounty:
    return shared(tmp_path_factory)


@pytest.fixture
def book(county: GoldenCounty, tmp_path: Path) -> Iterator[Book]:
    with opened(county.copy(tmp_path)) as made:
        yield made


def by_code(made: tuple[Figure, ...]) -> dict[str, Line]:
    return {line.code: line for figure in made for line in figure.lines}


def same_month(alone: tuple[Figure, ...], whole: tuple[Figure, ...]) -> None:
    """The month alone says what the month in its year says, down to the rows; what it leaves out is nothing."""
    one, other = by_code(alone), by_code(whole)
    assert set(one) <= set(other)
    for code, line in other.items():
        if code in one:
            mine = one[code]
            assert (mine.month, mine.pending, mine.unnamed, mine.rows) == (
                line.month, line.pending, line.unnamed, line.rows,
            ), code  # fmt: skip
        else:
            assert kept(line.month) in (0, [0, 0]) and not line.rows, code


def test_every_station_has_the_figures_it_has_by_itself(book: Book) -> None:
    units = (*STATIONS, COUNTY)
    for month in MONTHS:
        with book.store.snapshot() as connection:
            together = Counter(connection, DAY).month_of(units, month)
            assert list(together) == list(units)
            for unit in units:
                made = monthly(connection, unit, month, DAY)
                same_month(together[unit], made.figures)
                assert Counter(connection, DAY).figures(unit, month) == made.figures


@pytest.mark.parametrize(("seed", "start_day"), [(14, 1), (15, 26)])
def test_weeks_quarters_and_odd_months(tmp_path: Path, seed: int, start_day: int) -> None:
    book = Made(tmp_path, seed=seed)
    book.add_unit(book.unit, start_day=start_day)
    Maker(book, seed).fill("2025-12-15", "2026-04-10", 200)
    with book.store.snapshot() as connection:
        for month in ("2026-01", "2026-03", "2026-04"):
            counter = Counter(connection, date(2026, 4, 12))
            alone = counter.month_of([book.unit], month)[book.unit]
            same_month(alone, counter.figures(book.unit, month))
            assert by_code(alone)["15.person_times"].month


def test_the_order_of_the_stations_is_that_of_their_own_reports(book: Book) -> None:
    found = station_months(book, "2025-11", 1, DAY)
    with book.store.snapshot() as connection:
        counter = Counter(connection, DAY)
        single = {unit: counter.figures(unit, "2025-11") for unit in known(counter, found)}
    only_before = [
        code
        for made in single.values()
        for code, line in by_code(made).items()
        if code.startswith("11.item") and not line.month
    ]
    for code in ("15.person_times", "3.completion", "13.value", only_before[0]):
        made, wanted = (ranked(book, "2025-11", code, DAY), ranking(found, single, "2025-11", code))
        assert [one[:4] for one in made.rows] == [one[:4] for one in wanted.rows]
    with pytest.raises(KeyError):
        ranked(book, "2025-11", "16.none", DAY)


def test_figures_of_several_stations_stand_in_the_order_of_the_report(book: Book) -> None:
    """What only the second station has stands where it belongs, not after everything else."""
    with book.store.snapshot() as connection:
        figures = Counter(connection, DAY).month_of(STATIONS, "2025-10")
        whole = Counter(connection, DAY).month_of([COUNTY], "2025-10")[COUNTY]
    codes = [line.code for line in heads_of_all(figures)]
    assert codes == [line.code for line in heads(whole)] and len(codes) == len(set(codes))
    assert codes != list(dict.fromkeys(line.code for made in figures.values() for line in heads(made)))


def test_sums_from_records_keep_back_what_each_station_by_itself_would(book: Book) -> None:
    found = rollup(book, "2025-10", DAY)
    with book.store.snapshot() as connection:
        for area in found.areas:
            rows = aggregate.rows(Counter(connection, DAY), area.code, "2025-10")
            shown = {row["code"]: row["value"] for row in rows if row["t"] == "figure"}
            made = {code: (total.value, total.kept_back) for code, total in area.figures.items()}
            assert made == {code: (value or 0, int(value is None)) for code, value in shown.items()}
            assert None in shown.values()


def test_an_unknown_unit_and_a_month_to_come_are_refused(book: Book) -> None:
    with book.store.snapshot() as connection:
        counter = Counter(connection, DAY)
        for unit, month in (("T999999999", "2025-10"), (STATIONS[0], "2026-02"), (STATIONS[0], "2026-13")):
            with pytest.raises(Refusal):
                counter.month_of([unit], month)
