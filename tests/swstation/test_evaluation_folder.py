"""The evaluation folder: whole or not at all, nobody named unless asked for, the same seed draws the same files."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from books import seeded
from openpyxl import load_workbook

from db.errors import Refusal
from swstation import i18n
from swstation.operations.book import Book
from swstation.operations.cases import open_case
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise
from swstation.operations.quick import line_index, log_line, read_line
from swstation.operations.registers import add_row
from swstation.reports.evaluation_folder import Asked, Folder, write_evaluation_folder
from swstation.reports.folder_lists import Term
from swstation.reports.folder_lists import draw as drawing

DAY = date(2026, 11, 30)
HASH = "1399999000012345678901234567890123456789012345678901234567890123"
NAMES = ("张桂芳", "李秀英", "赵玉兰")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    path = tmp_path_factory.mktemp("folder") / "b.db"
    with closing(initialise(path, Setup("township_station", "532301102", "王芳", None), seeded(1))) as made:
        for name in NAMES:
            client, _changes = add_client(made, {"name": name}, opened_on="2026-01-01")
            open_case(made, [client], opened_on="2026-02-01", problem=f"{name}独居")
        log_line(made, read_line("2026-03-05 张桂芳 入户 40m 电话13888880000找李秀英", line_index(made, DAY)))
        project = {"title": "养老", "unit": made.unit, "start_on": "2026-01-01", "end_on": "2026-12-31"}
        row, _changes = add_row(made, "project", {**project, "state": "running"}, name="x")
        add_row(made, "project_indicator", {"project": row, "title": "走访", "target": 9, "position": 1}, name="x")
        proof = {
            "subject_table": "project",
            "subject": row,
            "kind": "photo",
            "file_hash": HASH,
            "taken_on": "2026-03-05",
        }
        add_row(made, "attachment", proof, name="x")
        yield made


def written(book: Book, target: Path, **asked: Any) -> Folder:
    return write_evaluation_folder(book, Asked(book.unit, "2026")._replace(**asked), target, DAY)


def everything(folder: Path) -> str:
    """Every text in every file, those inside the packed ones too."""
    out = [(folder / "index.html").read_text(encoding="utf-8")]
    for file in folder.iterdir():
        out.append(file.name)
        if file.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(file) as packed:
                out += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    return "\n".join(out)


def test_nobody_is_named_unless_names_are_asked_for(book: Book, tmp_path: Path) -> None:
    written(book, tmp_path / "masked")
    words = everything(tmp_path / "masked")
    assert not [name for name in (*NAMES, "13888880000") if name in words]
    assert "张*芳" in words
    assert HASH in words
    numbers = [row[0] for row in book.connection.execute("SELECT number FROM service_case")]
    assert len(numbers) == 3
    assert all(number in words for number in numbers)
    written(book, tmp_path / "named", masked=False)
    assert all(name in everything(tmp_path / "named") for name in NAMES)
    trail = [row[0] for row in book.connection.execute("SELECT detail FROM audit WHERE what = 'export' ORDER BY id")]
    assert [one.split()[:2] for one in trail[-2:]] == [["evaluation-folder", "masked"], ["evaluation-folder", "named"]]


def test_the_index_tells_rows_and_the_hash_of_every_file(book: Book, tmp_path: Path) -> None:
    made = written(book, tmp_path / "f", seed="1")
    page = (made.path / "index.html").read_text(encoding="utf-8")
    files = {file.name for file in made.path.iterdir()} - {"index.html"}
    assert files == {one.file for one in made.contents}
    for one in made.contents:
        assert one.hash == hashlib.sha256((made.path / one.file).read_bytes()).hexdigest()
        assert one.hash in page
    cases = next(one for one in made.contents if one.title == "Case list")
    assert cases.rows == 3
    sheet = load_workbook(made.path / cases.file).active
    assert sheet is not None
    assert sum(1 for row in sheet.iter_rows(values_only=True) if datetime.fromisoformat("2026-02-01") in row) == 3


def test_the_same_seed_draws_the_same_files(book: Book, tmp_path: Path) -> None:
    first = written(book, tmp_path / "a", seed="甲", draw=2)
    again = written(book, tmp_path / "b", seed="甲", draw=2)
    assert first.drawn == again.drawn
    assert len(first.drawn) == 2
    year = Term(book.unit, date(2026, 1, 1), DAY)
    draws = {tuple(one.row for one in drawing(book.connection, year, 1, str(n))) for n in range(6)}
    assert len(draws) > 1
    assert len(list((tmp_path / "a").glob("1*.docx"))) == 2


def test_the_whole_volume_binds_everything_and_refers_to_its_pages(book: Book, tmp_path: Path) -> None:
    """Pages are counted by the program that opens it; here that every content has its mark and its field."""
    made = written(book, tmp_path / "f", seed="1", draw=1)
    volume = next(one for one in made.contents if one.file.startswith("00-"))
    document = docx.Document(str(made.path / volume.file))
    index = document.tables[0]
    assert [row.cells[2].text for row in index.rows][1:] == [one.file for one in made.contents if one is not volume]
    with zipfile.ZipFile(made.path / volume.file) as packed:
        body = packed.read("word/document.xml").decode()
        footer = "".join(packed.read(one).decode() for one in packed.namelist() if "footer" in one)
    marks = set(re.findall(r'w:bookmarkStart [^>]*w:name="(content\d+)"', body))
    assert marks == set(re.findall(r"PAGEREF (content\d+)", body)) == {f"content{n}" for n in range(1, len(index.rows))}
    assert "NUMPAGES" in footer and "PAGE " in footer


def test_a_stopped_folder_leaves_nothing(book: Book, tmp_path: Path) -> None:
    def stop(done: int, whole: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_evaluation_folder(book, Asked(book.unit, "2026"), tmp_path / "x", DAY, stop)
    assert list(tmp_path.iterdir()) == []


def test_a_project_alone_with_what_it_promised(book: Book, tmp_path: Path) -> None:
    made = written(book, tmp_path / "p", period="", project="养老", draw=0)
    words = everything(made.path)
    assert "走访" in words
    assert "2026-01-01" in (made.path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"period": "", "project": "没有"}, "report.project"), ({"period": "2027"}, "report.not_begun"),
     ({"period": "20x6"}, "report.period")],
)  # fmt: skip
def test_what_cannot_be_told_is_refused_and_leaves_nothing(
    book: Book, tmp_path: Path, asked: dict[str, str], code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        written(book, tmp_path / "x", **asked)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(book: Book, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(Refusal) as caught:
        written(book, tmp_path / "there")
    assert caught.value.code == "report.folder_there"
    assert list((tmp_path / "there").iterdir()) == []
