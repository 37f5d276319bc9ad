"""Five hundred hostile and odd texts through quick line, forms, import and export: kept as they are or refused by name.

What is kept is shown as text and nothing else, and a spreadsheet made of it has no cell that calculates.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
import sites
from books import CHINA
from driver import sitting
from goldens import lines_of
from hostile_texts import BASE, KINDS, TEXTS
from ledgers import xlsx
from quicklog_context import CONTEXT
from rich.cells import cell_len
from taking import Station, station
from textual.content import Content
from textual.strip import Strip

from db.errors import Refusal
from db.queries.logs import LogFilter, log_list
from screens.app import station_app
from screens.backend import BookBackend
from screens.text import clean
from swstation.errors import message
from swstation.importing.applying import import_file
from swstation.operations.book import Book
from swstation.operations.cases import open_case
from swstation.operations.clients import add_client
from swstation.operations.group_work import open_new_group
from swstation.operations.logs import LogInput, log_service
from swstation.operations.quick import as_input
from swstation.operations.registers import add_row
from swstation.quicklog import Index, parse
from swstation.reports.listing import ListColumn, Listing, ListTable
from swstation.reports.paper import Paper, Part, Table
from swstation.reports.write_listing import write_listing
from swstation.reports.write_paper import write_paper

DAY = date(2026, 11, 18)
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no record may hold (docs/bundle-format.md): everything else is anybody's to write."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
INDEX = Index.build(CONTEXT).knowing(frozenset({"c1"}), ())


def test_there_are_five_hundred_of_every_kind() -> None:
    assert len(TEXTS) == len(set(TEXTS)) == 500 and len(KINDS) == 10
    assert {"\x00", "\ud800", "\u202e", "\u200b", "\x1b"} <= set("".join(TEXTS)) and max(map(len, TEXTS)) >= 10_000


def test_no_line_is_too_odd_to_be_read_and_the_note_stays_as_it_was() -> None:
    for text in TEXTS:
        parse(text, INDEX)  # whatever it is taken for, nothing breaks
        line = f"张桂芳 入户 30m // {text}"
        parsed = parse(line, INDEX)
        if len(line) > 4000:
            assert [one.reason for one in parsed.problems] == ["too_long"]
        else:
            assert parsed.ready and parsed.note == text.strip(), ascii(text)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> sites.County:
    return sites.found(tmp_path_factory.mktemp("county"))


def kept(write: Callable[[str], object], texts: tuple[str, ...], fields: set[str]) -> list[str]:
    """What was written; of all others there is a sentence that names the field."""
    done = []
    for text in texts:
        try:
            write(text)
        except Refusal as refusal:
            assert refusal.field in fields, (ascii(text)[:40], refusal.code, refusal.field)
            assert message(refusal) and not FORBIDDEN.search(message(refusal))
        else:
            done.append(text)
    return done


def stored(book: Book, sql: str) -> list[str]:
    return sorted(text for (text,) in book.connection.execute(sql) if text is not None)


def test_kept_or_refused_by_name_and_carried_to_the_county(county: sites.County, tmp_path: Path) -> None:
    site = county.a
    with site.book() as book:
        book.connection.execute("PRAGMA synchronous = OFF")
        client, _changes = add_client(book, {"name": "张桂芳"}, opened_on="2026-01-05")

        def line(text: str) -> None:
            said = as_input(parse(f"张桂芳 入户 30m // {text}"[:4000], INDEX))
            log_service(book, LogInput(said.service_date, said.method, note=said.note, clients=((client, "met"),)))

        def case(text: str) -> None:
            open_case(book, clients=[client], opened_on="2026-02-02", problem=text)

        def group(text: str) -> None:
            open_new_group(book, {"title": text, "kind": "support", "opened_on": "2026-02-02"})

        def meeting(text: str) -> None:
            values = {"title": "例会", "held_on": "2026-02-02", "unit": book.unit, "decisions": text}
            add_row(book, "meeting_record", values, name="Meeting")

        notes = kept(line, TEXTS, {"note"})
        not_kept = [text for text in TEXTS if FORBIDDEN.search(text.strip())]
        assert [text for text in TEXTS if text not in notes] == not_kept and len(not_kept) > 20
        wanted = sorted(text[: 4000 - len("张桂芳 入户 30m // ")].strip() for text in notes)
        assert stored(book, "SELECT note FROM service_log WHERE note IS NOT NULL") == [text for text in wanted if text]
        names = kept(lambda text: add_client(book, {"name": text}, opened_on="2026-02-02"), BASE, {"name"})
        assert set(stored(book, "SELECT name FROM client")) == {"张桂芳", *names}
        problems = kept(case, BASE, {"problem"})
        assert stored(book, "SELECT problem FROM service_case") == sorted(problems)
        titles, decisions = kept(group, BASE, {"title"}), kept(meeting, BASE, {"decisions"})
        assert stored(book, "SELECT title FROM service_group") == sorted(titles)
        assert stored(book, "SELECT decisions FROM meeting_record") == sorted(decisions)
        said = {(row.note, row.method) for row in log_list(book.connection, LogFilter())}
    bundle = site.bundle(tmp_path)
    county.county.merge_one(bundle)
    with county.county.book() as book:
        assert {(row.note, row.method) for row in log_list(book.connection, LogFilter())} == said
        assert set(stored(book, "SELECT name FROM client")) == {"张桂芳", *names}


def _as_rows(texts: Sequence[str]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("日期", "方式", "社工", "人数", "内容")]
    return rows + [("2026-11-05", "咨询接待", "赵试", n + 1, text) for n, text in enumerate(texts)]


def _take(made: Station, file: Path, texts: Sequence[str]) -> None:
    """Taken in as they are, or refused by the name of their column."""
    _changes, outcome = import_file(made.book, "logs", file, DAY, partial=True)
    assert all(problem.column == "内容" and problem.message() for problem in outcome.refused)
    assert outcome.added + len(outcome.refused) == outcome.read == len(texts)
    found = {row.heads: row.note for row in log_list(made.book.connection, LogFilter())}
    # A cell in which there is nothing to be seen is an empty one.
    seen = {n + 1: text.strip() for n, text in enumerate(texts) if clean(text).strip()}
    wrong = [ascii(text)[:60] for n, text in seen.items() if n in found and found[n] != text]
    assert not wrong and len(found) > 400


def test_an_imported_ledger_takes_them_or_names_the_column(tmp_path: Path) -> None:
    texts = [text for text in TEXTS if not FORBIDDEN.search(text) and text.strip()]
    file = tmp_path / "服务记录.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows(_as_rows(texts))
    with station(tmp_path) as made:
        _take(made, file, texts)
        file.write_text("日期,方式,社工,人数,内容\n2026-11-05,咨询接待,赵试,1,空\x00字\n", encoding="utf-8")
        with pytest.raises(Refusal) as refused:
            import_file(made.book, "logs", file, DAY)
        assert "服务记录.csv" in message(refused.value)


def test_an_imported_workbook_takes_them_or_names_the_column(tmp_path: Path) -> None:
    # A workbook is XML, which cannot hold U+FFFE and U+FFFF at all.
    texts = [text for text in TEXTS if not FORBIDDEN.search(text) and text.strip() and not {*"\ufffe\uffff"} & {*text}]
    file = xlsx(tmp_path / "服务记录.xlsx", _as_rows(texts))
    with station(tmp_path) as made:
        _take(made, file, texts)


@pytest.fixture(scope="module")
def listing() -> Listing:
    columns = [ListColumn("内容", 30), ListColumn("同样", 30)]
    rows = [(text[:2000], text[:2000]) for text in TEXTS if not FORBIDDEN.search(text)]
    return Listing("名单", DAY, ["[/]=1+1"], [ListTable("=表[1]", columns, rows)])


def test_a_spreadsheet_made_of_them_calculates_nothing(listing: Listing, tmp_path: Path) -> None:
    write_listing(listing, tmp_path / "名单.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "名单.xlsx", read_only=True).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    values = {str(cell.value) for cell in cells if cell.value is not None}
    assert {"=1+1", "=cmd|'/c calc'!A0", "[bold]粗[/bold]", "'; DROP TABLE client; --"} <= values
    write_listing(listing, tmp_path / "名单.csv")
    with (tmp_path / "名单.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert not [cell for line in lines for cell in line if cell.startswith(FORMULA)]
    assert {"'=1+1", "'@SUM(A1:A9)"} <= {line[0] for line in lines if line}


class Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _value in attrs if name.startswith("on") or name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_a_page_and_a_document_made_of_them_hold_text_and_nothing_else(listing: Listing, tmp_path: Path) -> None:
    write_listing(listing, tmp_path / "名单.html")
    page = Page()
    page.feed((tmp_path / "名单.html").read_text(encoding="utf-8"))
    assert page.tags.isdisjoint({"script", "img", "b", "a", "iframe", "link"})
    assert {"<script>alert(1)</script>", "&lt;b&gt;", "[/]"} <= set(page.text)
    texts = [text[:500] for text in BASE if not FORBIDDEN.search(text)]
    table = Table(["内容"], [[text] for text in texts])
    write_paper(Paper("=文[/]", parts=[Part("表", [table])]), tmp_path / "文.docx")
    body = docx.Document(str(tmp_path / "文.docx"))
    shown = {row.cells[0].text for row in body.tables[0].rows}
    assert {"<script>alert(1)</script>", "&lt;b&gt;", "=1+1", "{0.__class__}"} <= shown


@pytest.mark.parametrize("kind", KINDS)
def test_on_the_screen_a_line_of_each_kind_is_one_line_of_text(kind: str) -> None:
    for text in KINDS[kind]:
        shown = clean(text)
        assert not FORBIDDEN.search(shown.replace("\ud800", "").replace("\udfff", "").replace("\ud83d", ""))
        assert not set(shown) & set("\n\t\u202e\u2066\u200b\ufeff")
        drawn = Strip(Content(shown).render_segments()).text if shown else ""
        assert drawn.rstrip("\n") == shown, ascii(text)


async def test_typed_into_the_line_and_into_a_form_they_are_only_text(county: sites.County) -> None:
    backend = BookBackend(county.b.path, lambda: datetime(2026, 11, 18, 9, tzinfo=CHINA))
    try:
        async with sitting(station_app(backend, clock=backend.clock)) as person:
            for text in ("[@click=app.quit]退[/]", "=1+1", "\u202e反写", "空\x00字", "😀👨‍👩‍👧‍👦", "\x1b[2J"):
                await person.type(f"咨询接待 1人 {text}")
                await person.press("enter")
                for line in lines_of(person.app):
                    assert cell_len(line) <= 80 and not set(line) & set("\x1b\u202e\x00\t")
                await person.press("end", "ctrl+u")
            await person.press("escape", "4", "insert")
            await person.type("[red]张[/]\u202e桂芳")
            await person.press("ctrl+s")
            person.sees("[red]张[/]")
            await person.press("insert")
            await person.type("=1+1")
            await person.press("ctrl+s", "ctrl+c")
            assert person.app.clipboard.startswith("'=1+1\t")
            assert person.app.is_running and not [t for t in person.app._notifications if "Traceback" in t.message]
            rows = await backend.call(lambda book: [row.note for row in log_list(book.connection, LogFilter())])
            assert {"1人 [@click=app.quit]退[/]", "1人 =1+1"} <= set(rows)
    finally:
        backend.shut()
