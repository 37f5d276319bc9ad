"""One golden county: whatever its reports say is what plain SQL says that knows nothing of the program."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from demo_county import opened
from golden_county import AREA, COUNTY, PLAN, STATIONS, YEAR, GoldenCounty, shared
from golden_month import worked_out
from independent_deeds import done
from independent_figures import Tables
from independent_rows import given
from independent_station import Station

from db.gateway import Change
from db.ids import derived_id
from swstation.operations.book import Book, do
from swstation.operations.problems import problems
from swstation.operations.projects import standings
from swstation.operations.standing import training_results
from swstation.operations.targets import targets
from swstation.operations.visit_standing import coverages
from swstation.reports import time_split
from swstation.reports.behind import Behind, behind
from swstation.reports.certificate_roster import roster
from swstation.reports.evaluation_folder import Asked, write_evaluation_folder
from swstation.reports.folder_lists import Term, draw, supervision_table
from swstation.reports.listing import Listing, Yuan
from swstation.reports.listings import look
from swstation.reports.model import Amount, Figure, Line, MonthlyReport, Rate, Scaled
from swstation.reports.monthly import monthly
from swstation.reports.periodic import counted
from swstation.reports.service_ledger import service_ledger, visit_ledger
from swstation.reports.talent import talent
from swstation.reports.write_listing import write_listing

DAY = PLAN.until
OCTOBER = ("2025-10-01", "2025-10-31")
TOWNSHIPS = 15
"""Of the county that the demonstration takes place in: the towns and townships its code book has."""
EMPTY_AT_FIRST = frozenset(
    {
        # Made on the ground that a county has: packs and lists of its own, transfers, attachments, and what is only
        # written when somebody puts something off or settles it.
        "assignment", "attachment", "case_conference", "finding_note", "list_entry", "log_goal", "measure_conversion",
        "policy_pack", "policy_part", "snooze", "training_exemption",
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> GoldenCounty:
    return shared(tmp_path_factory)


@pytest.fixture
def book(county: GoldenCounty, tmp_path: Path) -> Iterator[Book]:
    with opened(county.copy(tmp_path)) as made:
        yield made


@pytest.fixture
def tables(county: GoldenCounty) -> Iterator[Tables]:
    found = Tables(str(county.path))
    with closing(found.db):
        yield found


def plain(amount: Amount) -> object:
    if isinstance(amount, Scaled):
        return amount.n
    return (amount.part, amount.whole) if isinstance(amount, Rate) else amount


def gives_of(one: Behind) -> int:
    """What a row is shown to give; one that is only counted gives itself."""
    return 1 if one.gives is None else one.gives.n if isinstance(one.gives, Scaled) else int(str(one.gives))


def lines(figures: tuple[Figure, ...]) -> dict[str, tuple[object, object]]:
    return {line.code: (plain(line.month), plain(line.year)) for figure in figures for line in figure.lines}


def report(book: Book, unit: str, month: int) -> MonthlyReport:
    with book.store.snapshot() as connection:
        return monthly(connection, unit, f"{YEAR}-{month:02d}", DAY, station=True)


def without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    """Without lines that count nothing: whether such a line is printed depends on the year."""
    return {code: value for code, value in values.items() if value != 0}


def block(lines: Sequence[Line], value: Callable[[Line], Amount]) -> dict[str, Any]:
    return without_nothing({line.code.removeprefix("station."): plain(value(line)) for line in lines})


def shown(golden: dict[str, tuple[Any, Any]], known: dict[str, tuple[object, object]]) -> dict[str, tuple[Any, Any]]:
    return {code: two for code, two in golden.items() if code in known or any(map(_counts, two))}


def _counts(amount: object) -> bool:
    return any(amount) if isinstance(amount, tuple) else bool(amount)


def test_every_register_has_something_in_it_and_nothing_contradicts_anything(book: Book, tables: Tables) -> None:
    from db.registry import specs

    empty = {table for table in specs() if not tables.rows(table)}
    assert empty <= EMPTY_AT_FIRST
    assert problems(book.connection, book.unit, book.tier, DAY) == []


@pytest.mark.parametrize("unit", [*STATIONS, COUNTY])
def test_fifteen_figures_and_the_rows_behind_each(book: Book, county: GoldenCounty, tables: Tables, unit: str) -> None:
    looked, told = Counter[str](), Counter[str]()
    for month in (2, 5, 7, 10, 12) if unit == COUNTY else (6, 12):
        golden = worked_out(county.path, county.members[unit], YEAR, month, 1, [COUNTY])
        made = report(book, unit, month)
        assert lines(made.figures) == shown(golden.out, lines(made.figures)), month
        assert {code: made.line(code).pending for code in golden.pending} == golden.pending, month
        gives = given(golden)
        for line in (line for figure in made.figures for line in figure.lines):
            rows = gives.pop(line.code, [])
            assert set(line.rows) == {(one.table, one.row) for one in rows}, (month, line.code)
            whole = sum(one.n for one in rows) + len({one.member for one in rows if one.member})
            assert whole == (line.month.whole if isinstance(line.month, Rate) else plain(line.month)), line.code
            with book.store.snapshot() as connection:
                shown_rows = behind(connection, made, line.code)
            assert len(shown_rows) == len(line.rows), (month, line.code)
            if any(one.n for one in rows):  # what each row is shown to give is what it gives, all together the sum
                assert {
                    (one.table, one.row): n for one, n in zip(shown_rows, map(gives_of, shown_rows), strict=True)
                } == {row: sum(one.n for one in rows if (one.table, one.row) == row) for row in line.rows}, line.code
            if rows and all(one.n == 1 for one in rows) and len(rows) == len(set(line.rows)):
                assert len(line.rows) == line.month  # what counts its rows shows as many
                looked[line.code] += 1
        assert not gives, month
        station = Station(tables.db, county.members[unit], *golden.whole[-1])
        year = Station(tables.db, county.members[unit], golden.whole[0][0], golden.whole[-1][1])
        assert block(made.station, lambda line: line.year) == without_nothing(year.block())
        station = Station(tables.db, county.members[unit], *golden.whole[-1])
        assert block(made.station, lambda line: line.month) == without_nothing(station.block())
        of_each = station.given()
        for line in made.station:
            with book.store.snapshot() as connection:
                rows_of_it = behind(connection, made, line.code)
            said = {(one.table, one.row): gives_of(one) for one in rows_of_it}
            assert said == of_each.get(line.code.removeprefix("station."), {}), (month, line.code)
            told.update([line.code] if said else [])
        golden.db.close()
    assert len(looked) > 15
    assert len(told) >= (16 if unit == COUNTY else 10), told


@pytest.mark.parametrize(("period", "month", "length"), [("Q2", 6, 3), ("H2", 12, 6), ("", 12, 12)])
def test_quarters_halves_and_the_year(
    book: Book, county: GoldenCounty, tables: Tables, period: str, month: int, length: int
) -> None:
    for unit in (COUNTY,) if length > 3 else (STATIONS[0], COUNTY):
        golden = worked_out(county.path, county.members[unit], YEAR, month, 1, [COUNTY], length)
        with book.store.snapshot() as connection:
            found = counted(connection, unit, f"{YEAR}{period}", DAY, station=True)
        known = lines(found.figures)
        assert known == shown(golden.out, known)
        for place, span in enumerate(golden.spans):
            one = Station(tables.db, county.members[unit], *span)
            assert block(found.station[place], lambda line: line.month) == without_nothing(one.block()), span
        whole = Station(tables.db, county.members[unit], golden.spans[0][0], golden.last)
        assert block(found.station[-1], lambda line: line.year) == without_nothing(whole.block())
        golden.db.close()


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [(date(2025, 12, 31), "2021-01-01", "2025-12-31"), (DAY, "2026-01-01", "2030-12-31")],
)
def test_training_of_each_person(book: Book, tables: Tables, as_of: date, first: str, last: str) -> None:
    kinds = ("professional_knowledge", "practice_skill")
    asked: dict[str, dict[str, Any]] = {
        "cumulative_160": {"tenths": 1600, "first": first, "last": last, "kinds": kinds, "levels": ()},
        "registration_72": {"tenths": 720, "kinds": (), "levels": ("assistant_social_worker",)},
        "registration_90": {"tenths": 900, "kinds": (), "levels": ("social_worker", "senior_social_worker")},
    }
    golden = {name: tables.training(as_of, one) for name, one in asked.items()}
    results = training_results(book.connection, as_of)
    assert len(results) == 3 * len(tables.rows("staff"))
    for one in results:
        said = (one.earned, one.pending, one.other_units, one.other_kinds, one.status)
        assert said == golden[one.requirement][bytes.fromhex(one.staff_id)], (one.requirement, one.staff)
    assert len({one.status for one in results}) >= 4


def test_rosters_count_certificates_and_people(book: Book, tables: Tables) -> None:
    for unit in (STATIONS[1], COUNTY):
        units = [unit] if unit != COUNTY else [*STATIONS, COUNTY]
        golden, people = tables.certificates(units, DAY), tables.employed(units, DAY)
        listing = roster(book.connection, unit, DAY)
        assert len(listing.tables[0].rows) == sum(golden.values())
        found = talent(book.connection, unit, DAY)
        highest = Counter(tables.highest(one["id"], DAY) for one in people)
        assert (found.people, found.holders) == (len(people), sum(n for level, n in highest.items() if level))
        assert {cell.code: cell.people for cell in found.cells if cell.dimension == "level"} == highest
        assert {cell.code: cell.people for cell in found.cells if cell.dimension == "gender"} == Counter(
            one["gender"] for one in people
        )
        assert len(listing.tables[1].rows if len(listing.tables) > 1 else ()) == highest[""]


def _column(listing: Listing, label: str) -> list[Any]:
    place = [one.label for one in listing.tables[0].columns].index(label)
    return [row[place] for row in listing.tables[0].rows]


def test_ledgers_have_every_entry_and_its_sums(book: Book, tables: Tables) -> None:
    for unit in (STATIONS[2], COUNTY):
        units = [unit] if unit != COUNTY else [*STATIONS, COUNTY]
        logs = tables.logs(units, "2025-04-01", "2025-06-30")
        within = date(2025, 4, 1), date(2025, 6, 30), DAY
        ledger = service_ledger(book.connection, unit, *within)
        assert ledger.rows == len(logs) > 50
        assert sum(one or 0 for one in _column(ledger, "Minutes")) == sum(one["minutes"] or 0 for one in logs)
        assert sum(one or 0 for one in _column(ledger, "Heads")) == sum(one["heads"] or 0 for one in logs)
        worth = [one.fen for one in _column(ledger, "Value") if isinstance(one, Yuan)]
        assert sum(worth) == sum(one["value_fen"] or 0 for one in logs)
        assert visit_ledger(book.connection, unit, *within).rows == tables.visited(logs)


def test_time_of_each_worker(book: Book, tables: Tables) -> None:
    for unit in (*STATIONS, COUNTY):  # nobody wrote at two units in this month
        members = [unit] if unit != COUNTY else [*STATIONS, COUNTY]
        golden = {who: all_of for one in members for who, all_of in tables.time(one, *OCTOBER).items()}
        found = time_split.of_month(book.connection, unit, "2025-10")
        said = {
            bytes.fromhex(one.worker): (one.professional, one.affairs, one.administration, one.entries, one.untimed)
            for one in found[:-1]
        }
        assert said == golden
        assert found[-1].minutes == sum(sum(one[:3]) for one in golden.values())


def test_coverage_of_more_frequent_visits(book: Book, tables: Tables) -> None:
    golden = {one["id"].hex(): tables.surge(one, DAY) for one in tables.rows("visit_surge")}
    found = {surge.id: (coverage.people, coverage.ever) for surge, coverage in coverages(book, DAY)}
    assert found == golden
    assert any(0 < met < people for people, met in golden.values())


def test_projects_count_what_their_people_did(book: Book, tables: Tables) -> None:
    projects = {one["id"].hex(): one for one in tables.rows("project")}
    found = standings(book.connection, book.unit, DAY)
    assert len(found) == len(projects) == 3
    counted_words = set()
    for one in found:
        golden = done(tables, projects[one.row["id"]], DAY)
        words = {row["id"].hex(): row["counts"] for row in tables.rows("project_indicator") if row["counts"]}
        for indicator in one.indicators:
            if indicator.id in words:
                counted_words.add(words[indicator.id])
                assert indicator.actual == golden[words[indicator.id]], (one.row["title"], words[indicator.id])
        assert (one.budget, one.spent) == tables.money(bytes.fromhex(one.row["id"]))
    assert len(counted_words) == 15


def test_a_project_s_folder_lists_the_supervision_that_its_indicator_counts(book: Book, tables: Tables) -> None:
    seen = 0
    for row in tables.rows("project"):
        first, last = date.fromisoformat(row["start_on"]), min(date.fromisoformat(row["end_on"]), DAY)
        listed = supervision_table(book.connection, Term(row["unit"], first, last, row["id"].hex()), DAY).rows
        assert listed >= done(tables, row, DAY)["supervisions"]
        seen += listed
    assert seen > 3


def test_a_group_that_is_drawn_is_in_the_folder_with_who_was_there(book: Book, tmp_path: Path) -> None:
    term = Term(STATIONS[0], date(YEAR, 1, 1), date(YEAR, 12, 31))
    seed = next(f"{n}" for n in range(100) if draw(book.connection, term, 1, f"{n}")[0].table == "service_group")
    made = write_evaluation_folder(book, Asked(STATIONS[0], f"{YEAR}", draw=1, seed=seed), tmp_path / "f", DAY)
    (file,) = (one.file for one in made.contents if "Group file" in one.file)
    assert made.drawn[0].number in file
    text = "\n".join(cell.text for table in docx.Document(str(made.path / file)).tables for cell in table._cells)
    assert text.count("√") > 3
    assert (made.path / "index.html").read_text(encoding="utf-8").count(f"({STATIONS[0]})") == 1


def test_the_brief_of_a_half_year_as_a_document(book: Book, tmp_path: Path) -> None:
    brief = look(book, "meeting-brief", COUNTY, "2025H2", DAY)
    file = tmp_path / "brief.docx"
    assert write_listing(brief, file) == brief.rows
    made = docx.Document(str(file))
    assert len(made.tables) == sum(bool(table.rows) for table in brief.tables)
    heads = [cell.text for cell in made.tables[0].rows[0].cells]
    assert heads[3:6] == ["2025, first half", "2025, second half", "More or less"]
    changes = {row.cells[1].text: [cell.text for cell in row.cells[3:6]] for row in made.tables[0].rows[1:]}
    before, after, more = changes["Household visits"]
    assert int(after) - int(before) == int(more)
    assert all("." in one for one in changes["Hours of voluntary service"])
    with zipfile.ZipFile(file) as packed:
        body = packed.read("word/document.xml").decode()
    assert body.count('<w:jc w:val="right"/>') >= 3 * len(changes)
    assert [one.text for one in made.paragraphs][-1].startswith("Filled in by:")


def test_checks_of_projects_by_a_policy_that_prints_them(book: Book, tables: Tables) -> None:
    follow(book, "shenzhen")
    told = 0
    for one in standings(book.connection, book.unit, DAY):
        project = next(row for row in tables.rows("project") if row["id"].hex() == one.row["id"])
        plan, _spent = tables.money(project["id"])
        people, professionals = tables.team(project["id"], DAY.isoformat())
        money = project["total_fen"]
        golden: dict[tuple[str, str], bool | None] = {
            ("professional_share", ">="): professionals * 100 >= 80 * people,
            ("line_share", ">="): plan["labour"] * 100 >= 85 * money,
            ("line_share", "<="): (sum(plan.values()) - plan["labour"]) * 100 <= 15 * money,
        }
        if project["person_years"]:
            floor = 169_000 if project["high_risk"] else 163_000
            golden["price_high_risk" if project["high_risk"] else "price", ">="] = (
                money / 100 / (project["person_years"] / 10) >= floor
            )
        said = {(check.check, check.op): check.status for check in one.checks if check.op and check.status != "unknown"}
        assert said == {check: "met" if holds else "short" for check, holds in golden.items()}, project["title"]
        told += sum(not holds for holds in golden.values())
    assert told >= 3  # a county has laggards


def follow(book: Book, policy: str) -> None:
    """Let the county work by another place's policy."""
    do(book, "x", [Change("unit", derived_id("unit", book.unit), {"policy": {"policy": policy}})])


def test_target_board_by_every_policy(book: Book, tables: Tables) -> None:
    area = tables.area(DAY, AREA)

    def of_communities(place: int, *kinds: str) -> int:
        return min(two[place] for two in tables.of_communities(kinds, DAY))

    golden: dict[str, dict[str, Any]] = {
        "chuxiong": {
            "talent_total": area["people"], "certified_total": area["holders"],
            "talent_per_population": round(area["people"] * 1000 / area["population"], 2),
            "incubation_coverage": round(area["site incubation"] * 100 / (TOWNSHIPS + 1), 2),
        },
        "guizhou": {
            "talent_total": area["people"], "certified_total": area["holders"], "new_key_talent": area["key_talents"],
            "station_coverage": round(area["stations"] * 100 / TOWNSHIPS, 2),
            "station_full_coverage": round(area["stations"] * 100 / TOWNSHIPS, 2),
            "support_platforms": area["county_stations"] + area["site practice_base"],
        },
        "shenzhen": {"certified_posts": round(area["certified_posts"] * 100 / area["project_posts"], 2)},
        "chengdu": {
            "community_posts": of_communities(0, "urban_community", "rural_community"),
            "village_posts": of_communities(0, "village"), "demo_sites_county": area["site demonstration"],
        },
        "zaozhuang": {
            "urban_community_talent": of_communities(1, "urban_community"),
            "rural_community_talent": of_communities(1, "rural_community", "village"),
        },
    }  # fmt: skip
    for policy, figures in golden.items():
        follow(book, policy)
        found = [one for one in targets(book.connection, book.unit, DAY) if one.policy == policy and one.clause]
        assert {one.indicator: one.actual for one in found if one.actual is not None} == figures, policy
        if policy == "chuxiong":
            own = {one.indicator: one.actual for one in targets(book.connection, book.unit, DAY) if not one.clause}
            # One answers an indicator that is counted, the other was typed in.
            assert own == {"certified_total": area["holders"], "model_communities": 4}
