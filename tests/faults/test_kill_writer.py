"""kill -9 in the middle of writing: the state before or the state after, and everything said to be saved is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import WORKER, client, desk, seeded
from procs import in_child, written

from db.doctor import check_database, repair_database
from db.gateway import Author, Change, write
from db.store import Store

KEY = bytes(range(32))
BATCH = 7


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_killed_at_the_kth_write(key: bytes | None, tmp_path: Path) -> None:
    with desk(tmp_path, key=key) as book:
        row = book.put("client", **client())
    path, said = tmp_path / "book.db", tmp_path / "said"
    killed = 0
    for sample in range(10):

        def keep_writing(sample: int = sample) -> None:
            author = Author(WORKER, seeded(100 + sample))
            with Store(path, key) as store, said.open("ab", buffering=0) as saved:
                store.connection.execute("PRAGMA cache_size = 4")  # so that pages go out before the commit, too
                for i in range(200):
                    changes = [
                        Change("client", row, {"contact": {"phone": f"{sample} {i}"}}),
                        *(Change("client", author.source.row_id(), client("人" * 150)) for _n in range(BATCH - 1)),
                    ]
                    with store.transaction() as connection:
                        write(connection, author, changes)
                    saved.write(b"x")

        start = written(path)
        goal = start + 20_000 + 37_000 * sample
        killed += in_child(keep_writing)(lambda goal=goal: written(path) >= goal)  # type: ignore[misc]
        with Store(path, key) as store:
            (count,) = store.connection.execute("SELECT count(*) FROM op").fetchone()
            batches = said.stat().st_size
            assert (count - 1) % BATCH == 0, "a write is whole or not there"
            assert batches <= (count - 1) // BATCH <= batches + 1 + sample, "what was said to be saved is there"
            assert [c for c in check_database(store) if not c.ok] == []
    assert killed >= 8, "too few were killed in the middle for this test to say anything"


def test_killed_in_a_repair(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        for i in range(300):
            book.put("client", **client(f"人{i}" * 30))
        before = book.all("SELECT * FROM client ORDER BY id")
        book.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = tmp_path / "book.db"

    def repair() -> None:
        with Store(path) as store:
            store.connection.execute("PRAGMA cache_size = 4")
            for _again in range(20):
                repair_database(store)

    assert in_child(repair)(lambda: written(path) > 60_000)
    with Store(path) as store:
        assert store.connection.execute("SELECT * FROM client ORDER BY id").fetchall() == before
        assert [c for c in check_database(store) if not c.ok] == []


def test_killed_while_copying_leaves_no_copy_that_is_not_whole(tmp_path: Path) -> None:
    with desk(tmp_path, key=KEY) as book:
        for i in range(300):
            book.put("client", **client(f"人{i}" * 40))
    path = tmp_path / "book.db"
    folder = tmp_path / "book.db.d" / "backup"

    def copy() -> None:
        with Store(path, KEY) as store:
            for i in range(50):
                store.backup(f"{i}")

    assert in_child(copy)(lambda: len(list(folder.glob("*.db"))) >= 2 and any(folder.glob("*.part")))
    from db.backup import verify

    copies = list(folder.glob("*.db"))
    assert len(copies) >= 2
    assert {verify(one, KEY) for one in copies} == {300}
