"""Copies: checked before they count, openable on their own, thinned without losing the newest."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import client, desk

from db import protect
from db.backup import KEEP, backup_file, verify
from db.doctor import check_database
from db.errors import Refusal
from db.store import Store

KEY = bytes(range(32))


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    return request.param  # type: ignore[no-any-return]


def test_a_copy_holds_all_and_opens_on_its_own(tmp_path: Path, key: bytes | None) -> None:
    target = tmp_path / "stick" / "copy.db"
    target.parent.mkdir()
    with desk(tmp_path, key=key) as book:
        for i in range(50):
            book.put("client", **client(f"人{i}"))
        assert book.store.backup("x", target) == target
        book.put("client", **client("later"))
        content = book.all("SELECT * FROM client WHERE name != 'later' ORDER BY id")
    assert [p.name for p in target.parent.iterdir()] == ["copy.db"]
    before = target.read_bytes()
    assert verify(target, key) == 50
    assert target.read_bytes() == before and [p.name for p in target.parent.iterdir()] == ["copy.db"]
    with Store(target, key) as copy:
        assert copy.connection.execute("SELECT * FROM client ORDER BY id").fetchall() == content
        assert all(check.ok for check in check_database(copy))
    if key:
        assert "人1".encode() not in before


def test_the_key_file_goes_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "MEMORY_KIB", 64)
    secret = protect.create(tmp_path / "book.db", "six ordinary words")
    with desk(tmp_path, key=secret) as book:
        copy = book.store.backup("x")
    assert protect.unlock(copy, "six ordinary words").key == secret
    assert verify(copy, secret) == 0


def test_the_newest_stay(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        folder = tmp_path / "book.db.d" / "backup"
        folder.mkdir(parents=True)
        for n in range(KEEP + 4):
            (folder / f"20200101T0000{n:02d}000-old.db").write_bytes(b"x")
        copy = book.store.backup("x")
        there = sorted(folder.glob("*.db"))
        assert len(there) == KEEP and there[-1] == copy
        assert there[0].name == "20200101T000005000-old.db"
        # A copy to a folder of the user's own choice takes nothing away there.
        own = tmp_path / "backup"
        own.mkdir()
        for n in range(KEEP + 4):
            (own / f"{n}.db").write_bytes(b"x")
        book.store.backup("x", own / "copy.db")
        assert len(list(own.iterdir())) == KEEP + 5


def test_refusals_leave_nothing(tmp_path: Path, key: bytes | None) -> None:
    with desk(tmp_path, key=key) as book:
        taken = tmp_path / "taken.db"
        taken.write_bytes(b"mine")
        for target, code in ((taken, "store.exists"), (tmp_path / "none" / "x.db", "store.no_folder")):
            with pytest.raises(Refusal) as caught:
                book.store.backup("x", target)
            assert caught.value.code == code
        assert taken.read_bytes() == b"mine" and not (tmp_path / "none").exists()
        # A copy cannot be made inside a transaction; nothing half stays.
        with pytest.raises(Refusal) as caught, book.store.transaction():
            book.store.backup("x", tmp_path / "half.db")
        assert caught.value.code == "store.backup_failed"
        assert not list(tmp_path.glob("half*"))


@pytest.mark.fault(28)
def test_a_damaged_copy_is_found(tmp_path: Path, key: bytes | None) -> None:
    with desk(tmp_path, key=key) as book:
        for i in range(50):
            book.put("client", **client(f"人{i}"))
        copy = book.store.backup("x")
    whole = copy.read_bytes()
    page = 16384 if key else 8192
    for name, content in {
        "truncated": whole[: len(whole) // 2],
        "empty": b"",
        "foreign": b"\xff\xd8\xff" * 1000,
        "flipped": whole[: 20 * page] + bytes([whole[20 * page] ^ 0x40]) + whole[20 * page + 1 :],
    }.items():
        assert content != whole
        copy.write_bytes(content)
        with pytest.raises(Refusal) as caught:
            verify(copy, key)
        assert caught.value.code in ("store.damaged", "store.not_a_database"), name
    copy.write_bytes(whole)
    with pytest.raises(Refusal):
        verify(copy, bytes(32) if key else b"x" * 32)
    with pytest.raises(Refusal) as caught:
        verify(copy.with_name("none.db"), key)
    assert caught.value.code == "store.missing"


@pytest.mark.fault(28)
def test_a_copy_that_cannot_be_read_back_does_not_count(tmp_path: Path) -> None:
    with desk(tmp_path, key=KEY) as book:
        book.put("client", **client())
        with pytest.raises(Refusal) as caught:
            backup_file(book.store.connection, tmp_path / "book.db", bytes(32), "x", tmp_path / "copy.db")
        assert caught.value.code == "store.backup_failed"
        assert not list(tmp_path.glob("copy*"))
