"""Files beside the database: encrypted, checked by their hash, taken out, taken away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from casework import a_case, station
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import attached
from db.attached_copies import Carried, carry
from db.errors import Refusal
from swstation.operations.attachments import (
    attach,
    check_files,
    damaged,
    files_of,
    remove_attachment,
    sweep,
    take_out,
)
from swstation.operations.backup import back_up, bring_back, restore
from swstation.operations.book import Book
from swstation.operations.undo import undo

KEY = bytes(range(32))


def refused(code: str, call: Any, *args: Any, **kwargs: Any) -> None:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code


@pytest.mark.parametrize("length", [1, attached.PIECE - 1, attached.PIECE, attached.PIECE + 1, 3 * attached.PIECE])
@pytest.mark.parametrize("key", [None, KEY])
def test_what_goes_in_comes_out(tmp_path: Path, length: int, key: bytes | None) -> None:
    content = (b"%PDF-1.7 " + bytes(range(256)) * (length // 256 + 1))[:length]
    source = tmp_path / "a.pdf"
    source.write_bytes(content)
    found, size = attached.keep(tmp_path / "book.db", key, source)
    assert (found, size) == (hashlib.sha256(content).hexdigest(), length)
    assert b"".join(attached.content(tmp_path / "book.db", key, found)) == content
    kept = attached.place(tmp_path / "book.db", found).read_bytes()
    assert (content[:9] in kept) is (key is None) or length < 9
    assert [one.name for one in attached.folder(tmp_path / "book.db").iterdir()] == [found]


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_change_of_a_kept_file_goes_unnoticed(tmp_path: Path, data: st.DataObject) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(b"x" * (attached.PIECE + 100))
    database = tmp_path / "book.db"
    found, _size = attached.keep(database, KEY, source)
    path = attached.place(database, found)
    kept = bytearray(path.read_bytes())
    try:
        how = data.draw(st.sampled_from(["flip", "cut", "add", "swap"]))
        if how == "flip":
            kept[data.draw(st.integers(0, len(kept) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        elif how == "cut":
            del kept[data.draw(st.integers(0, len(kept) - 1)) :]
        elif how == "add":
            kept += b"\0"
        else:
            kept = kept[:24] + kept[24 + attached.PIECE + 16 :] + kept[24 : 24 + attached.PIECE + 16]
        path.write_bytes(kept)
        refused("attachment.damaged", attached.check, database, KEY, found)
    finally:
        path.unlink()


def test_a_file_that_cannot_be_taken_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "book.db"
    refused("attachment.cannot_read", attached.keep, database, KEY, tmp_path / "none.jpg")
    refused("attachment.cannot_read", attached.keep, database, KEY, tmp_path)
    (tmp_path / "empty.jpg").touch()
    refused("attachment.empty", attached.keep, database, KEY, tmp_path / "empty.jpg")
    refused("attachment.not_here", attached.check, database, KEY, "0" * 64)
    with pytest.raises(ValueError, match="passwd"):
        attached.place(database, "../../etc/passwd")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = station(tmp_path)
    yield made
    made.close()


def test_a_file_is_tied_to_a_row_taken_out_and_taken_away(book: Book, tmp_path: Path) -> None:
    case, _client = a_case(book)
    source = tmp_path / "张桂芳 同意书.JPG"
    source.write_bytes(b"\xff\xd8 a photo")
    refused("attachment.subject", attach, book, "staff", case, source, "consent")
    refused("value.code", attach, book, "service_case", case, source, "selfie")
    row, _changes = attach(book, "service_case", case, source, "consent", shows_face=False)
    (one,) = files_of(book, "service_case", case)
    assert (one.here, one.row.media, one.row.bytes, one.row.shows_face) == (True, "image/jpeg", 10, 0)
    out = take_out(book, row[-6:], tmp_path)
    assert (out.read_bytes() == b"\xff\xd8 a photo" and out.name == f"同意书-{row[-6:]}.jpg") or "Consent" in out.name
    assert "张桂芳" not in out.name
    audited = book.connection.execute("SELECT what, t FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    assert audited == ("attachment", "service_case")
    remove_attachment(book, row)
    assert files_of(book) == [] and sweep(book) == 0
    refused("attachment.unknown", take_out, book, row, tmp_path)
    undo(book)
    assert len(files_of(book)) == 1 and damaged(book) == []
    attached.place(book.store.path, one.row.file_hash).write_bytes(b"other")
    assert damaged(book) == [row]
    refused("attachment.damaged", take_out, book, row, tmp_path / "again.jpg")
    assert not (tmp_path / "again.jpg").exists()


def test_what_no_row_names_any_more_is_swept(book: Book, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    attached.keep(book.store.path, book.store.key, tmp_path / "a.txt")
    assert sweep(book) == 1 and attached.hashes(book.store.path) == []


def test_a_refused_row_leaves_a_file_that_no_row_names_never_a_row_without_its_file(book: Book, tmp_path: Path) -> None:
    case, _client = a_case(book)
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8 a")
    refused(
        "value.control_character", attach, book, "service_case", case, tmp_path / "a.jpg", "photo", title="bad\0title"
    )
    (attached.folder(book.store.path) / ".half.part").write_bytes(b"cut short")
    assert (check_files(book).stray, check_files(book).files) == (2, 1)
    assert sweep(book) == 2 and check_files(book).stray == 0


def test_a_copy_elsewhere_has_the_files_and_restoring_brings_them_back(book: Book, tmp_path: Path) -> None:
    case, _client = a_case(book)
    hashes = []
    for n in range(3):
        (tmp_path / "a.jpg").write_bytes(bytes([n]) * 1000)
        attach(book, "service_case", case, tmp_path / "a.jpg", "photo")
        hashes.append(hashlib.sha256(bytes([n]) * 1000).hexdigest())
    database = book.store.path
    attached.place(database, hashes[2]).write_bytes(b"damaged before the copy was made")
    stick = tmp_path / "stick"
    stick.mkdir()
    done = back_up(book, stick / "copy.db")
    assert done.files == Carried(files=2, copied=2, damaged=1)
    assert attached.hashes(stick / "copy.db") == sorted(hashes[:2])
    assert back_up(book).files is None, "a copy in the database's own folder lies beside the same files"
    attached.drop(database, hashes[0])
    attached.place(database, hashes[1]).write_bytes(b"damaged since")
    found = check_files(book)
    assert (len(found.missing), len(found.changed), found.files) == (1, 2, 2)
    assert bring_back(book, stick / "copy.db").copied == 2
    assert (check_files(book).missing, len(check_files(book).changed)) == ((), 1)
    attached.drop(database, hashes[0])
    book.close()
    restored = restore(database, stick / "copy.db", str)
    assert restored.files == Carried(files=2, copied=1, missing=1)
    elsewhere = restore(tmp_path / "new" / "book.db", stick / "copy.db", str)
    assert elsewhere.files.copied == 2 and attached.hashes(tmp_path / "new" / "book.db") == sorted(hashes[:2])


def test_what_is_carried_is_read_back_under_its_key_and_a_cut_leaves_whole_files(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"a photo")
    found, _size = attached.keep(tmp_path / "book.db", KEY, tmp_path / "a.jpg")
    there = tmp_path / "copy.db"
    attached.folder(there).mkdir(parents=True)
    (attached.folder(there) / f".{found}.part").write_bytes(b"what a cut left")
    attached.place(there, found).write_bytes(b"not the file")
    assert carry(tmp_path / "book.db", there, KEY, {found}) == Carried(files=1, copied=1)
    attached.check(there, KEY, found)
    assert [one.name for one in attached.left_over(there)] == [f"{found}.old"], "what was there is not lost"
    assert carry(tmp_path / "book.db", tmp_path / "other.db", bytes(32), {found}) == Carried(damaged=1)
    assert attached.hashes(tmp_path / "other.db") == []
