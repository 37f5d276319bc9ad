"""Consent, children's files, incidents and days of cases: what holds, what is owed, what is shown when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from casework import a_case, consent, fill, station
from hypothesis import given
from hypothesis import strategies as st

from db.gateway import Change
from swstation import standards
from swstation.operations.book import Book, do
from swstation.operations.case_parts import add_step, answer_referral, refer
from swstation.operations.cases import edit_case, move_case
from swstation.operations.clients import add_client
from swstation.operations.logs import LogInput, log_service
from swstation.operations.reminders import reminders
from swstation.rules.ages import last_day_under, under
from swstation.rules.child_files import ChildFact, child_files_due, ends_on
from swstation.rules.consents import ConsentFact, Consenting, consents_due, standing
from swstation.rules.incidents import IncidentFact, duty_of, incidents_due
from swstation.standards import ChildAge, ConsentRule, IncidentDuty

RULE = ConsentRule(14, "某法", 30)
OLD = Consenting("c", "张桂芳", date(1950, 3, 5))
CHILD = Consenting("c", "小明", date(2014, 3, 5))


def D(text: str) -> date:
    return date.fromisoformat(text)


def given_on(start: str, end: str | None = None, gone: str | None = None, by: str = "client") -> ConsentFact:
    return ConsentFact("k", "c", "service", D(start), D(end) if end else None, D(gone) if gone else None, by)


@pytest.mark.parametrize(
    ("person", "consents", "day", "state", "until"),
    [
        (OLD, [], "2026-11-18", "none", None),
        (OLD, [given_on("2026-11-19")], "2026-11-18", "none", None),
        (OLD, [given_on("2026-11-18")], "2026-11-18", "holds", None),
        (OLD, [given_on("2026-01-01", "2026-12-31")], "2026-11-18", "holds", "2026-12-31"),
        (OLD, [given_on("2026-01-01", "2026-12-18")], "2026-11-18", "ending", "2026-12-18"),
        (OLD, [given_on("2026-01-01", "2026-11-18")], "2026-11-18", "ending", "2026-11-18"),
        (OLD, [given_on("2026-01-01", "2026-11-17")], "2026-11-18", "ended", "2026-11-17"),
        (OLD, [given_on("2026-01-01", None, "2026-11-18")], "2026-11-18", "withdrawn", "2026-11-18"),
        (OLD, [given_on("2026-01-01", None, "2026-11-19")], "2026-11-18", "holds", None),
        (OLD, [given_on("2025-01-01", "2025-12-31"), given_on("2026-01-01")], "2026-11-18", "holds", None),
        (CHILD, [given_on("2026-01-01")], "2026-11-18", "guardian", None),
        (CHILD, [given_on("2026-01-01", by="guardian")], "2026-11-18", "holds", None),
        (CHILD, [given_on("2026-01-01")], "2028-03-05", "guardian", None),
        (CHILD, [given_on("2026-01-01")], "2028-03-06", "holds", None),
    ],
)
def test_how_it_stands_with_a_consent(
    person: Consenting, consents: list[ConsentFact], day: str, state: str, until: str | None
) -> None:
    found = standing(person, consents, D(day), RULE)
    assert (found.state, found.until) == (state, D(until) if until else None)


def test_a_consent_is_due_before_it_ends_and_not_after_it_was_taken_back() -> None:
    due = list(consents_due([OLD], [given_on("2026-01-01", "2026-12-10")], D("2026-11-18"), RULE))
    assert [(one.on, one.opens) for one in due] == [(D("2026-12-10"), D("2026-11-10"))]
    assert not list(consents_due([OLD], [given_on("2026-01-01", "2027-12-10")], D("2026-11-18"), RULE))
    assert not list(consents_due([OLD], [given_on("2026-01-01", None, "2026-10-01")], D("2026-11-18"), RULE))
    assert [one.basis for one in consents_due([CHILD], [given_on("2026-01-01")], D("2026-11-18"), RULE)] == ["某法"]


@given(st.dates(date(1950, 1, 1), date(2020, 12, 31)), st.integers(1, 80))
def test_one_is_under_an_age_on_the_birthday_and_not_the_day_after(birth: date, years: int) -> None:
    last = last_day_under(birth, years)
    assert under(birth, years, last) and not under(birth, years, last + timedelta(days=1))
    assert last.year == birth.year + years and not under(None, years, last)


AGES = {"left_behind": ChildAge("left_behind", 16, "甲", 60), "difficulty": ChildAge("difficulty", 18, "乙", 60)}


def test_a_childs_file_ends_by_itself() -> None:
    child = ChildFact("f", "c", "小明", "left_behind", D("2020-01-01"), birth=D("2010-12-10"))
    assert ends_on(child, AGES) == D("2026-12-10")
    assert ends_on(child._replace(kind="difficulty"), AGES) == D("2028-12-10")
    assert ends_on(child._replace(end_on=D("2025-05-01")), AGES) == D("2025-05-01")
    assert ends_on(child._replace(birth=None), AGES) is None
    assert ends_on(child._replace(kind="unheard_of"), AGES) is None
    (due,) = child_files_due([child], AGES, D("2026-11-18"))
    assert (due.on, due.opens, due.basis, due.params["years"]) == (D("2026-12-10"), D("2026-10-11"), "甲", 16)
    (late,) = child_files_due([child], AGES, D("2027-01-18"))
    assert late.on == D("2026-12-10") and late.message != due.message
    (unknown,) = child_files_due([child._replace(birth=None)], AGES, D("2026-11-18"))
    assert unknown.on == D("2020-01-01")
    assert not list(child_files_due([child._replace(end_on=D("2026-05-01"))], AGES, D("2026-11-18")))


DUTIES = (
    IncidentDuty(("violence",), "公安、民政、教育", "未保法", 7, 18),
    IncidentDuty(("violence",), "公安", "反家暴法", 7),
)


def test_an_incident_is_reported_at_once_to_whom_the_law_names() -> None:
    assert duty_of("violence", D("2014-01-01"), D("2026-11-18"), DUTIES) is DUTIES[0]
    assert duty_of("violence", D("1980-01-01"), D("2026-11-18"), DUTIES) is DUTIES[1]
    assert duty_of("violence", None, D("2026-11-18"), DUTIES) is DUTIES[1]
    assert duty_of("flood", None, D("2026-11-18"), DUTIES) is None
    found = IncidentFact("i", "violence", D("2026-11-17"), "c", "小明", D("2014-01-01"))
    (due,) = incidents_due([found], DUTIES, D("2026-11-18"))
    assert (due.on, due.opens, due.params["to"]) == (D("2026-11-17"), D("2026-11-17"), "公安、民政、教育")
    (asked,) = incidents_due([found._replace(reported_on=D("2026-11-17"))], DUTIES, D("2026-11-18"))
    assert asked.on == D("2026-11-24")
    assert not list(incidents_due([found._replace(closed_on=D("2026-11-18"))], DUTIES, D("2026-11-18")))


def test_every_kind_has_its_age_and_its_duty() -> None:
    from swstation import lists

    assert set(standards.child_ages()) == {one.code for one in lists.entries("child_file_kind")}
    for one in lists.entries("incident_kind"):
        assert duty_of(one.code, None, D("2026-11-18"), standards.incident_duties()), one.code
    assert {age.ends_at for age in standards.child_ages().values()} == {16, 18}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = station(tmp_path)
    yield made
    made.close()


def kinds(book: Book, day: str) -> list[tuple[str, str, str]]:
    return [(one.kind, one.who, one.on.isoformat()) for one in reminders(book.connection, book.unit, D(day))]


def test_everything_that_waits_is_gathered(book: Book) -> None:
    case, client = a_case(book, "张桂芳")
    consent(book, client, end_on="2026-12-01")
    child, _changes = add_client(book, {"name": "小明", "birth_date": "2010-12-10"}, opened_on="2026-01-05")
    row = book.source.row_id()
    ident = {"client": child, "kind": "left_behind", "start_on": "2026-01-05"}
    do(book, "child", [Change("child_file", row, {"ident": ident})])
    told = {"client": child, "kind": "neglect", "found_on": "2026-11-16"}
    do(book, "incident", [Change("incident", book.source.row_id(), {"ident": told})])
    referral, _changes = refer(
        book, "2026-11-03", "县医院", case=case, consented=True, reason="就诊", answer_by="2026-11-10"
    )
    add_step(book, case, "联系村卫生室", due_on="2026-11-12")
    add_step(book, case, "以后再说")
    assert kinds(book, "2026-11-18") == [
        ("referral", "张桂芳", "2026-11-10"),
        ("case_step", "张桂芳", "2026-11-12"),
        ("incident", "小明", "2026-11-16"),
        ("consent", "张桂芳", "2026-12-01"),
        ("child_file", "小明", "2026-12-10"),
    ]
    answer_referral(book, referral, "refused", "2026-11-18")
    assert ("referral", "张桂芳", "2026-11-10") not in kinds(book, "2026-11-18")
    assert {one.kind for one in reminders(book.connection, "T532301103", D("2026-11-18"))} == set()


def test_a_closed_case_is_followed_up_until_somebody_was_met(book: Book) -> None:
    case, client = a_case(book)
    fill(book, case, client)
    move_case(book, case, "closure", "2026-11-18")
    edit_case(book, case, {"follow_up_due": "2026-12-18"})
    assert kinds(book, "2026-12-17") == []
    assert kinds(book, "2026-12-18") == [("follow_up", "张桂芳", "2026-12-18")]
    log_service(book, LogInput("2026-12-20", "home_visit", clients=((client, "met"),), service_case=case))
    assert kinds(book, "2026-12-21") == []
