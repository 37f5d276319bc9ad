"""Two programs on one database: who waits, who is refused, who goes on."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from procs import environment

HOLDS = """
import sys
from pathlib import Path
from db.store import Store, writer_lock
path = Path(sys.argv[2])
if sys.argv[1] == "lock":
    with writer_lock(path):
        print("held", flush=True)
        sys.stdin.read()
else:
    with Store(path) as store, store.transaction():
        print("held", flush=True)
        sys.stdin.read()
"""
READING = (
    ("log", "list"), ("client", "list"), ("staff", "list"), ("case", "list"), ("due",), ("training", "status"),
    ("digest",), ("reconcile",), ("conflict", "list"), ("doctor",), ("log", "张桂芳 电话", "--dry-run"),
)  # fmt: skip


@contextmanager
def another(what: str, database: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the writer's lock or a write transaction until its input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, what, str(database)], env=environment(), stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        yield process
    finally:
        process.communicate()


@pytest.fixture(autouse=True)
def people(ask: Any) -> None:
    ask("log", "张桂芳 入户 90m", "--new")


@pytest.mark.fault(22)
def test_beside_a_running_program_one_reads_and_logs_but_does_not_merge(
    sw: Any, ask: Any, database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    ledger = tmp_path / "staff.csv"
    ledger.write_text("姓名,入职日期\n李娜,2026-03-02\n", encoding="utf-8")
    with another("lock", database):
        for command in READING:
            assert sw(*command).code == 0, command
        ask("log", "张桂芳 电话 10m")
        ask("case", "open", "张桂芳")
        ask("undo")
        ask("backup", "--to", str(copy))
        before = ask("digest")
        for words in (("merge", copy), ("restore", copy), ("import", "staff", ledger), ("doctor", "--repair")):
            assert sw(*words, "--json").reasons == ["store.in_use"], words
        assert ask("digest") == before
    assert ask("import", "staff", str(ledger))["added"] == 1


def test_a_long_write_elsewhere_is_waited_for_and_then_refused(
    sw: Any, ask: Any, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db import store

    assert store.BUSY_SECONDS == 5
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.2)
    before = ask("digest")
    with another("transaction", database):
        for command in READING:
            assert sw(*command).code == 0, command
        for words in (("log", "张桂芳 电话 10m"), ("case", "open", "张桂芳"), ("undo",), ("backup",)):
            assert sw(*words, "--json").reasons == ["store.busy"], words
    assert ask("digest") == before


def test_a_short_write_elsewhere_only_delays(ask: Any, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from db import store

    begun = threading.Event()
    plain = store.Store.transaction

    def noticed(self: store.Store) -> Any:
        begun.set()
        return plain(self)

    monkeypatch.setattr(store.Store, "transaction", noticed)
    with another("transaction", database) as process:

        def let_go() -> None:
            begun.wait(30)
            assert process.stdin is not None
            process.stdin.close()

        thread = threading.Thread(target=let_go)
        thread.start()
        assert ask("log", "张桂芳 电话 10m")["id"]
        thread.join()
        process.stdin = None
