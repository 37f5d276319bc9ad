"""The weekly report: who did what in which field, once each; what is due in the week after; names are audited."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from books import seeded

from db.errors import Refusal
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import LogInput, log_service
from swstation.reports.listings import of_period
from swstation.reports.weekly import week_days, week_of

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("week", "first", "last"),
    [("2026W47", "2026-11-16", "2026-11-22"), ("2026-W01", "2025-12-29", "2026-01-04"),
     ("2026w53", "2026-12-28", "2027-01-03")],
)  # fmt: skip
def test_a_week_is_from_monday_to_sunday(week: str, first: str, last: str) -> None:
    found = week_days(week)
    assert tuple(day.isoformat() for day in found) == (first, last)
    assert week_of(found[0]) == week_of(found[1])


@pytest.mark.parametrize("week", ["2026W00", "2026W54", "2025W53", "2026-11", "W47", ""])
def test_what_is_no_week_says_why(week: str) -> None:
    with pytest.raises(Refusal, match=r"report\.week"):
        week_days(week)


def test_services_of_the_week_and_what_is_due_after_it(tmp_path: Path) -> None:
    setup = Setup("township_station", "532301102", "王芳", None)
    with closing(initialise(tmp_path / "b.db", setup, seeded(1))) as book:
        client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-01")
        met, absent = ((client, "met"),), ((client, "absent"),)
        for entry in (
            LogInput("2026-11-15", "home_visit", minutes=30, clients=met),
            LogInput("2026-11-16", "home_visit", minutes=40, clients=met, next_contact="2026-11-25"),
            LogInput("2026-11-17", "home_visit", minutes=20, clients=absent),
            LogInput("2026-11-18", "consultation", heads=5),
            LogInput("2026-11-18", "phone", minutes=5, clients=met, state="draft"),
        ):
            log_service(book, entry)
        found = of_period(book, "weekly", book.unit, "2026W47", DAY)
        tables = {one.title: one for one in found.tables}
        assert tables["By worker"].rows == [["王芳", 3, 2, 6, 60]]
        assert tables["By worker"].notes == ["1 entry says no minutes."]
        assert [row[2:] for row in tables["By worker and field"].rows] == [
            ["Consultation", 1, 5, 0], ["Home visit", 2, 1, 60],
        ]  # fmt: skip
        table = tables["Due up to 2026-11-29"]
        due = table.rows
        assert dict(zip((row[0] for row in due), table.refs, strict=True))["2026-11-25"] == ("client", client)
        assert ["2026-11-25", 5, "张桂芳"] in [row[:3] for row in due]
        assert all(str(row[0]) <= "2026-11-29" for row in due)
        with pytest.raises(Refusal, match="not_begun"):
            of_period(book, "weekly", book.unit, "2026W48", DAY)
        (noted,) = book.connection.execute("SELECT count(*) FROM audit WHERE what = 'export'").fetchone()
        assert noted == 1
