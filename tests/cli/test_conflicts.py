"""``conflict list``, ``show`` and ``resolve``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.fold import fold
from db.gateway import insert_op, ops_of_row, put_row
from db.records import Op, make
from db.registry import specs
from db.store import Store, put_setting

OTHER = bytes(range(16))


def written_elsewhere(database: Path, table: str, row: str, **groups: dict[str, Any]) -> str:
    """A record of another device that had not seen ours; gives its id."""
    with Store(database) as store, store.transaction() as connection:
        known = ops_of_row(connection, table, bytes.fromhex(row))
        op: Op = make(
            r=OTHER, n=1, lamport=9, at="2026-11-18T09:00:00.000+08:00", w=known[0].w, st="T532301102", t=table,
            k=bytes.fromhex(row), a="set", o={}, groups=groups, salt=bytes(16),
        )  # fmt: skip
        insert_op(connection, op)
        put_setting(connection, "lamport", "9")
        put_row(connection, specs()[table], op.k, fold(specs()[table], [*known, op]))
    return op.id.hex()


@pytest.fixture
def disputed(ask: Any, database: Path) -> str:
    """A line whose minutes two devices wrote apart; gives the other device's record."""
    log = ask("log", "张桂芳 入户 90m", "--new", "--as-of", "2026-11-18")["id"]
    when = {"service_date": "2026-11-18", "part_of_day": None, "start_time": None, "end_time": None, "minutes": 45}
    return written_elsewhere(database, "service_log", log, when=when)


def test_a_conflict_shows_every_value(ask: Any, disputed: str) -> None:
    (one,) = ask("conflict", "list")
    assert one.keys() >= {"id", "table", "row", "group", "values"}
    assert (one["table"], one["group"]) == ("service_log", "when")
    assert all(value.keys() >= {"op", "value", "worker", "replica", "at"} for value in one["values"])
    assert sorted(value["value"]["minutes"] for value in one["values"]) == [45, 90]
    assert {value["replica"] for value in one["values"]} > {OTHER.hex()}
    assert ask("conflict", "show", one["id"]) == one
    assert ask("conflict", "show", one["id"][:8].upper()) == one


def test_it_is_settled_by_taking_a_value(ask: Any, disputed: str) -> None:
    (one,) = ask("conflict", "list")
    ask("conflict", "resolve", one["id"], "--take", disputed)
    assert ask("conflict", "list") == []
    assert ask("log", "list")[0]["minutes"] == 45


def test_it_is_settled_by_typing_a_value(ask: Any, disputed: str) -> None:
    (one,) = ask("conflict", "list")
    ask("conflict", "resolve", one["id"], "--set", "minutes=60", "--set", "start_time=09:00")
    assert ask("conflict", "list") == []
    entry = ask("log", "list")[0]
    assert (entry["minutes"], entry["start"]) == (60, "09:00")


def test_a_number_stays_text_in_a_text_field(ask: Any, database: Path) -> None:
    ask("log", "张桂芳 入户 90m", "--new")
    client = ask("client", "list")[0]["id"]
    from swstation.operations.book import open_book
    from swstation.operations.clients import edit_client

    book = open_book(database)
    edit_client(book, client, {"phone": "0578-1"})
    book.close()
    written_elsewhere(database, "client", client, contact={"phone": "0578-2"})
    (one,) = ask("conflict", "list")
    ask("conflict", "resolve", one["id"], "--set", "phone=12345")
    assert ask("conflict", "list") == []


def test_what_cannot_settle_it_is_refused(ask: Any, sw: Any, disputed: str) -> None:
    (one,) = ask("conflict", "list")
    resolve = ("conflict", "resolve", one["id"])
    assert sw("conflict", "show", "ffff", "--json").reasons == ["conflict.unknown"]
    assert sw("conflict", "show", "", "--json").reasons == ["conflict.unknown"]
    assert sw("conflict", "show", "%", "--json").reasons == ["conflict.unknown"]
    assert sw(*resolve, "--take", "ffff", "--json").reasons == ["conflict.value"]
    assert sw(*resolve, "--take", "", "--json").reasons == ["conflict.value"]
    assert sw(*resolve, "--set", "minutes", "--json").reasons == ["conflict.field"]
    assert sw(*resolve, "--set", "nothing=1", "--json").reasons == ["value.unknown_field"]
    assert sw(*resolve, "--set", "minutes=many", "--json").reasons == ["value.shape"]
    assert sw(*resolve, "--set", "minutes=9999", "--json").reasons == ["value.out_of_range"]
    assert sw(*resolve, "--json").code == 2
    assert ask("conflict", "list") == [one]


def test_settling_can_be_undone(ask: Any, disputed: str) -> None:
    (one,) = ask("conflict", "list")
    ask("conflict", "resolve", one["id"], "--take", disputed)
    ask("undo")
    assert ask("log", "list")[0]["minutes"] == one["values"][0]["value"]["minutes"]
