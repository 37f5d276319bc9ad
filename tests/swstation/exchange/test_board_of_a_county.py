"""The board of a real county: out of its ledgers and records, and on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from books import CHINA
from sites import County, Site

from db import ledgers
from db.chains import chain_at
from db.ids import Source
from db.receipts import Confirmed, Standing, put_receipt
from swstation.exchange.board import Board, board_of, months_to
from swstation.exchange.exporting import export
from swstation.exchange.identity import county_card, trust, write_card
from swstation.exchange.merging import MergedFile, merge
from swstation.operations.book import Book


@contextmanager
def on(site: Site, day: str) -> Iterator[Book]:
    """The book of a site as it is open on a day."""
    with site.book() as book:
        at = datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=CHINA)
        yield replace(book, source=Source(now=lambda: at))


def write(site: Site, day: str, row: int) -> None:
    from db.gateway import Change
    from swstation.operations.book import do

    with on(site, day) as book:
        do(book, "Test", [Change("household", f"{row:032x}", {"place": {"address": f"{row}组"}})])


def hand_in(site: Site, day: str, to: Path) -> Path:
    with on(site, day) as book:
        file = export(book, to).file
    assert file is not None
    return file


def take_in(site: Site, day: str, file: Path) -> MergedFile:
    with on(site, day) as book:
        (done,) = merge(book, [file], backup=False).files
    return done


def board(site: Site, as_of: str, count: int = 3) -> Board:
    with on(site, as_of) as book:
        return board_of(book, months_to(as_of[:7], count), book.source.now().date())


def states(found: Board) -> dict[str, list[str]]:
    return {row.unit: [cell.state for cell in row.cells] for row in found.rows}


@pytest.fixture
def enrolled(here: County, tmp_path: Path) -> County:
    """The cards of the stations, taken in anew on a known day."""
    with here.county.book() as book:
        book.connection.execute("UPDATE enrolment SET entered_at = '2027-01-10T09:00:00.000+08:00'")
    return here


def test_stations_are_expected_from_the_day_of_their_card(enrolled: County) -> None:
    found = board(enrolled.county, "2027-03-03", 4)
    assert found.months == ("2026-12", "2027-01", "2027-02", "2027-03")
    assert states(found) == {
        "T532301102": ["before", "missing", "missing", "open"],
        "T532301103": ["before", "missing", "missing", "open"],
    }
    assert [len(row.devices) for row in found.rows] == [2, 1]


def test_a_bundle_made_in_the_month_is_early_and_one_made_after_it_closes_it(enrolled: County) -> None:
    write(enrolled.a, "2027-01-12", 1)
    take_in(enrolled.county, "2027-01-20", hand_in(enrolled.a, "2027-01-20", enrolled.stick))
    assert states(board(enrolled.county, "2027-02-03", 2))["T532301102"] == ["early", "open"]
    take_in(enrolled.county, "2027-02-03", hand_in(enrolled.a, "2027-02-02", enrolled.stick))
    (row, _other) = board(enrolled.county, "2027-02-03", 2).rows
    assert [cell.state for cell in row.cells] == ["received", "open"]
    assert row.newest is not None and row.newest.made.isoformat() == "2027-02-02"
    assert row.name == "东瓜镇社工站", "the unit's own record came with the bundle"


def test_a_bundle_of_a_device_without_a_card_waits(enrolled: County, tmp_path: Path) -> None:
    from books import seeded

    from swstation.operations.install import Setup, initialise

    new = Site(tmp_path / "new" / "book.db")
    initialise(new.path, Setup("township_station", "532301104", "试", None), seeded(44)).close()
    with on(new, "2027-02-01") as book:
        trust(book, enrolled.stick / "county.swc")
        write_card(book, enrolled.stick / "new.swe", "enrolment")
    file = hand_in(new, "2027-02-01", enrolled.stick)
    assert take_in(enrolled.county, "2027-02-02", file).status == "held"
    assert "T532301104" not in states(board(enrolled.county, "2027-02-03")), "nobody is expected who has no card"
    with on(enrolled.county, "2027-02-03") as book:
        trust(book, enrolled.stick / "new.swe")
    assert states(board(enrolled.county, "2027-02-03", 2))["T532301104"] == ["before", "unenrolled"]
    assert take_in(enrolled.county, "2027-02-03", file).status == "merged"
    assert states(board(enrolled.county, "2027-02-03", 2))["T532301104"] == ["before", "open"]


def test_a_bundle_that_never_came_is_named_by_number_months_and_records(enrolled: County, tmp_path: Path) -> None:
    files = []
    for number, day in enumerate(("2027-01-12", "2027-01-20", "2027-02-15", "2027-03-01"), 1):
        write(enrolled.b, day, number)
        files.append(hand_in(enrolled.b, day, _receipted(enrolled.b, tmp_path / f"out{number}")))
    for file in (files[0], files[3]):
        take_in(enrolled.county, "2027-03-02", file)
    (_a, row) = board(enrolled.county, "2027-03-03", 3).rows
    (hole,) = row.holes
    assert (hole.count, hole.numbers) == (2, (2, 3))
    assert [cell.state for cell in row.cells] == ["gap", "gap", "gap"]
    take_in(enrolled.county, "2027-03-03", files[2])
    take_in(enrolled.county, "2027-03-03", files[1])
    assert states(board(enrolled.county, "2027-03-03", 3))["T532301103"] == ["received", "received", "open"]


def _receipted(site: Site, folder: Path) -> Path:
    # As if the county had confirmed all that was handed in so far: the next bundle begins after it.
    folder.mkdir()
    with site.book() as book:
        county = county_card(book)
        assert county is not None
        last = max((int(r["last"]) for sent in ledgers.sent_bundles(book.connection) for r in sent.ranges), default=0)
        chain = chain_at(book.connection, bytes.fromhex(book.replica), last) if last else None
        if chain is not None:
            standing = Standing(book.replica, last, chain, last)
            put_receipt(book.connection, Confirmed(county.fingerprint, 1, 1, "", book.source.at(), standing))
    return folder


def test_the_command_prints_the_table_and_the_messages(enrolled: County) -> None:
    found: dict[str, Any] = enrolled.county.sw("board", "--as-of", "2027-03-03", "--months", "2", "--chase").document
    assert found["months"] == ["2027-02", "2027-03"]
    assert [row["owes"] for row in found["stations"]] == [["2027-02"], ["2027-02"]]
    assert found["message"].count("is still waiting for the following") == 2
    assert "532301102-20270303-1.swb" in found["message"]


def test_a_month_without_names_brings_no_records(here: County) -> None:
    from swstation.exchange import snapshots

    with on(here.a, "2026-05-02") as book:
        file = snapshots.export(book, "aggregate", "2026-04", here.stick).file
    with on(here.county, "2026-05-03") as book:
        assert merge(book, [file], backup=False).well
        states = {row.unit: row.cells[0].state for row in board_of(book, ("2026-04",), book.source.now().date()).rows}
    assert states["T532301102"] in ("missing", "before") and states["T532301102"] == states["T532301103"]
