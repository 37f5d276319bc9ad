"""Texts that spreadsheets read as something else: markup, characters spelled out, formulas. They stay what they are."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from books import seeded
from hypothesis import given
from hypothesis import strategies as st
from ledgers import read_rows

from db.queries.registers import rows_of
from swstation.importing import template
from swstation.importing.kinds import STAFF
from swstation.operations.book import Book
from swstation.operations.carrying import take_sheet
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise
from swstation.operations.registers import add_row
from swstation.own_forms.filling import asked_for, fill_form
from swstation.own_forms.folder import read_name
from swstation.reports.carry_sheet import write_carry_sheet
from swstation.reports.listing import ListColumn, Listing, ListTable
from swstation.reports.write_listing import write_listing
from swstation.sheets import sheet
from swstation.xstring import escaped, for_writer, unescaped

DAY = date(2026, 11, 18)
TEXTS = (
    "<r>张</r>", "<r><t>另一个</t></r>", "<r></b>&</r>", "_x000D_", "a_x0041_b", "_x005F_x000D_", "_X000d_", "=1+1",
    "+1", "-1", "@SUM(A1)", "\t=1", "&lt;r&gt;", "<r>",
)  # fmt: skip
_T = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t"
_SI = re.compile(r"\}(si|is)$")


def _character(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))


def texts_of(path: Path) -> set[str]:
    """Every text of a workbook as a program reads it that knows the format; fails for any formula."""
    found: set[str] = set()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml", name):
                root = ElementTree.fromstring(archive.read(name))
                assert not [one for one in root.iter() if one.tag.endswith("}f")], name
                for one in root.iter():
                    if _SI.search(one.tag):
                        runs = [t.text or "" for t in one.iter(_T)]
                        found.add("".join(re.sub("_x([0-9A-Fa-f]{4})_", _character, run) for run in runs))
    return found


PIECES = st.lists(st.sampled_from(["_", "x", "005F", "000D", "_x005F_", "<r>", "</r>", "&", "张"]), max_size=9).map(
    "".join
)


@given(PIECES)
def test_what_is_escaped_says_the_same_again(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(PIECES)
def test_what_the_library_makes_of_it_says_the_same_again(text: str) -> None:
    """Its own steps for a text, held against the version in use by the tests of whole files below."""
    made = re.sub("(_x[0-9a-fA-F]{4}_)", r"_x005F\1", for_writer(text))
    if made.startswith("<r>") and made.endswith("</r>"):
        runs = [one.text or "" for one in ElementTree.fromstring(f"<is>{made}</is>").iter("t")]
    else:
        runs = [made]
    assert "".join(map(unescaped, runs)) == text


def test_half_a_character_stays_spelled_out() -> None:
    assert unescaped("_xD83D_") == "_xD83D_" and unescaped("_x000D_") == "\r"


def test_lists_and_ledgers(tmp_path: Path) -> None:
    table = ListTable("表", (ListColumn("列", 10), ListColumn("数", 6)), [[one, 1] for one in TEXTS], TEXTS[:3])
    write_listing(Listing(TEXTS[0], DAY, TEXTS, (table,), ()), tmp_path / "l.xlsx")
    assert set(TEXTS) <= texts_of(tmp_path / "l.xlsx")


def test_templates_with_rows_and_words_offered(tmp_path: Path) -> None:
    rows = [{"name": f"王{one}", "joined_on": DAY} for one in TEXTS]
    rows.append({"name": TEXTS[0], "joined_on": DAY})
    path = template.write(STAFF, tmp_path / "t.xlsx", choices={"education": TEXTS}, rows=rows)
    found = texts_of(path)
    assert {str(row["name"]) for row in rows} <= found and set(TEXTS) <= found
    # The library that reads cannot tell a spelled-out carriage return from a real one; a name holds no tab.
    same = {str(row["name"]) for row in rows if not re.search(r"_x00[01]|_x005F|\t", str(row["name"]))}
    assert len(same) > 10 and same <= {str(row.values.get("name")) for row in read_rows(path, STAFF)}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    path = tmp_path / "b.db"
    with closing(initialise(path, Setup("township_station", "532301102", "王芳", None), seeded(1))) as made:
        yield made


def test_sheets_to_go_on_with_come_back_unchanged(book: Book, tmp_path: Path) -> None:
    kept = (*TEXTS, "  两头空格  ")
    for one in kept:
        add_row(book, "work_plan", {"kind": "plan", "period": "2026", "content": one, "unit": book.unit}, name="x")
    write_carry_sheet(book, sheet("work_plan"), tmp_path / "w.xlsx")
    assert set(kept) <= texts_of(tmp_path / "w.xlsx")
    assert take_sheet(book, tmp_path / "w.xlsx", dry_run=True).differences == []
    workbook = openpyxl.load_workbook(tmp_path / "w.xlsx")
    page = workbook.worksheets[0]
    cell = next(c for row in page.iter_rows(min_row=4) for c in row if c.value == "a_x005F_x0041_b")
    cell.value = "a_x005F_x0042_b"  # as Excel keeps what was typed: a_x0042_b
    workbook.save(tmp_path / "w.xlsx")
    assert len(take_sheet(book, tmp_path / "w.xlsx").differences) == 1
    assert {row["content"] for row in rows_of(book.connection, "work_plan")} == (set(kept) - {"a_x0041_b"}) | {
        "a_x0042_b"
    }


def test_a_countys_own_form(book: Book, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page["A1"], page["A2"], page["A3"] = "{{client.name}}", "说明 {{client.name}}", "原文_x005F_x000D_"
    made.save(tmp_path / "表-v1.xlsx")
    form = read_name(tmp_path / "表-v1.xlsx")
    for number, text in enumerate(TEXTS):
        row, _changes = add_client(book, {"name": f"{text}"}, opened_on="2026-01-01")
        fill_form(book, form, asked_for(book, form, DAY, row=row), tmp_path / f"{number}.xlsx")
        assert {text, f"说明 {text}", "原文_x000D_"} <= texts_of(tmp_path / f"{number}.xlsx")
