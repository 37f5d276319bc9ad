"""Approving entries and months: who may, what must be read, what is drawn; corrections, and entries that come late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from casework import at, colleague, make_lead, station

from db.errors import Refusal
from db.gateway import Change
from db.queries.approvals import adjustments, month_approvals
from db.queries.logs import LogFilter, earlier_versions, log_by_id, log_list
from db.queries.registers import rows_of
from swstation.operations.book import Book, do
from swstation.operations.clients import add_client
from swstation.operations.log_approval import approve_logs, return_logs, submit_logs
from swstation.operations.log_versions import correct_log
from swstation.operations.logs import Item, LogInput, Material, delete_log, edit_log, log_service
from swstation.operations.month_approval import approve_month, month_to_approve
from swstation.operations.undo import undo
from swstation.rules.approving import Approvers, LogFact, drawn, exceptions, sample_size, why_not
from swstation.standards import MonthRule

RULE = MonthRule(
    note_missing=True, minutes_missing=True, entered_late_days=7, long_minutes=240, day_minutes=600, sample_percent=10,
    sample_least=2,
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = station(tmp_path)
    yield made
    made.close()


def refused(code: str, call: Any, *args: Any, **kwargs: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


@pytest.mark.parametrize(
    ("worker", "writer", "approvers", "why"),
    [
        ("a", "a", Approvers(), "own"),
        ("a", "a", Approvers(supervisors=frozenset("a")), "own"),
        ("a", "b", Approvers(), None),
        ("a", "b", Approvers(leads=frozenset("c")), "not_lead"),
        ("c", "b", Approvers(leads=frozenset("c")), None),
        ("b", "c", Approvers(leads=frozenset("bc")), "leads"),
        ("s", "c", Approvers(leads=frozenset("c"), supervisors=frozenset("s")), None),
        ("s", "b", Approvers(leads=frozenset("c"), supervisors=frozenset("s")), None),
        ("x", "c", Approvers(leads=frozenset("c"), above=True), None),
    ],
)
def test_who_may_approve_whose_entries(worker: str, writer: str, approvers: Approvers, why: str | None) -> None:
    assert why_not(worker, writer, approvers) == why


def test_what_is_always_read_says_why() -> None:
    logs = [
        LogFact("plain", "2026-10-01", "a", 30, "量血压"),
        LogFact("empty", "2026-10-01", "a", 30, " "),
        LogFact("desk", "2026-10-02", "a", None, "", needs_note=False, needs_minutes=False),
        LogFact("timeless", "2026-10-03", "a", None, "谈心"),
        LogFact("late", "2026-10-03", "a", 30, "谈心", late_days=8),
        LogFact("week", "2026-10-03", "a", 30, "谈心", late_days=7),
        LogFact("long", "2026-10-04", "a", 241, "谈心"),
        LogFact("day1", "2026-10-05", "b", 240, "谈心"),
        LogFact("day2", "2026-10-05", "b", 240, "谈心"),
        LogFact("day3", "2026-10-05", "b", 121, "谈心"),
        LogFact("again", "2026-10-06", "a", 30, "谈心", returned=True),
    ]
    assert exceptions(logs, RULE) == {
        "empty": ("note_missing",), "timeless": ("minutes_missing",), "late": ("entered_late",), "long": ("long",),
        "day1": ("long_day",), "day2": ("long_day",), "day3": ("long_day",), "again": ("returned",),
    }  # fmt: skip


@pytest.mark.parametrize(("number", "size"), [(0, 0), (1, 1), (2, 2), (15, 2), (20, 2), (21, 3), (100, 10)])
def test_so_many_are_drawn(number: int, size: int) -> None:
    assert sample_size(number, RULE) == size


def test_the_same_seed_draws_the_same_wherever_the_entries_stand() -> None:
    ids = [f"{n:032x}" for n in range(200)]
    first = drawn(ids, "abcd", 20)
    assert drawn(reversed(ids), "abcd", 20) == first and len(set(first)) == 20
    assert drawn(ids, "abce", 20) != first
    assert set(drawn([*ids, "f" * 32], "abcd", 21)) >= set(first) - {"f" * 32}


def entry(client: str, day: str, note: str | None = "量血压，谈心", minutes: int | None = 40) -> LogInput:
    return LogInput(day, "home_visit", minutes=minutes, note=note, clients=((client, "met"),))


def a_month(book: Book, number: int = 12) -> list[str]:
    """Entries of October by who the book began with, the first without a note; gives their ids."""
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    out = []
    for n in range(number):
        day = f"2026-10-{n + 1:02d}"
        out.append(log_service(at(book, day), entry(client, day, None if n == 0 else "谈心"))[0])
    return out


def test_an_entry_is_approved_by_another_and_then_locked(book: Book) -> None:
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    log, _changes = log_service(book, entry(client, "2026-11-17"))
    boss = book.as_worker(colleague(book, "李娜"))
    refused("approval.own", approve_logs, book, [log], "2026-11-18")
    refused("approval.return_reason", return_logs, boss, [log], "2026-11-18", "")
    return_logs(boss, [log], "2026-11-18", "写明血压")
    assert log_by_id(book.connection, log).state == "returned"  # type: ignore[union-attr]
    edit_log(book, log, entry(client, "2026-11-17", "血压 150/90"))
    approve_logs(boss, [log], "2026-11-18")
    row = book.connection.execute("SELECT state, reviewed_on, review_manner, return_reason FROM service_log").fetchone()
    assert row == ("approved", "2026-11-18", "read", None)
    refused("log.locked", edit_log, book, log, entry(client, "2026-11-17", "改"))
    refused("log.locked", delete_log, book, [log])
    refused("log.locked", submit_logs, book, [log])
    refused("approval.nothing", approve_logs, boss, [log], "2026-11-18")
    undo(boss)
    assert log_by_id(book.connection, log).state == "submitted"  # type: ignore[union-attr]


def test_a_draft_is_submitted_before_it_is_approved(book: Book) -> None:
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    log, _changes = log_service(book, LogInput("2026-11-17", "phone", clients=((client, "met"),), state="draft"))
    boss = book.as_worker(colleague(book, "李娜"))
    refused("approval.draft", approve_logs, boss, [log], "2026-11-18")
    submit_logs(book, [log])
    approve_logs(boss, [log], "2026-11-18")


def test_a_month_is_approved_by_exception_and_sample(book: Book) -> None:
    logs = a_month(book)
    lead = colleague(book, "李娜")
    make_lead(book, lead)
    boss = book.as_worker(lead)
    month = month_to_approve(boss, "2026-10", seed="abcd")
    assert month.flagged == {logs[0]: ("note_missing",)} and len(month.sample) == 5
    assert set(month.to_read) == {logs[0], *month.sample}
    refused("approval.unread", approve_month, boss, "2026-10", "2026-11-18", seed="abcd", read=month.sample)
    refused("approval.month_running", approve_month, boss, "2026-10", "2026-10-31", seed="abcd", read=month.to_read)
    approve_month(boss, "2026-10", "2026-11-18", seed="abcd", read=month.to_read, note="抽查无误")
    (row,) = month_approvals(book.connection)
    assert (row.state, row.approver, row.seed, row.sampled, row.read, row.total, row.note) == (
        "approved", "李娜", "abcd", 5, 1, 12, "抽查无误",
    )  # fmt: skip
    manners = dict(book.connection.execute("SELECT lower(hex(id)), review_manner FROM service_log").fetchall())
    assert {log for log, manner in manners.items() if manner == "sampled"} == set(month.sample)
    assert manners[logs[0]] == "read" and sorted(manners.values()).count("batch") == 6
    assert drawn([log for log in logs if log != logs[0]], row.seed or "", 5) == list(month.sample)
    assert not month_to_approve(boss, "2026-10").waiting


def test_a_leads_own_wait_for_the_supervisor(book: Book) -> None:
    a_month(book, 3)
    lead = colleague(book, "李娜")
    make_lead(book, lead)
    client, _changes = add_client(book, {"name": "李秀英"}, opened_on="2026-01-05")
    own, _changes = log_service(at(book, "2026-10-09").as_worker(lead), entry(client, "2026-10-09"))
    boss = book.as_worker(lead)
    month = month_to_approve(boss, "2026-10", seed="s1")
    assert month.not_mine == {own: "own"}
    approve_month(boss, "2026-10", "2026-11-18", seed="s1", read=month.to_read)
    assert [log.id for log in log_list(book.connection, LogFilter(state="submitted"))] == [own]
    refused("approval.leads_own", approve_logs, book, [own], "2026-11-18")
    teacher = colleague(book, "周督导", supervising={"supervisor_qualification": "高级社会工作师"})
    above = book.as_worker(teacher)
    month = month_to_approve(above, "2026-10")
    assert month.seed == "s1" and month.to_read == [own]
    approve_month(above, "2026-10", "2026-11-19", seed="s1", read=[own])
    (row,) = month_approvals(book.connection)
    assert (row.approver, row.total) == ("周督导", 4)


def test_an_approved_entry_is_corrected_by_a_new_version(book: Book) -> None:
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    log, _changes = log_service(book, entry(client, "2026-11-17"))
    boss = book.as_worker(colleague(book, "李娜"))
    refused("log.not_approved", correct_log, book, log, entry(client, "2026-11-17"), "时长写错")
    approve_logs(boss, [log], "2026-11-18")
    refused("log.correction_reason", correct_log, book, log, entry(client, "2026-11-17"), " ")
    new, _changes = correct_log(boss, log, entry(client, "2026-11-17", minutes=90), "时长写错")
    (row,) = log_list(book.connection)
    assert (row.id, row.minutes, row.state, row.writer) == (new, 90, "submitted", book.worker)
    (old,) = earlier_versions(book.connection, new)
    assert (old.id, old.minutes, old.reason) == (log, 40, "时长写错")
    delete_log(book, [new])
    (row,) = log_list(book.connection)
    assert (row.id, row.state, len(row.clients)) == (log, "approved", 1)


def test_a_correction_taken_back_brings_back_what_the_entry_said_last(book: Book) -> None:
    """Not the items and goods that it had said before somebody changed it."""
    first = LogInput(
        "2026-11-17", "affairs", minutes=60, items=(Item("filing", None, 1, "件"),),
        materials=(Material("文具", 1, "套"), Material("水", 2, "箱")),
    )  # fmt: skip
    log, _changes = log_service(book, first)
    edit_log(book, log, replace(
        first, items=(Item("disability_card", None, 2, "件", "已办结"),), materials=(Material("文具", 1, "套"),),
    ))  # fmt: skip
    boss = book.as_worker(colleague(book, "李娜"))
    approve_logs(boss, [log], "2026-11-18")
    new, _changes = correct_log(boss, log, replace(first, items=(), heads=1, materials=()), "记错了")
    delete_log(book, [new])
    (row,) = log_list(book.connection)
    assert (row.id, [(one.item, one.result) for one in row.items]) == (log, [("disability_card", "已办结")])
    assert [one["what"] for one in rows_of(book.connection, "material_given", {"service_log": log})] == ["文具"]


def freeze(book: Book, period: str) -> None:
    groups = {
        "ident": {"unit": book.unit, "kind": "monthly", "period": period, "made_on": "2026-11-05"},
        "body": {"text_hash": "a" * 64, "figures": "{}"},
    }
    do(book, "report", [Change("report_snapshot", book.source.row_id(), groups)])


def test_an_entry_into_a_reported_month_needs_a_reason_and_is_an_adjustment(book: Book) -> None:
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    log, _changes = log_service(book, entry(client, "2026-10-20"))
    freeze(book, "2026-10")
    said = refused("log.late", log_service, book, entry(client, "2026-10-21"))
    assert said.params["month"] == "2026-10" and said.field == "late_reason"
    log_service(book, entry(client, "2026-11-02"))
    late = LogInput(
        "2026-10-21", "home_visit", minutes=30, note="谈心", clients=((client, "met"),), late_reason="纸质记录补录"
    )
    added, _changes = log_service(book, late)
    refused("log.late", edit_log, book, log, entry(client, "2026-10-20", minutes=60))
    refused("log.late", delete_log, book, [log])
    delete_log(book, [log], late_reason="重复登记")
    found = adjustments(book.connection, book.unit, "2026-10")
    assert sorted((one.subject, one.reason) for one in found) == sorted([(added, "纸质记录补录"), (log, "重复登记")])
    kept = book.connection.execute("SELECT late_reason FROM service_log WHERE id = unhex(?)", (added,)).fetchone()
    assert kept == ("纸质记录补录",)
    log_service(book, LogInput("2026-10-22", "phone", clients=((client, "met"),), state="draft"))


def test_a_month_begins_where_the_station_says(book: Book) -> None:
    unit = book.connection.execute("SELECT lower(hex(id)) FROM unit WHERE code = ?", (book.unit,)).fetchone()[0]
    do(book, "month", [Change("unit", unit, {"reporting": {"month_start_day": 26}})])
    freeze(book, "2026-10")
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    refused("log.late", log_service, book, entry(client, "2026-09-26"))
    refused("log.late", log_service, book, entry(client, "2026-10-25"))
    log_service(book, entry(client, "2026-10-26"))
    assert month_to_approve(book, "2026-10").first == "2026-09-26"
