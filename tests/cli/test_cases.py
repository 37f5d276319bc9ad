"""``case``, ``client list``, ``staff list`` and ``undo``."""

from __future__ import annotations

from typing import Any

import pytest

DAY = ("--as-of", "2026-11-18")
KEYS = {"id", "number", "clients", "worker", "field", "stage", "opened_on", "closed_on", "next_contact"}


@pytest.fixture(autouse=True)
def people(ask: Any) -> None:
    ask("log", "张桂芳 入户 90m 第一次", "--new", "--as-of", "2026-11-02")
    ask("log", "李秀英 入户 30m 第一次", "--new", "--as-of", "2026-11-03")


def test_a_case_for_several_clients(ask: Any) -> None:
    said = ask("case", "open", "张桂芳", "李秀英", "--field", "社会救助", "--next", "2026-11-30", *DAY)
    assert said.keys() >= KEYS
    assert sorted(said["clients"]) == ["张桂芳", "李秀英"]
    assert (said["worker"], said["field"], said["stage"]) == ("王芳", "social_assistance", "intake")
    assert (said["opened_on"], said["closed_on"], said["next_contact"]) == ("2026-11-18", None, "2026-11-30")
    assert ask("case", "list") == [said]


def test_a_case_moves_on_closes_and_is_reopened(ask: Any, sw: Any) -> None:
    number = ask("case", "open", "张桂芳", *DAY)["number"]
    assert (
        ask("case", "move", "1", "assessment", "--next", "2026-11-29", "--as-of", "2026-11-22")["stage"] == "assessment"
    )
    gated = sw("case", "move", number, "结案", "--reason", "referral", "--as-of", "2026-11-25", "--json")
    assert gated.reasons == ["case.gate"] and "summary" in gated.document["errors"][0]["choices"]
    anyway = ("--reason", "referral", "--anyway", "转给县医院")
    closed = ask("case", "move", number, "结案", *anyway, "--as-of", "2026-11-25")
    assert (closed["stage"], closed["state"]) == ("closure", "closed")
    assert (closed["closed_on"], closed["next_contact"]) == ("2026-11-25", None)
    assert ask("case", "list", "--state", "closed") == [closed] and ask("case", "list", "--state", "open") == []
    unsaid = sw("case", "move", "&1", "intervention", "--as-of", "2026-11-26", "--json")
    assert unsaid.reasons == ["case.reopen_reason"]
    again = ask("case", "move", "&1", "intervention", "--because", "病情反复", "--as-of", "2026-11-26")
    assert (again["state"], again["closed_on"]) == ("open", None)
    assert sw("case", "move", "1", "nowhere", "--json").reasons == ["case.stage"]
    assert sw("case", "move", "1", "plan", "--as-of", "2026-11-01", "--json").reasons[0].startswith("case.")
    assert sw("case", "move", "1", "closure", "--reason", "whim", "--json").code == 2
    assert sw("case", "move", "7", "closure", "--json").reasons == ["case.unknown"]


def test_a_case_needs_known_clients_worker_and_field(ask: Any, sw: Any) -> None:
    before = ask("digest")
    assert sw("case", "open", "无此人", "--json").reasons == ["client.unknown"]
    assert sw("case", "open", "张桂芳", "--worker", "无此人", "--json").reasons == ["people.unknown"]
    refused = sw("case", "open", "张桂芳", "--field", "无此领域", "--json")
    assert refused.reasons == ["value.code"] and "social_assistance" in refused.document["errors"][0]["choices"]
    assert sw("case", "open", "--json").code == 2
    assert ask("digest") == before


def test_two_people_of_one_name_are_told_apart_by_their_ids(ask: Any, sw: Any, database: Any) -> None:
    from swstation.operations.book import open_book
    from swstation.operations.clients import add_client

    book = open_book(database)
    other, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-11-01")
    book.close()
    refused = sw("case", "open", "张桂芳", "--json")
    assert refused.reasons == ["client.several"]
    assert other in refused.document["errors"][0]["choices"]
    assert ask("case", "open", other)["clients"] == ["张桂芳"]


def test_lists_of_people(ask: Any, database: Any) -> None:
    from swstation.operations.book import open_book
    from swstation.operations.clients import add_client

    (worker,) = ask("staff", "list")
    assert worker.keys() == {"id", "name", "joined_on", "left_on", "unit"}
    assert (worker["name"], worker["unit"]) == ("王芳", "T532301102")
    book = open_book(database)
    values = {"name": "赵小明", "village_name": "东瓜社区"}
    add_client(book, values, opened_on="2026-01-05", categories=("dibao",))
    book.close()
    listed = {row["name"]: row for row in ask("client", "list", *DAY)}
    assert listed.keys() == {"张桂芳", "李秀英", "赵小明"}
    assert all(row.keys() == {"id", "name", "village", "categories"} for row in listed.values())
    assert (listed["赵小明"]["village"], listed["赵小明"]["categories"]) == ("东瓜社区", ["dibao"])
    before = ask("client", "list", "--as-of", "2026-01-04")
    assert [row["categories"] for row in before if row["name"] == "赵小明"] == [[]]


def state(ask: Any) -> tuple[Any, ...]:
    """What the registers show."""
    entries = sorted(ask("log", "list"), key=lambda entry: entry["id"])
    return entries, ask("case", "list"), ask("client", "list")


@pytest.mark.parametrize(
    "words",
    [
        ("log", "张桂芳 电话 10m >+7d"),
        ("log", "钱老六 入户 30m", "--new"),
        ("log", "edit", "LOG", "李秀英 电话 20m +王芳 >+3d"),
        ("log", "delete", "LOG"),
        ("case", "open", "张桂芳", "李秀英"),
        ("case", "move", "1", "planning", "--next", "2026-12-01"),
        ("case", "move", "1", "closure", "--anyway", "案主要求"),
        ("log", "张桂芳 电话 10m &1 >+7d"),
    ],
    ids=" ".join,
)
def test_undo_brings_back_what_was_there(ask: Any, words: tuple[str, ...]) -> None:
    ask("case", "open", "李秀英", *DAY)
    log = ask("log", "张桂芳 入户 40m 两件事", *DAY)["id"]
    before = state(ask)
    done = ask(*(log if word == "LOG" else word for word in words), *(() if "delete" in words else DAY))
    assert done is not None and state(ask) != before
    said = ask("undo")
    assert said["undone"] and said["rows"] and all(row.keys() == {"table", "id"} for row in said["rows"])
    assert state(ask) == before


def test_undo_goes_back_step_by_step_and_then_says_so(ask: Any, sw: Any) -> None:
    while (said := sw("undo", "--json")).code == 0:
        pass
    assert said.reasons == ["store.nothing_to_undo"]
    assert state(ask) == ([], [], [])


def test_undo_is_refused_where_the_record_was_changed_since(ask: Any, sw: Any, database: Any) -> None:
    from db.gateway import Author, Change, write
    from db.store import Store, setting

    log = ask("log", "张桂芳 电话 10m", *DAY)["id"]
    ask("log", "edit", log, "张桂芳 电话 20m", *DAY)
    with Store(database) as store, store.transaction() as connection:  # as a merge does: no action of this machine
        when = {"service_date": "2026-11-18", "part_of_day": None, "start_time": None, "end_time": None, "minutes": 30}
        worker = setting(connection, "worker")
        write(connection, Author(worker), [Change("service_log", log, {"when": when})])
    before = state(ask)
    assert sw("undo", "--json").reasons == ["store.undo_changed"]
    assert state(ask) == before
