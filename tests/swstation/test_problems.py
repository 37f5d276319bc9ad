"""Findings after merging: named, never dropped, gone with their cause."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sites
from machines import copy_of, machines, release
from reporting import Book as Desk
from sites import County
from synthetic import resident_id

from db.gateway import Change
from db.queries.problems import REFERS, Problem
from db.registry import specs
from swstation.operations.links import decide
from swstation.operations.problems import KIND_WORDS, KINDS, SENTENCES, in_words, leads_to, problems

UNIT, COUNTY = "T532301102", "C532301"
TODAY = date(2026, 6, 30)
NUMBER = resident_id(date(1948, 5, 1), 2)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def found(desk: Desk, kind: str | None = None, *, tier: str = "township_station", unit: str = UNIT) -> list[Problem]:
    with desk.store.snapshot() as connection:
        return [one for one in problems(connection, unit, tier, TODAY) if kind in (None, one.kind)]


def words(desk: Desk, one: Problem) -> str:
    return in_words(desk.store.connection, [one])[0].what


def person(desk: Desk, name: str = "王桂英", opened_on: str = "2026-01-05", **ident: Any) -> str:
    return desk.put("client", ident={"name": name, **ident}, file={"opened_on": opened_on, "file_state": "open"})


def test_every_kind_has_its_words_and_every_reference_its_register() -> None:
    assert set(KIND_WORDS) == set(SENTENCES) == set(KINDS)
    assert set(REFERS) == {(name, field) for name, spec in specs().items() for field in spec.refs}


def test_a_tidy_book_has_none(desk: Desk) -> None:
    client = person(desk, resident_id=NUMBER, birth_date="1948-05-01")
    case = desk.case("2026-02-01", client)
    desk.log("2026-02-03", "home_visit", client, case=case)
    desk.close_case(case, "2026-03-01")
    assert found(desk) == []


def test_a_missing_record_is_named_until_it_comes(desk: Desk) -> None:
    client = desk.source.row_id()
    desk.log("2026-02-03", "phone", client)
    (one,) = found(desk)
    assert (one.kind, one.table, one.field, one.other) == ("dangling", "log_client", "client", client)
    assert leads_to(desk.store.connection, one) == f"staff/{desk.writer}", "the one who wrote the entry"
    desk.put("client", client, ident={"name": "王桂英"}, file={"opened_on": "2026-01-05", "file_state": "open"})
    assert found(desk) == []


def test_one_number_two_people(desk: Desk) -> None:
    a, b = person(desk, resident_id=NUMBER), person(desk, "李秀兰", resident_id=NUMBER.lower())
    (one,) = found(desk, "number_shared")
    assert {one.row, one.other} == {a, b} and "李秀兰" in words(desk, one) + in_words(desk.store.connection, [one])[
        0
    ].who
    desk.put("client", b, ident={"name": "李秀兰", "resident_id": resident_id(date(1951, 2, 2), 4)})
    assert found(desk) == []


def test_staff_with_one_number(desk: Desk) -> None:
    def worker(name: str, unit: str, joined: str, left: str | None = None) -> str:
        return desk.put(
            "staff", ident={"name": name, "resident_id": NUMBER},
            employment={"unit": unit, "joined_on": joined, "left_on": left},
        )  # fmt: skip

    first = worker("赵敏", UNIT, "2025-01-01")
    second = worker("赵敏", "T532301103", "2026-01-01")
    (one,) = found(desk)
    assert (one.kind, one.row, one.other) == ("two_posts", second, first)
    employment = {"unit": UNIT, "joined_on": "2025-01-01", "left_on": "2025-12-31"}
    desk.put("staff", first, employment=employment)
    assert found(desk) == [], "one after the other is no overlap"
    worker("钱进", UNIT, "2026-01-01")
    assert [one.kind for one in found(desk)] == ["number_shared"] * 2


def test_assignments_that_overlap(desk: Desk) -> None:
    person = desk.staff("赵敏")

    def assigned(unit: str, start_on: str | None, end_on: str | None, row: str | None = None) -> str:
        ident = {"staff": person, "unit": unit, "start_on": start_on, "end_on": end_on}
        return desk.put("assignment", row, ident=ident)

    first = assigned(UNIT, None, "2026-03-01")
    second = assigned("T532301103", "2026-03-01", None)
    assert found(desk) == [], "one ends on the day on which the other begins"
    assigned("T532301103", "2026-02-01", None, second)
    (one,) = found(desk)
    assert one.kind == "two_posts" and {one.row, one.other} == {first, second}
    assert leads_to(desk.store.connection, one) == f"staff/{person}"
    assert in_words(desk.store.connection, [one])[0].what


def test_one_person_in_two_posts_and_two_people_in_one(desk: Desk) -> None:
    people = [desk.staff(name) for name in ("赵敏", "钱一")]
    posts = [
        desk.put("post", ident={"title": title, "unit": UNIT, "kind": "station"}, period={"opened_on": "2026-01-01"})
        for title in ("社工岗一", "社工岗二")
    ]

    def held(
        post: int, who: int, start_on: str, end_on: str | None = None, row: str | None = None, as_: str = "full_time"
    ) -> str:
        ident = {"post": posts[post], "staff": people[who], "start_on": start_on, "end_on": end_on}
        return desk.put("post_holding", row, ident=ident, terms={"employment": as_})

    first = held(0, 0, "2026-01-01", "2026-03-01")
    second = held(1, 0, "2026-03-01")
    third = held(0, 1, "2026-03-01")
    assert found(desk) == [], "one begins on the day on which the other ends"
    held(1, 0, "2026-02-01", row=second)
    held(0, 1, "2026-02-20", row=third)
    told = {one.kind: {one.row, one.other} for one in found(desk)}
    assert told == {"two_posts": {first, second}, "post_twice": {first, third}}
    assert leads_to(desk.store.connection, found(desk, "two_posts")[0]) == f"staff/{people[0]}"
    assert all(words(desk, one) for one in found(desk))
    held(1, 0, "2026-02-01", row=second, as_="part_time")
    assert {one.kind for one in found(desk)} == {"post_twice"}, "part-time beside another post is no mistake"
    desk.delete("post_holding", third)
    assert found(desk) == []


def test_dates(desk: Desk) -> None:
    client = person(desk, opened_on="2026-12-01", birth_date="1948-05-02", resident_id=NUMBER)
    person(desk, "孙老", birth_date="1901-01-01")
    desk.log("2026-07-01", "phone", client)
    desk.log("1970-01-02", "phone", client)
    desk.log("2026-08-01", "phone", client, state="draft")
    told = {(one.kind, one.field, one.value) for one in found(desk)}
    assert told == {
        ("date_future", "opened_on", "2026-12-01"), ("date_future", "service_date", "2026-07-01"),
        ("date_range", "service_date", "1970-01-02"), ("date_range", "birth_date", "1901-01-01"),
        ("birth_differs", "birth_date", "1948-05-02"),
    }  # fmt: skip
    with desk.store.snapshot() as connection:
        later = problems(connection, UNIT, "township_station", date(2026, 12, 31))
    assert "date_future" not in {one.kind for one in later}


def test_a_log_on_a_closed_case_and_a_case_before_the_file(desk: Desk) -> None:
    client = person(desk, opened_on="2026-02-10")
    case = desk.case("2026-02-01", client)
    log = desk.log("2026-03-05", "home_visit", client, case=case)
    desk.close_case(case, "2026-03-01")
    told = {one.kind: one for one in found(desk)}
    assert set(told) == {"closed_case", "case_before_file"}
    assert (told["closed_case"].row, told["closed_case"].other) == (log, case)
    assert leads_to(desk.store.connection, told["closed_case"]) == f"case/{case}"
    assert desk.report("2026-03").logs == 1, "what breaks a rule is counted like everything else"
    desk.put("service_case", case, stage={"stage": "follow_up", "stage_on": "2026-03-02"})
    assert [one.kind for one in found(desk)] == ["case_before_file"], "a follow-up visit is no mistake"


def test_a_case_number_given_twice(desk: Desk) -> None:
    first, second = desk.case("2026-02-01"), desk.case("2026-02-01")
    (one,) = found(desk)
    assert (one.kind, one.value, {one.row, one.other}) == ("number_twice", "A2026-02-01", {first, second})


def test_clashing_verdicts(desk: Desk) -> None:
    from db.queries.links import link_id

    a, b, c = sorted(person(desk, name) for name in ("王一", "李二", "张三"))
    for x, y, verdict in ((a, b, "same"), (b, c, "same"), (a, c, "different")):
        desk.write(Change("person_link", link_id(x, y), {"verdict": {"a": x, "b": y, "verdict": verdict}}))
    (one,) = found(desk)
    assert (one.kind, one.row, one.other) == ("verdicts_clash", b, c)


def test_a_station_hears_of_its_own_rows_the_county_of_all(desk: Desk) -> None:
    desk.as_station("T532301103")
    desk.log("2026-07-01", "phone")
    assert found(desk) == []
    assert [one.unit for one in found(desk, tier="county_station", unit=COUNTY)] == ["T532301103"]


@pytest.mark.fault(44)
def test_two_people_with_one_number_are_a_finding_at_the_county_and_never_fused(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    county = sites.found(tmp_path / "county")
    assert isinstance(county, County)
    for name, who in (("a", "王桂英"), ("b", "李秀兰")):
        getattr(county, name).write(
            sum(map(ord, name)), "client", ident={"name": who, "resident_id": NUMBER},
            file={"opened_on": "2026-01-05", "file_state": "open"},
        )  # fmt: skip
        county.county.merge_one(getattr(county, name).bundle(county.stick))
    (one,) = county.county.sw("problem", "list", "--kind", "number_shared").document
    assert one["table"] == "client" and {one["who"], one["unit"]} & {"李秀兰", "王桂英"}
    assert set(one) >= {"kind", "table", "row", "what", "who", "unit"}
    assert county.county.sw("person", "list").document == []
    assert county.county.all("SELECT count(*) FROM client WHERE alive") == [(2,)]
    with county.county.book() as book:
        decide(book, one["row"], one["other"], "same", "户口本上是同一人")
    assert county.county.sw("problem", "list", "--kind", "number_shared").document == []


def test_two_machines_under_one_number() -> None:
    with machines([UNIT, COUNTY]) as (one, county):
        one.write(Change("household", f"{1:032x}", {"place": {"address": "石桥村"}}))
        copy = copy_of(one, "copy")
        for number, writer in enumerate((one, copy)):
            writer.write(Change("household", f"{2 + number:032x}", {"place": {"address": "石桥村"}}))
            county.take_in(writer.hand_on())
        release([copy.connection])
        found = problems(county.connection, COUNTY, "county_station", TODAY)
        assert [(found[0].kind, found[0].row, found[0].unit)] == [("replica_fork", one.replica.hex(), UNIT)]
        (told,) = in_words(county.connection, found)
        assert told.who == one.replica.hex()[:8] and leads_to(county.connection, found[0]) == ""


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    county = sites.found(tmp_path / "county")
    assert county.a.sw("problem", "list", "--kind", "nonsense").code == 1
    assert county.a.sw("problem", "list").document == []
