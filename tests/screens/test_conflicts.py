"""Open conflicts: both values side by side, settled by a key, for good and everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from driver import sitting
from fake_station import HOSTILE, FakeStation, clock

from db.conflicts import open_conflicts
from db.fold import fold
from db.gateway import insert_op, ops_of_row, put_row
from db.queries.links import link_id
from db.records import make
from db.registry import specs
from db.store import Store, put_setting
from screens.app import station_app
from screens.backend import BookBackend
from screens.backend.conflicts import _facts, _Names
from swstation.operations.book import open_book
from swstation.operations.clients import add_client, delete_client, set_visit_plan
from swstation.operations.conflicts import resolve_conflict
from swstation.operations.links import decide

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))
OTHER = bytes(range(16))


def _client(file: Path) -> str:
    book = open_book(file)
    client, _changes = add_client(book, {"name": "张桂芳", "phone": "13800001001"}, opened_on="2026-11-01")
    book.close()
    return client


def _written_elsewhere(file: Path, client: str, table: str = "client", **groups: dict[str, Any]) -> None:
    """Another device wrote without having seen what is here."""
    with Store(file) as store, store.transaction() as connection:
        known = ops_of_row(connection, table, bytes.fromhex(client))
        op = make(
            r=OTHER, n=1, lamport=9, at="2026-11-18T09:00:00.000+08:00", w=known[0].w, st="T532301102", t=table,
            k=bytes.fromhex(client), a="set", o={}, groups=groups, salt=bytes(16),
        )  # fmt: skip
        insert_op(connection, op)
        put_setting(connection, "lamport", "9")
        put_row(connection, specs()[table], op.k, fold(specs()[table], [*known, op]))


async def test_two_telephone_numbers_are_seen_side_by_side_and_one_is_taken(station_file: Path) -> None:
    client = _client(station_file)
    _written_elsewhere(station_file, client, contact={"phone": "13900002002"})
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "0")
        person.sees("! 1 value is in dispute: F9 settles it")
        await person.press("f9")
        person.sees("Conflicts", "client", "张桂芳", "李娜", "东瓜镇社工站", "shown now", "2026-11-18 09:00")
        assert "138****1001" in person.line_with("139****2002")
        await person.press("f7")
        assert "13800001001" in person.line_with("13900002002")
        wanted = person.line_with("13900002002").index("13900002002") < person.line_with("13800001001").index(
            "13800001001"
        )
        await person.press("1" if wanted else "2")
        person.hears("Settled.")
        person.sees("No conflict is open.")
        assert await backend.reveal("client", client, "phone") == "13900002002"
        await person.press("escape")
        person.misses("in dispute")
        await person.press("ctrl+z")
        person.hears("Taken back")
    backend.shut()


@pytest.mark.fault(36)
@pytest.mark.parametrize("keep", [True, False])
def test_a_deletion_and_a_change_it_did_not_see(station_file: Path, keep: bool) -> None:
    client = _client(station_file)
    book = open_book(station_file)
    delete_client(book, client)
    book.close()
    _written_elsewhere(station_file, client, alias={"aliases": "张奶奶"})
    book = open_book(station_file)
    (one,) = open_conflicts(book.connection)
    gone = {value.op: value.value.get("alive") is False for value in one.values}
    assert sorted(gone.values()) == [False, True]
    resolve_conflict(book, one.id, take=next(op for op, deleted in gone.items() if deleted != keep))
    assert open_conflicts(book.connection) == []
    alive = book.connection.execute("SELECT alive FROM client WHERE id = unhex(?)", (client,)).fetchone()[0]
    assert bool(alive) is keep
    book.close()


async def test_a_deletion_is_told_in_words(station_file: Path) -> None:
    client = _client(station_file)
    book = open_book(station_file)
    delete_client(book, client)
    book.close()
    _written_elsewhere(station_file, client, alias={"aliases": "张奶奶"})
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "0", "f9")
        person.sees("deleted", "kept, with its changes")
        await person.press("enter")
        person.sees("Which value holds?")
        await person.type("kept")
        await person.press("enter")
        person.sees("No conflict is open.")
        assert await backend.client_count("") == 1
    backend.shut()


async def test_masked_values_are_shown_on_a_key_and_noted() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0", "x")
        person.sees("138****1001").misses("13800001000")
        await person.press("v")
        person.sees("13800001000", "13800001001")
        await person.press("v", "2")
        assert station.written == [("reveal", "x1"), ("settle", "x1 op1")]


@pytest.mark.fault(65)
@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:12]))
async def test_hostile_names_in_a_conflict_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(name=name, collects=True), clock=clock)) as person:
        await person.press("escape", "0", "f9", "enter", "escape")
        person.sees("138****1001")


async def test_a_third_value_is_typed(station_file: Path) -> None:
    client = _client(station_file)
    _written_elsewhere(station_file, client, contact={"phone": "13900002002"})
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "0", "f9")
        person.sees("two edits")
        await person.press("f5")
        await person.type("13700003003")
        await person.press("ctrl+s")
        person.sees("No conflict is open.")
        assert await backend.reveal("client", client, "phone") == "13700003003"
        await person.press("f9")
        person.sees("settled", "set aside", "137****3003", "139****2002", "138****1001")
        await person.press("enter", "f8", "f5", "f9")
        person.sees("No conflict is open.")
    backend.shut()


async def test_all_alike_are_settled_by_a_rule_and_open_again_when_it_is_taken_back(station_file: Path) -> None:
    client = _client(station_file)
    _written_elsewhere(station_file, client, contact={"phone": "13900002002"})
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "0", "f9", "f8")
        person.sees("The value written last", "1 conflict")
        await person.type("last")
        await person.press("enter")
        person.hears("Conflicts settled alike")
        person.sees("No conflict is open.")
        await person.press("ctrl+z")
        person.sees("138****1001", "139****2002", "2026-11-18 09:00")
    backend.shut()


async def test_keys_of_many() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0", "f9", "a", "enter", "e")
        await person.type("12345678")
        await person.press("ctrl+s")
        assert station.written == [("settle_alike", ("x1", "county")), ("settle_typed", ("x1", {"phone": "12345678"}))]


async def test_two_verdicts_about_one_pair_are_told_in_words(station_file: Path) -> None:
    a, b = sorted((_client(station_file), _client(station_file)))
    book = open_book(station_file)
    decide(book, a, b, "same")
    book.close()
    groups = {"verdict": {"a": a, "b": b, "verdict": "different", "reason": "两人"}}
    _written_elsewhere(station_file, link_id(a, b), "person_link", **groups)
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "0", "f9")
        person.sees("doubles", "张桂芳, 张桂芳", "one person", "two people")
    backend.shut()


def test_two_transfers_are_told_by_where_to_and_from_when(station_file: Path) -> None:
    book = open_book(station_file)
    said = {"from": "T532301103", "to": "T532301102", "on": "2026-11-01", "reason": "搬家"}
    facts = _facts("_owner", said, ["to"], _Names(book), False)
    book.close()
    told = [(fact.label, fact.value) for fact in facts]
    assert told == [("Unit", "东瓜镇社工站"), ("From", "2026-11-01"), ("Reason", "搬家")]


def test_any_register_says_what_its_row_is_called(station_file: Path) -> None:
    book = open_book(station_file)
    plan, _changes = set_visit_plan(book, category="dibao", times=1, period="month", start_on="2026-01-01")
    named = _Names(book).row("visit_plan", plan)
    nothing = _Names(book).row("household", "00" * 16)
    book.close()
    assert "Minimum living allowance" in named and nothing == ""
