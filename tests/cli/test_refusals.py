"""Nothing a command is given ends in a traceback, and nothing personal leaves the database by an error."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from procs import run, without_rights
from sqlcipher3 import dbapi2
from synthetic import resident_id

SECRET = resident_id(sequence=7)
PHONE = "13900001234"
HOSTILE = [
    "", " ", "-", "..", "/", "*", "%", "'; DROP TABLE op; --", "{0}{token}%s", "🙂" * 300, "长" * 5000,
    "\x1b[31m", "\u202e\u200b", "１２", "a\nb", "\udcff", "0" * 400, "NULL", "nan", "-1", "1e9", "&", ">", "//", "+",
    "#", "@",
]  # fmt: skip
READING = (
    ("log", "list"), ("client", "list"), ("staff", "list"), ("case", "list"), ("due",), ("training", "status"),
    ("digest",), ("reconcile",), ("conflict", "list"), ("card", "show"), ("doctor",),
)  # fmt: skip
WRITING = (
    ("log", "张桂芳 入户 90m"), ("case", "open", "张桂芳"), ("undo",), ("backup",), ("merge", "x.swb"), ("export",),
    ("doctor", "--repair"), ("policy", "continue", "chuxiong", "--from", "2026-01-01"), ("enrol", "x.card"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def planted(database: Path) -> Path:
    """A client with an identity number and a telephone, and a worker with them too."""
    from swstation.operations.book import open_book
    from swstation.operations.clients import add_client
    from swstation.operations.people import add_staff

    book = open_book(database)
    private = {"resident_id": SECRET, "phone": PHONE}
    add_client(book, {"name": "张桂芳", "address": "幸福路9号", **private}, opened_on="2026-01-05")
    add_staff(book, {"name": "李娜", **private})
    book.close()
    return database


def discreet(said: Any) -> None:
    """No traceback, no secret, no crash."""
    for secret in (SECRET, PHONE, "幸福路", "Traceback", "went wrong in the program"):
        assert secret not in said.err, said.err[:500]


SHAPES = """
    X | log X | log edit X 张桂芳 | log delete X | log list --staff X | log list --case X | log list --from X
    log 电话X --dry-run | log 张桂芳 --worker X | log 张桂芳 --as-of X | case open X | case open 张桂芳 --field X
    case open 张桂芳 --problem X | case move X plan | case move 1 X | case list --state X | training status --staff X
    due --days X | policy show X | policy check X | policy continue X --from X | import X X | import clients X
    template clients X | trust X | trust X --digits X | revoke X | card export X | inspect X | merge X | export --to X
    export --for X | reconcile --peer X | conflict show X | conflict resolve X --take X | conflict resolve X --set X
    restore X | backup --to X | report X --to X | report monthly --month X --to x.csv
    report monthly --month 2026-11 --to X | --lang X due | --passphrase-file X due
"""
"""Every place where something of one's own is typed; X stands for it."""


@pytest.mark.parametrize("shape", [shape.strip() for shape in SHAPES.replace("\n", "|").split("|") if shape.strip()])
def test_hostile_words_are_refused_in_a_sentence(sw: Any, planted: Path, shape: str) -> None:
    for word in HOSTILE:
        said = sw(*(part.replace("X", word) for part in shape.split()), "--json")
        discreet(said)
        assert said.code in (0, 1, 2), (word[:20], said)
        if said.code:
            assert said.err.strip() and said.err.count("\n") == 1, (word[:20], said.err[:300])
            document = said.document
            refused = document.get("errors") or document.get("refused") or document.get("bundles")
            assert refused or "checks" in document, (word[:20], said.out[:300])
    assert not list(planted.parent.rglob("crash.txt"))


def test_a_database_named_by_a_hostile_word(anywhere: Any) -> None:
    for word in HOSTILE:
        for command in (("due",), ("log", "张桂芳 电话")):
            said = anywhere("--db", word, *command, "--json")
            discreet(said)
            assert said.code == 1 and said.document["errors"]


def other_application(path: Path) -> None:
    """A database of another program."""
    with dbapi2.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t (x)")


def newer(path: Path) -> None:
    """A database of a later version."""
    connection = dbapi2.connect(str(path))
    connection.execute("PRAGMA user_version = 9999")
    connection.close()


BAD = {
    "garbage": ("store.not_a_database", lambda path: path.write_bytes(bytes(range(256)) * 99)),
    "empty": ("store.not_a_database", lambda path: path.write_bytes(b"")),
    "only a header": ("store.", lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 99)),
    "half": ("store.", lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])),
    "another program's": ("store.not_a_database", lambda path: (path.unlink(), other_application(path))),
    "newer": ("store.newer_version", newer),
    "missing": ("store.missing", lambda path: path.unlink()),
    "a folder": ("store.missing", lambda path: (path.unlink(), path.mkdir())),
    "keys are garbage": ("store.keys_damaged", lambda path: path.with_name("book.db.keys").write_bytes(b"\xff{}")),
    "keys are a list": ("store.keys_damaged", lambda path: path.with_name("book.db.keys").write_bytes(b"[]")),
    "keys are newer": ("store.newer_version", lambda path: path.with_name("book.db.keys").write_bytes(b'{"format":9}')),
    "keys are a folder": ("cli.os_error", lambda path: path.with_name("book.db.keys").mkdir()),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_database_that_is_none(sw: Any, planted: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWSTATION_PASSPHRASE", "six ordinary words of mine")
    reason, spoil = BAD[kind]
    spoil(planted)
    for command in (*READING, *WRITING):
        said = sw(*command, "--json")
        discreet(said)
        if kind == "newer" and command in READING and said.code == 0:  # lists of a newer book may be looked at
            assert "Install the newer program" in said.err, command
            continue
        assert said.code == 1, command
        if kind != "half":  # its first pages are whole: what breaks, and how, depends on where one reads
            assert said.reasons[0].startswith(reason), command
        else:
            assert said.err
    assert not list(planted.parent.rglob("crash.txt"))


@pytest.mark.fault(76)
def test_an_unforeseen_error_says_nothing_of_the_data(sw: Any, planted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        secret = SECRET
        try:
            raise ValueError(secret)
        except ValueError as error:
            raise RuntimeError(f"cannot handle {secret} of 张桂芳") from error

    monkeypatch.setattr("swstation.operations.quick.log_line", fail)
    said = sw("log", "张桂芳 入户 90m", "--json")
    assert said.reasons == ["cli.unexpected"]
    report = planted.with_name("book.db.d") / "crash.txt"
    text = report.read_text(encoding="utf-8")
    assert "RuntimeError" in text and "ValueError" in text and "test_refusals.py" in text
    for leaked in (SECRET, "张桂芳", "cannot handle"):
        assert leaked not in said.err + said.out + text
    assert str(report) in said.err


def test_a_keyboard_interrupt_ends_quietly_and_changes_nothing(
    sw: Any, ask: Any, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ask("digest")

    def interrupted(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("db.gateway.insert_op", interrupted)
        said = sw("log", "张桂芳 入户 90m")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert ask("digest") == before
    monkeypatch.setattr("swstation.cli.main.run", interrupted)
    from swstation.__main__ import main

    assert main(["due"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_a_folder_that_may_not_be_written_to(planted: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from swstation.cli.main import run as command

    planted.chmod(0o444)
    planted.parent.chmod(0o555)
    for folder in (planted.parent.parent, planted.parent.parent.parent):
        folder.chmod(0o755)

    def child() -> None:
        os.chdir("/")
        for words in (("log", "张桂芳 入户 90m"), ("backup",), ("due",), ("merge", "x.swb"), ("undo",)):
            code = command(["--db", str(planted), *words])
            assert code in (0, 1), words
            assert code == 1 or words == ("due",), words

    without_rights(child)
    said = capfd.readouterr().err
    assert "Traceback" not in said and "went wrong" not in said and "read-only" in said


def test_a_real_process_prints_one_document_and_nothing_else(planted: Path) -> None:
    said = run("log", "张桂芳 入户 90m 送米油", "--json", database=planted)
    assert (said.code, said.err) == (0, "") and said.document["clients"] == ["张桂芳"]
    said = run("log", "张桂芳", "--json", database=planted)
    assert said.code == 1 and said.document["errors"] and said.err.count("\n") == 1
    said = run("log", "list", database=planted, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert said.code == 0 and "送米油" in said.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_output_that_cannot_be_written(planted: Path) -> None:
    import subprocess

    from procs import command, environment

    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            command("staff", "list", "--json", database=planted), env=environment(), stdout=full, encoding="utf-8",
            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
    assert done.stderr.count("\n") == 1
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        command("staff", "list", database=planted), env=environment(), stdout=write, encoding="utf-8",
        stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")
