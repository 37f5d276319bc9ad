"""Going back to a copy: nothing is lost, no number is given twice, and a cut leaves the old database or the new one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sites import County, Site

from db.errors import Refusal
from db.store import setting
from swstation.operations import backup, guards
from swstation.operations.backup import back_up, restore, restore_before_merge


def copy_of(site: Site, file: Path) -> Path:
    """A copy made by the program."""
    with site.book() as book:
        return back_up(book, file).file


def incarnation(site: Site) -> int:
    with site.book() as book:
        return guards.incarnation(book.connection)


def down(here: County, *sites: Site) -> None:
    """The county's receipts, carried back to the stations."""
    shutil.rmtree(here.folder / "down", ignore_errors=True)
    (here.folder / "down").mkdir()
    files = [
        Path(one["file"]) for one in here.county.sw("receipt", "--all", "--to", here.folder / "down").document["files"]
    ]
    for site in sites:
        for file in files:
            with site.book() as book:
                unit = book.unit
            if unit[1:] in file.name:
                site.merge_one(file)


@pytest.mark.fault(32)
def test_a_county_restored_to_an_old_copy_comes_to_the_same(here: County) -> None:
    here.a.address(1, "a first")
    here.b.address(2, "b first")
    for site in (here.a, here.b):
        here.county.merge_one(site.bundle(here.stick))
    copy = copy_of(here.county, here.folder / "copy.db")
    here.a.address(1, "a second")
    here.b.address(2, "b second")
    for site in (here.a, here.b):
        here.county.merge_one(site.bundle(here.stick))
    down(here, here.a, here.b)
    assert here.a.export(here.stick).ops == 0
    never_lost = here.county.digest
    before = here.county.replica
    here.county.sw("restore", copy)
    assert incarnation(here.county) == 2 and here.county.replica != before and here.county.digest != never_lost
    here.b.address(3, "b third")
    down(here, here.a, here.b)
    # The newest incarnation's word counts, though it says less: all since is sent again.
    assert here.a.export(here.stick, full=False).ops == 1
    for site in (here.a, here.b):
        here.county.merge_one(site.bundle(here.stick))
    assert {row["missing"] for row in here.county.sw("reconcile").document} == {0}
    here.county.sw("restore", copy)
    assert incarnation(here.county) == 3
    for file in sorted(here.stick.glob("*.swb")):
        here.county.merge(file)
    assert here.county.all("SELECT count(*) FROM household") == [(3,)]


@pytest.mark.fault(32)
def test_the_digest_is_that_of_a_county_that_never_lost_anything(here: County) -> None:
    here.a.address(1, "a first")
    here.county.merge_one(here.a.bundle(here.stick))
    copy = copy_of(here.county, here.folder / "copy.db")
    here.a.address(1, "a second")
    here.county.merge_one(here.a.bundle(here.stick))
    down(here, here.a)
    never_lost = here.county.digest
    here.county.sw("restore", copy)
    down(here, here.a)
    here.county.merge_one(here.a.bundle(here.stick))
    assert here.county.digest == never_lost


def test_the_card_of_a_restored_county_stays(here: County) -> None:
    copy = copy_of(here.county, here.folder / "copy.db")
    before = (here.stick / "county.swc").read_bytes()
    here.county.sw("restore", copy)
    again = here.stick / "again.swc"
    here.county.sw("card", "export", again)
    assert again.read_bytes() == before
    here.a.address(1, "after")
    assert here.county.merge_one(here.a.bundle(here.stick)).new == 4


@pytest.mark.parametrize("known", ["side file", "profile", "nothing"])
def test_every_restore_begins_an_incarnation_of_its_own(here: County, profile: Path, known: str) -> None:
    copy = copy_of(here.county, here.folder / "copy.db")
    here.county.sw("restore", copy)
    assert incarnation(here.county) == 2
    if known != "side file":
        guards.side_file(here.county.path).unlink()
    if known != "profile":
        shutil.rmtree(profile)
    here.county.path.unlink()
    here.county.sw("restore", copy)
    assert incarnation(here.county) >= 3


@pytest.mark.fault(31)
def test_a_station_restored_gets_back_what_it_had_sent(here: County) -> None:
    here.b.address(1, "first")
    copy = copy_of(here.b, here.folder / "copy.db")
    here.b.address(2, "lost, but sent")
    sent = here.b.bundle(here.stick)
    here.county.merge_one(sent)
    digest = here.b.digest
    here.b.sw("restore", copy)
    assert here.b.digest != digest
    here.b.address(3, "after")
    assert here.county.merge_one(here.b.bundle(here.stick)).forked == ()
    assert here.b.merge_one(sent).new == 1
    assert here.b.all("SELECT address FROM household ORDER BY id") == [("first",), ("lost, but sent",), ("after",)]


def test_back_to_before_the_last_merge(here: County) -> None:
    here.b.address(1, "own")
    here.a.address(2, "other")
    before = here.county.digest
    here.county.merge(here.a.bundle(here.stick), backup=True)
    first = here.county.digest
    here.county.merge(here.b.bundle(here.stick), backup=True)
    said = here.county.sw("restore", "--before-merge").document
    assert here.county.digest == first and Path(said["aside"]).is_file()
    with here.county.book() as book:
        done, book = restore_before_merge(book)
        assert done.file == here.county.path
        book.close()
    assert here.county.digest == before
    assert here.county.sw("restore", "--before-merge").refusal == "store.no_merge_copy"
    assert here.county.sw("restore").code == here.county.sw("restore", "--before-merge", "x.db").code == 2
    for file in here.stick.glob("*.swb"):
        here.county.merge_one(file)
    assert here.county.all("SELECT count(*) FROM household") == [(2,)]


def test_a_restore_into_nothing_and_from_a_copy_made_by_hand(here: County) -> None:
    with here.b.book() as book:
        here.b.address(1, "in the journal")
        digest = here.b.digest
        hand = here.folder / "hand"
        shutil.copytree(here.b.path.parent, hand)
        assert (hand / "book.db-wal").stat().st_size
        book.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.rmtree(here.b.path.parent)
    done = here.b.sw("restore", hand / "book.db").document
    assert done["aside"] is None and here.b.digest == digest
    here.b.address(2, "after")
    names = sorted(p.name for p in here.b.path.parent.iterdir())
    assert names == ["book.db", "book.db.last", "book.db.lock"]


def test_what_is_put_aside_writes_no_more_under_its_number(here: County) -> None:
    copy = copy_of(here.b, here.folder / "copy.db")
    here.b.address(1, "before")
    aside = Site(Path(here.b.sw("restore", copy).document["aside"]))
    assert aside.all("SELECT address FROM household") == [("before",)]
    assert aside.sw("undo").refusal in ("guard.copied", "guard.behind")


@pytest.mark.parametrize("step", ["_copy_to", "_renewed", "_keep_aside", "_put_in_place"])
def test_a_restore_that_fails_leaves_the_database(here: County, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    copy = copy_of(here.b, here.folder / "copy.db")
    here.b.address(1, "before")
    names = sorted(p.name for p in here.b.path.parent.iterdir())
    digest = here.b.digest

    def fails(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, step, fails)
    with pytest.raises(Refusal) as refusal:
        restore(here.b.path, copy, lambda: "")
    assert refusal.value.code == "store.disk_full"
    assert sorted(p.name for p in here.b.path.parent.iterdir()) == names
    assert here.b.digest == digest
    with here.b.book() as book:
        assert setting(book.connection, "replica_parent") == ""
