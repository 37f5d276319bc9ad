"""A group's session and its entry of the log are one thing: written, changed, deleted, undone together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from books import seeded

from db.errors import Refusal
from db.ids import derived_id
from db.queries.activities import activity_by_id, activity_list
from db.queries.groups import attendance, group_by_id, members, session_by_id, sessions
from db.queries.logs import LogFilter, LogRow, log_list
from swstation.operations import activities, group_work
from swstation.operations.book import Book
from swstation.operations.clients import new_client_changes
from swstation.operations.groups import SessionRecord, delete_session, record_session, session_id
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import LogInput, delete_log, edit_log, input_of, log_service
from swstation.operations.numbers import ACTIVITY, next_titled, titled_number, titled_short, titled_words
from swstation.operations.quick import line_index, log_line, read_line
from swstation.operations.undo import undo

TODAY = date(2026, 3, 20)
SURVEY = {"sent": 10, "returned": 9, "very_satisfied": 6, "satisfied": 2, "neutral": 1}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(tmp_path / "book.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    made.store.connection.execute("PRAGMA synchronous = OFF")
    yield made
    made.close()


def client(book: Book, name: str) -> str:
    from swstation.operations.book import do

    changes, row = new_client_changes(book, {"name": name}, opened_on="2026-01-05")
    do(book, "Client", changes)
    return row


def group(book: Book, **more: Any) -> str:
    values = {"title": "四点半课堂", "kind": "growth", "opened_on": "2026-03-02", "aims": "作业辅导", **more}
    return group_work.open_new_group(book, values)[0]


def line(book: Book, text: str) -> str:
    index = line_index(book, TODAY, text)
    return log_line(book, read_line(text, index))[0]


def entries(book: Book) -> list[LogRow]:
    return log_list(book.connection, LogFilter())


def states(book: Book, row: str) -> dict[str, str]:
    return {one.name: one.state for one in attendance(book.connection, row) if one.alive}


def test_numbers_say_group_or_activity_and_whose_laptop(book: Book) -> None:
    made = group_by_id(book.connection, group(book))
    assert made is not None
    assert made.number.startswith("532301102-2026-GA001-")
    assert titled_short(made.number) == ("G", "A", 1)
    other = titled_number(ACTIVITY, book.unit, 2026, "B", 7)
    assert (titled_words(made.number, "A"), titled_words(other, "A"), titled_words("x", "A")) == ("G1", "AB7", "x")
    assert next_titled([made.number, other], ACTIVITY, book.unit, "B") == 8
    assert next_titled([made.number, other], ACTIVITY, book.unit, "A") == 1


def test_a_line_makes_the_session_and_a_client_named_a_member(book: Book) -> None:
    g, zhang = group(book), client(book, "张桂芳")
    log = line(book, "&G1 第2节 张桂芳 90m 12人 手工花")
    (one,) = sessions(book.connection, g)
    assert (one.session_no, one.held_on, one.minutes, one.unnamed_heads) == (2, "2026-03-20", 90, 12)
    assert (one.service_log, one.log_state, one.present) == (log, "submitted", 1)
    assert one.note is not None and "手工花" in one.note
    assert [m.client for m in members(book.connection, g)] == [zhang]
    row = group_by_id(book.connection, g)
    assert row is not None and (row.phase, row.held) == ("forming", 1)
    assert entries(book)[0].group_title == "四点半课堂"


def test_a_line_without_a_number_is_the_next_session(book: Book) -> None:
    g = group(book)
    line(book, "&G1 第3节 8人 60m")
    line(book, "&G1 9人 60m")
    assert [one.session_no for one in sessions(book.connection, g)] == [3, 4]
    assert {one.session_no for one in entries(book)} == {3, 4}


def test_changing_the_entry_changes_the_session_and_undo_both(book: Book) -> None:
    g, zhang, li = group(book), client(book, "张桂芳"), client(book, "李秀英")
    log, _changes = log_service(
        book, LogInput("2026-03-05", "group_session", minutes=60, clients=((zhang, "met"),), heads=5, group_ref=g)
    )
    entry = LogInput(
        "2026-03-06", "group_session", minutes=75, clients=((li, "met"),), heads=4, group_ref=g, note="改了"
    )
    edit_log(book, log, entry)
    (one,) = sessions(book.connection, g)
    assert (one.held_on, one.minutes, one.unnamed_heads, one.note) == ("2026-03-06", 75, 4, "改了")
    assert states(book, one.id) == {"李秀英": "present"}
    undo(book)
    (one,) = sessions(book.connection, g)
    assert (one.held_on, one.minutes, one.unnamed_heads) == ("2026-03-05", 60, 5)
    assert states(book, one.id) == {"张桂芳": "present"}


def test_another_number_moves_the_session_and_its_plan_stays(book: Book) -> None:
    g = group(book)
    group_work.plan_session(book, g, 1, {"planned_on": "2026-03-05", "topic": "相识"})
    log, _changes = log_service(book, LogInput("2026-03-05", "group_session", heads=5, group_ref=g))
    edit_log(book, log, LogInput("2026-03-05", "group_session", heads=5, group_ref=g, session_no=2))
    first, second = sessions(book.connection, g)
    assert (first.topic, first.held_on, first.service_log) == ("相识", None, None)
    assert (second.held_on, second.service_log) == ("2026-03-05", log)
    edit_log(book, log, LogInput("2026-03-05", "meeting"))
    assert [(one.session_no, one.held_on) for one in sessions(book.connection, g)] == [(1, None)]


def test_deleting_the_entry_takes_the_session_along(book: Book) -> None:
    g, zhang = group(book), client(book, "张桂芳")
    log, _changes = log_service(
        book, LogInput("2026-03-05", "group_session", clients=((zhang, "met"),), heads=2, group_ref=g)
    )
    row = session_id(g, 1)
    delete_log(book, [log])
    assert sessions(book.connection, g) == [] and states(book, row) == {}
    undo(book)
    assert states(book, row) == {"张桂芳": "present"} and len(entries(book)) == 1
    delete_log(book, [log])
    line(book, "&G1 第1节 3人 30m")  # the same row again
    (one,) = sessions(book.connection, g)
    assert (one.id, one.unnamed_heads, one.present) == (row, 3, 0)


def test_the_page_writes_the_entry_and_changes_it_later(book: Book) -> None:
    g, zhang = group(book), client(book, "张桂芳")
    group_work.add_members(book, g, [zhang], ["小明", "小红"], "2026-03-02")
    people = {one.name: one.id for one in members(book.connection, g)}
    record = SessionRecord("2026-03-09", minutes=90, unnamed_heads=3, note="破冰")
    said = {people["张桂芳"]: "present", people["小明"]: "present", people["小红"]: "leave"}
    record_session(book, g, 1, record, said)
    (log,) = entries(book)
    assert (log.method, log.heads, log.session_no, log.note) == ("group_session", 4, 1, "破冰")
    assert [one.name for one in log.clients] == ["张桂芳"]
    record_session(book, g, 1, record, {**said, people["小红"]: "present", people["张桂芳"]: "absent"})
    (log,) = entries(book)
    assert (log.heads, log.clients) == (5, ())
    assert states(book, session_id(g, 1)) == {"张桂芳": "absent", "小明": "present", "小红": "present"}
    # And back: the entry changed on Today keeps those who are known by name only, and who was absent.
    edit_log(book, log.id, _with(input_of(log), heads=6))
    (one,) = sessions(book.connection, g)
    assert (one.unnamed_heads, one.present, one.absent) == (4, 2, 1)


def _with(entry: LogInput, **values: Any) -> LogInput:
    from dataclasses import replace

    return replace(entry, **values)


def test_a_session_is_logged_once(book: Book) -> None:
    group(book)
    line(book, "&G1 第1节 8人 60m")
    with pytest.raises(Refusal, match=r"group\.session_logged"):
        line(book, "&G1 第1节 9人 60m")
    assert len(entries(book)) == 1


def test_a_session_deleted_on_the_page_takes_its_entry_along(book: Book) -> None:
    g = group(book)
    log = line(book, "&G1 第1节 8人 60m")
    delete_session(book, session_id(g, 1))
    assert entries(book) == [] and sessions(book.connection, g) == []
    undo(book)
    assert [one.id for one in entries(book)] == [log]


def test_a_correction_stands_for_the_session_until_it_is_deleted(book: Book) -> None:
    from db.gateway import Change
    from swstation.operations.book import do
    from swstation.operations.log_versions import correct_log

    g, zhang = group(book), client(book, "张桂芳")
    log = line(book, "&G1 第1节 张桂芳 60m 8人 手工")
    do(book, "Approved", [Change("service_log", log, {"state": {"state": "approved"}})])
    entry = LogInput("2026-03-19", "group_session", minutes=90, heads=6, group_ref=g, session_no=1)
    new, _changes = correct_log(book, log, entry, "人数记错")
    (one,) = sessions(book.connection, g)
    assert (one.service_log, one.held_on, one.minutes, one.unnamed_heads, one.present) == (new, "2026-03-19", 90, 6, 0)
    delete_log(book, [new])
    (one,) = sessions(book.connection, g)
    assert (one.service_log, one.log_state) == (log, "approved")
    assert (one.held_on, one.minutes, one.unnamed_heads) == ("2026-03-20", 60, 8)
    assert states(book, one.id) == {"张桂芳": "present"}
    assert [m.client for m in members(book.connection, g)] == [zhang]


def test_a_draft_tells_nothing(book: Book) -> None:
    g = group(book)
    log, _changes = log_service(book, LogInput("2026-03-05", "group_session", heads=5, group_ref=g, state="draft"))
    assert sessions(book.connection, g) == []
    assert session_by_id(book.connection, session_id(g, 1)) is None
    assert log


def test_a_group_ends_when_nothing_is_missing(book: Book) -> None:
    g = group(book, planned_sessions=2)
    assert [one.code for one in group_work.group_gaps(book, g)] == [
        "members", "sessions", "satisfaction", "effect", "summary",
    ]  # fmt: skip
    group_work.add_members(book, g, names=["小明"])
    (member,) = members(book.connection, g)
    record_session(book, g, 1, SessionRecord("2026-03-09"), {member.id: "leave"})
    gaps = {one.code: one.sessions for one in group_work.group_gaps(book, g)}
    assert (gaps["notes"], gaps["attendance"]) == ((1,), (1,)) and "fewer" in gaps
    with pytest.raises(Refusal, match=r"group\.gaps"):
        group_work.end_group(book, g, "2026-03-20", "人少")
    record_session(book, g, 1, SessionRecord("2026-03-09", note="破冰"), {member.id: "present"})
    group_work.add_survey(book, "service_group", g, "2026-03-20", SURVEY)
    group_work.edit_group(book, g, {"summary": "好", "effect": "作业按时完成"})
    with pytest.raises(Refusal, match=r"group\.before_last"):
        group_work.end_group(book, g, "2026-03-01", "人少")
    with pytest.raises(Refusal, match=r"group\.gaps"):
        group_work.end_group(book, g, "2026-03-20")
    group_work.end_group(book, g, "2026-03-20", "组员搬离，只办一节")
    row = group_by_id(book.connection, g)
    assert row is not None and (row.state, row.phase, row.ended_on) == ("ended", "ending", "2026-03-20")
    for locked in (
        lambda: group_work.edit_group(book, g, {"summary": "更好"}),
        lambda: log_service(book, LogInput("2026-03-20", "group_session", heads=9, group_ref=g)),
        lambda: delete_log(book, [entries(book)[0].id]),
        lambda: delete_session(book, session_id(g, 1)),
    ):
        with pytest.raises(Refusal):
            locked()
    group_work.reopen_group(book, g, "2026-03-21")
    group_work.edit_group(book, g, {"summary": "更好"})


def test_members_come_once_leave_and_stay_in_the_records(book: Book) -> None:
    g, zhang = group(book), client(book, "张桂芳")
    group_work.add_members(book, g, [zhang, zhang], ["小明", " 小明 ", ""])
    group_work.add_members(book, g, [zhang], ["小明"])
    first, second = members(book.connection, g)
    assert (first.client, second.name) == (zhang, "小明")
    record_session(book, g, 1, SessionRecord("2026-03-09", note="破冰"), {first.id: "present"})
    with pytest.raises(Refusal, match=r"group\.member_was_there"):
        group_work.delete_member(book, g, first.id)
    group_work.delete_member(book, g, second.id)
    group_work.end_member(book, g, first.id, "2026-03-15", "搬家")
    (one,) = members(book.connection, g)
    assert (one.present, one.left_on, one.left_reason) == (1, "2026-03-15", "搬家")


def test_a_client_is_one_member_whoever_adds_them_and_comes_back_after_a_mistake(book: Book) -> None:
    g, zhang = group(book), client(book, "张桂芳")
    group_work.add_members(book, g, [zhang], ["小明"])
    first, named = members(book.connection, g)
    assert first.id == derived_id("group_member", g, zhang), "another laptop means the same row"
    assert named.id != derived_id("group_member", g, "小明"), "two people may bear one name"
    group_work.delete_member(book, g, first.id)
    group_work.add_members(book, g, [zhang])
    assert {one.id for one in members(book.connection, g)} == {first.id, named.id}


def test_the_entries_of_an_activity_are_found_without_reading_the_log(book: Book) -> None:
    plan = book.connection.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM service_log WHERE unit = ? AND method = 'activity' AND activity_ref = ?",
        (book.unit, bytes(16)),
    ).fetchall()
    assert "service_log_activity_ref_ix" in str(plan)


def test_sessions_are_planned_all_at_once(book: Book) -> None:
    g = group(book, planned_sessions=3)
    group_work.plan_session(book, g, 2, {"topic": "合作"})
    group_work.plan_all_sessions(book, g, "2026-03-05", 7)
    planned = [(one.session_no, one.planned_on, one.topic) for one in sessions(book.connection, g)]
    assert planned == [(1, "2026-03-05", None), (2, "2026-03-12", "合作"), (3, "2026-03-19", None)]
    with pytest.raises(Refusal, match=r"group\.nothing_to_plan"):
        group_work.plan_all_sessions(book, g, "2026-03-05", 7)


def test_surveys_must_add_up(book: Book) -> None:
    g = group(book)
    for wrong in ({**SURVEY, "returned": 11}, {**SURVEY, "neutral": 2}):
        with pytest.raises(Refusal, match=r"group\.survey_"):
            group_work.add_survey(book, "service_group", g, "2026-03-20", wrong)


def test_a_return_needs_a_reason(book: Book) -> None:
    g = group(book)
    with pytest.raises(Refusal, match=r"group\.return_reason"):
        group_work.approve_group(book, g, "returned", "2026-03-20")
    group_work.approve_group(book, g, "approved", "2026-03-20")
    row = group_by_id(book.connection, g)
    assert row is not None and (row.approval, row.approved_on) == ("approved", "2026-03-20")


def plan(book: Book) -> str:
    return activities.plan_activity(book, {"title": "重阳节活动", "held_on": "2026-03-25", "kind": "festival"})[0]


def test_a_line_that_names_a_planned_activity_holds_it(book: Book) -> None:
    a = plan(book)
    log = line(book, "重阳节活动 46人参加 志愿者6人 2小时")
    row = activity_by_id(book.connection, a)
    assert row is not None
    assert (row.state, row.held_on, row.heads, row.volunteers, row.minutes) == ("held", "2026-03-20", 46, 6, 120)
    (entry,) = entries(book)
    assert entry.activity_ref == a
    edit_log(book, log, _with(input_of(entry), heads=48))
    row = activity_by_id(book.connection, a)
    assert row is not None and row.heads == 48
    # A colleague's entry fills nothing that is known.
    second, _changes = log_service(book, LogInput("2026-03-20", "activity", heads=40, activity_ref=a))
    row = activity_by_id(book.connection, a)
    assert row is not None and row.heads == 48
    delete_log(book, [log])
    row = activity_by_id(book.connection, a)
    assert row is not None and (row.state, row.heads) == ("held", None)
    delete_log(book, [second])
    row = activity_by_id(book.connection, a)
    assert row is not None and (row.state, row.heads) == ("planned", None)


def test_an_activity_held_on_the_page_is_logged_once(book: Book) -> None:
    a = plan(book)
    activities.hold_activity(book, a, {"heads": 30, "volunteers": 4, "minutes": 90, "partners": "村委会"})
    (entry,) = entries(book)
    assert (entry.heads, entry.volunteers, entry.minutes, entry.activity_title) == (30, 4, 90, "重阳节活动")
    activities.edit_activity(book, a, {"heads": 33, "summary": "顺利"})
    (entry,) = entries(book)
    assert entry.heads == 33
    with pytest.raises(Refusal, match=r"activity\.logged"):
        activities.cancel_activity(book, a)
    undo(book)
    (entry,) = entries(book)
    row = activity_by_id(book.connection, a)
    assert row is not None and entry.heads == row.heads == 30


def test_a_cancelled_activity_is_not_logged(book: Book) -> None:
    a = plan(book)
    activities.cancel_activity(book, a)
    with pytest.raises(Refusal, match=r"activity\.cancelled"):
        log_service(book, LogInput("2026-03-20", "activity", heads=40, activity_ref=a))
    activities.replan_activity(book, a)
    assert [one.state for one in activity_list(book.connection)] == ["planned"]


def test_two_actions_on_one_row_are_undone_one_after_the_other(book: Book) -> None:
    a = plan(book)
    activities.hold_activity(book, a, {"heads": 30})
    activities.edit_activity(book, a, {"summary": "顺利"})
    undo(book)
    undo(book)
    row = activity_by_id(book.connection, a)
    assert row is not None and (row.state, row.heads, row.summary) == ("planned", None, None)
    with pytest.raises(Refusal, match=r"store\.undo_changed"):  # the row was written to since it was made
        undo(book)
