"""How the pages of an encrypted database are kept: any tool with the key reads it, and older ones stay readable."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from books import client, desk
from sqlcipher3 import dbapi2

from db import store as store_module
from db.backup import backup_file, verify
from db.errors import Refusal
from db.store import EARLIER_SEAL, SEAL, Seal, Store

KEY = bytes(range(32))


def made(folder: Path, monkeypatch: pytest.MonkeyPatch, seal: Seal, *, killed: bool = False) -> Path:
    """A book with one client, sealed so. ``killed``: what was written last is in the log beside it alone."""
    folder.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "SEAL", seal)
        with desk(folder, key=KEY) as opened:
            opened.put("client", **client())
            if killed:
                for side in ("", "-wal"):
                    shutil.copyfile(folder / f"book.db{side}", folder / f"killed.db{side}")
    if not killed:
        return folder / "book.db"
    assert (folder / "killed.db-wal").stat().st_size > 0
    return folder / "killed.db"


def sealed(path: Path, seal: Seal) -> bool:
    """Whether SQLCipher alone, told the key and this, reads it."""
    connection = dbapi2.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        connection.execute(f"PRAGMA cipher_page_size = {seal[0]}")
        connection.execute(f"PRAGMA cipher_hmac_algorithm = {seal[1]}")
        return bool(connection.execute("SELECT name FROM client").fetchall() == [("张桂芳",)])
    except dbapi2.DatabaseError:
        return False
    finally:
        connection.close()


@pytest.mark.parametrize("killed", [False, True], ids=["closed", "killed"])
@pytest.mark.parametrize("seal", [SEAL, EARLIER_SEAL], ids=["now", "earlier"])
def test_a_book_is_read_written_and_copied_as_it_is_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seal: Seal, killed: bool
) -> None:
    book = made(tmp_path / "made", monkeypatch, seal, killed=killed)
    other = made(tmp_path / "other", monkeypatch, SEAL if seal == EARLIER_SEAL else EARLIER_SEAL)
    with Store(book, KEY) as store, Store(other, KEY):
        assert store.connection.execute("SELECT name FROM client").fetchall() == [("张桂芳",)]
        with store.transaction() as connection:
            connection.execute("UPDATE client SET changed_at = changed_at")
        copy = backup_file(store.connection, book, KEY, "test", tmp_path / "copy.db")
    assert verify(copy, KEY) == 1
    for path in (book, copy):
        assert sealed(path, seal)
        assert not sealed(path, (*EARLIER_SEAL,) if seal == SEAL else SEAL)


@pytest.mark.parametrize("seal", [SEAL, EARLIER_SEAL], ids=["now", "earlier"])
def test_a_wrong_key_and_a_damaged_page_are_refused_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seal: Seal
) -> None:
    book = made(tmp_path / "made", monkeypatch, seal)
    with pytest.raises(Refusal) as caught:
        Store(book, bytes(32))
    assert caught.value.code == "store.damaged"
    raw = bytearray(book.read_bytes())
    raw[100] ^= 1
    book.write_bytes(raw)
    with pytest.raises(Refusal) as caught:
        Store(book, KEY)
    assert caught.value.code == "store.damaged"
    assert book.read_bytes() == raw
