"""The database file: what opens, what is refused with which words, and that refusing changes nothing."""

from __future__ import annotations

import asyncio
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from books import WORKER, client, desk, seeded
from procs import in_child, without_rights
from sqlcipher3 import dbapi2

from db import store as store_module
from db.doctor import check_database
from db.errors import Refusal
from db.gateway import Author, Change, write
from db.migrations import APPLICATION_ID, LATEST
from db.store import Store, put_setting, setting, writer_lock
from swstation.messages.store import MESSAGES

KEY = bytes(range(32))


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def book(tmp_path: Path, key: bytes | None) -> Iterator[Path]:
    """A closed database with one client in it."""
    with desk(tmp_path, key=key) as opened:
        opened.put("client", **client())
    yield tmp_path / "book.db"


def refused(path: Path, key: bytes | None = None, *, create: bool = False) -> str:
    """Why opening is refused; the file and its folder must stay as they are."""
    before = {p: p.read_bytes() for p in path.parent.rglob("*") if p.is_file() and not p.name.endswith("-shm")}
    with pytest.raises(Refusal) as caught:
        Store(path, key, create=create)
    after = {p: p.read_bytes() for p in path.parent.rglob("*") if p.is_file() and not p.name.endswith("-shm")}
    assert {p: b for p, b in after.items() if b} == {p: b for p, b in before.items() if b}
    area, _dot, reason = caught.value.code.partition(".")
    assert area == "store" and reason in MESSAGES
    return reason


def test_it_opens_again(book: Path, key: bytes | None) -> None:
    with Store(book, key) as store:
        assert store.connection.execute("SELECT name FROM client").fetchall() == [("张桂芳",)]
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert store.connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert store.connection.execute("PRAGMA user_version").fetchone() == (LATEST,)
        assert store.connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


@pytest.mark.fault(76)
def test_nothing_readable_stays_on_the_disk(tmp_path: Path) -> None:
    marker = "张桂芳测试标记"
    with desk(tmp_path, key=KEY) as book:
        row = book.put("client", **client(marker))
        for path in tmp_path.rglob("*"):
            assert not path.is_file() or marker.encode("utf-8") not in path.read_bytes()
        book.put("client", row, ident={"name": "改"})
    for path in tmp_path.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert marker.encode("utf-8") not in content and b"CREATE TABLE" not in content


@pytest.mark.fault(25)
def test_a_wrong_key(book: Path, key: bytes | None) -> None:
    assert refused(book, bytes(32)) == "damaged"
    assert refused(book, None if key else bytes(31) + b"x") == ("not_a_database" if key else "damaged")


@pytest.mark.parametrize(
    "content", [b"", b"x", b"\xff\xd8\xff\xe0 a picture", b"SQLite format 3\0" + b"\0" * 84, os.urandom(16384)],
    ids=["empty", "short", "picture", "header only", "noise"],
)  # fmt: skip
def test_a_file_that_is_no_database(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "foreign" / "x.db"
    path.parent.mkdir()
    path.write_bytes(content)
    assert refused(path) in ("not_a_database", "damaged")
    assert refused(path, KEY) in ("not_a_database", "damaged")


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = dbapi2.connect(str(path))
    other.execute("CREATE TABLE client (id)")
    other.commit()
    other.close()
    assert refused(path) == "not_a_database"


def test_missing_and_existing(book: Path, key: bytes | None) -> None:
    assert refused(book.with_name("none.db"), key) == "missing"
    folder = book.with_name("folder")
    folder.mkdir()
    assert refused(folder, key) == "missing"
    assert refused(book, key, create=True) == "exists"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.95])
def test_truncated(share: float, book: Path, key: bytes | None) -> None:
    whole = book.read_bytes()
    book.write_bytes(whole[: int(len(whole) * share)])
    try:
        with Store(book, key) as store:
            (pages,) = check_database(store)
            assert (pages.name, pages.ok) == ("pages", False)
    except Refusal as refusal:
        assert refusal.code in ("store.damaged", "store.not_a_database")


@pytest.mark.fault(54)
def test_a_newer_programs_database(book: Path, key: bytes | None) -> None:
    with Store(book, key) as store:
        store.connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    assert refused(book, key) == "newer_version"


@pytest.mark.fault(27)
def test_an_older_database_is_backed_up_and_brought_up_to_date(book: Path, key: bytes | None) -> None:
    # There is only one version yet: let the file say it is of the one before.
    with Store(book, key) as store:
        store.connection.execute(f"PRAGMA user_version = {LATEST - 1}")
    with Store(book, key) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (LATEST,)
        assert store.connection.execute("SELECT count(*) FROM client").fetchone() == (1,)
    (copy,) = (store_module.data_folder(book) / "backup").glob("*.db")
    assert copy.name.endswith("-before-migration.db")
    from db.backup import verify

    assert verify(copy, key) == 1


def test_a_read_only_folder(book: Path, key: bytes | None) -> None:
    for path in (book, *book.parent.glob("book.db-*")):
        path.chmod(0o444)
    for parent in [book.parent, *book.parent.parents]:
        mode = stat.S_IMODE(parent.stat().st_mode)
        if parent == book.parent:
            parent.chmod(0o555)
        elif not mode & 0o001 and parent.stat().st_uid == os.geteuid() and str(parent).startswith("/tmp/"):
            parent.chmod(mode | 0o011)

    def look() -> None:
        with pytest.raises(Refusal) as caught:
            Store(book, key)
        assert caught.value.code == "store.read_only"
        with pytest.raises(Refusal) as caught, writer_lock(book):
            pass
        assert caught.value.code == "store.read_only"
        with pytest.raises((Refusal, OSError)):
            Store(book.with_name("new.db"), key, create=True)

    try:
        without_rights(look)
    finally:
        book.parent.chmod(0o755)


def test_a_full_disk_leaves_the_state_before(book: Path, key: bytes | None) -> None:
    with Store(book, key) as store:
        author = Author(WORKER, seeded(9))
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        before = store.connection.execute("SELECT count(*) FROM op").fetchone()
        with pytest.raises(Refusal) as caught, store.transaction() as connection:
            for i in range(2000):
                write(connection, author, [Change("client", f"{i:032x}", client("张" * 100))])
        assert caught.value.code == "store.disk_full"
        assert store.connection.execute("SELECT count(*) FROM op").fetchone() == before
        assert not store.connection.in_transaction
        store.connection.execute("PRAGMA max_page_count = 1000000")
        assert all(check.ok for check in check_database(store))


def test_a_disk_that_takes_no_more_bytes(book: Path, key: bytes | None) -> None:
    # The system itself refuses the write, in a process of its own.
    limit = 200_000

    def work() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with Store(book, key) as store:
            author = Author(WORKER, seeded(9))
            with pytest.raises(Refusal) as caught, store.transaction() as connection:
                for i in range(500):
                    write(connection, author, [Change("client", f"{i:032x}", client("张" * 200))])
            assert caught.value.code in ("store.disk_error", "store.disk_full"), caught.value.code

    assert in_child(work)(lambda: False) is False
    with Store(book, key) as store:
        assert store.connection.execute("SELECT count(*) FROM client").fetchone() == (1,)
        assert all(check.ok for check in check_database(store))


def test_two_programs(book: Path, key: bytes | None) -> None:
    with Store(book, key) as one, Store(book, key) as two:
        two.connection.execute("PRAGMA busy_timeout = 50")
        with one.transaction() as writing:
            put_setting(writing, "x", "1")
            # Reading goes on beside a writer, and sees the state before.
            with two.snapshot() as reading:
                assert setting(reading, "x") == ""
            with pytest.raises(Refusal) as caught, two.transaction():
                pass
            assert caught.value.code == "store.busy"
        with two.transaction() as writing:
            put_setting(writing, "x", setting(writing, "x") + "2")
        assert setting(one.connection, "x") == "12"


def test_two_processes_wait_for_each_other(book: Path, key: bytes | None) -> None:
    def count_up() -> None:
        with Store(book, key) as store:
            for _i in range(25):
                with store.transaction() as connection:
                    put_setting(connection, "n", str(int(setting(connection, "n", "0")) + 1))

    watchers = [in_child(count_up) for _child in range(3)]
    assert [watch(lambda: False) for watch in watchers] == [False, False, False]
    with Store(book, key) as store:
        assert setting(store.connection, "n") == "75"


def test_the_writers_lock_is_one_for_all_programs(book: Path) -> None:
    with writer_lock(book):
        with pytest.raises(Refusal) as caught, writer_lock(book):
            pass
        assert caught.value.code == "store.in_use"

        def other() -> None:
            with pytest.raises(Refusal) as caught, writer_lock(book):
                pass
            assert caught.value.code == "store.in_use"

        assert in_child(other)(lambda: False) is False
    with writer_lock(book):
        pass


def test_the_lock_of_a_killed_program_is_free(book: Path) -> None:
    def hold() -> None:
        with writer_lock(book):
            (book.parent / "held").touch()
            threading.Event().wait(60)

    assert in_child(hold)((book.parent / "held").exists)
    with writer_lock(book):
        pass


def test_a_transaction_is_whole_or_nothing(book: Path, key: bytes | None) -> None:
    with Store(book, key) as store:
        with pytest.raises(KeyboardInterrupt), store.transaction() as connection:
            put_setting(connection, "x", "1")
            raise KeyboardInterrupt
        assert setting(store.connection, "x", "none") == "none"
        with store.transaction() as connection:
            put_setting(connection, "x", None)
        assert setting(store.connection, "x", "none") == "none"


def test_the_loop_is_never_blocked(book: Path, key: bytes | None) -> None:
    main = threading.get_ident()

    def look(store: Store, table: str, *, add: int) -> tuple[bool, int]:
        (count,) = store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return threading.get_ident() != main, count + add

    async def ask(store: Store) -> list[tuple[bool, int]]:
        return await asyncio.gather(*(store.run(look, "client", add=i) for i in range(3)))

    with Store(book, key) as store:
        assert asyncio.run(ask(store)) == [(True, 1), (True, 2), (True, 3)]


def test_several_large_transactions_share_the_way_into_the_file(book: Path, key: bytes | None) -> None:
    """Committed at once, moved into the database file at the end; then as often as ever."""
    with Store(book, key) as store:
        often, before = store.connection.execute("PRAGMA wal_autocheckpoint").fetchone(), book.stat().st_size
        with store.much(3):
            assert store.connection.execute("PRAGMA wal_autocheckpoint").fetchone() > often
            for n in range(3):
                with store.transaction() as connection:
                    put_setting(connection, "seen", str(n) * 4_000_000)
                with Store(book, key) as other:
                    assert setting(other.connection, "seen") == str(n) * 4_000_000
            assert book.stat().st_size < before + 1_000_000
        assert store.connection.execute("PRAGMA wal_autocheckpoint").fetchone() == often
        assert book.stat().st_size > before + 3_000_000
