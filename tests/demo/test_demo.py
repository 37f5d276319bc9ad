"""The demonstration: the same seed makes the same data, all invented, all valid, merged alike in any order."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from demo_county import merged_anew, opened

from db import digest, resident_id
from db.errors import Refusal
from db.records import parse_line, to_line
from db.registry import check_record
from swstation import divisions
from swstation.demo.plan import Plan, laptops
from swstation.demo.run import Made, make
from swstation.operations.checkup import check_up
from swstation.operations.problems import problems
from swstation.operations.standing import due, training_results

PLAN = Plan(date(2026, 6, 20), stations=3, months=2, seed=22, size=0.06)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("demo") / "first", PLAN)


def digest_of(path: Path) -> str:
    with opened(path) as book:
        return digest.whole(book.connection)[0]


def digests(made: Made) -> list[str]:
    return [digest_of(one.database) for one in made.laptops] + [made.digest]


def test_same_seed_same_data_and_another_seed_another(made: Made, tmp_path: Path) -> None:
    small = replace(PLAN, stations=1, months=1)
    again = digests(make(tmp_path / "again", small))
    assert again == digests(make(tmp_path / "once more", small))
    other = digests(make(tmp_path / "other", replace(small, seed=8)))
    assert len({*again, *other}) == len(again) + len(other)


def test_two_laptops_at_the_first_station_one_at_each_other(made: Made) -> None:
    units = [one.laptop.unit for one in made.laptops]
    assert units == ["T532301102", "T532301102", "T532301101", "T532301103"]
    assert [one.laptop.name for one in made.laptops][1:] == ["东瓜镇社工站", "鹿城镇社工站", "吕合镇社工站"]
    first, second = made.laptops[:2]
    assert not {v.code for v in first.laptop.villages} & {v.code for v in second.laptop.villages}


def test_every_bundle_went_in_once_and_changed_nothing_again(made: Made) -> None:
    assert [b.first for b in made.bundles] == ["merged"] * 4 or "already_merged" in [b.first for b in made.bundles]
    assert {b.again for b in made.bundles} == {"already_merged"}
    assert made.whole
    assert made.conflicts == 1


def test_county_is_the_same_in_any_order(made: Made, tmp_path: Path) -> None:
    files = [bundle.file for bundle in made.bundles]
    found = set()
    for number, order in enumerate([sorted(files), sorted(files, reverse=True), list(permutations(files))[9]]):
        found.add(merged_anew(made, tmp_path / str(number), [*order, order[0]]))
    assert found == {made.merged}


def test_every_identity_number_is_right_and_invented(made: Made) -> None:
    with opened(made.county) as book:
        rows = book.connection.execute(
            "SELECT resident_id, gender, birth_date FROM client WHERE resident_id IS NOT NULL"
            " UNION ALL SELECT resident_id, gender, birth_date FROM staff WHERE resident_id IS NOT NULL"
        ).fetchall()
        assert len(rows) > 50
        for number, gender, birth in rows:
            said = resident_id.check(number)
            assert (said.gender, said.birth_date.isoformat()) == (gender, birth)
            assert not divisions.exists(number[:6])
            assert number[14:17] >= "990"
        numbers = [number for number, _g, _b in rows]
        assert len(numbers) - len(set(numbers)) == 1  # one person is on file on both laptops of a station


def test_no_telephone_could_ring(made: Made) -> None:
    with opened(made.county) as book:
        phones = [
            row[0]
            for row in book.connection.execute(
                "SELECT phone FROM client UNION ALL SELECT guardian_phone FROM client"
                " UNION ALL SELECT emergency_phone FROM client UNION ALL SELECT phone FROM staff"
            )
            if row[0]
        ]
    assert len(phones) > 20
    assert all(re.fullmatch(r"100\d{8}", phone) for phone in phones)


def test_every_validator_takes_every_record(made: Made) -> None:
    from db.records import OP_COLUMNS, Op

    with opened(made.county) as book:
        ops = [Op(*row) for row in book.connection.execute(f"SELECT {OP_COLUMNS} FROM op")]
        assert len(ops) == made.county_ops
        for op in ops:
            read, groups = parse_line(to_line(op))
            assert read == op
            assert check_record(read, groups)


def test_data_check_finds_nothing_but_the_one_dispute(made: Made) -> None:
    for path in (made.county, *(one.database for one in made.laptops)):
        with opened(path) as book:
            assert [one for one in check_up(book, repair=False) if not one.ok] == []


def test_nothing_in_it_contradicts_anything_else(made: Made) -> None:
    for path in (made.county, *(one.database for one in made.laptops)):
        with opened(path) as book:
            assert problems(book.connection, book.unit, book.tier, PLAN.until) == []


def test_odd_people_are_there(made: Made) -> None:
    with opened(made.laptops[-1].database) as book:
        names = [row[0] for row in book.connection.execute("SELECT name FROM client")]
    assert {"李𠮷昌", "杨㐂兰", "欧阳秀珍", "二妹"} <= set(names)
    assert len(names) > len(set(names))


def test_households_name_their_head(made: Made) -> None:
    with opened(made.county) as book:
        wrong = book.connection.execute(
            "SELECT h.head_name, c.name FROM household h LEFT JOIN client c ON c.id = h.head"
            " WHERE c.name IS NOT h.head_name OR c.household IS NOT h.id"
        ).fetchall()
        assert wrong == []


def test_the_last_station_kept_its_last_month_to_itself(made: Made) -> None:
    last = made.laptops[-1]
    unit = last.laptop.unit
    sql = "SELECT max(service_date) FROM service_log WHERE unit = ?"
    with opened(last.database) as own, opened(made.county) as county:
        here = own.connection.execute(sql, (unit,)).fetchone()[0]
        handed_in = county.connection.execute(sql, (unit,)).fetchone()[0]
    assert handed_in < "2026-06-01" <= here


def test_a_year_has_a_month_without_logs() -> None:
    year = replace(PLAN, months=12)
    gaps = [laptop.gap for laptop in laptops(year)]
    assert gaps == [None, None, None, (date(2025, 12, 1), date(2025, 12, 31))]


def test_something_is_due_and_people_stand_differently(made: Made) -> None:
    with opened(made.laptops[0].database) as book:
        kinds = {item.kind for item in due(book, PLAN.until, 14)}
        assert "visit" in kinds
    with opened(made.county) as book:
        assert len({one.status for one in training_results(book.connection, PLAN.until)}) >= 3


def test_something_can_be_undone_and_something_is_not_saved(made: Made) -> None:
    from db import local

    with opened(made.laptops[0].database) as book:
        assert local.last_action(book.connection) is not None
        assert len(local.drafts(book.connection, "quicklog")) == 1


def test_stations_beyond_the_townships_are_second_ones() -> None:
    many = laptops(replace(PLAN, stations=17))
    assert len({laptop.unit for laptop in many}) == 17
    assert [laptop.unit for laptop in many][-2:] == ["T532301102-2", "T532301101-2"]


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal, match=r"cli\.busy_demo"):
        make(tmp_path, PLAN)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_stopped_halfway_leaves_nothing(tmp_path: Path) -> None:
    def stop(step: str, _what: str) -> None:
        if step == "export":
            raise KeyboardInterrupt

    (tmp_path / "mine").mkdir()
    for folder in (tmp_path / "mine", tmp_path / "new"):
        with pytest.raises(KeyboardInterrupt):
            make(folder, replace(PLAN, stations=1, months=1), stop)
    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*")] == [Path("mine")]
