"""``init``, ``digest``, ``backup``, ``restore``, ``doctor`` and ``passphrase``."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WORDS = "six ordinary words of a station"
PLACE = ("--tier", "township_station", "--division", "532301102", "--worker", "王芳")


@pytest.fixture(scope="session")
def locked_station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation behind a passphrase."""
    from books import seeded, to_be_copied

    from swstation.operations.install import Setup, initialise

    path = tmp_path_factory.mktemp("locked") / "book.db"
    to_be_copied(initialise(path, Setup("township_station", "532301102", "王芳", WORDS), seeded(2)))
    return path


@pytest.fixture
def locked(locked_station: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, its passphrase in the environment."""
    shutil.copytree(locked_station.parent, tmp_path / "locked")
    monkeypatch.setenv("SWSTATION_PASSPHRASE", WORDS)
    return tmp_path / "locked" / "book.db"


def test_init_makes_a_station_and_never_overwrites(anywhere: Any, tmp_path: Path) -> None:
    path = tmp_path / "new" / "book.db"
    said = anywhere("--db", path, "init", *PLACE, "--no-encrypt", "--json")
    document = said.document
    assert said.code == 0 and len(document["replica"]) == 32
    assert (document["unit"], document["policy"], document["encrypted"]) == ("T532301102", "chuxiong", False)
    before = path.read_bytes()
    assert anywhere("--db", path, "init", *PLACE, "--no-encrypt", "--json").reasons == ["store.exists"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--tier", "moon", "--division", "532301102"), "install.tier"),
        (("--tier", "township_station", "--division", "5323"), "install.division"),
        (("--tier", "township_station", "--division", "５３２３０１１０２"), "install.division"),
        (("--tier", "township_station", "--division", "532301102", "--policy", "none"), "policy.unknown"),
        (("--tier", "township_station", "--division", "532301102", "--laptop", "I"), "install.letter"),
        (("--tier", "township_station", "--division", "999999999"), "install.name"),
        (("--tier", "township_station", "--division", "532301102", "--worker", " "), "value.empty"),
        (("--tier", "township_station", "--division", "532301102", "--county", "none.json"), None),
    ],
)
def test_init_leaves_nothing_behind_where_it_refuses(
    anywhere: Any, tmp_path: Path, words: tuple[str, ...], reason: str | None
) -> None:
    path = tmp_path / "book.db"
    reasons = anywhere("--db", path, "init", "--worker", "王芳", *words, "--no-encrypt", "--json").reasons
    assert reason is None or reasons == [reason]
    assert list(tmp_path.iterdir()) == []


def test_init_refuses_a_weak_passphrase_and_needs_one(
    anywhere: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.db"
    assert anywhere("--db", path, "init", *PLACE, "--json").reasons == ["store.passphrase_needed"]
    monkeypatch.setenv("SWSTATION_PASSPHRASE", "short")
    assert anywhere("--db", path, "init", *PLACE, "--json").reasons == ["store.passphrase_short"]
    assert list(tmp_path.iterdir()) == []


def test_the_passphrase_opens_and_only_it(anywhere: Any, locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = ("--db", locked)
    assert anywhere(*at, "staff", "list").code == 0
    monkeypatch.setenv("SWSTATION_PASSPHRASE", WORDS.upper())
    wrong = anywhere(*at, "staff", "list", "--json")
    assert wrong.reasons == ["store.passphrase_wrong"] and WORDS.upper() not in wrong.err + wrong.out
    monkeypatch.delenv("SWSTATION_PASSPHRASE")
    assert anywhere(*at, "staff", "list", "--json").reasons == ["store.passphrase_needed"]
    file = locked.with_name("words.txt")
    for content in (WORDS, WORDS + "\n", WORDS + "\r\n", "\ufeff" + WORDS):
        file.write_text(content, encoding="utf-8", newline="")
        assert anywhere(*at, "--passphrase-file", file, "staff", "list").code == 0
    for garbage in (b"", b"\n", b"\xff\xfe\x00", b"x" * 10_000):
        file.write_bytes(garbage)
        assert anywhere(*at, "--passphrase-file", file, "staff", "list", "--json").reasons == ["cli.passphrase_file"]
    for missing in (locked.with_name("none.txt"), locked.parent, "/dev/zero"):
        assert anywhere(*at, "--passphrase-file", missing, "staff", "list", "--json").code == 1


def test_the_passphrase_is_changed(anywhere: Any, locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = ("--db", locked)
    new = locked.with_name("new.txt")
    new.write_text("another six words for the station\n", encoding="utf-8")
    assert anywhere(*at, "passphrase", "change", "--json").reasons == ["cli.new_passphrase"]
    assert anywhere(*at, "passphrase", "change", "--new-file", new, "--json").document == {"changed": True}
    assert anywhere(*at, "staff", "list", "--json").reasons == ["store.passphrase_wrong"]
    assert anywhere(*at, "passphrase", "change", "--new-file", new, "--json").reasons == ["store.passphrase_wrong"]
    monkeypatch.setenv("SWSTATION_PASSPHRASE", "another six words for the station")
    assert anywhere(*at, "staff", "list").code == 0
    new.write_text("short", encoding="utf-8")
    assert anywhere(*at, "passphrase", "change", "--new-file", new, "--json").reasons == ["store.passphrase_short"]
    assert anywhere(*at, "staff", "list").code == 0


def test_a_database_without_a_passphrase_has_none_to_change(sw: Any, tmp_path: Path) -> None:
    assert sw("passphrase", "change", "--json").reasons == ["store.not_encrypted"]


@pytest.fixture(params=[False, True], ids=["plain", "encrypted"])
def book(request: pytest.FixtureRequest, database: Path, locked: Path) -> Path:
    """A database with a few entries."""
    return locked if request.param else database


@pytest.fixture
def on_book(book: Path, anywhere: Any) -> Callable[..., Any]:
    """Run a command on it; gives its JSON."""

    def call(*words: str | Path) -> Any:
        said = anywhere("--db", book, *words, "--json")
        assert (said.code, said.err) == (0, ""), said
        return said.document

    return call


@pytest.mark.fault(31)
def test_a_copy_is_taken_and_gone_back_to(on_book: Any, anywhere: Any, book: Path, tmp_path: Path) -> None:
    on_book("log", "张桂芳 入户 90m", "--new")
    first = on_book("digest")
    assert len(first["digest"]) == 12 and first["ops"] == 5
    assert first["tables"]["service_log"].keys() >= {"rows", "digest"} and first["tables"]["service_log"]["rows"] == 1
    copy = tmp_path / "copy.db"
    said = on_book("backup", "--to", copy)
    assert said["file"] == str(copy) and said["ops"] == 5 and said["bytes"] == copy.stat().st_size
    assert anywhere("--db", book, "backup", "--to", copy, "--json").reasons == ["store.exists"]
    assert anywhere("--db", book, "backup", "--to", tmp_path / "no" / "copy.db", "--json").reasons == [
        "store.no_folder"
    ]
    on_book("log", "张桂芳 电话 10m")
    second = on_book("digest")
    assert second["digest"] != first["digest"]
    replica = on_book("card", "show")["replica"]
    restored = on_book("restore", copy)
    assert on_book("digest")["digest"] == first["digest"]
    assert restored["replica"] != replica and on_book("card", "show")["replica"] == restored["replica"]
    aside = anywhere("--db", restored["aside"], "digest", "--json").document
    assert aside["digest"] == second["digest"]
    on_book("restore", restored["aside"])
    assert on_book("digest")["digest"] == second["digest"]
    assert all(check["ok"] for check in on_book("doctor")["checks"])


def test_without_a_name_the_copy_lies_beside_the_database(ask: Any, database: Path) -> None:
    file = Path(ask("backup")["file"])
    assert file.is_relative_to(database.with_name("book.db.d")) and file.is_file()


def test_a_restore_that_fails_leaves_the_database_as_it_was(sw: Any, database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64)
    half = tmp_path / "half.db"
    half.write_bytes(before[: len(before) // 2])
    for copy in (garbage, half, tmp_path / "none.db", tmp_path, database):
        assert sw("restore", copy, "--json").reasons[0].startswith("store.")
        assert database.read_bytes() == before
    assert sw("restore", database, "--json").reasons == ["store.restore_itself"]
    assert sorted(path.name for path in tmp_path.iterdir() if "restoring" in path.name or "before" in path.name) == []


def test_a_copy_can_be_restored_where_no_database_is_left(ask: Any, sw: Any, database: Path, tmp_path: Path) -> None:
    ask("log", "张桂芳 入户 90m", "--new")
    before = ask("digest")["digest"]
    ask("backup", "--to", str(tmp_path / "copy.db"))
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    assert ask("restore", str(tmp_path / "copy.db"))["aside"] is None
    assert ask("digest")["digest"] == before


def test_the_doctor_finds_and_mends(ask: Any, sw: Any, database: Path) -> None:
    from db.store import Store

    ask("log", "张桂芳 入户 90m", "--new")
    checks = ask("doctor")["checks"]
    assert all(check.keys() == {"name", "ok", "detail"} and check["ok"] for check in checks)
    assert {"pages", "records", "digest", "registers", "policies"} <= {check["name"] for check in checks}
    with Store(database) as store:
        store.connection.execute("UPDATE service_log SET minutes = 9")
    said = sw("doctor", "--json")
    assert said.code == 1 and [c["name"] for c in said.document["checks"] if not c["ok"]] == ["registers"]
    assert said.err.count("\n") == 1 and "Registers" in said.err
    assert all(check["ok"] for check in ask("doctor", "--repair")["checks"])
    assert ask("log", "list")[0]["minutes"] == 90
