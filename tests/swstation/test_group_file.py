"""A group's file as one document: plan, members, sessions, who was there, materials, satisfaction; masked if asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from casework import station

from db.errors import Refusal
from db.queries.groups import members, session_by_id
from swstation.operations import group_work
from swstation.operations.attachments import attach
from swstation.operations.book import Book
from swstation.operations.clients import add_client
from swstation.operations.groups import SessionRecord, record_session, session_id
from swstation.operations.registers import add_row
from swstation.reports.group_file import find_group, group_paper, write_group_file
from swstation.reports.write_paper import page


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = station(tmp_path)
    yield made
    made.close()


def a_group(book: Book, folder: Path) -> str:
    """A group of two with a session held and one planned."""
    client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")
    group, _changes = group_work.open_new_group(book, {
        "title": "四点半课堂", "kind": "growth", "opened_on": "2026-03-02", "aims": "张桂芳等人<b>能独立完成作业",
        "planned_sessions": 2, "budget_fen": 50000,
    })  # fmt: skip
    group_work.add_members(book, group, [client], ["李小明"], "2026-03-03")
    group_work.plan_session(book, group, 1, {"planned_on": "2026-03-05", "topic": "相识", "materials": "彩纸 20 张"})
    group_work.plan_session(book, group, 2, {"planned_on": "2026-03-12", "topic": "分享"})
    states = {one.id: "present" if one.client else "absent" for one in members(book.connection, group)}
    record_session(book, group, 1, SessionRecord(held_on="2026-03-05", minutes=60, note="李小明没来",
                                                 unnamed_heads=3), states)  # fmt: skip
    session = session_by_id(book.connection, session_id(group, 1))
    assert session is not None and session.service_log is not None
    add_row(book, "material_given", {
        "service_log": session.service_log, "given_on": "2026-03-05", "what": "文具", "quantity": 5, "measure": "套",
        "value_fen": 12500,
    }, name="x")  # fmt: skip
    group_work.add_survey(book, "service_group", group, "2026-03-20", {
        "sent": 5, "returned": 4, "very_satisfied": 3, "satisfied": 1,
    })  # fmt: skip
    (folder / "sheet.jpg").write_bytes(b"\xff\xd8 sheet")
    attach(book, "group_session", session.id, folder / "sheet.jpg", "sign_in_sheet", title="签到表")
    return group


def test_everything_of_a_group_is_in_its_file(book: Book, tmp_path: Path) -> None:
    group = a_group(book, tmp_path)
    html = page(group_paper(book, group, masked=False, as_of=book.source.now().date()))
    for words in (
        "四点半课堂", "张桂芳等人&lt;b&gt;", "李小明", "相识", "彩纸 20 张", "文具", "5套", "125.00", "500.00",
        "100.0%", "签到表", "分享", "MZ/T 095-2017",
    ):  # fmt: skip
        assert words in html, words
    assert "<b>" not in html and html.count("√") >= 2 and "×" in html
    hidden = page(group_paper(book, group, masked=True, as_of=book.source.now().date()))
    assert "张桂芳" not in hidden and "李小明" not in hidden and "文具" in hidden
    file = write_group_file(book, find_group(book, "g1").id, tmp_path / "g.docx")
    tables = docx.Document(str(file)).tables
    assert any("文具" in cell.text for table in tables for row in table.rows for cell in row.cells)
    assert book.connection.execute("SELECT what, t, detail FROM audit ORDER BY id DESC LIMIT 1").fetchone() == (
        "export", "service_group", "group-file",
    )  # fmt: skip


def test_a_group_is_found_by_number_or_title_and_an_empty_one_says_what_is_missing(book: Book, tmp_path: Path) -> None:
    values = {"title": "课堂", "kind": "growth", "opened_on": "2026-03-02"}
    group, _changes = group_work.open_new_group(book, values)
    assert find_group(book, "课堂").id == find_group(book, "1").id == group
    with pytest.raises(Refusal) as caught:
        find_group(book, "G9")
    assert caught.value.code == "group.unknown"
    group_work.open_new_group(book, values)
    with pytest.raises(Refusal) as caught:
        find_group(book, "课堂")
    assert caught.value.code == "group.several"
    assert "√" not in page(group_paper(book, group, masked=False, as_of=book.source.now().date()))
