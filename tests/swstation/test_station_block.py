"""What stands below the fifteen figures, against figures counted by hand: two stations and the county over them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reporting import COUNTY, STATION, Book

from db.queries.evaluation import ComplaintRow
from db.queries.people import AttendanceRow
from db.queries.surveys import AskedRow
from db.queries.time_split import SpentRow
from swstation.operations.month_close import frozen_text
from swstation.reports import sheet
from swstation.reports.model import Amount, Line, Rate, Scaled
from swstation.reports.station_block import UNKNOWN, station_block
from swstation.reports.station_rows import UnitSpan
from swstation.reports.write import write


def _trained(tenths: int, measure: str, approved: int = 1) -> AttendanceRow:
    return AttendanceRow("a", "s", "t", "", None, None, "2026-05-04", "2026-05-04", tenths, measure, approved)


def _asked(sent: int, *answers: int) -> AskedRow:
    best, good, fair, poor, worst = answers
    return AskedRow(
        "q", STATION, "", None, None, "2026-05-20", sent, sum(answers), best, good, fair, poor, worst, None
    )  # fmt: skip


def _complaint(state: str) -> ComplaintRow:
    return ComplaintRow(
        "c", "2026-05-20", None, None, None, STATION, None, None, None, None, None, None, state, None, None, None,
        None, None,
    )  # fmt: skip


A = UnitSpan(
    roster=True,
    in_post=frozenset("abc"),
    holders=frozenset("a"),
    trained=[_trained(80, "hour"), _trained(40, "hour", 0), _trained(120, "class_hour")],
    supervised={"joint": (90, 2), "own": (60, 3), "visit": (30, 0)},
    spent=[
        SpentRow("a", "甲", "home_visit", 2, 0, 70), SpentRow("a", "甲", "affairs", 2, 1, 20),
        SpentRow("b", "乙", "meeting", 1, 0, 30),
    ],
    surveys=[_asked(10, 4, 2, 1, 1, 0)],
    complaints=[_complaint("closed"), _complaint("withdrawn")],
    spendings=[("x", 123_456), ("y", 44)],
)  # fmt: skip
B = UnitSpan(
    roster=True, in_post=frozenset("de"), holders=frozenset("de"), trained=[_trained(15, "class_hour")],
    supervised={"joint": (90, 1)}, surveys=[_asked(4, 2, 0, 0, 0, 0)],
)  # fmt: skip


def _values(lines: tuple[Line, ...]) -> dict[str, Amount]:
    return {line.code.removeprefix("station."): line.month for line in lines}


def test_a_station_hour_and_class_hour_apart() -> None:
    assert _values(station_block([A], [A])) == {
        "staff": 3, "certified": 1, "certified_rate": Rate(1, 3),
        "trained": 3, "trained.hour": Scaled(120, 10, 1), "trained.hour.open": Scaled(40, 10, 1),
        "trained.class_hour": Scaled(120, 10, 1),
        # 90 minutes for two, 60 for three: 360 minutes, three people: two hours each.
        "supervisions": 3, "supervised_hours": Scaled(360, 180, 1),
        "time": 120, "professional": 70, "affairs": 20, "administration": 30, "untimed": 1,
        # 4 x 5 + 2 x 4 + 1 x 3 + 1 x 2 = 33 points from eight people.
        "returned": 8, "sent": 10, "satisfied_rate": Rate(6, 8), "satisfaction_mean": Scaled(33, 8, 2),
        "complaints": 2, "unfounded": 1, "money_spent": Scaled(123_500, 100, 2),
    }  # fmt: skip
    found = station_block([A], [A])
    shown = {line.code: (str(line.month), line.unit) for line in found}
    assert shown["station.supervised_hours"] == ("2.0", "hours")
    assert shown["station.satisfaction_mean"] == ("4.13", "points")
    assert (shown["station.trained.hour"], shown["station.trained.class_hour"]) == (
        ("12.0", "hour"),
        ("12.0", "class_hour"),
    )


def test_a_county_divides_after_it_has_added() -> None:
    found = _values(station_block([A, B], [A, B]))
    # Not the mean of a third and of everybody; a joint supervision is one, received by three.
    assert found["certified_rate"] == Rate(3, 5)
    assert (found["supervisions"], found["supervised_hours"]) == (3, Scaled(450, 300, 1))
    assert (found["satisfied_rate"], found["satisfaction_mean"]) == (Rate(8, 10), Scaled(43, 10, 2))
    assert (found["trained.hour"], found["trained.class_hour"]) == (Scaled(120, 10, 1), Scaled(135, 10, 1))
    assert found["money_spent"] == Scaled(123_500, 100, 2)


def test_what_nobody_measured_is_a_dash_and_no_zero() -> None:
    found = _values(station_block([UnitSpan()], [A]))
    unknown = {code for code, value in found.items() if value == UNKNOWN}
    assert unknown == {
        "staff", "certified", "certified_rate", "supervised_hours", "time", "professional", "affairs", "administration",
        "returned", "sent", "satisfied_rate", "satisfaction_mean", "money_spent",
    }  # fmt: skip
    assert str(UNKNOWN) == "—"
    assert (found["trained"], found["supervisions"], found["complaints"]) == (0, 0, 0)


def test_rows_of_the_month_and_of_the_year_so_far(tmp_path: Path) -> None:
    book = Book(tmp_path)
    unit = book.unit
    # May is from 26 April to 25 May, as the unit closes on the 25th.
    book.add_unit(unit, start_day=26)
    other = book.put("staff", ident={"name": "钱试"}, employment={"unit": unit, "joined_on": "2026-05-25"})
    gone = book.put("staff", ident={"name": "孙试"}, employment={"unit": unit, "left_on": "2026-05-24"})
    book.put("staff", ident={"name": "李试"}, employment={"unit": unit, "joined_on": "2026-05-26"})
    moved = book.put("staff", ident={"name": "周试"}, employment={"unit": "T532301103"})
    book.put("assignment", ident={"staff": moved, "unit": unit, "start_on": None, "end_on": "2026-05-31"})
    book.put("assignment", ident={"staff": moved, "unit": "T532301103", "start_on": "2026-06-01"})
    for staff, level, day in (
        (book.writer, "social_worker", "2026-05-25"), (other, "social_worker", "2026-05-26"),
        (moved, "yunnan.employee", "2020-01-01"), (gone, "social_worker", "2020-01-01"),
    ):  # fmt: skip
        book.put("certificate", ident={"staff": staff, "level": level, "issued_on": day})
    for day, measure, who in (
        ("2026-05-25", "hour", moved), ("2026-05-26", "hour", moved), ("2026-02-01", "class_hour", book.writer),
    ):  # fmt: skip
        ident = {"title": "培训", "start_on": day, "end_on": day}
        training = book.put("training", ident=ident, amount={"tenths": 60, "measure": measure})
        book.put(
            "attendance", link={"training": training, "staff": who}, earned={"tenths": 60},
            approval={"approved": True},
        )  # fmt: skip
    held = book.put("supervision", ident={"held_on": "2026-04-26", "minutes": 90}, form={"form": "group"})
    for staff in (book.writer, moved):
        book.put("supervisee", link={"supervision": held, "staff": staff})
    book.log("2026-05-25", "home_visit", heads=1)
    book.log("2026-01-05", "affairs")
    book.put("complaint", ident={"received_on": "2026-05-01", "staff": moved}, handling={"state": "received"})
    book.put("complaint", ident={"received_on": "2026-05-01", "unit": COUNTY}, handling={"state": "received"})
    project = book.put(
        "project", ident={"title": "项目", "unit": unit}, term={"start_on": "2026-01-01", "end_on": "2026-12-31"},
        state={"state": "running", "state_on": "2026-01-01"},
    )  # fmt: skip
    for day, fen in (("2026-05-26", 1), ("2026-03-01", 2_000), ("2026-05-20", 550)):
        book.put("project_spending", ident={"project": project, "category": "other", "spent_on": day, "value_fen": fen})
    report = book.report("2026-05", station=True)
    found = {line.code.removeprefix("station."): (str(line.month), str(line.year)) for line in report.station}
    assert found == {
        "staff": ("3", "3"), "certified": ("1", "1"), "certified_rate": ("33.3%", "33.3%"),
        "trained": ("1", "2"), "trained.hour": ("6.0", "6.0"), "trained.class_hour": ("0.0", "6.0"),
        "supervisions": ("1", "1"), "supervised_hours": ("1.0", "1.0"),
        "time": ("30", "60"), "professional": ("30", "30"), "affairs": ("0", "30"), "administration": ("0", "0"),
        "returned": ("—", "—"), "sent": ("—", "—"), "satisfied_rate": ("—", "—"), "satisfaction_mean": ("—", "—"),
        "complaints": ("1", "1"), "money_spent": ("5.50", "25.50"),
    }  # fmt: skip
    # Below the figures in every file; what is frozen of a month is the same with it and without.
    assert frozen_text(report) == frozen_text(book.report("2026-05"))
    assert sum(1 for _row in sheet.station_lines(report)) == len(found) + 1
    csv, html = tmp_path / "m.csv", tmp_path / "m.html"
    assert write(report, csv) == write(book.report("2026-05"), html)
    write(report, html)
    last = csv.read_text(encoding="utf-8-sig").splitlines()[-1]
    assert last.startswith(f"{unit},2026-05,,station.money_spent,") and last.endswith(",5.50,,,25.50")
    assert html.read_text(encoding="utf-8").count("25.50</td>") == 1


def test_an_early_look_ends_at_the_day(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.log("2026-05-04", "meeting")
    book.log("2026-05-20", "meeting")
    report = book.report("2026-05", as_of=date(2026, 5, 10).isoformat(), station=True)
    assert {line.code: line.month for line in report.station}["station.time"] == 30
