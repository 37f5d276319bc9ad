"""On the way: bundles out of order, one of them a year late, one record bad, a merge cancelled, a clock gone wrong."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sites
from machines import Load, Machine, machines
from sites import County, Site

from db.gateway import Change
from db.merge import holes


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> County:
    return sites.found(tmp_path_factory.mktemp("county"))


@pytest.fixture
def here(founded: County, tmp_path: Path) -> County:
    return founded.copy(tmp_path / "county")


def twelve(here: County, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Twelve bundles of a station, one after the other, each with one record."""
    for n in range(10):
        here.b.address(n % 4, f"no {n}")
    monkeypatch.setattr("swstation.exchange.exporting.PART_OPS", 1)
    sent = here.b.export(here.stick / "part.swb")
    files = [one.file for one in (sent, *sent.more) if one.file]
    assert len(files) == 12
    return files


def known(site: Site) -> Any:
    """What must be the same whatever the way the bundles took."""
    content = dict(site.content())
    tables = ("op", "household", "conflict", "digest", "replica", "foreign_op")
    return site.digest, [content[table] for table in tables]


@pytest.mark.fault(3)
def test_twelve_bundles_in_reverse_order(here: County, monkeypatch: pytest.MonkeyPatch) -> None:
    files = twelve(here, monkeypatch)
    other = here.copy(here.folder.parent / "other")
    assert here.county.merge(*files).well and other.county.merge(*reversed(files)).well
    assert known(here.county) == known(other.county)


@pytest.mark.fault(4, 5)
def test_the_seventh_comes_a_year_later(here: County, monkeypatch: pytest.MonkeyPatch) -> None:
    files = twelve(here, monkeypatch)
    other = here.copy(here.folder.parent / "other")
    assert here.county.merge(*files[:6], *files[7:]).well
    (row,) = here.county.sw("reconcile").document
    assert (row["holes"], row["missing"]) == ([[7, 7]], 1)
    # The county corrects the row that the seventh speaks of, without having heard of it.
    (said,) = here.b.all("SELECT k FROM op WHERE n = 7 AND r = unhex(?)", here.b.replica)
    correction = int.from_bytes(said[0], "big")
    shown = here.county.all("SELECT address FROM household WHERE id = ?", said[0])
    assert shown
    here.county.address(correction, "corrected by the county")
    mine = here.county.bundle(here.stick, peer=here.b.replica)
    done = here.county.merge_one(files[6])
    assert done.gaps == () and here.county.sw("reconcile").document[0]["missing"] == 0
    assert other.county.merge(*files).well
    # What the county wrote itself apart, both know the same: nothing was decided by the order.
    assert mine.exists()
    held, in_order = (site.all("SELECT id FROM op WHERE r = unhex(?) ORDER BY id", here.b.replica)
                      for site in (here.county, other.county))  # fmt: skip
    assert held == in_order and len(held) == 12


@pytest.mark.fault(21)
def test_a_merge_that_is_cancelled_changes_nothing(here: County) -> None:
    for n in range(5):
        here.b.address(n, "x")
    file = here.b.bundle(here.stick)
    before = here.county.content()

    def stop(_name: str, _done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with here.county.book() as book, pytest.raises(KeyboardInterrupt):
        from swstation.exchange.merging import merge

        merge(book, [file], stop, backup=False)
    assert here.county.content() == before and not here.county.files("work")
    assert here.county.merge_one(file).new == 7
    assert here.county.files("inbox") == [] and len(here.county.files("archive")) == 1


@pytest.mark.fault(83)
def test_one_bad_record_of_fifteen_hundred() -> None:
    with machines(["T532301102", "C532301"]) as (desk, county):
        for n in range(1500):
            desk.write(Change("household", f"{n:032x}", {"place": {"address": str(n)}}))
        load = desk.hand_on()
        bad = load.lines[700].replace(b'"address":"700"', b'"address":7 00')
        done = county.take_in(Load(load.sender, load.spans, (*load.lines[:700], bad, *load.lines[701:])))
        assert (done.new, done.all_aside, [(one.n, one.reason) for one in done.aside]) == (1499, 1, [(701, "json")])
        assert county.all("SELECT count(*) FROM household") == [(1499,)] and not holes(county.connection, desk.replica)


@pytest.mark.fault(69)
def test_a_number_that_is_skipped_is_a_hole() -> None:
    """An insider who leaves a visit out must leave out its number, too, or the chain would not fit."""
    with machines(["T532301102", "C532301"]) as (desk, county):
        for n in range(6):
            desk.write(Change("household", f"{n:032x}", {"place": {"address": str(n)}}))
        load = desk.hand_on()
        left_out = [
            desk_part(load, 0, 3, bytes(32)),
            desk_part(load, 4, 6, chain_after(load, 4)),
        ]
        county.take_in(
            Load(load.sender, tuple(part.spans[0] for part in left_out), left_out[0].lines + left_out[1].lines)
        )
        assert holes(county.connection, desk.replica) == [(4, 4)]


def chain_after(load: Load, count: int) -> bytes:
    from db.records import ZERO_CHAIN, next_chain, parse_line

    chain = ZERO_CHAIN
    for line in load.lines[:count]:
        chain = next_chain(chain, parse_line(line)[0].id)
    return chain


def desk_part(load: Load, start: int, end: int, first_chain: bytes) -> Load:
    """Some of a load's lines as a load."""
    span = replace(
        load.spans[0], first=start + 1, last=end, first_chain=first_chain, last_chain=chain_after(load, end), total=None
    )
    return Load(load.sender, (span,), load.lines[start:end])


CLOCKS = [datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC), datetime(2026, 2, 27, tzinfo=UTC)]


@pytest.mark.fault(33)
@pytest.mark.parametrize("at", CLOCKS, ids=["1970", "2099", "three days back"])
def test_a_clock_gone_wrong_moves_nobody_and_hides_nothing(at: datetime) -> None:
    def year(machine: Machine) -> str:
        return str(machine.all("SELECT at FROM op WHERE r = ? ORDER BY n DESC", machine.replica)[0][0])[:4]

    with machines(["T532301102", "T532301102", "C532301", "C532301"]) as (wrong, right, county, other):
        row = "1".zfill(32)
        wrong.write(Change("household", row, {"place": {"address": "first"}}))
        right.take_in(wrong.hand_on())
        wrong.clock = at
        wrong.write(Change("household", row, {"place": {"address": "wrong clock"}}))
        right.write(Change("household", row, {"place": {"address": "right clock"}}))
        loads = [wrong.hand_on(), right.hand_on()]
        for load in loads:
            county.take_in(load)
        for load in reversed(loads):
            other.take_in(load)
        assert county.state() == other.state()
        assert county.all("SELECT conflicts FROM household") == [(1,)], "both are there to choose from"
        # Whoever hears of it goes on by the own clock, and later is later.
        right.take_in(loads[0])
        right.write(Change("household", row, {"place": {"address": "settled"}}, "resolve"))
        assert year(right) == "2026" and right.lamport < 100
        county.take_in(right.hand_on())
        assert county.all("SELECT address, conflicts FROM household") == [("settled", 0)]


@pytest.mark.fault(81)
def test_two_copies_of_a_county_that_merge_different_bundles_and_then_exchange() -> None:
    with machines(["T532301102", "T532301103", "C532301", "C532301"]) as (a, b, one, two):
        row = "1".zfill(32)
        for desk in (a, b):
            desk.write(Change("client", row, {"contact": {"phone": desk.name}}))
        one.take_in(a.hand_on())
        two.take_in(b.hand_on())
        before = hashlib.sha256(repr(one.state()).encode()).digest()
        here, there = one.hand_on(), two.hand_on()
        one.take_in(there)
        two.take_in(here)
        assert one.state() == two.state() and hashlib.sha256(repr(one.state()).encode()).digest() != before


@pytest.mark.fault(58)
def test_an_old_bundle_played_again_takes_nothing_back(here: County) -> None:
    here.b.address(1, "old")
    old = here.b.bundle(here.stick)
    here.county.merge_one(old)
    here.b.address(1, "new")
    here.county.merge_one(here.b.bundle(here.stick))
    before = known(here.county)
    renamed = old.rename(old.with_name("again.swb"))
    assert here.county.merge_one(renamed).status == "already_merged"
    # Even to a county whose ledger of files was lost.
    with here.county.book() as book:
        book.connection.execute("DELETE FROM received_bundle")
    assert here.county.merge_one(renamed).new == 0
    assert known(here.county) == before
    assert here.county.all("SELECT address FROM household") == [("new",)]
