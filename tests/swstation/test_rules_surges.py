"""Days of more frequent visits: who is due, since when it is late, how many were met in each window."""

from __future__ import annotations

from datetime import date

import pytest

from swstation.rules.due import DueFacts, due_list, visits_due
from swstation.rules.facts import Membership, MetVisit, Surge, VisitClient, VisitPlan
from swstation.rules.surges import coverage, surge_due

START, END = date(2026, 7, 1), date(2026, 7, 10)
HEAT = Surge("s1", "高温", START, END, 1, "day", attention_level="high", allow_phone=True)
ZHANG = VisitClient("zgf", "张桂芳", date(2026, 1, 5), attention_level="high", village="532301102003")
LI = ZHANG._replace(id="lxy", name="李秀英", attention_level="general", categories=(Membership("elder_alone"),))


def july(day: int) -> date:
    return date(2026, 7, day)


def met(*days: int, client: str = "zgf", phone: bool = False) -> list[MetVisit]:
    return [MetVisit(client, july(day), phone) for day in days]


@pytest.mark.parametrize(
    ("surge", "visits", "day", "due", "done"),
    [
        (HEAT, met(), 1, july(1), 0),  # the first day
        (HEAT, met(), 4, july(1), 0),  # nobody came since the first: late since then
        (HEAT, met(3), 4, july(4), 0),  # met yesterday, due again today
        (HEAT, met(1), 4, july(2), 0),  # late since the day after the last visit
        (HEAT, met(4), 4, None, None),
        (HEAT, met(4, phone=True), 4, None, None),
        (HEAT._replace(allow_phone=False), met(4, phone=True), 4, july(1), 0),
        (HEAT._replace(times=2), met(4), 4, july(4), 1),
        (HEAT._replace(period="week", times=2), met(6), 7, july(10), 1),  # a week cut off at the last day
        (HEAT._replace(period="once"), met(), 7, july(10), 0),
        (HEAT._replace(period="once"), met(2), 7, None, None),
        (HEAT, [MetVisit("zgf", date(2026, 6, 30))], 2, july(1), 0),  # what was before does not count
    ],
)
def test_when_a_visit_is_due(
    surge: Surge, visits: list[MetVisit], day: int, due: date | None, done: int | None
) -> None:
    found = surge_due(ZHANG, [surge], visits, july(day))
    assert (found.due if found else None, found.done if found else None) == (due, done)


@pytest.mark.parametrize(
    ("client", "surge"),
    [
        (ZHANG._replace(open=False), HEAT),
        (LI, HEAT),
        (ZHANG, HEAT._replace(category="elder_alone")),
        (ZHANG, HEAT._replace(village="532301102009")),
        (ZHANG._replace(village=""), HEAT._replace(village="532301102")),
        (ZHANG._replace(units=("T1",)), HEAT._replace(unit="T2")),
        (ZHANG._replace(opened_on=july(5)), HEAT),
    ],
)
def test_whom_it_does_not_hold_for(client: VisitClient, surge: Surge) -> None:
    assert surge_due(client, [surge], (), july(3)) is None


def test_it_holds_for_all_that_it_names_and_everybody_if_nothing() -> None:
    for surge in (
        HEAT._replace(village="532301102003", attention_level=None),
        HEAT._replace(attention_level=None, category="elder_alone"),
        HEAT._replace(attention_level=None),
    ):
        assert surge_due(LI, [surge], (), july(1)) is not None


def test_before_and_after_it_nobody_is_due() -> None:
    assert surge_due(ZHANG, [HEAT], (), date(2026, 6, 30)) is None
    assert surge_due(ZHANG, [HEAT], (), july(11)) is None


def test_the_sooner_of_plan_and_surge_stands_on_the_list_once() -> None:
    plan = VisitPlan("p", 1, "month", attention_level="high", start_on=date(2026, 1, 1))
    facts = DueFacts(clients=(ZHANG,), plans=(plan,), surges=(HEAT,), records_since=date(2026, 7, 1))
    (item,) = due_list(facts, july(1))
    assert (item.kind, item.what, item.on) == ("visit", "高温: 0 of 1 today", july(1))
    (after,) = visits_due(facts, july(11))
    assert (after.surge, after.due) == ("", date(2026, 7, 31))
    late = facts._replace(records_since=date(2026, 5, 1))
    (one,) = visits_due(late, july(1))
    assert (one.surge, one.due) == ("", date(2026, 5, 31))  # what is late longer stays first


def test_coverage_counts_each_window_on_its_own() -> None:
    people = [ZHANG, ZHANG._replace(id="b"), LI]
    visits = {"zgf": met(1, 2, 2, 3), "b": met(2, client="b"), "lxy": met(2, client="lxy")}
    found = coverage(HEAT, people, visits, july(3))
    assert (found.people, found.now, found.ever) == (2, 1, 2)
    assert found.windows == ((july(1), 1), (july(2), 2), (july(3), 1))
    assert coverage(HEAT, people, visits, date(2026, 8, 1)).windows[-1] == (july(10), 0)
    assert coverage(HEAT, people, visits, date(2026, 6, 1)) == (2, 0, 0, ())
    assert coverage(HEAT._replace(period="week"), people, visits, july(8)).windows == ((july(1), 2), (july(6), 0))
