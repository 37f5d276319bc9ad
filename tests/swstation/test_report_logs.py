"""Figures 1, 2, 6, 11, 12, 15: counted from logs, each edge by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from reporting import Book, values

from swstation.reports.model import MonthlyReport

MAY = "2026-05"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def month(report: MonthlyReport, code: str) -> object:
    return report.line(code).month


def test_two_clients_of_one_household_are_one_household_two_persons(book: Book) -> None:
    house = book.household()
    one, two, alone = book.client(household=house), book.client(household=house), book.client()
    book.log("2026-05-04", "home_visit", one, two)
    book.log("2026-05-05", "home_visit", alone)
    book.log("2026-05-06", "home_visit", one)  # the same household again
    report = book.report(MAY)
    assert month(report, "1.households") == 2
    assert month(report, "1.visits") == 3
    assert month(report, "15.person_times") == 4
    assert month(report, "15.persons") == 3


def test_households_not_named_are_added_and_shown_apart(book: Book) -> None:
    one = book.client()
    book.log("2026-05-04", "home_visit", one)
    book.log("2026-05-05", "home_visit", households=12, heads=30)
    book.log("2026-05-06", "survey", households=50)  # not a home visit
    report = book.report(MAY)
    assert month(report, "1.households") == 13
    assert report.line("1.visits").unnamed == 12
    assert (month(report, "1.named"), month(report, "1.unnamed")) == (1, 12)
    assert month(report, "15.person_times") == 31
    assert month(report, "15.persons") == 1
    assert report.line("15.persons").unnamed == 30


def test_met_and_absent_on_one_log(book: Book) -> None:
    met, absent, refused = book.client(), book.client(), book.client()
    book.log("2026-05-04", "home_visit", met, (absent, "absent"), (refused, "refused"))
    book.log("2026-05-05", "home_visit", (absent, "absent"))
    book.log("2026-05-06", "phone", (absent, "no_answer"))  # a call is no visit
    report = book.report(MAY)
    assert month(report, "1.households") == 1
    assert values(report, 2) == {"not_met": (3, 3), "not_met.absent": (2, 2), "not_met.refused": (1, 1)}
    assert month(report, "12.phone") == 0
    assert (month(report, "15.person_times"), month(report, "15.persons")) == (1, 1)


def test_person_times_go_before_heads_and_are_never_persons(book: Book) -> None:
    book.log("2026-05-04", "consultation", heads=10, person_times=25)
    book.log("2026-05-05", "consultation", heads=3)
    book.log("2026-05-06", "consultation", heads=9, person_times=0)
    book.log("2026-05-07", "consultation", book.client(), heads=2)  # somebody named brought two others
    report = book.report(MAY)
    assert month(report, "12.consultation") == 25 + 3 + 0 + 3
    assert report.line("12.consultation").unnamed == 30
    assert month(report, "15.person_times") == 31
    assert month(report, "15.persons") == 1


def test_two_workers_at_one_service_are_one_log(book: Book) -> None:
    other = book.staff("钱试")
    client = book.client()
    book.log("2026-05-04", "home_visit", client, colleagues=[other])
    report = book.report(MAY)
    assert month(report, "15.person_times") == 1
    assert report.duplicates == ()


def test_duplicates_are_named_and_counted_until_settled(book: Book) -> None:
    other = book.staff("钱试")
    client = book.client()
    first = book.log("2026-05-04", "home_visit", client)
    second = book.log("2026-05-04", "home_visit", client, writer=other)
    book.log("2026-05-04", "phone", client, writer=other)  # another method
    book.log("2026-05-05", "home_visit", client, writer=other)  # another day
    book.log("2026-05-06", "home_visit", client)
    book.log("2026-05-06", "home_visit", client)  # the same writer twice a day
    report = book.report(MAY)
    assert month(report, "15.person_times") == 6
    assert [one.logs for one in report.duplicates] == [tuple(sorted((first, second)))]
    assert set(report.duplicates[0].workers) == {"赵试", "钱试"}
    book.delete("service_log", second)
    report = book.report(MAY)
    assert month(report, "15.person_times") == 5
    assert report.duplicates == ()


def test_drafts_returned_and_deleted_logs_are_left_out(book: Book) -> None:
    client = book.client()
    book.log("2026-05-04", "phone", client, state="draft")
    book.log("2026-05-04", "phone", client, state="returned")
    gone = book.log("2026-05-04", "phone", client)
    book.delete("service_log", gone)
    kept = book.log("2026-05-04", "phone", client)
    report = book.report(MAY)
    assert month(report, "12.phone") == 1
    assert report.line("12.phone").rows == (("service_log", kept),)
    assert (report.logs, report.pending) == (1, 0)


def test_a_deleted_client_line_of_a_log_is_no_contact(book: Book) -> None:
    from db.ids import derived_id

    stays, goes = book.client(), book.client()
    log = book.log("2026-05-04", "home_visit", stays, goes)
    book.delete("log_client", derived_id("log_client", log, goes))
    assert month(book.report(MAY), "15.person_times") == 1


def test_pending_is_what_rests_on_submitted_logs_alone(book: Book) -> None:
    both, waiting = book.client(), book.client()
    book.log("2026-05-04", "phone", both)
    book.log("2026-05-05", "phone", both, state="submitted")
    book.log("2026-05-06", "phone", waiting, state="submitted")
    report = book.report(MAY)
    assert (report.logs, report.pending) == (3, 2)
    assert (month(report, "12.phone"), report.line("12.phone").pending) == (3, 2)
    assert (month(report, "15.persons"), report.line("15.persons").pending) == (2, 1)


def test_a_log_moved_to_another_month_moves_in_the_report(book: Book) -> None:
    client = book.client()
    log = book.log("2026-05-31", "phone", client)
    book.put("service_log", log, when={"service_date": "2026-06-01", "minutes": 30})
    assert book.report(MAY).logs == 0
    june = book.report("2026-06")
    assert june.line("12.phone").month == 1
    assert june.line("12.phone").year == 1


def test_the_first_and_the_last_day_are_in(book: Book) -> None:
    client = book.client()
    for day in ("2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01"):
        book.log(day, "phone", client)
    assert month(book.report(MAY), "12.phone") == 2


def test_month_from_the_26th_over_a_year_end(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.add_unit(book.unit, start_day=26)
    client = book.client()
    for day in ("2025-12-25", "2025-12-26", "2026-01-25", "2026-01-26", "2026-02-25", "2026-02-26"):
        book.log(day, "phone", client)
    january, february = book.report("2026-01"), book.report("2026-02")
    assert (january.first.isoformat(), january.last.isoformat()) == ("2025-12-26", "2026-01-25")
    assert values(january, 12)["phone"] == (2, 2)
    assert values(february, 12)["phone"] == (2, 4)
    assert values(book.report("2025-12"), 12)["phone"] == (1, 1)


def test_year_sums_flows_and_counts_persons_anew(book: Book) -> None:
    same, other = book.client(), book.client()
    book.log("2025-12-31", "home_visit", other)
    book.log("2026-03-02", "home_visit", same)
    book.log("2026-05-04", "home_visit", same)
    book.log("2026-05-05", "home_visit", other)
    report = book.report(MAY)
    assert values(report, 15)["person_times"] == (2, 3)
    assert values(report, 15)["persons"] == (2, 2)
    assert values(report, 1)["households"] == (2, 3)


def test_cases_followed_up(book: Book) -> None:
    client = book.client()
    one, two = book.case("2026-01-05", client), book.case("2026-01-06", client)
    book.log("2026-05-04", "home_visit", client, case=one)
    book.log("2026-05-05", "interview", client, case=one, state="submitted")
    book.log("2026-05-06", "online", client, case=two)
    book.log("2026-05-07", "accompaniment", client, case=two)
    book.log("2026-05-08", "home_visit", (client, "absent"), case=two)  # nobody met
    book.log("2026-05-09", "consultation", client, case=two)  # not a contact of casework
    book.log("2026-05-10", "home_visit", client)  # without a case
    book.log("2026-05-11", "phone", client, case=one)
    book.log("2026-05-12", "phone", client)
    report = book.report(MAY)
    assert values(report, 6) == {
        "cases": (2, 2), "sessions": (4, 4), "sessions.home_visit": (1, 1), "sessions.interview": (1, 1),
        "sessions.online": (1, 1), "sessions.accompaniment": (1, 1),
    }  # fmt: skip
    assert report.line("6.cases").pending == 0
    assert report.line("6.sessions").pending == 1
    assert month(report, "12.phone") == 2
    assert month(report, "12.phone.of_case") == 1
    assert month(report, "12.online") == 1


def test_calls_of_cases_by_the_countys_switch_never_in_both(book: Book) -> None:
    client = book.client()
    case = book.case("2026-01-05", client)
    book.log("2026-05-11", "phone", client, case=case)
    book.log("2026-05-12", "phone", client)
    book.log("2026-05-13", "phone", (client, "no_answer"), case=case)
    apart = book.report(MAY)
    assert (apart.phone_in_cases, month(apart, "6.sessions"), month(apart, "12.phone")) == (False, 0, 2)
    book.set("case_phone_counts", "1")
    switched = book.report(MAY)
    assert (switched.phone_in_cases, month(switched, "6.sessions"), month(switched, "12.phone")) == (True, 1, 1)
    assert values(switched, 6)["sessions.phone"] == (1, 1)
    assert month(switched, "6.cases") == 1
    assert month(switched, "15.person_times") == month(apart, "15.person_times") == 2
    assert book.report(MAY, phone_in_cases=False).line("12.phone").month == 2


def test_affairs_by_item_and_unit_never_together(book: Book) -> None:
    book.log("2026-05-04", "affairs", items=[("dibao_application", 15, "件"), ("dibao_review", 4, "户")])
    book.log("2026-05-05", "affairs", items=[("dibao_application", 2, "人"), ("dibao_application", 3, "件")])
    book.log(
        "2026-05-06", "affairs", items=[("自定事项", 6, "人次"), ("policy_publicity", 70, "份")], state="submitted"
    )
    report = book.report(MAY)
    assert values(report, 11) == {
        "item.dibao_application.人": (2, 2), "item.dibao_application.件": (18, 18), "item.dibao_review.户": (4, 4),
        "item.policy_publicity.份": (70, 70), "item.自定事项.人次": (6, 6), "person_times": (8, 8),
    }  # fmt: skip
    assert report.line("11.person_times").pending == 6
    assert report.line("11.item.自定事项.人次").label == "自定事项"
    assert month(report, "15.affairs_apart") == 8
    assert month(report, "15.person_times") == 0


def test_total_takes_groups_and_activities_but_not_what_is_not_direct(book: Book) -> None:
    client, member = book.client(), book.client()
    book.log("2026-05-04", "interview", client)
    book.log("2026-05-05", "group_session", member, heads=12)
    book.log("2026-05-06", "activity", heads=46)
    book.log("2026-05-07", "resource_linking", member)
    book.log("2026-05-08", "affairs", member, heads=4)
    book.log("2026-05-09", "meeting")
    report = book.report(MAY)
    assert month(report, "15.person_times") == 1 + 13 + 46
    assert month(report, "15.persons") == 2
    assert values(report, 8)["not_on_file"] == values(report, 10)["not_on_file"] == (1, 1)


def test_a_transferred_workers_past_stays_where_it_was(book: Book) -> None:
    other = "T532301103"
    book.add_unit(other, "别的社工站")
    client = book.client()
    book.log("2026-05-04", "phone", client)
    book.put("staff", book.writer, employment={"unit": other})
    book.log("2026-05-20", "phone", client, unit=other)
    assert book.report(MAY).line("12.phone").month == 1
    assert book.report(MAY, unit=other).line("12.phone").month == 1


def test_every_line_opens_its_rows(book: Book) -> None:
    met, absent = book.client(), book.client()
    visit = book.log("2026-05-04", "home_visit", met, (absent, "absent"))
    call = book.log("2026-05-05", "phone", met)
    report = book.report(MAY)
    assert report.line("1.households").rows == (("service_log", visit),)
    assert report.line("2.not_met.absent").rows == (("service_log", visit),)
    assert set(report.line("15.person_times").rows) == {("service_log", visit), ("service_log", call)}
    for figure in report.figures:
        for line in figure.lines:
            assert all(row in report.details for row in line.rows)
    assert report.details["service_log", call].worker == "赵试"


def test_a_month_still_running_counts_to_the_day_asked_for(book: Book) -> None:
    client = book.client()
    book.log("2026-05-04", "phone", client)
    book.log("2026-05-20", "phone", client)
    report = book.report(MAY, as_of="2026-05-10")
    assert not report.complete
    assert month(report, "12.phone") == 1
    assert book.report(MAY, as_of="2026-05-31").complete
