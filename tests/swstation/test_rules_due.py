"""The due list: promises, visit plans, registrations and the rest, by tables of one day each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swstation.i18n import set_language
from swstation.rules.certificates import standing
from swstation.rules.contacts import open_promises
from swstation.rules.due import DueFacts, due_list, visits_due
from swstation.rules.due_item import DueItem
from swstation.rules.facts import (
    Attendance,
    BackupFact,
    CaseFact,
    Certificate,
    Contact,
    Continuation,
    DraftFact,
    Membership,
    MetVisit,
    Person,
    Registration,
    Unsent,
    VisitClient,
    VisitPlan,
)
from swstation.rules.levels import levels_for
from swstation.rules.policy import shipped
from swstation.rules.training import training_status
from swstation.rules.visits import PlansOf, plan_for, visit_due, visits_from

D = date.fromisoformat
TODAY = D("2026-11-18")  # a Wednesday


def contact(
    on: str,
    next_on: str | None = None,
    *,
    client: str = "zgf",
    case: str = "",
    met: bool = True,
    order: str = "1",
    topic: str = "",
    unit: str = "",
) -> Contact:
    """A contact in 2026; days as month and day."""
    return Contact(
        f"{on}{order}", D(f"2026-{on}"), order, met, client, case, topic, who="张桂芳", worker_id="w",
        next_contact=D(f"2026-{next_on}") if next_on else None, unit=unit,
    )  # fmt: skip


CASE = CaseFact("c1", "12", ("zgf",), "张桂芳", "w")

SET = CASE._replace(next_contact=D("2026-11-20"), set_on=D("2026-11-10"))
LATER = CASE._replace(next_contact=D("2026-11-25"), set_on=D("2026-11-12"))
UNKNOWN = CASE._replace(next_contact=D("2026-11-15"))
CLOSED = CASE._replace(active=False)

CONTACTS = [
    ("a promise stands", [contact("11-10", "11-20")], [], ["11-20"]),
    ("met on a later day keeps it", [contact("11-10", "11-20"), contact("11-11")], [], []),
    ("met on the same day does not", [contact("11-10", "11-20"), contact("11-10", order="2")], [], ["11-20"]),
    ("not at home keeps nothing", [contact("11-10", "11-12"), contact("11-12", met=False)], [], ["11-12"]),
    ("not at home with a new day replaces", [contact("11-10", "11-12"),
      contact("11-12", "11-14", met=False)], [], ["11-14"]),
    ("a newer promise replaces an older", [contact("11-10", "12-20"),
      contact("11-12", "11-30")], [], ["11-30"]),
    ("in whatever order they are read", [contact("11-12", "11-30"), contact("11-10", "12-20")], [], ["11-30"]),
    ("of one day the later written", [contact("11-12", "11-30", order="2"),
      contact("11-12", "12-30", order="1")], [], ["11-30"]),
    ("another client's visit changes nothing", [contact("11-10", "11-20"),
      contact("11-11", client="lxy")], [], ["11-20"]),
    ("two clients, two promises", [contact("11-10", "11-20"),
      contact("11-10", "11-20", client="lxy")], [], ["11-20", "11-20"]),
    ("what is written for later does not count yet", [contact("11-10", "11-20"),
      contact("11-19")], [], ["11-20"]),
    ("a case's promise by its log", [contact("11-10", "11-20", case="c1")], [CASE], ["11-20"]),
    ("a case log and the case itself are one", [contact("11-10", "11-20", case="c1")], [SET], ["11-20"]),
    ("the case's own, set later, replaces the log's", [contact("11-10", "11-20", case="c1")], [LATER], ["11-25"]),
    ("met in the case keeps the case's", [contact("11-12", case="c1")], [SET], []),
    ("met outside the case keeps it too", [contact("11-12")], [SET], []),
    ("met before it was set does not", [contact("11-09")], [SET], ["11-20"]),
    ("set on an unknown day: met before its day", [contact("11-12")], [UNKNOWN], ["11-15"]),
    ("set on an unknown day: met on its day", [contact("11-15")], [UNKNOWN], []),
    ("a closed case asks for nothing itself", [], [CASE._replace(active=False, next_contact=D("2026-11-20"))], []),
    ("but its last log's promise goes to the client", [contact("11-10", "11-20", case="c1")], [CLOSED], ["11-20"]),
    ("a meeting of a group", [contact("11-10", "11-17", client="", topic="重阳小组")], [], ["11-17"]),
    ("two stations have a group of that title", [contact("11-10", "11-17", client="", topic="重阳小组", unit="a"),
      contact("11-11", "11-18", client="", topic="重阳小组", unit="b"),
      contact("11-12", client="", topic="重阳小组", unit="a")], [], ["11-18"]),
    ("the group has met again", [contact("11-10", "11-17", client="", topic="重阳小组"),
      contact("11-17", client="", topic="重阳小组")], [], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("contacts", "cases", "wanted"), [row[1:] for row in CONTACTS], ids=[row[0] for row in CONTACTS]
)
def test_promises(contacts: list[Contact], cases: list[CaseFact], wanted: list[str]) -> None:
    found = open_promises(contacts, cases, frozenset(), TODAY)
    assert [str(promise.due)[5:] for promise in found] == wanted


def test_a_client_whose_file_is_ended_is_not_promised_anything() -> None:
    gone = frozenset({"zgf"})
    assert open_promises([contact("11-10", "11-20")], [], gone, TODAY) == []
    assert open_promises([], [CASE._replace(next_contact=D("2026-11-20"))], gone, TODAY) == []
    pair = CASE._replace(client_ids=("zgf", "lxy"), next_contact=D("2026-11-20"))
    assert len(open_promises([], [pair], gone, TODAY)) == 1


MONTHLY = VisitPlan("m", 1, "month", category="living_alone", start_on=D("2026-01-01"), clause="县定")
ALONE = VisitClient("zgf", "张桂芳", D("2026-01-10"), categories=(Membership("living_alone"),))


def visited(*days: str, phone: bool = False) -> list[MetVisit]:
    return [MetVisit("zgf", D(day), phone) for day in days]


VISITS = [
    ("visited this month", MONTHLY, visited("2026-11-02"), None),
    ("visited last month, due at its end", MONTHLY, visited("2026-10-30"), "2026-11-30"),
    ("last month missed too", MONTHLY, visited("2026-09-01"), "2026-10-31"),
    ("missed since the first month after the last visit", MONTHLY, visited("2026-06-30"), "2026-07-31"),
    ("never visited: the first whole month after opening", MONTHLY, [], "2026-02-28"),
    ("late ones are settled by one visit now", MONTHLY, visited("2026-02-01", "2026-11-18"), None),
    ("a call is no visit", MONTHLY, visited("2026-10-05") + visited("2026-11-05", phone=True), "2026-11-30"),
    ("a call where the plan allows it", MONTHLY._replace(allow_phone=True), visited("2026-11-05", phone=True), None),
    ("tomorrow's visit does not count yet", MONTHLY, visited("2026-10-05", "2026-11-19"), "2026-11-30"),
    ("one of two", MONTHLY._replace(times=2), visited("2026-11-05"), "2026-11-30"),
    ("two on one day are one", MONTHLY._replace(times=2), visited("2026-11-05", "2026-11-05"), "2026-11-30"),
    ("two of two", MONTHLY._replace(times=2), visited("2026-11-05", "2026-11-06"), None),
    ("one of two last month is not wholly missed", MONTHLY._replace(times=2), visited("2026-10-05"), "2026-11-30"),
    ("weekly: by Sunday", MONTHLY._replace(period="week"), visited("2026-11-15"), "2026-11-22"),
    ("weekly: this Monday", MONTHLY._replace(period="week"), visited("2026-11-16"), None),
    ("weekly: last week missed", MONTHLY._replace(period="week"), visited("2026-11-08"), "2026-11-15"),
    ("quarterly", MONTHLY._replace(period="quarter"), visited("2026-09-30"), "2026-12-31"),
    ("half-yearly", MONTHLY._replace(period="half_year"), visited("2026-06-30"), "2026-12-31"),
    ("yearly", MONTHLY._replace(period="year"), [], "2026-12-31"),
    ("a plan from this month", MONTHLY._replace(start_on=D("2026-11-10")), [], "2026-11-30"),
    ("a plan from last month's second day", MONTHLY._replace(start_on=D("2026-10-02")), [], "2026-11-30"),
    ("a plan from last month's first day", MONTHLY._replace(start_on=D("2026-10-01")), [], "2026-10-31"),
    ("a plan that begins tomorrow", MONTHLY._replace(start_on=D("2026-11-19")), [], None),
    ("a plan that ended yesterday", MONTHLY._replace(end_on=D("2026-11-17")), [], None),
    ("a plan for another category", MONTHLY._replace(category="orphan"), [], None),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "visits", "due"), [row[1:] for row in VISITS], ids=[row[0] for row in VISITS])
def test_visits(plan: VisitPlan, visits: list[MetVisit], due: str | None) -> None:
    found = visit_due(ALONE, [plan], visits, TODAY)
    assert (str(found.due) if found else None) == due


def test_the_unit_s_month_is_the_period() -> None:
    found = visit_due(ALONE, [MONTHLY], visited("2026-10-27"), TODAY, month_start_day=26)
    assert found is None
    found = visit_due(ALONE, [MONTHLY], visited("2026-10-25"), TODAY, month_start_day=26)
    assert found is not None
    assert (found.period_start, found.due) == (D("2026-10-26"), D("2026-11-25"))


def test_nothing_is_missed_before_the_record_began() -> None:
    found = visit_due(ALONE, [MONTHLY], [], TODAY, records_since=D("2026-11-10"))
    assert found is not None
    assert found.due == D("2026-11-30")
    found = visit_due(ALONE, [MONTHLY], [], TODAY, records_since=D("2026-09-10"))
    assert found is not None
    assert found.due == D("2026-10-31")


def test_nothing_is_missed_before_the_category_began() -> None:
    since = ALONE._replace(categories=(Membership("living_alone", D("2026-10-15")),))
    found = visit_due(since, [MONTHLY], [], TODAY)
    assert found is not None
    assert found.due == D("2026-11-30")
    assert (
        visit_due(ALONE._replace(categories=(Membership("living_alone", None, D("2026-11-17")),)), [MONTHLY], [], TODAY)
        is None
    )


@pytest.mark.parametrize(
    "client",
    [ALONE._replace(open=False), ALONE._replace(opened_on=D("2026-11-19")), ALONE._replace(categories=())],
    ids=["paused or ended", "not opened yet", "in no category"],
)
def test_who_is_not_visited(client: VisitClient) -> None:
    assert visit_due(client, [MONTHLY], [], TODAY) is None


def test_which_plan_holds() -> None:
    weekly = VisitPlan("w", 1, "week", attention_level="high")
    often = VisitPlan("o", 5, "month", category="living_alone")
    both = VisitPlan("b", 3, "week", category="living_alone", attention_level="high")
    own = VisitPlan("own", 1, "year", client_id="zgf")
    high = ALONE._replace(attention_level="high")
    assert plan_for(ALONE, [MONTHLY, weekly], TODAY) == MONTHLY
    assert plan_for(high, [MONTHLY, weekly], TODAY) == weekly
    assert plan_for(high, [weekly, often], TODAY) == often
    assert plan_for(high, [weekly, often, both], TODAY) == both
    assert plan_for(ALONE, [both], TODAY) is None
    assert plan_for(high, [weekly, both, own], TODAY) == own
    assert plan_for(ALONE._replace(id="lxy", categories=()), [own, MONTHLY], TODAY) is None


def test_a_plan_holds_in_its_unit_and_below() -> None:
    here = ALONE._replace(units=("T532301102", "C532301"))
    assert plan_for(here, [MONTHLY._replace(unit="T532301102")], TODAY) is not None
    assert plan_for(here, [MONTHLY._replace(unit="C532301")], TODAY) is not None
    assert plan_for(here, [MONTHLY._replace(unit="T532301101")], TODAY) is None
    assert plan_for(ALONE, [MONTHLY._replace(unit="T532301101")], TODAY) is not None


def test_plans_for_others_need_not_be_looked_at() -> None:
    units, whom = ("", "T532301101", "T532301102", "C532301"), (("dibao", None), (None, "high"), ("wubao", "high"))
    plans = [
        MONTHLY._replace(id=f"{n}", unit=units[n % 4], times=1 + n % 3, category=whom[n % 3][0],
                         attention_level=whom[n % 3][1], client_id="zgf" if n == 7 else None)
        for n in range(24)
    ]  # fmt: skip
    kept = PlansOf(plans)
    for own in ((), ("T532301101",), ("T532301102", "C532301"), ("T532301103",)):
        for level in (None, "high"):
            for categories in ((), (Membership("dibao"),), (Membership("wubao"), Membership("dibao"))):
                for id in ("zgf", "lxy"):
                    client = ALONE._replace(id=id, units=own, attention_level=level, categories=categories)
                    looked_at = kept.client(client)
                    assert plan_for(client, looked_at, TODAY) == plan_for(client, plans, TODAY)
                    assert all(not own or not plan.unit or plan.unit in own for plan in looked_at)
                    assert all(plan.category in (None, *(one.category for one in categories)) for plan in looked_at)
                    assert all(plan.client_id in (None, id) for plan in looked_at)


@given(
    st.lists(st.dates(D("2024-01-01"), D("2026-12-31")), max_size=12),
    st.dates(D("2025-06-01"), D("2026-11-30")),
    st.sampled_from(("week", "month", "quarter", "half_year", "year")),
    st.integers(1, 3),
    st.dates(D("2024-01-01"), D("2026-11-30")),
)
def test_one_more_visit_never_makes_a_visit_later(
    days: list[date], as_of: date, period: str, times: int, extra: date
) -> None:
    plan = MONTHLY._replace(period=period, times=times, start_on=D("2024-01-01"))
    client = ALONE._replace(opened_on=D("2024-01-01"))
    visits = [MetVisit("zgf", day) for day in days]
    before = visit_due(client, [plan], visits, as_of)
    after = visit_due(client, [plan], [*visits, MetVisit("zgf", extra)], as_of)
    if before is None:
        assert after is None
    elif after is not None:
        assert after.due >= before.due
        assert after.due in (after.period_end, after.due) and (after.done == 0 or after.due == after.period_end)


def test_how_far_back_visits_are_needed() -> None:
    assert visits_from(TODAY) == D("2024-01-01")
    assert visits_from(TODAY, 26) == D("2023-12-26")


# ---- the whole list ----

PEOPLE = (Person("s1", "李娜"), Person("s2", "王强", left_on=D("2026-11-17")), Person("s3", "赵敏"))
A, S = "assistant_social_worker", "social_worker"


def facts() -> DueFacts:
    """A station on 18 November 2026, something of every kind."""
    policies = shipped()
    chuxiong = policies.get("chuxiong")
    levels = levels_for(policies, chuxiong)
    held = {
        "s1": [Certificate("k1", "s1", A, "", D("2023-01-01"))],
        "s2": [Certificate("k2", "s2", A, "", D("2020-01-01"))],
        "s3": [Certificate("k3", "s3", S, "", D("2026-02-10"))],
    }
    registered = [Registration("k1", D("2024-01-15"), D("2027-01-14"))]
    rule = policies.national.registrations[0]
    trained = [Attendance("s1", "t", "班", None, D("2026-03-01"), D("2026-03-02"), 600, "hour", True)]
    results = training_status(
        PEOPLE,
        trained,
        [c for own in held.values() for c in own],
        registered,
        policies.beside(chuxiong),
        [Continuation("chuxiong", D("2026-01-01"), None, "县民〔2026〕1号")],
        TODAY,
    )
    return DueFacts(
        people=PEOPLE,
        standings={id: standing(own, registered, levels, rule, TODAY) for id, own in held.items()},
        training=results,
        clients=(ALONE, ALONE._replace(id="lxy", name="李秀英")),
        plans=(MONTHLY,),
        visits=tuple(visited("2026-09-12")),
        records_since=D("2026-11-01"),
        contacts=(contact("11-10", "11-19"), contact("11-10", "11-21", client="lxy")),
        cases=(CASE._replace(review_due=D("2026-11-15")),),
        drafts=(DraftFact("d1", "张桂芳 入户", "李娜", D("2026-11-17")),),
        unsent=Unsent(57, D("2026-10-03")),
        backup=BackupFact(D("2026-11-10"), D("2026-11-10"), 7),
    )


def brief(items: list[DueItem]) -> list[tuple[str, str, int]]:
    return [(item.kind, item.who, item.days) for item in items]


def test_what_is_due_today_the_latest_first() -> None:
    # 李娜 keeps pace with Chuxiong's 160 hours, but not with the 72 of her registration.
    assert brief(due_list(facts(), TODAY)) == [
        ("export", "", -18),
        ("case_review", "张桂芳", -3),
        ("draft", "李娜", -1),
        ("backup", "", -1),
        ("registration", "李娜", 57),
        ("training", "李娜", 57),
        ("registration", "赵敏", 84),
        ("training", "赵敏", 1504),
    ]


def test_what_is_due_tomorrow_is_added() -> None:
    today, tomorrow = due_list(facts(), TODAY), due_list(facts(), TODAY, days=1)
    assert [item for item in tomorrow if item not in today] == [
        item for item in tomorrow if (item.kind, item.who, item.days) == ("contact", "张桂芳", 1)
    ]
    assert len(tomorrow) == len(today) + 1


def test_a_longer_horizon_adds_and_never_takes_away() -> None:
    known: list[DueItem] = []
    for days in (0, 1, 3, 12, 90, 400):
        found = due_list(facts(), TODAY, days)
        assert set(map(id_of, known)) <= set(map(id_of, found))
        assert [item.days for item in found] == sorted(item.days for item in found)
        known = found
    kinds = {item.kind for item in known}
    assert kinds == {
        "contact", "visit", "case_review", "registration", "training", "draft", "export", "backup",
    }  # fmt: skip


def id_of(item: DueItem) -> tuple[str, str, date]:
    return item.kind, item.ref, item.on


def test_who_has_left_is_not_asked() -> None:
    assert not [item for item in due_list(facts(), TODAY, 4000) if item.who == "王强"]


def test_the_clause_or_the_decision_stands_with_each() -> None:
    items = due_list(facts(), TODAY, 120)
    (registration, first) = (item for item in items if item.kind == "registration")
    assert registration.as_dict()["clause"] == {
        "policy": "national",
        "document": "民发〔2009〕44号; 民发〔2009〕123号",
        "section": "民发〔2009〕44号",
        "rule": "NA-04",
        "quote": "登记有效期3年",
    }
    assert (first.who, first.on) == ("赵敏", D("2027-02-10"))
    decisions = [item.as_dict()["clause"] for item in items if item.kind == "training" and item.decision]
    assert {"decision": "县民〔2026〕1号"} in decisions
    (visit, *_rest) = (item for item in items if item.kind == "visit")
    assert visit.as_dict()["clause"] == {"decision": "县定"}


def test_what_it_says() -> None:
    set_language("en")
    said = {item.kind: item.what for item in due_list(facts(), TODAY, 30) if item.who != "赵敏"}
    assert said["case_review"] == "Review of case 12"
    assert said["visit"] == "Visit: 0 of 1 this month"
    assert said["export"] == "57 records not handed in yet"
    assert said["backup"] == "Backup, the last was on 2026-11-10"
    assert said["draft"] == "Draft to finish: 张桂芳 入户"
    assert said["registration"] == "Registration to renew: Assistant social worker"
    assert said["training"].endswith("12 of 72 hours missing")
    keys = set(due_list(facts(), TODAY)[0].as_dict())
    assert keys >= {"kind", "what", "who", "date", "days", "clause"}


def test_a_wholly_missed_visit_is_shown_once_as_late() -> None:
    set_language("en")
    late = [item for item in due_list(facts()._replace(records_since=None), TODAY) if item.kind == "visit"]
    assert [(item.who, item.on, item.what) for item in late] == [
        ("李秀英", D("2026-02-28"), "Visit missed, not met yet"),
        ("张桂芳", D("2026-10-31"), "Visit missed, last met 2026-09-12"),
    ]


def test_the_round_has_the_same_visits_as_the_list() -> None:
    on_list = {item.ref for item in due_list(facts(), TODAY, 12) if item.kind == "visit"}
    assert {due.client.id for due in visits_due(facts(), TODAY)} == on_list == {"zgf", "lxy"}


def test_an_expired_policy_s_training_is_history() -> None:
    policies = shipped()
    results = training_status(PEOPLE, [], [], [], policies.beside(policies.get("chuxiong")), [], TODAY)
    assert [row.status for row in results if row.policy == "chuxiong"] == ["missed"] * 3
    assert due_list(DueFacts(people=PEOPLE, training=results), TODAY, 400) == []


def test_nothing_recorded_nothing_due() -> None:
    assert due_list(DueFacts(), TODAY, 400) == []
    assert due_list(DueFacts(unsent=Unsent(0, TODAY), backup=BackupFact(TODAY, None, 7)), TODAY, 400) == []


def test_export_by_the_end_of_the_unit_s_month_and_the_first_backup() -> None:
    set_language("en")
    (item,) = due_list(DueFacts(unsent=Unsent(1, D("2026-10-27")), month_start_day=26), D("2026-11-25"))
    assert (item.on, item.days, item.what) == (D("2026-11-25"), 0, "1 records not handed in yet")
    (first,) = due_list(DueFacts(unsent=Unsent(1, D("2026-10-27"), card=False), month_start_day=26), D("2026-11-25"))
    assert (first.on, first.what) == (item.on, "Take in the county's card first")
    (backup,) = due_list(DueFacts(backup=BackupFact(None, D("2026-11-11"), 7)), TODAY)
    assert (backup.on, backup.what) == (TODAY, "Backup, none made yet")


def test_a_horizon_reaches_the_day_itself() -> None:
    facts_ = DueFacts(contacts=(contact("11-10", "11-25"),))
    assert due_list(facts_, TODAY, 6) == []
    assert [item.on - TODAY for item in due_list(facts_, TODAY, 7)] == [timedelta(days=7)]
