"""Verdicts about files of one person: made, travelling, taken back; nothing is fused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sites
from sites import County, Site
from synthetic import old_resident_id, resident_id

from db.errors import Refusal
from swstation.operations.clients import add_client
from swstation.operations.links import decide, persons, twins, undecided, withdraw
from swstation.operations.persons import revealed, shown
from swstation.operations.undo import undo

NUMBER = resident_id(date(1948, 5, 1), 2)


@pytest.fixture(scope="session")
def _county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return sites.found(tmp_path_factory.mktemp("links"))


@pytest.fixture
def county(_county: County, tmp_path: Path) -> County:
    return _county.copy(tmp_path / "county")


def filed(site: Site, name: str = "王桂英", **values: str) -> str:
    with site.book() as book:
        return add_client(book, {"name": name, **values}, opened_on="2026-01-05")[0]


def state(site: Site, a: str, b: str) -> bool | None:
    with site.book() as book:
        return persons(book.connection).decided(a, b)


def hand_in(county: County, *names: str) -> None:
    for name in names:
        county.county.merge_one(getattr(county, name).bundle(county.stick))


@pytest.mark.fault(43)
def test_files_of_two_stations_are_matched_at_the_county_and_decided_once(county: County) -> None:
    old = filed(county.a, resident_id=old_resident_id(date(1948, 5, 1), 2))
    new = filed(county.b, resident_id=NUMBER)
    hand_in(county, "a", "b")
    with county.county.book() as book:
        (one,) = undecided(book.connection)
        assert (one.a, one.b, one.ground) == (min(old, new), max(old, new), "number")
        decide(book, new, old, "same", "核对户口本")
        assert undecided(book.connection) == []
        assert persons(book.connection).of(max(old, new)) == min(old, new)
        assert book.connection.execute("SELECT count(*) FROM client WHERE alive").fetchone() == (2,), "never fused"
        (pair,) = twins(book.connection)
        assert (pair.state, pair.ground) == ("same", "number") and pair.link is not None
        assert pair.link.reason == "核对户口本" and pair.link.unit == book.unit


@pytest.mark.fault(45)
def test_not_the_same_is_remembered_and_every_verdict_can_be_taken_back(county: County) -> None:
    a, b = filed(county.a, birth_date="1948-05-01", village_name="石桥村"), ""
    with county.a.book() as book:
        b = add_client(book, {"name": "王贵英", "birth_date": "1948-05-01", "village_name": "石桥村"},
                       opened_on="2026-02-01")[0]  # fmt: skip
        (one,) = undecided(book.connection)
        assert one.ground == "sound"
        decide(book, a, b, "different")
        assert undecided(book.connection) == [] and twins(book.connection)[0].state == "different"
        withdraw(book, b, a)
        assert len(undecided(book.connection)) == 1
        with pytest.raises(Refusal) as refused:
            withdraw(book, a, b)
        assert refused.value.code == "person.undecided"
        decide(book, a, b, "same")
        assert persons(book.connection).decided(a, b) is True
        decide(book, a, b, "different")
        assert persons(book.connection).decided(a, b) is False
        undo(book)
        assert persons(book.connection).decided(a, b) is True
        assert book.connection.execute("SELECT count(*) FROM conflict").fetchone() == (0,)


def test_the_county_has_the_last_word(county: County) -> None:
    a, b = filed(county.a, resident_id=NUMBER), filed(county.a, resident_id=NUMBER)
    with county.a.book() as book:
        decide(book, a, b, "same")
    hand_in(county, "a")
    with county.county.book() as book:
        decide(book, a, b, "different", "两人同号")
    assert state(county.county, a, b) is False
    # The station goes on without having seen it: both words are known, the county's holds.
    with county.a.book() as book:
        decide(book, a, b, "same", "再次核对")
    hand_in(county, "a")
    assert state(county.county, a, b) is False
    (conflict,) = county.county.sw("conflict", "list").document
    assert (conflict["table"], conflict["group"], len(conflict["values"])) == ("person_link", "verdict", 2)


def test_refusals(county: County) -> None:
    a = filed(county.a)
    with county.a.book() as book:
        for one, other, code in ((a, a, "person.one_file"), (a, "0" * 32, "person.unknown")):
            with pytest.raises(Refusal) as refused:
                decide(book, one, other, "same")
            assert refused.value.code == code
        with pytest.raises(Refusal) as refused:
            decide(book, a, filed(county.a, "李秀兰"), "perhaps")
        assert refused.value.code == "value.code"


@pytest.mark.fault(44)
def test_a_number_shared_by_two_names_is_never_offered(county: County) -> None:
    filed(county.a, resident_id=NUMBER)
    filed(county.a, "李秀兰", resident_id=NUMBER)
    with county.a.book() as book:
        assert undecided(book.connection) == []


def test_matched_without_showing_who_and_shown_for_a_reason(county: County) -> None:
    a = filed(county.a, resident_id=NUMBER, birth_date="1948-05-01", phone="13800001234", address="石桥村12号")
    b = filed(county.a, resident_id=NUMBER, birth_date="1948-05-01")
    with county.a.book() as book:
        (masked,) = shown(book, twins(book.connection))
        text = repr(masked)
        assert "王*英" in text and "1948" in text
        for secret in ("王桂英", "1948-05-01", NUMBER, NUMBER[:14], "13800001234", "石桥村12号"):
            assert secret not in text
        full = revealed(book, b, a)
        assert {side.name for side in full.sides} == {"王桂英"} and NUMBER in repr(full) and "石桥村12号" in repr(full)
        noted = book.connection.execute("SELECT what, t, lower(hex(k)), detail FROM audit").fetchall()
        assert noted == [("reveal", "client", min(a, b), "person"), ("reveal", "client", max(a, b), "person")]


def test_by_command(county: County) -> None:
    a, b = filed(county.a, resident_id=NUMBER), filed(county.a, resident_id=NUMBER)
    (one,) = county.a.sw("person", "list").document
    assert (one["a"], one["b"], one["ground"], one["state"]) == (min(a, b), max(a, b), "number", "open")
    assert [side["name"] for side in one["people"]] == ["王*英", "王*英"] and NUMBER not in repr(one)
    assert county.a.sw("person", "same", a[-8:], b, "--reason", "同一人").document["state"] == "same"
    assert county.a.sw("person", "list").document == []
    assert county.a.sw("person", "list", "--decided").document[0]["state"] == "same"
    assert county.a.sw("person", "show", a, b).document["people"][0]["number"] == NUMBER
    assert county.a.sw("person", "undo", a, b).document["state"] == "open"
    assert county.a.sw("person", "undo", a, b).refusal == "person.undecided"
    assert county.a.sw("person", "different", a, b).document["state"] == "different"
    assert county.a.sw("person", "same", a, "zz").refusal == "person.unknown"
