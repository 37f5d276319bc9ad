"""From stations to a province in months without names: who is in, who is not, and nothing small at any height."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from books import CHINA, seeded, to_be_copied
from fleet import Desk

from db import snapshots as kept_snapshots
from db.errors import Refusal
from db.gateway import Change
from db.ids import derived_id
from swstation.exchange import snapshots
from swstation.exchange.identity import trust, write_card
from swstation.exchange.merging import merge
from swstation.exchange.months import months_here
from swstation.exchange.rollup import Rollup, rollup
from swstation.exchange.rollup_words import coverage_of, short_sum
from swstation.exchange.snapshots import Snapshot
from swstation.exchange.station_months import station_months
from swstation.i18n import set_language
from swstation.operations.book import Book, do, open_book
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import LogInput, log_service
from swstation.reports.ranking import COMPLETENESS, ranked

MONTH = "2026-10"


def desk(folder: Path, tier: str, division: str, seed: int) -> Desk:
    path = folder / f"{division}.db"
    book = initialise(path, Setup(tier, division, "李娜", None), seeded(seed))
    book.close()
    return Desk(path)


def knows(below: Desk, above: Desk, cards: Path) -> None:
    """Each has the card of the other."""
    up, down = cards / f"{above.path.stem}.swc", cards / f"{below.path.stem}.swe"
    with above.on("2026-10-01") as book:
        if not up.exists():
            write_card(book, up, "county_card")
    with below.on("2026-10-01") as book:
        kind = "enrolment" if book.unit[0] == "T" else "county_card"
        trust(book, up)
        write_card(book, down, kind)
    with above.on("2026-10-01") as book:
        trust(book, down)


def add_station(book: Book, division: str) -> None:
    code = f"T{division}"
    ident = {
        "code": code, "name": f"{division}站", "tier": "township_station", "division": division, "parent": book.unit,
    }  # fmt: skip
    do(book, "unit", [Change("unit", derived_id("unit", code), {"ident": ident})])


def came(book: Book, division: str, figures: dict[str, int | None], *, whole: bool = True, counter: int = 9) -> None:
    """A month that a station sent without names."""
    unit = f"T{division}"
    rows = tuple({"t": "figure", "code": code, "value": value} for code, value in figures.items())
    made = Snapshot(unit, MONTH, "aggregate", "2026-10-01", "2026-10-31", counter, whole, rows)
    kept = kept_snapshots.Kept(unit, MONTH, "aggregate", counter, 1, "0" * 64, unit, "1" * 32, whole, "2026-11-02")
    with book.store.transaction() as connection:
        assert kept_snapshots.put(connection, kept, list(made.lines()))


def handed_on(below: Desk, above: Desk, stick: Path, day: str) -> snapshots.Written:
    with below.on(day) as book:
        made = snapshots.export(book, "aggregate", MONTH, stick)
    with above.on(day) as book:
        assert merge(book, [made.file], backup=False).well
    return made


def seen(desk: Desk, day: str = "2026-11-10") -> Rollup:
    with desk.on(day) as book:
        return rollup(book, MONTH, date.fromisoformat(day))


def shape(found: Rollup) -> list[tuple[str, int, int, int]]:
    return [(one.code, one.came, one.stations, one.stale) for one in (*found.areas, found.total)]


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province, a prefecture, two counties of it that work and one that has only handed in its card; to be copied."""
    folder = tmp_path_factory.mktemp("tiers")
    for name in ("cards", "stick"):
        (folder / name).mkdir()
    made = {
        division: desk(folder, tier, division, seed)
        for seed, (tier, division) in enumerate(
            (
                ("province", "53"), ("prefecture_centre", "5323"), ("county_station", "532301"),
                ("county_station", "532322"), ("county_station", "532323"), ("township_station", "532301101"),
            ),
            40,
        )
    }  # fmt: skip
    for below, above in (
        ("5323", "53"), ("532301", "5323"), ("532322", "5323"), ("532323", "5323"), ("532301101", "532301"),
    ):  # fmt: skip
        knows(made[below], made[above], folder / "cards")
    # One county has records of one station, figures of the second, nothing of the third; the other only figures.
    with made["532301101"].on("2026-10-20") as book:
        for n in range(6):
            log_service(book, LogInput(f"2026-10-1{n}", "home_visit", minutes=30, new_clients=((f"演示{n}", "met"),)))
    file = made["532301101"].hand_in("2026-11-03", folder / "stick")
    with made["532301"].on("2026-10-02") as book:
        for division in ("532301102", "532301103"):
            add_station(book, division)
    with made["532301"].on("2026-11-04") as book:
        assert merge(book, [file], backup=False).well
        came(book, "532301102", {"1.visits": 40, "2.not_met": None, "15.person_times": 90})
    with made["532322"].on("2026-10-02") as book:
        for division in ("532322101", "532322102"):
            add_station(book, division)
        came(book, "532322101", {"1.visits": 60, "2.not_met": 7, "15.person_times": 100})
        came(book, "532322102", {"1.visits": 5, "15.person_times": 20}, whole=False)
    for one in made.values():
        book = open_book(one.path)
        to_be_copied(book)
        book.close()
    return folder


@pytest.fixture
def tiers(pattern: Path, tmp_path: Path) -> dict[str, Desk]:
    """Copies that a test may write to."""
    shutil.copytree(pattern, tmp_path, dirs_exist_ok=True)
    return {path.stem: Desk(path) for path in tmp_path.glob("*.db")}


def test_what_is_in_and_what_is_not_is_the_same_at_every_height(tiers: dict[str, Desk], tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    county = seen(tiers["532301"])
    assert shape(county)[-1] == ("C532301", 2, 3, 0)
    assert county.total.counted == 1 and county.total.absent == ("532301103站",)
    assert short_sum(county.total, "1.visits") == "46+" and county.areas[0].figures["2.not_met"].value == 0

    made = [handed_on(tiers[one], tiers["5323"], stick, "2026-11-06") for one in ("532301", "532322")]
    assert [one.units for one in made] == [
        ("T532301101", "T532301102", "C532301"), ("T532322101", "T532322102", "C532322"),
    ]  # fmt: skip
    prefecture = seen(tiers["5323"])
    assert shape(prefecture) == [
        ("C532301", 2, 3, 0), ("C532322", 2, 2, 1), ("C532323", 0, 0, 0), ("M5323", 4, 5, 1),
    ]  # fmt: skip
    assert prefecture.total.silent == prefecture.areas[2].silent == ("牟定县",)
    assert prefecture.areas[2].figure("1.visits") is None and not prefecture.areas[2].whole
    assert [short_sum(one, "1.visits") for one in (*prefecture.areas, prefecture.total)] == ["46+", "65+", "-", "111+"]
    assert [short_sum(one, "2.not_met") for one in prefecture.areas[:2]] == ["kept back", "7+"]

    up = handed_on(tiers["5323"], tiers["53"], stick, "2026-11-08")
    assert up.units[-3:] == ("C532301", "C532322", "M5323") and len(up.units) == 7
    province = seen(tiers["53"])
    assert shape(province) == [("M5323", 4, 5, 1), ("P53", 4, 5, 1)]
    assert province.total.silent == ("牟定县",) and len(province.total.absent) == 1
    for code, total in prefecture.total.figures.items():
        assert province.total.figures[code] == total, code
    set_language("en")
    assert coverage_of(province.total) == "4 of 5 stations, 1 stale, nothing known of 牟定县, the last came 2026-11-08"
    # Months without names: stations are rows, collecting units are not.
    with tiers["53"].on("2026-11-10") as book:
        found = months_here(book, "aggregate", "2026-11", 3, date(2026, 11, 10))
    assert [row.unit[0] for row in found.rows] == ["T"] * 5
    assert (found.covered[1].sent, found.covered[1].stations, found.covered[1].stale) == (4, 5, 1)
    assert [row.cells[0].state for row in found.rows] == ["before"] * 5


def test_counties_in_order_and_a_station_that_comes_late(tiers: dict[str, Desk], tmp_path: Path) -> None:
    stick, day = tmp_path / "stick", date(2026, 11, 10)
    for one in ("532301", "532322"):
        handed_on(tiers[one], tiers["5323"], stick, "2026-11-06")
    with tiers["5323"].on("2026-11-10") as book:
        order = ranked(book, MONTH, "1.visits", day)
        assert [(one.unit, one.place, one.value, one.state) for one in order.rows] == [
            ("C532322", 1, 65, "stale"), ("C532301", 2, 46, "stale"), ("C532323", None, None, "missing"),
        ]  # fmt: skip
        assert (order.coverage.came, order.coverage.expected, order.coverage.stale) == (4, 5, 1)
        assert [one.unit for one in ranked(book, MONTH, COMPLETENESS, day).rows] == ["C532322", "C532301", "C532323"]
        with pytest.raises(KeyError):
            ranked(book, MONTH, "4.nothing", day)
        states = {one.unit: one.cells[0].state for one in station_months(book, MONTH, 1, day).lines}
        assert states == {"C532301": "stale", "C532322": "stale", "C532323": "missing"}
    # The third station sends at last, and the second anew: the county hands on, nothing counts twice.
    with tiers["532301"].on("2026-11-09") as book:
        came(book, "532301103", {"1.visits": 8, "15.person_times": 9})
        came(book, "532301102", {"1.visits": 41, "15.person_times": 91}, counter=12)
    handed_on(tiers["532301"], tiers["5323"], stick, "2026-11-09")
    again = seen(tiers["5323"])
    assert shape(again)[0] == ("C532301", 3, 3, 0) and again.areas[0].whole
    assert short_sum(again.areas[0], "1.visits") == "55"
    with tiers["5323"].on("2026-11-10") as book:
        states = {one.unit: one.cells[0].state for one in station_months(book, MONTH, 1, day).lines}
    assert states["C532301"] == "summed"


def test_records_made_before_the_month_was_over_are_not_whole(tiers: dict[str, Desk], tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with tiers["532301101"].on("2026-11-05") as book:
        log_service(book, LogInput("2026-11-02", "phone", minutes=5, new_clients=(("演示0", "met"),)))
    file = tiers["532301101"].hand_in("2026-11-28", stick)
    with tiers["532301"].on("2026-11-28") as book:
        assert merge(book, [file], backup=False).well
        found = rollup(book, "2026-11", date(2026, 12, 5))
        made = snapshots.export(book, "aggregate", "2026-11", stick)
    assert (found.total.came, found.total.stale) == (1, 1)
    with tiers["5323"].on("2026-12-05") as book:
        assert merge(book, [made.file], backup=False).well
        (first,) = [one for one in rollup(book, "2026-11", date(2026, 12, 5)).areas if one.code == "C532301"]
    assert (first.came, first.stations, first.stale) == (1, 3, 1)


def test_nobody_below_and_a_month_to_come_are_refused(tmp_path: Path) -> None:
    cards = tmp_path / "cards"
    cards.mkdir()
    above, below = desk(tmp_path, "province", "53", 1), desk(tmp_path, "prefecture_centre", "5323", 2)
    knows(below, above, cards)
    now = datetime(2026, 11, 10, tzinfo=CHINA).date()
    book = open_book(below.path)
    try:
        for month, code in ((MONTH, "report.no_below"), ("2199-11", "report.not_begun"), ("2026-13", "report.month")):
            with pytest.raises(Refusal) as caught:
                snapshots.export(book, "aggregate", month, tmp_path)
            assert caught.value.code == code
        with pytest.raises(Refusal):
            rollup(book, MONTH, now)
    finally:
        book.close()
