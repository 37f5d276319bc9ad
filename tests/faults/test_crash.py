"""A crash in the middle of a migration, a journal that is gone or another's, clear text after a crash."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from random import Random
from typing import Any

import killing
import pytest
import sites
from books import as_an_image, seeded, to_be_copied
from killing import in_a_process
from sites import County, Site
from sqlite_utils import Database

from db import protect
from db.errors import Refusal
from db.gateway import Change
from db.migrations import APPLICATION_ID
from db.migrations.steps import steps
from db.store import Store, connect
from swstation.exchange.exporting import export
from swstation.exchange.identity import trust, write_card
from swstation.exchange.merging import merge
from swstation.operations.book import Book, do, open_book
from swstation.operations.install import Setup, initialise

PLANTED = ("11010119900307", "张桂芳种下", "13987654321")
"""A resident's number, a name and a telephone that must be nowhere in clear."""


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> County:
    made = sites.found(tmp_path_factory.mktemp("county"))
    made.b.address(1, "x")
    to_be_copied(open_book(made.b.path))
    return made


@pytest.mark.fault(27)
def test_killed_in_a_migration(tmp_path: Path) -> None:
    """A database of the first version, brought up to date by this program, killed on the way."""
    path, copies = tmp_path / "b" / "book.db", tmp_path / "b" / "book.db.d" / "backup"

    def first_version() -> None:
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir()
        connection = connect(path, None, create=True)
        steps.apply(Database(connection), stop_before="m002_ownership")
        connection.execute("INSERT INTO setting VALUES ('unit', 'T532301102')")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.close()

    def opening(step: killing.Step) -> None:
        killing.watch(None, step)
        Store(path).close()

    first_version()
    status, count = in_a_process(opening, 0)
    wanted = schema(path)
    assert status == 0 and count > 40 and list(copies.glob("*-before-migration.db"))
    for at in Random(3).sample(range(1, count + 1), 10):
        first_version()
        status, _ = in_a_process(opening, at)
        assert status == signal.SIGKILL
        Store(path).close()  # the old one is brought up to date now, the new one is as it should be
        assert schema(path) == wanted, at
        assert list(copies.glob("*-before-migration.db"))


def schema(path: Path) -> Any:
    """How the tables are made, what is set, and which version the file says."""
    with Store(path) as store:
        ask = store.connection.execute
        assert ask("PRAGMA integrity_check").fetchone() == ("ok",)
        made = ask("SELECT name, sql FROM sqlite_master ORDER BY 1").fetchall()
        return ask("PRAGMA user_version").fetchone(), made, ask("SELECT * FROM setting").fetchall()


def cut_from_its_journal(here: County) -> Site:
    """A station's database whose newest record was in a journal that is not there any more."""
    here.b.address(1, "in the file")
    with here.b.book() as book:
        do(book, "Test", [Change("household", f"{7:032x}", {"place": {"address": "in the journal"}})])
        raw = here.b.path.read_bytes()
    for suffix in ("-wal", "-shm"):
        here.b.path.with_name("book.db" + suffix).unlink(missing_ok=True)
    here.b.path.write_bytes(raw)
    return here.b


@pytest.mark.fault(26)
def test_a_journal_that_is_gone_is_noticed(founded: County, tmp_path: Path) -> None:
    site = cut_from_its_journal(founded.copy(tmp_path / "county"))
    assert site.all("PRAGMA integrity_check") == [("ok",)]
    assert site.all("SELECT address FROM household ORDER BY id") == [("in the file",)]
    # What is written now would take the number of what is lost: asked first.
    with pytest.raises(Refusal) as refusal:
        site.address(8, "written afterwards")
    assert refusal.value.code == "guard.behind"


@pytest.mark.fault(26)
def test_a_journal_of_another_database_is_no_book(founded: County, tmp_path: Path) -> None:
    """SQLite takes the pages of any sound journal under this name for newer ones: a copy must mend that."""
    site = cut_from_its_journal(founded.copy(tmp_path / "county"))
    other = tmp_path / "other.db"
    with Store(other, create=True) as store:
        store.connection.execute("INSERT INTO setting VALUES ('a', 'b')")
        site.path.with_name("book.db-wal").write_bytes(other.with_name("other.db-wal").read_bytes())
    with pytest.raises(Refusal) as refusal:
        open_book(site.path)
    assert refusal.value.code.startswith("store.")


@pytest.mark.fault(76)
def test_a_planted_number_is_nowhere_in_clear_whenever_it_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Encrypted books: export and merge killed at some moments, and every file looked through."""
    monkeypatch.setattr(protect, "MEMORY_KIB", 64)  # how long a passphrase takes is no matter here
    monkeypatch.setattr(protect, "ITERATIONS", 1)
    words = "six ordinary words for a test"
    made = tmp_path / "made"
    places = {"county": ("county_station", "532301"), "b": ("township_station", "532301103")}
    for n, (name, (tier, division)) in enumerate(places.items()):
        initialise(made / name / "book.db", Setup(tier, division, f"试{n}", words), seeded(n + 1)).close()

    def book(folder: Path, name: str) -> Book:
        return open_book(folder / name / "book.db", words)

    centre, station = book(made, "county"), book(made, "b")
    write_card(centre, made / "county.swc", "county_card")
    trust(station, made / "county.swc")
    write_card(station, made / "b.swe", "enrolment")
    trust(centre, made / "b.swe")
    number, name, phone = PLANTED
    do(station, "Test", [
        Change("household", f"{n:032x}", {"place": {"address": f"{name} {number} {phone} {n}"}}) for n in range(30)
    ])  # fmt: skip
    as_an_image(centre)
    as_an_image(station)

    def export_and_merge(folder: Path, step: killing.Step) -> None:
        with_station, with_county = book(folder, "b"), book(folder, "county")
        killing.watch(with_station, step)
        sent = export(with_station, folder / "out.swb").file
        assert sent is not None
        with_county.connection.set_trace_callback(lambda _statement: step())
        assert merge(with_county, [sent]).well

    whole = shutil.copytree(made, tmp_path / "whole")
    status, steps = in_a_process(lambda step: export_and_merge(whole, step), 0)
    assert status == 0
    for at in (0, *Random(1).sample(range(steps // 4, steps), 4)):
        folder = tmp_path / f"killed{at}"
        shutil.copytree(made, folder)
        status, _ = in_a_process(lambda step, folder=folder: export_and_merge(folder, step), at)  # type: ignore[misc]
        assert status == (signal.SIGKILL if at else 0)
        found = [path for path in folder.rglob("*") if path.is_file()]
        assert len(found) > 6
        for path in found:
            raw = path.read_bytes()
            for planted in PLANTED:
                assert planted.encode() not in raw and planted.encode("utf-16-le") not in raw, path.name
