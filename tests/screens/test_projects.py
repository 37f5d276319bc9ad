"""Projects and targets, key by key: entered, its parts added, checks with their clauses, indicators counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from driver import sitting

from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.book import Book

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


async def test_a_project_from_its_contract_to_what_is_done(station_file: Path, tmp_path: Path) -> None:
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "7")
        person.sees("No project yet.", "Insert adds the first entry.")
        await person.press("insert")
        await person.type("社区养老[/b]")
        await person.press("ctrl+s")
        person.sees("It is empty and is")
        await person.type("2027-12-31")
        await person.press("ctrl+s")
        person.sees("社区养老[/b]", "2027-12-31", "Running")
        await person.press("enter")
        person.sees("No check and no indicator yet.")
        await person.press("insert", "enter")
        await person.type("入户走访")
        await person.press("tab")
        await person.type("2")
        await person.press("ctrl+s")
        person.sees("入户走访", "- / 2", "entered by hand")
        await person.press("f9")
        person.sees("Evaluation folder", "Files drawn")
        await person.press("end", "ctrl+u")
        await person.type(str(tmp_path / "out"))
        await person.press("ctrl+s")
        person.sees("There is no file")
        (tmp_path / "out").mkdir()
        await person.press("ctrl+s")
        person.hears("Seed of the draw")
    assert len(list(tmp_path.glob("out/Evaluation folder-社区养老*/00-*.docx"))) == 1
    backend.shut()


async def test_the_target_board_names_its_clauses(station_file: Path) -> None:
    backend = BookBackend(station_file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await person.press("escape", "7", "f9")
        person.sees("own share", "2025-12-31")
        await person.press("f8")
        person.sees("楚人社发〔2021〕13号")
        await person.press("escape", "insert")
        person.sees("Targets that the unit sets itself")
    backend.shut()


def test_indicators_count_only_who_is_in_the_project_while_in_it(tmp_path: Path) -> None:
    """Counted once more from plain rows, without the query that is under test."""
    from contextlib import closing

    from books import seeded

    from db.queries.projects import COUNTS, done
    from swstation.operations.install import Setup, initialise
    from swstation.operations.quick import line_index, log_line, read_line
    from swstation.operations.registers import add_row

    book: Book
    with closing(
        initialise(tmp_path / "b.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    ) as book:
        from swstation.operations.cases import open_case
        from swstation.operations.clients import add_client
        from swstation.operations.logs import LogInput, log_service

        client, _made = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-01")
        values = {
            "title": "养老",
            "unit": book.unit,
            "start_on": "2026-01-01",
            "end_on": "2028-12-31",
            "state": "running",
        }
        project, _changes = add_row(book, "project", values, name="x")
        member = {"project": project, "staff": book.worker, "start_on": "2026-03-10", "end_on": "2026-03-20"}
        add_row(book, "project_staff", member, name="x")
        for day in ("2026-03-09", "2026-03-10", "2026-03-20", "2026-03-21"):
            on = date.fromisoformat(day)
            log_line(book, read_line("张桂芳 入户 40m", line_index(book, on)))
        case, _made = open_case(book, [client], opened_on="2026-03-10")
        log_service(book, LogInput("2026-03-12", "home_visit", households=3))
        log_service(book, LogInput("2026-03-12", "consultation", heads=5))
        log_service(book, LogInput("2026-03-13", "activity", heads=30, activity_title="义诊"))
        log_service(book, LogInput("2026-03-14", "home_visit", clients=((client, "absent"),), service_case=case))
        # The words are those of the monthly report: with the people nobody named, visits by household, sessions met.
        assert done(book.connection, "contacts", project, "2026-01-01", "2026-12-31") == 2 + 5 + 30
        assert done(book.connection, "home_visits", project, "2026-03-11", "2026-12-31") == 1 + 3
        assert done(book.connection, "activities", project, "2026-01-01", "2026-12-31") == 1
        assert done(book.connection, "cases_followed", project, "2026-01-01", "2026-12-31") == 0
        assert done(book.connection, "clients", project, "2026-01-01", "2026-12-31") == 1
        for counts in COUNTS:  # every one is a statement that the database takes
            assert done(book.connection, counts, project, "2025-01-01", "2025-12-31") == 0
