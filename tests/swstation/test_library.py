"""Project library, honours, good cases, sites and micro-projects on one page; the library's yearly meeting is due."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from books import CHINA, seeded
from driver import sitting

from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.book import Book, open_book
from swstation.operations.install import Setup, initialise
from swstation.operations.library import REGISTERS, SECTIONS, library_lines
from swstation.operations.policies import use_policy
from swstation.operations.registers import add_row
from swstation.operations.standing import due

DAY = date(2026, 11, 18)
TERM = {"start_on": "2025-01-01", "end_on": "2027-12-31", "state": "running", "unit": "T532301102"}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    setup = Setup("township_station", "532301102", "王芳", None)
    with closing(initialise(tmp_path / "b.db", setup, seeded(1))) as made:
        use_policy(made, "shenzhen")
        yield made


def add(book: Book, table: str, **values: object) -> str:
    return add_row(book, table, values, name="Test")[0]


def lines(book: Book) -> dict[str, list[tuple[str, str, str]]]:
    with book.store.snapshot() as connection:
        found = library_lines(connection, book.unit, DAY)
    return {key: [(one.title, one.state, one.owes) for one in found if one.section == key] for key in SECTIONS}


def test_everything_has_its_place(book: Book) -> None:
    project = add(book, "project", title="养老服务", library_state="in_library", library_on="2025-01-05", **TERM)
    add(book, "project", title="楼道微改造", kind="micro", **TERM)
    add(book, "honour", title="优秀项目", kind="project", project=project, granted_on="2026-01-01", state="granted")
    add(book, "honour", title="优秀案例", kind="case_example", unit=book.unit, granted_on="2026-02-01", state="applied")
    add(book, "honour", title="先进集体", kind="other", unit=book.unit, granted_on="2026-03-01")
    add(book, "demonstration_site", name="东瓜示范点", unit=book.unit, kind="demonstration", state="active")
    found = lines(book)
    assert [one[0] for one in found["library"]] == ["养老服务"]
    assert "not kept" in found["library"][0][2]  # in the library without the committee's decision (SZ-51)
    assert found["micro"] == [("楼道微改造", "Running", "")]
    assert found["excellent"] == [("优秀项目", "Granted", "")]
    assert found["good_cases"] == [("优秀案例", "Applied", "the result is not entered")]
    assert [one[0] for one in found["other_honours"]] == ["先进集体"]
    assert [one[0] for one in found["sites"]] == ["东瓜示范点"]
    assert set(REGISTERS) == set(SECTIONS)


def test_the_librarys_meeting_is_due_once_for_all_its_projects(book: Book) -> None:
    projects = [add(book, "project", title=name, library_state="in_library", **TERM) for name in ("甲", "乙")]

    def meetings() -> list[tuple[str, str]]:
        found = [one for one in due(book, DAY, 60) if one.clause is not None and one.clause.rule == "SZ-50"]
        return [(one.on.isoformat(), one.ref) for one in found]

    assert len(meetings()) == 1 and meetings()[0][0] == "2026-12-31" and meetings()[0][1] in projects
    add(book, "project_review", project=projects[1], held_on="2026-06-01", subject="exit", decision="refused")
    assert meetings() == []


async def test_a_micro_project_is_added_where_it_belongs_by_keys(book: Book, tmp_path: Path) -> None:
    now = datetime(2026, 11, 18, 9, tzinfo=CHINA)
    book.close()
    backend = BookBackend(tmp_path / "b.db", lambda: now)
    async with sitting(station_app(backend, clock=lambda: now)) as person:
        await person.press("escape", "7", "f8")
        person.sees("Library and honours", "Micro-projects  0", "Nothing here yet: Insert.")
        await person.press("down", "down", "down", "down", "enter")
        await person.type("楼道微改造")
        await person.press("ctrl+s")  # what is missing is where the cursor stands then
        await person.type("2027-12-31")
        await person.press("ctrl+s")
        await person.settle()
        person.sees("Micro-projects  1", "楼道微改造")
    backend.shut()
    with closing(open_book(tmp_path / "b.db")) as again:
        assert lines(again)["micro"] == [("楼道微改造", "Running", "")]
