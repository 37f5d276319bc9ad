"""Figures 3, 4, 5, 7: plans kept, files, cases and their identity, each edge by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from reporting import Book, values

from swstation.reports.model import MonthlyReport, Rate

MAY = "2026-05"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def rate(report: MonthlyReport, code: str = "") -> tuple[int, int]:
    found = report.line("3.completion" + (f".{code}" if code else "")).month
    assert isinstance(found, Rate)
    return found.part, found.whole


# 3 -----------------------------------------------------------------------------------------------------------------


def test_plan_of_a_category_own_or_the_households(book: Book) -> None:
    house = book.household()
    book.put("client_category", ident={"household": house, "category": "dibao"})
    of_house, own, none = book.client(household=house), book.client(categories=["dibao", "elder_alone"]), book.client()
    book.plan(1, "month", category="dibao")
    book.log("2026-05-04", "home_visit", of_house, none)
    report = book.report(MAY)
    assert rate(report) == (1, 2)
    assert rate(report, "dibao") == (1, 2)
    assert rate(report, "elder_alone") == (0, 1)
    assert report.line("3.done").rows == (("client", of_house),)
    assert {row for _table, row in report.line("3.due").rows} == {of_house, own}


def test_calls_only_where_the_plan_allows(book: Book) -> None:
    visited, called = book.client(level="high"), book.client(level="general")
    book.plan(1, "month", attention_level="high")
    book.plan(1, "month", attention_level="general", phone=True)
    book.log("2026-05-04", "phone", visited)
    book.log("2026-05-05", "phone", called)
    assert rate(book.report(MAY)) == (1, 2)
    book.log("2026-05-06", "home_visit", (visited, "absent"))
    assert rate(book.report(MAY)) == (1, 2)
    book.log("2026-05-07", "home_visit", visited, state="submitted")
    report = book.report(MAY)
    assert rate(report) == (2, 2)
    assert report.line("3.done").pending == 1


def test_as_often_as_planned_on_different_days(book: Book) -> None:
    client = book.client(level="high")
    book.plan(2, "month", attention_level="high")
    book.log("2026-05-04", "home_visit", client)
    book.log("2026-05-04", "home_visit", client)
    assert rate(book.report(MAY)) == (0, 1)
    book.log("2026-05-18", "home_visit", client)
    assert rate(book.report(MAY)) == (1, 1)


def test_a_plan_for_one_client_goes_before_that_of_the_category(book: Book) -> None:
    client = book.client(categories=["dibao"])
    book.plan(4, "month", category="dibao")
    book.plan(1, "month", client=client)
    book.log("2026-05-04", "home_visit", client)
    assert rate(book.report(MAY)) == (1, 1)


def test_a_quarter_is_due_in_its_last_month(book: Book) -> None:
    client = book.client(level="general")
    book.plan(1, "quarter", attention_level="general")
    book.log("2026-04-20", "home_visit", client)
    assert rate(book.report(MAY)) == (0, 0)
    assert str(book.report(MAY).line("3.completion").month) == "—"
    assert rate(book.report("2026-06")) == (1, 1)


def test_every_week_that_ends_in_the_month(book: Book) -> None:
    client = book.client(level="high")
    book.plan(1, "week", attention_level="high")
    # Weeks that end on 3, 10, 17, 24 and 31 May; the first began on 27 April.
    for day in ("2026-04-28", "2026-05-05", "2026-05-12", "2026-05-19"):
        book.log(day, "home_visit", client)
    assert rate(book.report(MAY)) == (0, 1)
    book.log("2026-05-31", "home_visit", client)
    assert rate(book.report(MAY)) == (1, 1)


def test_only_files_that_are_open_and_plans_in_force(book: Book) -> None:
    book.client(level="high", state="ended", ended_on="2026-05-20")
    book.client(level="high", state="paused")
    later = book.client(level="high", state="ended", ended_on="2026-06-01")
    book.client(level="high", opened_on="2026-06-01")
    book.plan(1, "month", attention_level="high", start_on="2026-05-10")
    report = book.report(MAY)
    assert rate(report) == (0, 1)
    assert report.line("3.due").rows == (("client", later),)
    assert rate(book.report("2026-04")) == (0, 0)


def test_the_countys_plan_holds_at_its_stations(book: Book) -> None:
    client = book.client(level="high")
    book.plan(1, "month", attention_level="high", unit="C532301")
    book.plan(9, "month", attention_level="high", unit="T532301109")
    book.log("2026-05-04", "home_visit", client)
    assert rate(book.report(MAY)) == (1, 1)


def test_the_year_asks_for_every_month(book: Book) -> None:
    steady, once = book.client(level="high"), book.client(level="high")
    book.plan(1, "month", attention_level="high", start_on="2026-04-01")
    for day in ("2026-04-10", "2026-05-10"):
        book.log(day, "home_visit", steady)
    book.log("2026-05-11", "home_visit", once)
    line = book.report(MAY).line("3.completion")
    assert (line.month, line.year) == (Rate(2, 2), Rate(1, 2))
    assert str(line.year) == "50.0%"


# 4 -----------------------------------------------------------------------------------------------------------------


def test_files_opened_ended_on_the_books(book: Book) -> None:
    house = book.household()
    book.client(household=house, categories=["dibao", "disabled"])
    book.client(household=house, opened_on="2026-05-31", categories=["dibao"])
    book.client(opened_on="2026-05-01", state="ended", ended_on="2026-05-31", categories=["disabled"])
    book.client(state="ended", ended_on="2026-04-30")
    book.client(state="ended", ended_on="2026-06-01")
    book.client(state="paused")
    book.client(opened_on="2026-06-01")
    report = book.report(MAY)
    assert values(report, 4) == {
        "opened": (2, 2), "opened_households": (2, 2),
        "opened.dibao": (1, 1), "opened_households.dibao": (1, 1),
        "opened.disabled": (1, 1), "opened_households.disabled": (1, 1),
        "ended": (1, 2), "ended_households": (1, 2),
        "ended.disabled": (1, 1), "ended_households.disabled": (1, 1),
        "ended.none": (0, 1), "ended_households.none": (0, 1),
        "open": (4, 4), "open_households": (3, 3), "paused": (1, 1),
        "open.dibao": (2, 2), "open_households.dibao": (1, 1),
        "open.disabled": (1, 1), "open_households.disabled": (1, 1),
        "open.none": (2, 2), "open_households.none": (2, 2),
    }  # fmt: skip
    assert report.line("4.open").pending is None


def test_a_category_counts_while_it_is_in_force(book: Book) -> None:
    client = book.client()
    book.put("client_category", ident={"client": client, "category": "dibao", "start_on": "2026-05-31"})
    book.put("client_category", ident={"client": client, "category": "orphan", "end_on": "2026-05-30"})
    lines = values(book.report(MAY), 4)
    assert lines["open.dibao"] == (1, 1)
    assert "open.orphan" not in lines


def test_a_deleted_file_is_not_on_the_books(book: Book) -> None:
    book.delete("client", book.client())
    assert book.report(MAY).line("4.open").month == 0


# 5, 7 --------------------------------------------------------------------------------------------------------------


def identity(report: MonthlyReport, year: bool = False) -> tuple[int, ...]:
    lines = values(report, 5)
    parts = ("opening", "opened", "reopened", "closed", "left", "closing")
    out = tuple(int(str(lines[part][year])) for part in parts)
    assert out[0] + out[1] + out[2] - out[3] - out[4] == out[5]
    return out


def test_identity_of_cases_by_month_and_year(book: Book) -> None:
    client = book.client()
    book.case("2025-11-03", client)
    old = book.case("2025-11-04", client)
    book.close_case(old, "2026-02-10")
    reopened = book.case("2026-01-05", client)
    book.close_case(reopened, "2026-03-31", "client_wish")
    book.reopen_case(reopened, "2026-05-06")
    quick = book.case("2026-05-02", client)
    book.close_case(quick, "2026-05-30")
    book.case("2026-06-01", client)
    gone = book.case("2026-01-05", client)
    book.delete("service_case", gone)
    may = book.report(MAY)
    assert identity(may) == (1, 1, 1, 1, 0, 2)
    assert identity(may, year=True) == (2, 2, 1, 3, 0, 2)
    assert identity(book.report("2026-03")) == (2, 0, 0, 1, 0, 1)
    assert identity(book.report("2026-01")) == (2, 1, 0, 0, 0, 3)
    assert may.line("5.reopened").rows == (("service_case", reopened),)
    assert may.case_identity == (
        "1 in hand + 1 opened + 1 opened again − 1 closed − 0 transferred or suspended = 2 in hand"
    )


def test_reopened_and_closed_again_keeps_both_closings(book: Book) -> None:
    client = book.client()
    case = book.case("2026-01-05", client)
    book.close_case(case, "2026-03-10", "client_wish")
    book.reopen_case(case, "2026-04-10")
    book.close_case(case, "2026-05-10", "goals_met")
    assert values(book.report("2026-03"), 7)["closed.client_wish"] == (1, 1)
    may = book.report(MAY)
    assert values(may, 7)["closed"] == (1, 2)
    assert values(may, 7)["closed.goals_met"] == (1, 1)
    assert values(may, 7)["closed.client_wish"] == (0, 1)
    assert identity(may, year=True) == (0, 1, 1, 2, 0, 0)


def test_a_closing_taken_back_never_was(book: Book) -> None:
    client = book.client()
    case = book.case("2026-01-05", client)
    book.close_case(case, "2026-05-10")
    book.put("service_case", case, stage={"stage": "intake", "stage_on": "2026-01-05"}, state={"state": "open"})
    may = book.report(MAY)
    assert identity(may) == (1, 0, 0, 0, 0, 1)
    assert values(may, 7)["closed"] == (0, 0)


def test_the_day_and_the_reason_of_a_closing_can_be_corrected(book: Book) -> None:
    client = book.client()
    case = book.case("2026-01-05", client)
    book.close_case(case, "2026-05-10")
    book.at("2026-06-20")
    book.put("service_case", case, state={"state": "closed", "closed_on": "2026-04-30", "close_reason": "moved"})
    assert values(book.report(MAY), 7)["closed"] == (0, 1)
    assert values(book.report("2026-04"), 7)["closed.moved"] == (1, 1)
    assert identity(book.report("2026-04")) == (1, 0, 0, 1, 0, 0)


def test_state_alone_reopened_on_the_day_of_the_record(book: Book) -> None:
    client = book.client()
    case = book.case("2026-01-05", client)
    book.at("2026-03-10")
    book.put("service_case", case, state={"state": "closed", "closed_on": "2026-03-10"})
    book.at("2026-05-06")
    book.put("service_case", case, state={"state": "open"})
    assert identity(book.report(MAY)) == (0, 0, 1, 0, 0, 1)
    book.put("service_case", case, state={"state": "suspended"})
    book.put("service_case", case, state={"state": "open"})  # the same day: a slip put right
    assert identity(book.report(MAY)) == (0, 0, 1, 0, 0, 1)


def test_suspended_and_transferred_leave_closed_later_is_told_apart(book: Book) -> None:
    client = book.client()
    suspended, sent, resumed = (book.case(f"2026-01-0{day}", client) for day in (5, 6, 7))
    book.at("2026-04-08")
    for case in (suspended, resumed):
        book.put("service_case", case, state={"state": "suspended"})
    book.at("2026-05-08")
    book.put("service_case", sent, state={"state": "transferred"})
    book.put("service_case", resumed, state={"state": "open"})
    book.put("service_case", suspended, state={"state": "closed", "closed_on": "2026-05-08", "close_reason": "lost"})
    may = book.report(MAY)
    assert identity(may) == (1, 0, 1, 0, 1, 1)
    assert values(may, 5)["reopened.suspended"] == (1, 1)
    assert values(may, 5)["left.transferred"] == (1, 1)
    assert values(may, 5)["left.suspended"] == (0, 2)
    assert values(may, 7) == {
        "closed": (1, 1), "closed.lost": (1, 1), "not_in_hand": (1, 1), "goal_rate": (Rate(0, 0), Rate(0, 0)),
        "goals": (0, 0), "achieved": (0, 0),
    }  # fmt: skip


def test_an_imported_closed_case_counts_on_its_own_days(book: Book) -> None:
    book.at("2026-06-15")
    book.put(
        "service_case",
        ident={"number": "B1", "unit": book.unit, "opened_on": "2026-02-01"},
        worker={"worker": book.writer},
        stage={"stage": "closure", "stage_on": "2026-05-20"},
        state={"state": "closed", "closed_on": "2026-05-20", "close_reason": "goals_met"},
    )
    assert identity(book.report("2026-04")) == (1, 0, 0, 0, 0, 1)
    assert identity(book.report(MAY)) == (1, 0, 0, 1, 0, 0)


def test_goals_of_closed_cases(book: Book) -> None:
    client = book.client()
    closed, still = book.case("2026-01-05", client), book.case("2026-01-06", client)
    for case, results in ((closed, ("yes", "yes", "partly", None)), (still, ("yes",))):
        for place, achieved in enumerate(results):
            goal = book.put("case_goal", goal={"service_case": case, "position": place, "goal": "目标"})
            if achieved:
                book.put("case_goal", goal, result={"achieved": achieved, "scored_on": "2026-05-01"})
    dropped = book.put("case_goal", goal={"service_case": closed, "position": 9, "goal": "目标"})
    book.delete("case_goal", dropped)
    book.close_case(closed, "2026-05-10")
    lines = values(book.report(MAY), 7)
    assert lines["goal_rate"] == (Rate(2, 4), Rate(2, 4))
    assert (lines["goals"], lines["achieved"]) == ((4, 4), (2, 2))


def test_rates_round_half_up_in_whole_numbers() -> None:
    assert [str(Rate(*pair)) for pair in ((1, 3), (2, 3), (1, 16), (1, 1), (0, 5), (0, 0))] == [
        "33.3%", "66.7%", "6.3%", "100.0%", "0.0%", "—",
    ]  # fmt: skip
