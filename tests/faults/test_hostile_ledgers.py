"""Files that are no ledgers, or ledgers made to hurt: one refusal each, and quickly."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from ledgers import fill, rewrite, rows_of, xlsx

from db.errors import Refusal
from swstation.errors import message
from swstation.importing.kinds import CLIENTS
from swstation.importing.reader import read
from swstation.importing.workbook import MOST_UNPACKED

LINES = [["姓名", "手机号"], ["张样", None], ["李样", None]]
SHEET = "xl/worksheets/sheet1.xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def code(path: Path, **options: str) -> str:
    with pytest.raises(Refusal) as caught:
        read(path, CLIENTS, **options)
    sentence = message(caught.value)
    assert sentence
    assert "\n" not in sentence
    return caught.value.code


def as_excel_writes(path: Path) -> Path:
    """With the texts in a part of their own; openpyxl writes them into the cells."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    for row, line in enumerate(LINES):
        page.write_row(row, 0, line)
    book.close()
    return path


def bomb(path: Path, part: str = SHEET) -> Path:
    """A workbook whose sheet unpacks to more than a machine has."""
    xlsx(path, LINES)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist() if name != part}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name, content in parts.items():
            new.writestr(name, content)
        with new.open(part, "w", force_zip64=True) as stream:
            block = bytes(1 << 20)
            for _ in range(MOST_UNPACKED // len(block) + 1):
                stream.write(block)
    return path


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = bomb(tmp_path / "a.xlsx")
    assert path.stat().st_size < 1 << 20
    assert code(path) == "importing.too_big"


def test_a_part_that_unpacks_to_more_than_it_says(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", LINES)
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(SHEET)
    size = info.file_size.to_bytes(4, "little")
    for place in [n for n in range(len(raw)) if raw.startswith(size, n)]:
        raw[place : place + 4] = (10).to_bytes(4, "little")
    path.write_bytes(raw)
    assert code(path) == "importing.damaged_file"


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_that_grow(tmp_path: Path, part: str) -> None:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(9))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]>"
    path = rewrite(as_excel_writes(tmp_path / "a.xlsx"), part, lambda xml: head + xml.rpartition(b"?>")[2])
    assert code(path) == "importing.too_big"


def test_a_row_at_the_end_of_the_sheet_and_one_beyond(tmp_path: Path) -> None:
    last = rewrite(
        xlsx(tmp_path / "a.xlsx", LINES),
        SHEET,
        lambda xml: xml.replace(b'<row r="3"', b'<row r="1048576"').replace(b'r="A3"', b'r="A1048576"'),
    )
    assert [row.number for row in rows_of(read(last, CLIENTS))] == [2, 1048576]
    beyond = rewrite(
        xlsx(tmp_path / "b.xlsx", LINES), SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="99999999999"')
    )
    assert code(beyond) == "importing.too_big"


def test_a_ledger_of_too_many_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,手机号\n" + "张样,\n" * 50_001, encoding="utf-8")
    assert code(path) == "importing.too_many_rows"


def test_merged_blocks_as_large_as_the_sheet(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", LINES, merged=["D2:D3"])
    rewrite(path, SHEET, lambda xml: xml.replace(b'"D2:D3"', b'"D2:XFD1048576"'))
    assert len(read(path, CLIENTS).rows) == 2


@pytest.mark.parametrize("top", [1, 2, 20])
def test_merged_blocks_that_lie_over_each_other(tmp_path: Path, top: int) -> None:
    lines = [*LINES, *(["张样", None] for _ in range(3000))]
    path = xlsx(tmp_path / "a.xlsx", lines, merged=["C2:C3"])
    blocks = b"".join(b'<mergeCell ref="A%d:A%d"/>' % (top, 4000 + n) for n in range(3000))
    rewrite(path, SHEET, lambda xml: xml.replace(b"</mergeCells>", blocks + b"</mergeCells>"))
    assert code(path) == "importing.too_big"


def test_a_heading_row_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,手机号," + ",".join(f"列{n}" for n in range(600)) + "\n张样\n", encoding="utf-8")
    assert code(path) == "importing.too_big"


@pytest.mark.parametrize("keep", [0, 1, 10, 100, 1000, -1, -30])
def test_a_truncated_workbook(tmp_path: Path, keep: int) -> None:
    path = xlsx(tmp_path / "a.xlsx", LINES)
    path.write_bytes(path.read_bytes()[:keep])
    expected = {0: "importing.empty_file", 1: "importing.not_a_workbook"}
    assert code(path) == expected.get(keep, "importing.damaged_file")


def test_every_flipped_byte_is_one_refusal_or_no_harm(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", LINES)
    raw = path.read_bytes()
    refused = 0
    for place in range(0, len(raw), max(1, len(raw) // 60)):
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 0xFF]) + raw[place + 1 :])
        try:
            assert len(read(path, CLIENTS).rows) <= 2
        except Refusal as refusal:
            assert message(refusal)
            refused += 1
    assert refused > 10


def _docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return buffer.getvalue()


def _bare_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/other.xml", "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("csv.xlsx", "姓名,手机号\n张样,\n".encode(), "importing.not_a_workbook"),
        ("docx.docx", _docx(), "importing.not_a_workbook"),
        ("docx.xlsx", _docx(), "importing.not_a_workbook"),
        ("zip.xlsx", _bare_zip(), "importing.damaged_file"),
        ("pdf.pdf", b"%PDF-1.7\n", "importing.not_a_workbook"),
        ("old.xls", OLE + "Workbook".encode("utf-16-le"), "importing.old_format"),
        ("locked.xlsx", OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le"), "importing.encrypted"),
        ("locked.xlsx", OLE + bytes(9000) + "EncryptedPackage".encode("utf-16-le"), "importing.encrypted"),
        ("web.csv", b"<html><table><tr><td>1</td></tr></table></html>", "importing.not_a_table"),
        ("web.csv", b"\xef\xbb\xbf  <!DOCTYPE html>", "importing.not_a_table"),
        ("empty.csv", b"", "importing.empty_file"),
        ("blank.csv", b"\n\n\n", "importing.no_headings"),
        ("mark.csv", b"\xef\xbb\xbf", "importing.no_headings"),
        ("bytes.csv", bytes(range(256)), "importing.encoding"),
        ("nul.csv", "姓名,手机号\n张\x00样,\n".encode(), "importing.encoding"),
        ("cut.csv", "姓名,手机号\n张样,".encode() + b"\xe5\xbc", "importing.encoding"),
        ("quotes.csv", '姓名,手机号\n"张样,\n李样,\n'.encode(), "importing.broken_csv"),
        ("quotes.csv", ('姓名,手机号\n"张样,\n' + "李样,\n" * 40_000).encode(), "importing.broken_csv"),
        ("wide.csv", ("姓名,手机号\n" + "张" * 40_000 + ",\n").encode(), "importing.cell_too_long"),
    ],
)
def test_no_ledger(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert code(path) == expected


def test_a_workbook_with_the_name_of_a_text_file(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", LINES).rename(tmp_path / "a.csv")
    assert code(path) == "importing.renamed_workbook"


def test_a_workbook_under_an_old_name_is_read(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", LINES).rename(tmp_path / "a.xls")
    assert len(read(path, CLIENTS).rows) == 2


def test_an_encrypted_zip(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", LINES)
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(mark)
        while start >= 0:
            raw[start + place] |= 1
            start = raw.find(mark, start + 4)
    path.write_bytes(raw)
    assert code(path) == "importing.encrypted"


def test_a_file_that_is_not_there_and_one_that_is_a_folder(tmp_path: Path) -> None:
    assert code(tmp_path / "a.xlsx") == "importing.not_found"
    (tmp_path / "b.xlsx").mkdir()
    assert code(tmp_path / "b.xlsx") == "importing.unreadable"


def test_sheets_of_a_csv_file_and_a_workbook_without_any_data(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,手机号\n张样,\n", encoding="utf-8")
    assert code(path, sheet="台账") == "importing.no_sheets"
    assert code(xlsx(tmp_path / "a.xlsx", LINES[:1])) == "importing.no_rows"
    assert code(xlsx(tmp_path / "b.xlsx", [])) == "importing.no_headings"


def test_only_hidden_sheets_have_data(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "填写说明"
    fill(book.create_sheet("藏"), LINES)
    book["藏"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert code(tmp_path / "a.xlsx") == "importing.hidden_only"


def test_a_shared_string_that_is_not_there(tmp_path: Path) -> None:
    path = as_excel_writes(tmp_path / "a.xlsx")
    assert len(read(path, CLIENTS).rows) == 2
    rewrite(path, SHEET, lambda xml: xml.replace(b"<v>0</v>", b"<v>99999</v>"))
    assert code(path) == "importing.damaged_file"
