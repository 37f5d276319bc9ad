"""Closing a month: what is open, what is frozen, what changes afterwards, and by keys."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from books import seeded
from driver import sitting

from db.errors import Refusal
from screens.app import station_app
from screens.backend import BookBackend
from swstation.operations.book import Book
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise
from swstation.operations.month_close import WORDS, checklist, close_month, differences
from swstation.operations.quick import line_index, log_line, read_line
from swstation.operations.undo import undo

DAY = date(2026, 12, 1)


def station(folder: Path) -> Book:
    """A station with a month of three entries, one of them without a note and a time."""
    book = initialise(folder / "b.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    add_client(book, {"name": "张桂芳"}, opened_on="2026-01-01")
    for line in ("2026-11-02 张桂芳 入户 40m 量血压", "2026-11-03 张桂芳 入户", "2026-11-04 残疾人证 15件"):
        write(book, line)
    return book


def write(book: Book, line: str, reason: str | None = None) -> None:
    """Log a line on the day after the month."""
    log_line(book, read_line(line, line_index(book, DAY)), reason)


def test_the_checklist_names_what_is_open(tmp_path: Path) -> None:
    with closing(station(tmp_path)) as book:
        found = {one.code: one.n for one in checklist(book, "2026-11", DAY)}
        assert set(found) == set(WORDS)
        assert (found["unapproved"], found["no_note"], found["no_minutes"], found["drafts"]) == (3, 1, 2, 0)


def test_a_month_is_frozen_once_and_later_entries_are_seen(tmp_path: Path) -> None:
    with closing(station(tmp_path)) as book:
        row, _changes = close_month(book, "2026-11", DAY, reviewer="李站长")
        assert differences(book.connection, book.unit, "2026-11", DAY) == []
        with pytest.raises(Refusal) as twice:
            close_month(book, "2026-11", DAY)
        assert twice.value.code == "report.closed"
        with pytest.raises(Refusal) as late:
            write(book, "2026-11-20 张桂芳 入户 30m 送药")
        assert late.value.code == "log.late"
        write(book, "2026-11-20 张桂芳 入户 30m 送药", "当时停电")
        changed = {one.code: (one.frozen, one.now) for one in differences(book.connection, book.unit, "2026-11", DAY)}
        assert changed["1.visits"] == (2, 3)
        kept = book.connection.execute("SELECT reviewer, made_on FROM report_snapshot WHERE id = unhex(?)", (row,))
        assert kept.fetchone() == ("李站长", "2026-12-01")


def test_undoing_the_closing_opens_the_month_again(tmp_path: Path) -> None:
    with closing(station(tmp_path)) as book:
        close_month(book, "2026-11", DAY)
        undo(book)
        with pytest.raises(Refusal) as caught:
            differences(book.connection, book.unit, "2026-11", DAY)
        assert caught.value.code == "report.not_closed"
        close_month(book, "2026-11", DAY)


@pytest.mark.parametrize(
    ("month", "day", "code"),
    [
        ("2026-11", date(2026, 11, 30), "report.not_over"),
        ("2026-13", DAY, "approval.month"),
        ("x", DAY, "approval.month"),
    ],
)
def test_what_cannot_be_closed_says_why(tmp_path: Path, month: str, day: date, code: str) -> None:
    with closing(station(tmp_path)) as book, pytest.raises(Refusal) as caught:
        close_month(book, month, day)
    assert caught.value.code == code
    assert code != "report.not_over" or caught.value.params["day"] == "2026-12-01"


def test_frozen_figures_that_were_tampered_with_are_not_believed(tmp_path: Path) -> None:
    with closing(station(tmp_path)) as book:
        close_month(book, "2026-11", DAY)
        with book.store.transaction() as connection:
            connection.execute("UPDATE report_snapshot SET figures = replace(figures, '2', '3')")
        with pytest.raises(Refusal) as caught:
            differences(book.connection, book.unit, "2026-11", DAY)
        assert caught.value.code == "report.frozen_damaged"


async def test_a_month_is_closed_by_keys_and_the_year_is_written(tmp_path: Path) -> None:
    station(tmp_path).close()
    now = datetime(2026, 12, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))
    backend = BookBackend(tmp_path / "b.db", lambda: now)
    async with sitting(station_app(backend, clock=lambda: now), (120, 30)) as person:
        await person.press("escape", "9", "ctrl+right", "f8")
        person.sees("2026-12", "It can be closed from 2027-01-01 on.")
        await person.press("f5")
        person.hears("2026-12 ends on 2026-12-31: it can be closed from 2027-01-01 on").misses("Checked by")
        await person.press("escape", "ctrl+left", "f8")
        person.sees("Entries that wait for approval", "Services without a note")
        await person.press("f5")
        await person.type("李站长")
        await person.press("ctrl+s")
        person.sees("Closed on 2026-12-01")
        await person.press("escape", "f7")
        await person.type("yearly")
        await person.press("enter")
        person.sees("Yearly report")
        await person.press("tab")
        for _character in range(120):
            await person.press("backspace")
        await person.type(str(tmp_path / "year.csv"))
        await person.press("ctrl+s")
    backend.shut()
    assert "2026-11" in (tmp_path / "year.csv").read_text(encoding="utf-8-sig")
