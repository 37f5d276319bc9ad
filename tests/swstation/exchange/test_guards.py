"""Copies, old copies, moved databases: what may write, what is asked to become a laptop of its own, and how it does."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from books import as_an_image
from sites import County, Site

from db.gateway import Change
from swstation.exchange.identity import device, opening_keys
from swstation.operations import guards, machine
from swstation.operations.book import do, open_book


def copied(site: Site, to: Path, *suffixes: str) -> Site:
    """The database file alone, or with some of its side files, somewhere else."""
    to.mkdir()
    for suffix in ("", *suffixes):
        shutil.copyfile(site.path.with_name(site.path.name + suffix), to / (site.path.name + suffix))
    return Site(to / site.path.name)


@pytest.mark.fault(29)
def test_a_copy_reads_and_merges_but_does_not_write(here: County) -> None:
    here.b.address(1, "before")
    clone = copied(here.b, here.folder / "clone")
    assert clone.digest == here.b.digest
    here.a.address(1, "of another station")
    here.b.address(2, "after")
    assert clone.merge_one(here.b.bundle(here.stick)).new == 1
    before = clone.content()
    said = clone.sw("undo")
    assert said.refusal == "guard.copied" and str(here.b.path) in said.err and "swstation renew" in said.err
    assert clone.content() == before
    here.b.address(3, "the original goes on")


@pytest.mark.fault(29)
def test_a_copy_that_becomes_a_laptop_of_its_own(here: County) -> None:
    here.b.address(1, "before")
    clone = copied(here.b, here.folder / "clone")
    done = clone.sw("renew", "--to", here.stick / "b2.swe").document
    assert (done["parent"], done["last"]) == (here.b.replica, 3) and done["replica"] == clone.replica
    assert done["laptop"] != "A"
    clone.address(2, "on the copy")
    here.b.address(3, "on the original")
    # The county takes it in by itself: the old device's key stands behind it.
    assert here.county.merge_one(here.b.bundle(here.stick)).new == 4
    merged = here.county.merge_one(clone.bundle(here.stick))
    assert (merged.new, merged.forked, merged.gaps) == (1, (), ())
    with here.county.book() as book:
        known = device(book, clone.replica)
        assert known is not None and (known.unit, known.until) == ("T532301103", None)
    peers = {one["replica"]: one["state"] for one in here.county.sw("card", "show").document["peers"]}
    assert peers[clone.replica] == "unverified"
    ops = here.county.all("SELECT count(*) FROM op")
    clone.address(4, "and again")
    assert here.county.merge_one(clone.bundle(here.stick)).new == 1
    assert here.county.all("SELECT count(*) FROM op") == [(ops[0][0] + 1,)], "taking it in wrote no record"
    assert here.county.sw("trust", here.stick / "b2.swe").document["state"] == "unverified"


def test_successors_of_a_successor_are_followed(here: County) -> None:
    here.b.address(1, "before")
    for _again in range(3):
        here.b.sw("renew")
    here.b.address(2, "after")
    assert here.county.merge_one(here.b.bundle(here.stick)).new == 4
    with here.b.book() as book:
        assert len(opening_keys(book)) == 4


def test_what_was_sealed_to_the_former_keys_still_opens(here: County) -> None:
    here.b.address(1, "before")
    old = here.b.bundle(here.stick)
    here.b.sw("renew")
    assert here.b.merge_one(old).status == "already_merged"


@pytest.mark.fault(46)
def test_a_revoked_device_has_no_successors(here: County) -> None:
    here.b.address(1, "before")
    here.county.sw("revoke", here.b.replica)
    here.b.sw("renew")
    (done,) = here.county.merge(here.b.bundle(here.stick)).files
    assert (done.status, done.refusal and done.refusal.code) == ("held", "bundle.unknown_signer")


def test_a_successor_falls_with_the_device_that_stood_for_it(here: County) -> None:
    here.b.address(1, "before")
    old = here.b.replica
    here.b.sw("renew")
    assert here.county.merge_one(here.b.bundle(here.stick)).new == 3
    here.county.sw("revoke", old)
    here.b.address(2, "after")
    assert here.county.merge_one(here.b.bundle(here.stick)).quarantined == 1
    assert here.county.sw("revoke", here.b.replica).document["state"] == "revoked"


def test_nobody_else_names_himself_a_successor(here: County) -> None:
    from dataclasses import replace

    from swstation.exchange import cards
    from swstation.exchange.cards import Parent
    from swstation.exchange.identity import device_keys, own_card
    from swstation.exchange.successors import accepted

    with here.a.book() as thief:
        keys = device_keys(thief)
        made = replace(
            own_card(thief), unit="T532301103", replica="ab" * 16, parent=Parent(here.b.replica, 1, "0" * 64)
        )
        forged = cards.write(made, keys, keys).decode()
    with here.county.book() as county:
        assert accepted(county, [forged]) == []
        assert accepted(county, ["", "{}", "x" * 10_000, "\ud800"]) == []
    file = here.stick / "forged.swe"
    file.write_text(forged, encoding="utf-8")
    assert here.county.sw("trust", file).refusal == "card.parent"


def test_a_moved_database_is_followed_without_a_word(here: County) -> None:
    here.b.address(1, "before")
    for number, suffixes in enumerate([("",), ("", ".last"), ("", ".d", ".last")]):
        to = here.folder / f"moved{number}"
        to.mkdir()
        for suffix in suffixes:
            source = here.b.path.with_name(here.b.path.name + suffix)
            if source.exists():
                shutil.move(source, to / (here.b.path.name + suffix))
        moved = Site(to / "book.db")
        moved.address(number, "after")
        shutil.move(moved.path, here.b.path)
        here.b.address(number, "and back")


def test_a_database_moved_to_another_disk_by_copying(here: County) -> None:
    here.b.address(1, "before")
    moved = copied(here.b, here.folder / "moved")
    here.b.path.unlink()
    moved.address(1, "after")
    # What comes back to the old place afterwards is the old copy.
    shutil.copyfile(moved.path, here.b.path)
    moved.address(2, "after")
    assert here.b.sw("renew").code == 0
    here.b.address(3, "a laptop of its own")


def test_another_database_at_the_old_place_is_not_the_original(here: County) -> None:
    here.b.address(1, "before")
    moved = copied(here.b, here.folder / "moved")
    for path in here.b.path.parent.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    words = ("--tier", "township_station", "--division", "532301104", "--worker", "王芳", "--no-encrypt")
    here.b.sw("init", *words)
    moved.address(1, "after")


@pytest.mark.parametrize("lost", ["profile", "side file", "both"])
def test_an_original_writes_whatever_became_of_what_is_remembered(here: County, profile: Path, lost: str) -> None:
    here.b.address(1, "before")
    if lost != "side file":
        shutil.rmtree(profile)
    if lost != "profile":
        guards.side_file(here.b.path).unlink()
    here.b.address(2, "after")
    assert (profile / "replicas" / f"{here.b.replica}.json").is_file() and guards.side_file(here.b.path).is_file()
    moved = here.folder / "moved"
    shutil.rmtree(profile)
    here.b.path.parent.rename(moved)
    Site(moved / "book.db").address(3, "moved, and the profile made anew")


@pytest.mark.parametrize("garbage", [b"", b"\xff" * 100, b"[1]", b'{"replicas": 1, "token": 2}'])
def test_what_is_remembered_may_be_damaged(here: County, profile: Path, garbage: bytes) -> None:
    here.b.address(1, "before")
    guards.side_file(here.b.path).write_bytes(garbage)
    (profile / "replicas" / f"{here.b.replica}.json").write_bytes(garbage)
    here.b.address(2, "after")


def test_what_is_remembered_is_written_over_and_a_piece_of_each_is_nothing(here: County, profile: Path) -> None:
    here.b.address(1, "before")
    files = (guards.side_file(here.b.path), profile / "replicas" / f"{here.b.replica}.json")
    before = [(file.stat().st_ino, file.read_bytes()) for file in files]
    here.b.address(2, "after")
    for file, (inode, old) in zip(files, before, strict=True):
        new = file.read_bytes()
        assert file.stat().st_ino == inode and len(new) == len(old) and new != old
        assert machine.read_json(file) and "sum" not in machine.read_json(file)
        parts = [new[:cut] + old[cut:] for cut in range(len(new))]
        for part in parts:
            file.write_bytes(part)
            assert part in (old, new) or machine.read_json(file) == {}
        file.write_bytes(parts[len(new.rstrip()) // 2])  # as a power cut may leave it
    here.b.address(3, "the original goes on")


@pytest.mark.parametrize("longer", range(1, 8))
def test_pieces_of_two_lengths_are_nothing(tmp_path: Path, longer: int) -> None:
    """Where the second is shorter, what stands after it is moved: a name may be cut in two, or stand twice."""
    file = tmp_path / "kept.json"
    documents = [{"n": 1, "path": "x" * (8 + more), "wall": "2026-11-30"} for more in (longer, 0)]
    written = []
    for document in (*documents, documents[0]):
        assert machine.rewrite_json(file, document)
        written.append(file.read_bytes())
    for old, new in pairwise(written):
        for cut in range(len(new)):
            file.write_bytes(new[:cut] + old[cut:])
            assert machine.read_json(file) in ({}, *documents)


def test_a_document_that_outgrows_its_place_or_has_too_much_of_it(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    for words in ("one", "more" * 100, "less", ""):
        assert machine.rewrite_json(file, {"words": words, "n": 1})
        assert machine.read_json(file) == {"words": words, "n": 1}
    file.write_bytes(b" " * 10_000)
    assert machine.rewrite_json(file, {"n": 2}) and file.stat().st_size < 1_000
    file.chmod(0o400)
    assert machine.rewrite_json(file, {"n": 3}) and machine.read_json(file) == {"n": 3}
    assert [one.name for one in tmp_path.iterdir()] == ["kept.json"]
    assert not machine.rewrite_json(tmp_path / "none" / "kept.json", {"n": 1})


def test_a_profile_that_cannot_be_written(here: County, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here.folder / "file").write_bytes(b"")
    monkeypatch.setenv("SWSTATION_STATE", str(here.folder / "file" / "state"))
    here.b.address(1, "before")
    here.b.address(2, "after")
    moved = here.folder / "moved"
    here.b.path.parent.rename(moved)
    Site(moved / "book.db").address(3, "moved")
    clone = copied(Site(moved / "book.db"), here.folder / "clone")
    assert clone.sw("undo").refusal == "guard.copied"


@pytest.mark.fault(29)
def test_a_copy_from_another_machine(here: County, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here.b.address(1, "before")
    clone = copied(here.b, here.folder / "clone", ".last")
    with monkeypatch.context() as there:
        there.setenv("SWSTATION_STATE", str(profile / "other"))
        there.setattr(guards, "machine_id", lambda: "other")
        assert clone.sw("undo").refusal == "guard.elsewhere"
        assert clone.sw("renew").code == 0
        clone.address(2, "after")
    here.b.address(3, "after")


def test_an_original_under_a_system_set_up_anew(here: County, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here.b.address(1, "before")
    shutil.rmtree(profile)
    monkeypatch.setattr(guards, "machine_id", lambda: "other")
    here.b.address(2, "after")


@pytest.mark.fault(31)
def test_an_old_copy_in_place_of_the_database(here: County, profile: Path) -> None:
    here.b.address(1, "before")
    old = copied(here.b, here.folder / "old")
    here.b.address(2, "lost")
    sent = here.b.bundle(here.stick)
    for remembered in ("both", "profile", "side"):
        shutil.copyfile(old.path, here.b.path)
        if remembered == "profile":
            guards.side_file(here.b.path).rename(here.folder / "side")
        elif remembered == "side":
            (here.folder / "side").rename(guards.side_file(here.b.path))
            shutil.rmtree(profile)
        assert here.b.sw("undo").refusal == "guard.behind"
    # What is missing came back from a bundle of its own: it is whole again.
    here.b.merge_one(sent)
    here.b.address(3, "after")


@pytest.mark.fault(31)
def test_an_old_copy_goes_on_as_a_laptop_of_its_own(here: County) -> None:
    here.b.address(1, "before")
    old = copied(here.b, here.folder / "old")
    first = here.b.replica
    here.b.address(2, "lost")
    sent = here.b.bundle(here.stick)
    shutil.copyfile(old.path, here.b.path)
    here.b.sw("renew")
    here.b.address(3, "after")
    here.county.merge_one(sent)
    merged = here.county.merge_one(here.b.bundle(here.stick))
    assert (merged.new, merged.forked) == (1, ())
    # The number it had is nobody's any more.
    with old.book() as book:
        assert book.replica == first
    shutil.copyfile(old.path, here.b.path)
    assert here.b.sw("undo").refusal == "guard.behind"


@pytest.mark.fault(30)
def test_two_machines_under_one_number_are_asked_apart(here: County) -> None:
    here.b.address(1, "before")
    as_an_image(open_book(here.b.path))
    clone = copied(here.b, here.folder / "clone")
    here.b.address(2, "original")
    clone.address(3, "copy")
    number = here.b.replica
    here.county.merge_one(here.b.bundle(here.stick))
    assert here.county.merge_one(clone.bundle(here.stick)).forked == (number,)
    assert here.county.sw("split", number).document["state"] == "split"
    down = here.county.bundle(here.stick, peer=number)
    for site in (here.b, clone):
        site.merge_one(down)
        assert site.sw("undo").refusal == "guard.split"
        site.sw("renew")
        site.address(5, site.path.parent.name)
    assert here.b.replica != clone.replica
    for site in (clone, here.b):
        assert here.county.merge_one(site.bundle(here.stick)).forked in ((), (number,))
    assert here.county.all("SELECT count(*) FROM household WHERE address = 'copy' OR address = 'original'") == [(2,)]


def test_the_guard_is_a_private_file_that_names_nobody(here: County, profile: Path) -> None:
    here.b.address(1, "somewhere")
    for file in (guards.side_file(here.b.path), profile / "replicas" / f"{here.b.replica}.json"):
        assert file.stat().st_mode & 0o777 == 0o600
        assert "somewhere" not in file.read_text(encoding="utf-8") and json.loads(file.read_text(encoding="utf-8"))


def test_the_machine_has_a_name_of_its_own() -> None:
    assert len(machine.machine_id()) == 32 and machine.machine_id() == machine.machine_id()


def test_a_second_program_meanwhile(here: County) -> None:
    here.b.address(1, "before")
    with here.b.book() as book:
        here.b.address(2, "beside")
        do(book, "Test", [Change("household", "0" * 31 + "7", {"place": {"address": "first"}})])
    here.b.address(3, "after")
    assert guards.side_file(here.b.path).stat().st_size > 0


@pytest.mark.fault(26)
def test_a_journal_that_was_deleted_is_noticed(here: County) -> None:
    here.b.address(1, "before")
    with here.b.book() as book:
        do(book, "Test", [Change("household", "0" * 31 + "7", {"place": {"address": "in the journal only"}})])
        assert here.b.path.with_name("book.db-wal").stat().st_size
        without = here.b.path.read_bytes()
    here.b.path.write_bytes(without)
    assert here.b.sw("digest").code == 0
    assert here.b.sw("undo").refusal == "guard.behind"
