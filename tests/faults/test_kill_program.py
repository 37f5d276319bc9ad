"""kill -9 on the program itself: a command is whole or not there, and may be given again."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import seeded
from procs import run, run_killed, written

from db.doctor import check_database
from db.errors import Refusal
from db.store import Store
from swstation.operations.book import open_book
from swstation.operations.install import Setup, initialise

INIT = ("init", "--tier", "township_station", "--division", "532301102", "--worker", "李娜")


def made(path: Path, passphrase: str | None = None) -> None:
    """A new installation, made in this process."""
    initialise(path, Setup("township_station", "532301102", "李娜", passphrase), seeded(4)).close()


def rows(path: Path, table: str) -> int:
    """The rows of a register in a database that is sound."""
    with Store(path) as store:
        assert [check for check in check_database(store) if not check.ok] == []
        return int(store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.mark.parametrize("stage", [".new.keys", ".new-wal"])
def test_a_first_start_cut_short_can_be_given_again(stage: str, tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    words = "six ordinary words here"
    reached = path.with_name(path.name + stage)
    assert run_killed(*INIT, database=path, env={"SWSTATION_PASSPHRASE": words}, reached=reached.exists)
    assert any(tmp_path.iterdir()) and not path.exists()
    with pytest.raises(Refusal) as caught:
        open_book(path, words)
    assert caught.value.code == "store.missing"
    made(path, words)
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix not in (".lock", ".last")) == [
        "book.db",
        "book.db.keys",
    ]
    open_book(path, words).close()


def test_an_import_cut_short_took_in_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    made(path)
    ledger = tmp_path / "clients.csv"
    lines = [f"测试{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{i},女,东瓜镇某村{i}组" for i in range(400)]
    ledger.write_text("\n".join(["姓名,性别,地址", *lines]) + "\n", encoding="utf-8")
    killed = run_killed("import", "clients", ledger, database=path, reached=lambda: written(path) > 100_000)
    there = rows(path, "client")
    assert there == 0 if killed and there != 400 else there == 400
    done = run("import", "clients", ledger, database=path)
    assert done.code == 0, done.err
    assert rows(path, "client") == 400, "given again, nobody is there twice"


def test_a_repair_cut_short_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    made(path)
    before = rows(path, "staff")
    run_killed("doctor", "--repair", database=path, reached=lambda: written(path) > 4_000)
    assert rows(path, "staff") == before
