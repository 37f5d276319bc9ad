"""A case file as one document: everything in it, masked where that is asked for, inert whatever was typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from casework import DAY, a_case, fill, station

from db.errors import Refusal
from db.gateway import Change
from swstation.operations.attachments import attach
from swstation.operations.book import Book, do
from swstation.operations.case_parts import hold_conference, refer
from swstation.operations.cases import edit_case, move_case
from swstation.operations.logs import LogInput, log_service
from swstation.reports.case_file import case_paper, write_case_file
from swstation.reports.write_paper import page

HOSTILE = '<script>alert(1)</script> & "x" =SUM(A1) 张桂芳的女儿'


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = station(tmp_path)
    yield made
    made.close()


def a_file(book: Book, folder: Path) -> str:
    """A case with everything in it; gives its row id."""
    case, client = a_case(book)
    contact = {"phone": "13800001234"}
    do(book, "phone", [Change("client", client, {"contact": contact, "place": {"address": "石桥组12号"}})])
    fill(book, case, client)
    edit_case(book, case, {"assessment": HOSTILE})
    hold_conference(book, case, DAY, participants="王芳、村医", decision="每周随访")
    refer(book, DAY, "县医院", case=case, consented=True, reason="就诊")
    log_service(book, LogInput("2026-11-12", "phone", minutes=10, note="约张桂芳复诊", clients=((client, "met"),),
                               service_case=case))  # fmt: skip
    (folder / "x.jpg").write_bytes(b"\xff\xd8")
    attach(book, "service_case", case, folder / "x.jpg", "consent", title="签字页")
    return case


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not {name for name, _value in attrs} & {"src", "href", "onclick", "onload"}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_holds_the_whole_file_and_nothing_that_runs(book: Book, tmp_path: Path) -> None:
    case = a_file(book, tmp_path)
    file = write_case_file(book, case, tmp_path / "file.html", as_of=date.fromisoformat(DAY))
    reader = _Words()
    reader.feed(file.read_text(encoding="utf-8"))
    text = "\n".join(reader.words)
    person, work = ("张桂芳", "13800001234", "石桥组12号"), ("按时服药", "每天服药", "下周复查", "约张桂芳复诊")
    more = ("每周随访", "县医院", "签字页", "MZ/T 094-2017", "3 / 4 = 75%", "过程完整")
    for words in (*person, *work, *more, HOSTILE):
        assert words in text, words
    assert "script" not in reader.tags and "link" not in reader.tags and "img" not in reader.tags
    audited = book.connection.execute("SELECT what, t, detail FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    assert audited == ("export", "service_case", "case-file")
    again = page(case_paper(book, case, masked=False, as_of=date.fromisoformat(DAY)))
    assert again == file.read_text(encoding="utf-8")


def test_masked_it_does_not_say_whose_it_is(book: Book, tmp_path: Path) -> None:
    case = a_file(book, tmp_path)
    text = write_case_file(book, case, tmp_path / "file.html", masked=True).read_text(encoding="utf-8")
    for words in ("张桂芳", "13800001234", "石桥组12号"):
        assert words not in text, words
    assert "张*芳" in text and "约张*芳复诊" in text and "按时服药" in text


def test_as_docx_it_opens_and_holds_the_same(book: Book, tmp_path: Path) -> None:
    case = a_file(book, tmp_path)
    write_case_file(book, case, tmp_path / "file.docx")
    document = docx.Document(str(tmp_path / "file.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(one.text for one in document.paragraphs), *cells])
    for words in ("张桂芳", HOSTILE, "按时服药", "约张桂芳复诊", "每周随访", "75%"):
        assert words in said, words
    with pytest.raises(Refusal) as caught:
        write_case_file(book, case, tmp_path / "file.pdf")
    assert caught.value.code == "report.format"


def test_an_empty_file_says_what_is_not_there(book: Book, tmp_path: Path) -> None:
    case, _client = a_case(book)
    empty = page(case_paper(book, case, masked=False, as_of=date.fromisoformat(DAY)))
    assert empty.count('<p class="empty">') >= 6
    move_case(book, case, "closure", DAY, anyway="案主要求")
    assert "案主要求" in page(case_paper(book, case, masked=False, as_of=date.fromisoformat(DAY)))
