"""Conflicts through real bundles: found alike everywhere, settled once everywhere, what was set aside kept for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sites
from sites import County, Site

from db.conflicts import open_conflicts, settlements
from db.errors import Refusal
from swstation.operations.conflicts import alike, find_conflict, resolve_conflict, settle_alike
from swstation.operations.undo import undo

STATION = "T532301102"
ROW = 7


@pytest.fixture(scope="session")
def _county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return sites.found(tmp_path_factory.mktemp("conflicts"))


@pytest.fixture
def county(_county: County, tmp_path: Path) -> County:
    return _county.copy(tmp_path / "county")


def hand_in(county: County, *names: str) -> None:
    for name in names:
        county.county.merge_one(getattr(county, name).bundle(county.stick))


def send_down(county: County, *names: str) -> None:
    file = county.county.bundle(county.stick, peer=STATION)
    for name in names:
        getattr(county, name).merge_one(file)


def exchange(county: County) -> None:
    """The two laptops of the station hand each other all they have."""
    one, other = county.a.bundle(county.stick, full=True), county.a2.bundle(county.stick, full=True)
    county.a.merge_one(other)
    county.a2.merge_one(one)


def shared(county: County, *rows: int) -> None:
    """Households that both laptops know."""
    for row in rows or (ROW,):
        county.a.address(row, "石桥村")
    exchange(county)


def quarrel(county: County, row: int = ROW) -> None:
    """Both laptops of the station change it without having seen the other."""
    county.a.address(row, "石桥村1号")
    county.a2.address(row, "石桥村2号")


def addresses(site: Site) -> list[Any]:
    return [row[0] for row in site.all("SELECT address FROM household WHERE alive ORDER BY id")]


def conflicts(site: Site) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.sw("conflict", "list").document
    return found


def values(one: dict[str, Any]) -> set[str]:
    return {value["value"]["address"] for value in one["values"]}


@pytest.mark.fault(34)
def test_two_laptops_of_one_station(county: County) -> None:
    shared(county)
    quarrel(county)
    county.a.write(ROW, ident={"number": "12"})
    hand_in(county, "a", "a2")
    (one,) = conflicts(county.county)
    assert values(one) == {"石桥村1号", "石桥村2号"} and (one["group"], one["cause"]) == ("place", "edit")
    assert one["base"]["value"]["address"] == "石桥村"
    assert len({value["replica"] for value in one["values"]}) == 2
    county.a.write(9, ident={"number": "5"})
    exchange(county)
    assert [two["id"] for two in conflicts(county.a)] == [one["id"]], "the same name everywhere"


@pytest.mark.fault(35)
def test_the_county_corrects_while_the_station_edits(county: County) -> None:
    shared(county)
    hand_in(county, "a")
    county.county.address(ROW, "县里核实")
    county.a.address(ROW, "石桥村1号")
    hand_in(county, "a")
    (one,) = conflicts(county.county)
    assert values(one) == {"县里核实", "石桥村1号"} and addresses(county.county) == ["县里核实"]
    send_down(county, "a")
    assert [two["id"] for two in conflicts(county.a)] == [one["id"]], "the station is told"
    assert addresses(county.a) == ["县里核实"]


def test_a_settlement_travels_and_is_settled_once_everywhere(county: County) -> None:
    shared(county)
    quarrel(county)
    hand_in(county, "a", "a2")
    (one,) = conflicts(county.county)
    wanted = next(value["op"] for value in one["values"] if value["value"]["address"] == "石桥村2号")
    assert county.county.sw("conflict", "resolve", one["id"][:16], "--take", wanted[:16]).document["settled"] is True
    exchange(county)
    send_down(county, "a", "a2")
    for site in (county.county, county.a, county.a2):
        assert conflicts(site) == [] and addresses(site) == ["石桥村2号"]
        (settled,) = site.sw("conflict", "list", "--settled").document
        assert settled["taken"]["value"]["address"] == "石桥村2号" and settled["holds"] is True
        assert [value["value"]["address"] for value in settled["aside"]] == ["石桥村1号"]
    county.a.address(ROW, "石桥村3号")
    (settled,) = county.a.sw("conflict", "list", "--settled").document
    assert settled["holds"] is False and len(settled["aside"]) == 1, "kept for good"


@pytest.mark.fault(38)
def test_settled_differently_is_a_conflict_again(county: County) -> None:
    shared(county)
    quarrel(county)
    exchange(county)
    for site, address in ((county.a, "石桥村1号"), (county.a2, "核实后5号")):
        with site.book() as book:
            (one,) = open_conflicts(book.connection)
            resolve_conflict(book, one.id, values={"address": address})
    hand_in(county, "a", "a2")
    (one_more,) = conflicts(county.county)
    assert one_more["cause"] == "settlement" and values(one_more) == {"石桥村1号", "核实后5号"}
    with county.county.book() as book:
        resolve_conflict(book, one_more["id"], take=one_more["values"][0]["op"])
        assert open_conflicts(book.connection) == [] and len(settlements(book.connection)) == 3
    exchange(county)
    send_down(county, "a", "a2")
    assert conflicts(county.a) == conflicts(county.a2) == []
    assert addresses(county.a) == addresses(county.a2) == addresses(county.county)


@pytest.mark.fault(39)
def test_a_late_edit_opens_it_again_only_if_it_was_not_seen(county: County) -> None:
    shared(county)
    quarrel(county)
    late = county.a2.bundle(county.stick, full=True)
    exchange(county)
    with county.a.book() as book:
        (one,) = open_conflicts(book.connection)
        resolve_conflict(book, one.id, values={"address": "石桥村1号"})
    hand_in(county, "a")
    county.county.merge(late)
    assert conflicts(county.county) == [], "it was among the values seen"
    county.a2.address(ROW, "石桥村9号")
    hand_in(county, "a2")
    (again,) = conflicts(county.county)
    assert again["cause"] == "late" and values(again) == {"石桥村1号", "石桥村9号"}


@pytest.mark.fault(36, 37)
def test_deleted_here_edited_there_and_deleted_by_both(county: County) -> None:
    shared(county, 7, 8)
    county.a.write(7, action="delete")
    county.a.write(8, action="delete")
    county.a2.address(7, "石桥村2号")
    county.a2.write(8, action="delete")
    hand_in(county, "a", "a2")
    (one,) = conflicts(county.county)
    assert (one["row"], one["cause"]) == (f"{7:032x}", "delete")
    assert addresses(county.county) == ["石桥村2号"]


def test_all_alike_at_once_counted_first_and_undone_as_one(county: County) -> None:
    rows = range(20, 32)
    shared(county, *rows)
    for row in rows:
        quarrel(county, row)
    county.a.write(40, ident={"number": "1"})
    county.a2.write(40, ident={"number": "2"})
    hand_in(county, "a", "a2")
    before = conflicts(county.county)
    first = next(one["id"] for one in before if one["group"] == "place")
    assert len(before) == 13
    done = county.county.sw("conflict", "resolve", first, "--alike", "newest", "--preview").document
    assert (done["conflicts"], done["settled"]) == (12, False) and len(conflicts(county.county)) == 13
    with county.county.book() as book:
        changes, n = settle_alike(book, first, "newest")
        assert n == 12 and changes.action is not None
        assert [one.group for one in open_conflicts(book.connection)] == ["ident"], "another group is another quarrel"
        newest = [max(one["values"], key=lambda value: value["at"]) for one in before if one["group"] == "place"]
        taken = {(one.row, one.taken.value["address"]) for one in settlements(book.connection)}
        assert {address for _row, address in taken} == {value["value"]["address"] for value in newest}
        undo(book)
    again = conflicts(county.county)
    assert len(again) == 13, "open again, all of them"
    said, now = (
        {
            (one["row"], v["value"].get("address"), v["station"], v["replica"], v["at"])
            for one in found
            for v in one["values"]
        }
        for found in (before, again)
    )
    assert now == said, "who wrote what, where and when, as before"
    shown = {one["row"]: one["values"][0]["value"] for one in before}
    assert {one["row"]: one["values"][0]["value"] for one in again} == shown


def test_rules(county: County) -> None:
    shared(county)
    hand_in(county, "a")
    county.county.address(ROW, "县里核实")
    county.a.address(ROW, "石桥村1号")
    hand_in(county, "a")
    with county.county.book() as book:
        (one,) = open_conflicts(book.connection)
        taken = {rule: alike(book, one, rule)[0][1].value["address"] for rule in ("county", "station")}
        assert taken == {"county": "县里核实", "station": "石桥村1号"}
        with pytest.raises(Refusal) as refused:
            alike(book, one, "loudest")
        assert refused.value.code == "conflict.rule"
    quarrel(county, 9)
    hand_in(county, "a", "a2")
    with county.county.book() as book:
        (two,) = [one for one in open_conflicts(book.connection) if one.row == f"{9:032x}"]
        assert alike(book, two, "county") == [] and alike(book, two, "station") == [], "both are the station's"
        with pytest.raises(Refusal) as refused:
            settle_alike(book, two.id, "county")
        assert refused.value.code == "conflict.none_by_rule"
        assert find_conflict(book, two.id[:12]).base is None, "nothing was there before"
