"""The time of a month: what is professional, affairs, administration; writers and colleagues alike; nothing guessed."""

from __future__ import annotations

from pathlib import Path

from reporting import Book

from swstation.reports.model import Rate
from swstation.reports.time_split import Split, of_month


def test_time_is_split_by_class_of_method_for_everybody_who_took_part(tmp_path: Path) -> None:
    book = Book(tmp_path)
    other = book.staff("钱试")
    book.log("2026-05-04", "home_visit", heads=1, colleagues=[other])
    book.log("2026-05-05", "referral", heads=1)
    book.log("2026-05-06", "affairs", items=[("dibao_application", 3, "件")], writer=other)
    book.log("2026-05-07", "meeting")
    book.log("2026-05-08", "meeting", state="draft")
    book.log("2026-06-01", "meeting")
    untimed = book.log("2026-05-09", "paperwork")
    book.put("service_log", untimed, when={"service_date": "2026-05-09"})
    found = of_month(book.store.connection, book.unit, "2026-05")
    assert found == [
        Split(book.writer, "赵试", 60, 0, 30, 4, 1),
        Split(other, "钱试", 30, 30, 0, 2, 0),
        Split("", "", 90, 30, 30, 6, 1),
    ]
    assert found[-1].share("professional") == Rate(90, 150)
    assert of_month(book.store.connection, book.unit, "2026-04") == []
