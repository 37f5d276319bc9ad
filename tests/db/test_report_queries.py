"""Reads behind the monthly report: they go through the indexes, and history is what was shown, in order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reporting import Book

from db.fold import fold
from db.gateway import ops_of_row
from db.queries import report
from db.queries.history import history
from db.registry import specs


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


class Explaining:
    """A connection that tells how each statement is looked up, in place of its rows."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.plans: list[str] = []

    def execute(self, sql: str, params: Any = ()) -> list[Any]:
        self.plans += [row[3] for row in self._connection.execute(f"EXPLAIN QUERY PLAN {sql}", params)]
        return []


@pytest.mark.parametrize("read", [report.logs, report.contacts, report.items, report.met_visits])
def test_one_station_costs_the_same_however_many_there_are(book: Book, read: Any) -> None:
    explaining = Explaining(book.store.connection)
    assert read(explaining, book.unit, "2026-05-01", "2026-05-31") == []
    assert any("service_log_day" in plan for plan in explaining.plans)
    assert not [plan for plan in explaining.plans if plan.startswith("SCAN")]


def test_history_is_what_was_shown_after_each_record(book: Book) -> None:
    client = book.client()
    case = book.case("2026-01-05", client)
    book.put("service_case", case, problem={"problem": "与此无关"})
    book.close_case(case, "2026-03-10", "lost")
    book.reopen_case(case, "2026-04-01")
    found = history(book.store.connection, "service_case", [case, "0" * 32], ("state", "stage"))
    assert list(found) == [case]
    steps = [(one.at[:10], one.values["state"]["state"], one.values["stage"]["stage"]) for one in found[case]]
    assert steps == [
        ("2026-01-05", "open", "intake"), ("2026-03-10", "closed", "closure"), ("2026-04-01", "open", "intervention"),
    ]  # fmt: skip
    assert found[case][1].by == book.writer
    assert found[case][1].changed == {"state", "stage"}


def test_history_ends_with_what_the_register_shows_in_a_dispute(book: Book) -> None:
    from db.gateway import insert_op
    from db.records import make

    client = book.client()
    case = book.case("2026-01-05", client)
    key = bytes.fromhex(case)
    first = ops_of_row(book.store.connection, "service_case", key)[0]
    # Two laptops that had not seen each other; the county's word is shown although it came first.
    for lamport, station, state in ((900, "C532301", "suspended"), (901, book.unit, "transferred")):
        op = make(
            r=bytes([lamport % 256]) * 16, n=1, lamport=lamport, at="2026-02-02T09:00:00+08:00", w=first.w, st=station,
            t="service_case", k=key, a="set", o={"state": [first.id.hex()]},
            groups={"state": {"state": state, "closed_on": None, "close_reason": None}}, salt=bytes(16),
        )  # fmt: skip
        insert_op(book.store.connection, op)
    shown = history(book.store.connection, "service_case", [case], ("state",))[case]
    assert [one.values["state"]["state"] for one in shown] == ["open", "suspended"]
    folded = fold(specs()["service_case"], ops_of_row(book.store.connection, "service_case", key))
    assert folded.values["state"] == "suspended"
    assert len(folded.conflicts) == 1


def test_history_of_many_rows(book: Book) -> None:
    rows = [book.household() for _n in range(3)]
    found = history(book.store.connection, "household", rows * 200, ("ident",))
    assert set(found) == set(rows)
    assert all(len(steps) == 1 for steps in found.values())
