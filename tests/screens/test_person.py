"""The page of a person by keys: sections, forms part by part, exams, masked numbers, handing over, the figures."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from driver import Person, sitting
from fake_station import FakeStation, clock

from db.queries.registers import rows_of
from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.book import Book
from swstation.operations.cases import open_case
from swstation.operations.clients import add_client
from swstation.operations.people import add_certificate, add_staff

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))


def _people(book: Book) -> str:
    giver, _c = add_staff(book, {"name": "普玥", "joined_on": "2024-01-08", "phone": "13900001234"})
    add_certificate(book, giver, "assistant_social_worker", "2024-09-01", number="X7")
    client, _c = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    open_case(book, [client], opened_on="2026-02-01", worker=giver)
    return giver


@asynccontextmanager
async def at_page(file: Path) -> AsyncIterator[tuple[Person, BookBackend]]:
    """A book with 普玥 in it, her page open."""
    backend = BookBackend(file, lambda: NOW)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape")
        staff = await backend.call(_people)
        person.app.open_record(f"staff/{staff}")
        await person.settle()
        yield person, backend
    backend.shut()


async def test_what_is_recorded_part_by_part(station_file: Path) -> None:
    async with at_page(station_file) as (person, backend):
        person.sees("普玥", "139****1234", "1 open case", "Education and teaching")
        person.misses("13900001234")
        await person.press("f7")
        person.sees("13900001234")
        shown = await backend.call(
            lambda book: book.connection.execute("SELECT count(*) FROM audit WHERE what = 'reveal'").fetchone()[0]
        )
        assert shown == 1
        await person.press("f5")  # the bar is on the first field, the name
        person.sees("Identity and contact", "Political status")
        person.app.screen.query_one("#field-political_status").focus()
        await person.type("中共党员")
        await person.press("ctrl+s")
        person.sees("中共党员")
        person.misses("13900001234")
        await person.press("ctrl+z")
        person.misses("中共党员")


async def test_an_exam_result_changes_what_is_still_missing(station_file: Path) -> None:
    async with at_page(station_file) as (person, backend):
        await person.press("right")
        person.sees("【Certificates】", "Assistant social worker", "X7", "Way to the next certificate")
        person.sees("to record: Education")
        await person.press("insert")
        await person.type("exam")
        await person.press("enter")
        person.app.screen.query_one("#field-level").focus()
        await person.press("enter")
        await person.type("Social worker")
        await person.press("enter", "2", "0", "2", "6", "tab", "enter")
        await person.type("Law")
        await person.press("enter", "2", "ctrl+s")
        person.sees("by the exam of 2027", "Law and policy", "Passed")
        kept = await backend.call(lambda book: rows_of(book.connection, "exam_result"))
        assert [(row["level"], row["year"], row["subject"]) for row in kept] == [("social_worker", 2026, "law_policy")]


async def test_a_rule_shows_its_clause(station_file: Path) -> None:
    async with at_page(station_file) as (person, _backend):
        await person.press("right", "home", "enter")
        person.sees("What decides it", "民发〔2009〕44号")
        await person.press("escape", "left", "left")
        person.sees("【Timeline】", "2024-09-01", "Joined")


async def test_leaving_hands_over_and_undo_takes_it_back(station_file: Path, tmp_path: Path) -> None:
    async with at_page(station_file) as (person, backend):
        await person.press("f9")
        person.sees("普玥 has in hand: 1 case", "张桂芳")
        await person.press("f5")
        person.sees("In one step, to the receiver: 1 case")
        await person.press("ctrl+s")
        rows = await backend.call(lambda book: rows_of(book.connection, "staff"))
        assert {row["left_on"] for row in rows} == {"2026-11-23", None}
        person.misses("张桂芳")
        await person.press("f7", "end", "ctrl+u")
        await person.type(str(tmp_path / "sheet.html"))
        await person.press("enter")
        assert "张桂芳" in (tmp_path / "sheet.html").read_text(encoding="utf-8")
        await person.press("ctrl+z")
        person.sees("张桂芳")


async def test_sections_without_anything_say_what_belongs_there() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("escape", "5", "enter", "right", "right", "right")
        person.sees("还没有岗位、督导或带教。")
        await person.press("left")
        person.sees("继续教育", "已审核")


async def test_the_figures_and_a_list_written_out(station_file: Path, tmp_path: Path) -> None:
    async with at_page(station_file) as (person, _backend):
        await person.press("escape", "5", "ctrl+r")
        person.sees("Workforce: 2. National certificate holders: 1.", "Certificate level", "Assistant social worker")
        await person.press("f5")
        person.app.screen.query_one("#field-folder").focus()
        await person.press("end", "ctrl+u")
        await person.type(str(tmp_path))
        await person.press("ctrl+s")
        (written,) = tmp_path.glob("*.xlsx")
        assert "普玥" not in written.name
