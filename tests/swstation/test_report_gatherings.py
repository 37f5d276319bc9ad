"""Figures 8, 9, 10, 13, 14: from the registers, once; from the log only what names nothing on file."""

from __future__ import annotations

from pathlib import Path

import pytest
from reporting import Book, values

from db.ids import derived_id
from swstation.reports.model import Scaled

MAY = "2026-05"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def group(book: Book, opened_on: str = "2026-04-20", **state: str) -> str:
    return book.put(
        "service_group", ident={"number": "1", "unit": book.unit, "title": "组", "kind": "growth",
        "opened_on": opened_on}, worker={"worker": book.writer}, phase={"phase": "forming", "phase_on": opened_on},
        state={"state": "open", **state},
    )  # fmt: skip


def session(book: Book, group: str, number: int, on: str, log: str | None = None, unnamed: int = 0) -> str:
    row = derived_id("group_session", group, str(number))
    return book.put(
        "group_session", row, ident={"service_group": group, "session_no": number}, link={"service_log": log},
        record={"held_on": on, "unnamed_heads": unnamed},
    )  # fmt: skip


def member(book: Book, group: str, *sessions: str, client: str | None = None, state: str = "present") -> None:
    link = {"service_group": group, "client": client, "name": None if client else "无档"}
    row = book.put("group_member", link=link)
    for one in sessions:
        said = {"group_session": one, "group_member": row, "state": state}
        book.put("group_attendance", derived_id("group_attendance", one, row), link=said)


def activity(book: Book, on: str = "2026-05-06", state: str = "held", heads: int | None = 30) -> str:
    return book.put(
        "activity", ident={"number": "1", "unit": book.unit, "title": "义诊", "kind": "clinic", "held_on": on},
        worker={"worker": book.writer}, outcome={"heads": heads, "volunteers": 4}, state={"state": state},
    )  # fmt: skip


def test_a_session_counts_once_its_entry_not_at_all(book: Book) -> None:
    g, person = group(book), book.client()
    log = book.log("2026-05-05", "group_session", person, heads=9, session_no=1, link={"group_ref": g})
    one = session(book, g, 1, "2026-05-05", log, unnamed=2)
    two = session(book, g, 2, "2026-05-12")
    member(book, g, one, two, client=person)
    member(book, g, one)
    member(book, g, two, client=book.client(), state="leave")
    report = book.report(MAY)
    assert values(report, 8) == {"opened": (0, 1), "ended": (0, 0), "met": (1, 1), "sessions": (2, 2)}
    assert values(report, 9) == {"person_times": (5, 5), "persons": (2, 2)}
    assert report.line("9.person_times").pending == 1  # the second has no entry that anybody approved
    assert report.line("9.person_times").unnamed == 2
    assert values(report, 15)["person_times"] == (5, 5)
    assert values(report, 15)["persons"] == (1, 1)
    assert set(report.line("8.sessions").rows) == {("group_session", one), ("group_session", two)}


def test_what_was_returned_or_lies_in_another_month_does_not_count(book: Book) -> None:
    g = group(book, "2026-05-02")
    log = book.log("2026-05-05", "group_session", heads=9, session_no=1, state="returned", link={"group_ref": g})
    session(book, g, 1, "2026-05-05", log, unnamed=9)
    session(book, g, 2, "2026-06-01", unnamed=9)
    report = book.report(MAY)
    assert values(report, 8) == {"opened": (1, 1), "ended": (0, 0), "met": (0, 0), "sessions": (0, 0)}
    assert values(report, 9)["person_times"] == (0, 0)


def test_groups_ended_and_given_up(book: Book) -> None:
    group(book, "2026-02-01", state="ended", ended_on="2026-05-30")
    group(book, "2026-05-01", state="cancelled", ended_on="2026-05-02")
    assert values(book.report(MAY), 8)["opened"] == (0, 1)
    assert values(book.report(MAY), 8)["ended"] == (1, 1)


def test_entries_without_a_group_count_once_for_title_and_session(book: Book) -> None:
    one, two = book.client(), book.client()
    for clients, heads in (((one,), 8), ((two,), 10)):
        book.log("2026-05-05", "group_session", *clients, heads=heads, session_no=1, link={"group_title": "手工"})
    book.log("2026-05-12", "group_session", heads=7, session_no=2, link={"group_title": "手工"})
    report = book.report(MAY)
    assert values(report, 8) == {
        "opened": (0, 0), "ended": (0, 0), "met": (1, 1), "sessions": (2, 2), "not_on_file": (2, 2),
    }  # fmt: skip
    assert values(report, 9) == {"person_times": (18, 18), "persons": (2, 2)}


def test_an_activity_counts_once_whatever_its_entries_say(book: Book) -> None:
    a, person = activity(book), book.client()
    for heads in (25, 40):
        book.log("2026-05-06", "activity", person, heads=heads, link={"activity_ref": a})
    book.log("2026-05-07", "activity", heads=11, link={"activity_title": "赶集宣传"})
    book.log("2026-05-07", "activity", heads=15, link={"activity_title": "赶集宣传"})
    activity(book, state="planned")
    activity(book, on="2026-06-01")
    report = book.report(MAY)
    assert values(report, 10) == {
        "activities": (2, 2), "activities.clinic": (1, 1), "activities.none": (1, 1), "not_on_file": (1, 1),
        "person_times": (45, 45),
    }  # fmt: skip
    assert values(report, 15)["person_times"] == (45, 45)
    assert values(report, 15)["persons"] == (1, 1)


def test_entries_of_a_deleted_or_only_planned_activity_count_themselves(book: Book) -> None:
    gone, planned = activity(book), activity(book, state="planned")
    for a in (gone, planned):
        book.log("2026-05-06", "activity", heads=10, link={"activity_ref": a})
    book.delete("activity", gone)
    assert values(book.report(MAY), 10)["person_times"] == (20, 20)


def test_value_of_goods_first_then_of_the_entry_then_of_the_match(book: Book) -> None:
    need = book.put(
        "need", ident={"unit": book.unit, "title": "米油", "found_on": "2026-04-01"}, state={"state": "met"}
    )
    shop = {"unit": book.unit, "title": "爱心超市", "kind": "charity"}
    resource = book.put("resource", ident=shop, provider={"provider": "爱心超市"}, state={"state": "available"})

    def match(value: int, log: str | None = None, state: str = "done") -> None:
        said = {"state": state, "state_on": "2026-05-09", "benefited": 3, "value_fen": value, "service_log": log}
        book.put("need_match", link={"need": need, "resource": resource}, state=said)

    goods = book.log("2026-05-08", "resource_linking", heads=3, value_fen=99_999)
    given = {"given_on": "2026-05-08", "what": "米", "service_log": goods}
    book.put("material_given", ident=given, amount={"value_fen": 10_050})
    entry = book.log("2026-05-09", "resource_linking", heads=3, value_fen=20_000)
    match(7, entry)
    match(30_000)
    match(1_000_000, state="agreed")
    report = book.report(MAY)
    found = values(report, 13)
    assert found["value"] == (Scaled(60_050, 100, 2), Scaled(60_050, 100, 2))
    assert str(found["value"][0]) == "600.50"
    assert (found["matches"], found["logged"], found["providers"], found["benefited"]) == (
        (2, 2), (1, 1), (1, 1), (6, 6),
    )  # fmt: skip


def test_referrals_sent_and_accepted(book: Book) -> None:
    for on, result in (("2026-05-02", "accepted"), ("2026-05-03", None), ("2026-04-03", "refused")):
        book.put(
            "case_referral", ident={"worker": book.writer, "referred_on": on}, destination={"receiver": "卫生院"},
            answer={"result": result},
        )  # fmt: skip
    found = values(book.report(MAY), 13)
    assert (found["referrals"], found["accepted"]) == ((2, 3), (1, 1))


def test_volunteers_by_name_and_those_only_counted(book: Book) -> None:
    a = activity(book)
    person = book.put(
        "volunteer", ident={"name": "周试", "unit": book.unit}, step={"step": "trained"}, state={"state": "active"}
    )

    def shift(on: str, minutes: int | None, confirmed: bool = True, **link: str) -> None:
        ident = {"volunteer": person, "served_on": on, "minutes": minutes, **link}
        book.put("volunteer_shift", ident=ident, confirmation={"confirmed": confirmed})

    shift("2026-05-01", 50)
    shift("2026-05-02", 45, confirmed=False)
    shift("2026-03-02", None)
    book.log("2026-05-08", "activity", heads=10, volunteers=3, link={"activity_title": "清洁日"})
    report = book.report(MAY)
    assert values(report, 14) == {
        "volunteers": (1, 1), "person_times": (2, 3), "hours": (Scaled(95, 60, 1), Scaled(95, 60, 1)),
        "unnamed": (7, 7),
    }  # fmt: skip
    assert str(report.line("14.hours").month) == "1.6"
    assert report.line("14.person_times").pending == 1
    shift("2026-05-06", 60, activity=a)
    assert values(book.report(MAY), 14)["unnamed"] == (3, 3)


def test_amounts_round_half_up() -> None:
    assert [str(Scaled(n, 60, 1)) for n in (0, 2, 3, 59, 60, 605)] == ["0.0", "0.0", "0.1", "1.0", "1.0", "10.1"]
    assert Scaled(605, 60, 1).number == 10.1
