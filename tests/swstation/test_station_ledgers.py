"""Ledgers of a station: affairs apart from services, linked parties by clause, volunteers with proof, surveys, time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from casework import a_case, station

from db.errors import Refusal
from swstation.operations.activities import hold_activity, plan_activity
from swstation.operations.book import Book
from swstation.operations.community_work import confirm_shifts, finish_need, match_need
from swstation.operations.logs import Item as AffairsItem
from swstation.operations.logs import LogInput, log_service
from swstation.operations.registers import add_row
from swstation.operations.time_share import rule_of, set_own_rule
from swstation.reports.listing import Listing
from swstation.reports.listings import LEDGERS, ledger
from swstation.reports.volunteer_ledger import find_volunteer, statement
from swstation.reports.write_paper import page
from swstation.rules.linkages import GENERAL, Doing, Linkage, linkages, linked, partners
from swstation.rules.model import Clause, Entry, Item
from swstation.rules.policy import shipped
from swstation.rules.time_share import ShareRule, share_rule

TODAY = date(2026, 11, 18)
CLAUSE = Clause("x", "x", "一", "X-1", "x")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = station(tmp_path)
    yield made
    made.close()


def made(book: Book, kind: str, period: str = "2026-11") -> Listing:
    with book.store.snapshot() as connection:
        return ledger(connection, kind, book.unit, period, TODAY)


def test_affairs_are_listed_by_item_and_entry_apart_from_services(book: Book) -> None:
    log_service(book, LogInput("2026-11-03", "affairs", minutes=60, note="已受理", items=(
        AffairsItem("dibao_application", None, 3, "件"), AffairsItem("dibao_application", None, 2, "户"))))  # fmt: skip
    log_service(book, LogInput("2026-11-04", "affairs", minutes=30, note="补录", heads=1))
    log_service(book, LogInput("2026-11-05", "meeting", minutes=10))
    log_service(
        book, LogInput("2026-10-05", "affairs", minutes=30, items=(AffairsItem("dibao_application", None, 9, "件"),))
    )
    sums, each = made(book, "affairs-ledger").tables
    assert [list(row)[1:] for row in sums.rows] == [[1, 3, "件"], [1, 2, "户"]], "units are never added together"
    assert [(row[0], row[2], row[4], row[6]) for row in each.rows] == [
        ("2026-11-03", "3件", "已受理", 60), ("2026-11-03", "2户", "", None), ("2026-11-04", "", "补录", 30),
    ]  # fmt: skip
    assert len(each.refs) == len(each.rows) and "1" in sums.notes[0]
    assert made(book, "affairs-ledger", "2026-09").rows == 0


def test_each_policy_lists_its_own_parties() -> None:
    known = {one.id: linkages([one]) for one in shipped().all()}
    parties = {
        name: (found[0].parties, found[0].clause.rule if found[0].clause else "") for name, found in known.items()
    }
    assert parties["guizhou"] == (("social_worker", "community", "social_org", "volunteer", "charity"), "GZ-49")
    assert parties["chuxiong"] == (("community", "social_org", "social_worker", "volunteer"), "CX-57")
    assert parties["shenzhen"] == (("social_worker", "volunteer"), "SZ-17")
    assert parties["zaozhuang"] == (GENERAL, "")


def test_partners_count_as_what_they_are_on_file_and_are_never_guessed() -> None:
    linkage = Linkage("五社", "five", GENERAL, CLAUSE)
    doing = Doing(
        "activity", "1", "义诊", "2026-11-03", True, 0, frozenset({"charity"}), "石桥村委会、红枫合唱队， 县医院"
    )
    (one,) = linked([doing], linkage, {"石桥村委会": "community", "红枫合唱队": "social_org"})
    assert one.parties == ("social_worker", "community", "social_org", "charity")
    assert one.unknown == ("县医院",)
    assert partners("  ") == []


def test_parties_of_an_activity_a_case_and_a_need_come_from_the_records(book: Book) -> None:
    hall, _changes = add_row(book, "resource", {
        "unit": book.unit, "title": "爱心超市", "kind": "charity", "provider": "慈善会", "state": "available",
    }, name="x")  # fmt: skip
    add_row(book, "community_org", {"unit": book.unit, "name": "红枫合唱队", "state": "active"}, name="x")
    activity, _changes = plan_activity(book, {"title": "义诊", "held_on": "2026-11-05"})
    hold_activity(book, activity, {"heads": 30, "volunteers": 4, "partners": "红枫合唱队、县医院", "minutes": 60})
    _case, client = a_case(book)
    need, _changes = add_row(book, "need", {
        "unit": book.unit, "title": "缺米", "client": client, "found_on": "2026-11-06", "state": "open",
    }, name="x")  # fmt: skip
    match_need(book, need, "resource", hall, "2026-11-07")
    finish_need(book, need, "2026-11-08")
    counts, each = made(book, "linkage-ledger").tables
    assert [row[1] for row in counts.rows[:4]] == [0, 1, 2, 1], "社区、社会组织、社工、志愿者 (CX-57)"
    assert {row[2]: row[3] for row in each.rows}["义诊"] == 3
    assert [row[-1] for row in each.rows] == ["县医院", ""]
    assert "十二" in counts.notes[0]


def test_volunteers_have_their_hours_with_proof_and_a_statement_of_what_was_confirmed(book: Book) -> None:
    volunteer, _changes = add_row(book, "volunteer", {
        "unit": book.unit, "name": "赵<b>红", "number": "V1", "step": "registered", "state": "active",
    }, name="x")  # fmt: skip
    shifts = [
        add_row(book, "volunteer_shift", {
            "volunteer": volunteer, "served_on": f"2026-11-0{n}", "minutes": 90, "content": f"义剪{n}",
            "proof_number": "P1" if n == 1 else None, "confirmed": False,
        }, name="x")[0]
        for n in (1, 2, 3)
    ]  # fmt: skip
    confirm_shifts(book, shifts[:2], "2026-11-09")
    people, each = made(book, "volunteer-ledger").tables
    assert list(people.rows[0])[3:] == [3, "3.0", "1.5", 2]
    assert list(people.rows[-1])[3:] == [3, "3.0", "1.5", 2] and len(each.rows) == 3
    written = page(statement(book, find_volunteer(book, "V1"), date(2026, 1, 1), date(2026, 12, 31), TODAY))
    assert "义剪1" in written and "义剪2" in written and "义剪3" not in written
    assert "赵&lt;b&gt;红" in written and "3.0" in written
    with pytest.raises(Refusal) as caught:
        find_volunteer(book, "没有")
    assert caught.value.code == "need.unknown_volunteer"


def test_surveys_stand_in_one_list_with_what_they_were_about(book: Book) -> None:
    activity, _changes = plan_activity(book, {"title": "义诊", "held_on": "2026-11-05"})
    counts = {"sent": 10, "returned": 8, "very_satisfied": 5, "satisfied": 1, "neutral": 2, "dissatisfied": 0,
              "very_dissatisfied": 0}  # fmt: skip
    about = {"unit": book.unit, "surveyed_on": "2026-11-06"}
    add_row(
        book, "satisfaction_survey", {**about, **counts, "subject_table": "activity", "subject": activity}, name="x"
    )
    add_row(
        book,
        "satisfaction_survey",
        {**about, **counts, "surveyed_on": "2026-11-07", "subject_table": "unit", "sent": 20},
        name="x",
    )
    add_row(book, "need_survey", {**about, "title": "养老需求", "sent": 50}, name="x")
    satisfaction, needs = made(book, "survey-ledger").tables
    assert [list(row)[2:6] for row in satisfaction.rows[:1]] == [["义诊", 10, 8, "75.0%"]]
    assert list(satisfaction.rows[-1])[3:6] == [30, 16, "75.0%"]
    assert [row[1] for row in needs.rows] == ["养老需求"]
    with pytest.raises(Refusal) as caught:
        add_row(book, "satisfaction_survey", {**about, **counts, "subject_table": "unit", "neutral": 9}, name="x")
    assert caught.value.code == "group.survey_sum"


def test_every_ledger_is_empty_in_words_before_anything_was_written(book: Book) -> None:
    for kind in LEDGERS:
        assert made(book, kind).rows == (0 if kind != "linkage-ledger" else 5)


def test_the_share_of_affairs_follows_a_policy_before_the_own_rule_and_is_nobodys_otherwise(book: Book) -> None:
    assert share_rule(shipped().all(), None) is None, "none of the policies prints a number"
    extra = MappingProxyType({"op": "<=", "value": 40, "unit": "percent"})
    item = Item("affairs_time", "事务", "affairs", "must", CLAUSE, items=(Entry("x", "x", "x"),), extra=extra)
    policy = next(iter(shipped().all()))._replace(tables=MappingProxyType({"posts.limit": (item,)}))
    assert share_rule([policy], (60, "站务会")) == ShareRule(40, CLAUSE)
    own = share_rule([], (60, "站务会"))
    assert own == ShareRule(60, None, "站务会")
    assert own is not None and not own.broken_by(60, 100) and own.broken_by(61, 100) and not own.broken_by(0, 0)
    with book.store.snapshot() as connection:
        assert rule_of(connection, book.unit) is None
    set_own_rule(book, 60, "站务会")
    assert rule_of(book.connection, book.unit) == own
    for most, basis, code in ((101, "x", "report.share"), (0, "x", "report.share"), (5, " ", "form.required")):
        with pytest.raises(Refusal) as caught:
            set_own_rule(book, most, basis)
        assert caught.value.code == code
    set_own_rule(book, None)
    assert rule_of(book.connection, book.unit) is None
