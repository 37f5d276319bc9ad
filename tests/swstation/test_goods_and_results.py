"""What came of desk work, and where goods were given: written from a line, kept with the entry, read by older books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from books import seeded
from hostile_texts import TEXTS
from sqlite_utils import Database

from db.errors import Invalid
from db.migrations import APPLICATION_ID
from db.migrations.steps import steps
from db.queries.logs import LogFilter, log_by_id, log_list
from db.queries.materials import materials_of_activity, materials_of_case, materials_of_group
from db.store import Store, connect
from swstation.operations import group_work
from swstation.operations.book import Book
from swstation.operations.clients import add_client
from swstation.operations.groups import session_id
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import Item, LogInput, Material, edit_log, input_of, log_service
from swstation.operations.quick import change_line, line_index, log_line, read_line, row_document
from swstation.operations.sheets import parsed
from swstation.quicklog import Parsed
from swstation.reports.affairs_ledger import affairs_ledger

TODAY = date(2026, 11, 18)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(
        tmp_path / "book.db", Setup("township_station", "532301102", "李娜", None, policy="chuxiong"), seeded(5)
    )
    add_client(made, {"name": "张桂芳", "village_name": "庄甸"}, opened_on="2026-01-05")
    yield made
    made.close()


def said(book: Book, line: str) -> Parsed:
    return read_line(line, line_index(book, TODAY, line))


def only(book: Book, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in book.connection.execute(sql)]


def test_a_result_is_kept_with_its_item(book: Book) -> None:
    log, _changes = log_line(book, said(book, "残疾人证15件：已办结，低保复核3户 1h"))
    row = log_by_id(book.connection, log)
    assert row is not None
    assert [(one.item, one.n, one.result) for one in row.items] == [
        ("disability_card", 15, "已办结"), ("dibao_review", 3, None),
    ]  # fmt: skip
    assert row_document(row)["items"][0]["result"] == "已办结"
    # What is changed elsewhere leaves it; a new word of it takes its place.
    edit_log(book, log, input_of(row))
    change_line(book, log, said(book, "残疾人证15件：退回2件，低保复核3户 1h"))
    assert only(book, "SELECT result FROM affairs_item WHERE alive ORDER BY position") == [("退回2件",), (None,)]
    log_line(book, said(book, "高龄津贴认证 30人 2h 结果以后再说"))
    ledger = affairs_ledger(book.connection, book.unit, date(2026, 11, 1), date(2026, 11, 30), TODAY)
    # An entry that says no result of its items has its note there.
    assert [row[4] for row in ledger.tables[1].rows] == ["退回2件", "", "高龄津贴认证 30人 结果以后再说"]


def test_goods_are_of_the_session_and_the_activity_of_their_line(book: Book) -> None:
    group, _changes = group_work.open_new_group(book, {
        "title": "手工小组", "kind": "interest", "opened_on": "2026-11-02", "planned_sessions": 3,
    })  # fmt: skip
    log, _changes = log_line(book, said(book, "&G1 第1节 昨天 12人 90m 发放毛线12团、送钩针12套"))
    found = materials_of_group(book.connection, group)
    assert [(one.what, one.given_on, one.session_no) for one in found] == [("钩针", "2026-11-17", 1)]
    assert only(book, "SELECT lower(hex(group_session)) FROM material_given") == [(session_id(group, 1),)]
    # Changed without a word about things, they go along to another day and session.
    row = log_by_id(book.connection, log)
    assert row is not None
    edit_log(book, log, replace(input_of(row), service_date="2026-11-16", session_no=2))
    assert [(one.what, one.given_on, one.session_no) for one in materials_of_group(book.connection, group)] == [
        ("钩针", "2026-11-16", 2)
    ]
    # Entered by hand at the session, the form begins with its day, and the entry is known.
    row_values = parsed(book, "material_given", {"what": "茶歇"}, {"group_session": session_id(group, 2)}, True)
    assert (row_values["given_on"], row_values["service_log"]) == ("2026-11-16", log)


def test_goods_of_an_activity_and_of_a_case(book: Book) -> None:
    from swstation.operations.activities import plan_activity
    from swstation.operations.cases import open_case

    activity, _changes = plan_activity(book, {"title": "防火宣传", "held_on": "2026-11-10", "kind": "publicity"})
    log_line(book, said(book, "&A1 11月10日 46人 2h 发放灭火毯46条"))
    assert [(one.what, one.given_on) for one in materials_of_activity(book.connection, activity)] == [
        ("灭火毯", "2026-11-10")
    ]
    assert parsed(book, "material_given", {"what": "水"}, {"activity": activity}, True)["given_on"] == "2026-11-10"
    (client,) = only(book, "SELECT lower(hex(id)) FROM client")
    case, _changes = open_case(book, [client[0]], opened_on="2026-11-01", problem="独居")
    log_line(book, said(book, "张桂芳 &1 入户 40m 送棉被1床"))
    assert [(one.what, one.client) for one in materials_of_case(book.connection, case)] == [("棉被", "张桂芳")]
    assert len(log_list(book.connection, LogFilter(case=case))) == 1


def test_a_book_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connection = connect(path, None, create=True)
    steps.apply(Database(connection), stop_before="m011_results_and_occasions")
    connection.execute("PRAGMA user_version = 10")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(
        "INSERT INTO affairs_item (id, service_log, position, item, n, measure, alive, owner, ops, conflicts,"
        " entered_at, changed_at) VALUES (x'01', x'02', 0, 'filing', 1, '件', 1, 'T532301102', 1, 0, '', '')"
    )
    connection.close()
    with Store(path) as store:
        assert store.connection.execute("SELECT item, result FROM affairs_item").fetchall() == [("filing", None)]
        assert store.connection.execute("SELECT group_session FROM material_given").fetchall() == []


def test_hostile_results_and_goods_are_kept_as_they_are_or_refused(book: Book) -> None:
    kept, refused = set(), set()
    for text in TEXTS[::12]:
        entry = LogInput(
            "2026-11-17", "affairs", items=(Item("filing", None, 1, "件", text),),
            materials=(Material(text[:150] or "x", 1, "件"),),
        )  # fmt: skip
        try:
            log, _changes = log_service(book, entry)
        except Invalid:
            refused.add(text)
            continue
        row = log_by_id(book.connection, log)
        assert row is not None and row.items[0].result == (text or None)
        kept.add(text)
    assert len(kept) > 25 and refused
