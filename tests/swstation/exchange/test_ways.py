"""A way in per worker: their own passphrase opens the laptop as them, and nothing once they have gone elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import seeded
from sites import County, Site

from db import protect
from db.errors import Refusal
from swstation.exchange.identity import trust, write_card
from swstation.operations import transfers
from swstation.operations.book import open_book
from swstation.operations.install import Setup, initialise
from swstation.operations.people import add_staff, edit_staff

UNIT, OTHER = "T532301102", "T532301103"
WORDS, HERS = "six ordinary words of a station", "her own six words"


@pytest.fixture
def laptop(here: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A laptop of station a behind a passphrase, which the county knows; 李娜 works there."""
    monkeypatch.setattr(protect, "MEMORY_KIB", 64)
    monkeypatch.setattr(protect, "ITERATIONS", 1)
    monkeypatch.setenv("SWSTATION_PASSPHRASE", WORDS)
    path = tmp_path / "locked" / "book.db"
    initialise(path, Setup("township_station", "532301102", "王芳", WORDS, letter="K"), seeded(41)).close()
    book = open_book(path, WORDS)
    add_staff(book, {"name": "李娜", "joined_on": "2025-01-01"})
    trust(book, here.stick / "county.swc")
    write_card(book, here.stick / "k.swe", "enrolment")
    book.close()
    with here.county.book() as county:
        trust(county, here.stick / "k.swe")
    return Site(path)


def staff(site: Site, name: str = "李娜") -> str:
    book = open_book(site.path, WORDS)
    try:
        return str(book.connection.execute("SELECT lower(hex(id)) FROM staff WHERE name = ?", (name,)).fetchone()[0])
    finally:
        book.close()


def with_a_way(site: Site, tmp_path: Path) -> str:
    file = tmp_path / "hers.txt"
    file.write_text(HERS, encoding="utf-8")
    said = site.sw("passphrase", "add", "--worker", "李娜", "--new-file", file).document
    return str(said["worker"])


def test_a_worker_opens_the_laptop_as_herself(laptop: Site, tmp_path: Path) -> None:
    worker = with_a_way(laptop, tmp_path)
    assert worker == staff(laptop)
    listed = laptop.sw("passphrase", "list").document
    assert listed == [{"worker": None, "name": ""}, {"worker": worker, "name": "李娜"}]
    book = open_book(laptop.path, HERS)
    assert book.worker == worker
    book.close()
    book = open_book(laptop.path, WORDS)
    assert book.worker != worker
    assert [d for (d,) in book.connection.execute("SELECT detail FROM audit WHERE what = 'passphrase'")] == [
        f"add {worker[:8]}"
    ]
    book.close()
    assert laptop.sw("passphrase", "remove", "--worker", "李娜").document == {"worker": worker}
    assert laptop.sw("passphrase", "remove").refusal == "store.last_way"
    with pytest.raises(Refusal, match="passphrase_wrong"):
        open_book(laptop.path, HERS)


@pytest.mark.fault(42)
def test_moved_to_another_station_by_the_county_she_is_shut_out_of_the_old_laptop(
    here: County, laptop: Site, tmp_path: Path
) -> None:
    worker = with_a_way(laptop, tmp_path)
    book = open_book(laptop.path, WORDS)
    from swstation.exchange.exporting import export
    from swstation.exchange.merging import merge

    file = export(book, here.stick).file
    assert file is not None
    here.county.merge_one(file)
    here.county.merge_one(here.b.bundle(here.stick))
    with here.county.book() as county:
        transfers.transfer_staff(county, worker, OTHER, "2026-04-01", "调动")
    down = here.county.bundle(here.stick, peer=UNIT)
    assert merge(book, [down], backup=False).well
    book.close()
    # The slot is gone with the merge: her words are just wrong ones now.
    assert protect.ways_in(laptop.path) == [None]
    with pytest.raises(Refusal, match="passphrase_wrong"):
        open_book(laptop.path, HERS)
    assert laptop.sw("passphrase", "add", "--worker", "李娜", "--new-file", tmp_path / "hers.txt").code == 1


@pytest.mark.fault(42)
def test_who_has_left_is_shut_out_at_the_next_try_and_an_old_copy_lets_nobody_in(laptop: Site, tmp_path: Path) -> None:
    worker = with_a_way(laptop, tmp_path)
    slots = protect.keys_path(laptop.path).read_bytes()
    book = open_book(laptop.path, WORDS)
    edit_staff(book, worker, {"left_on": "2025-12-31"})
    book.close()
    for _again in range(2):  # the second time with the slots of before, as an old copy has them
        with pytest.raises(Refusal) as said:
            open_book(laptop.path, HERS)
        assert said.value.code == "store.way_gone" and said.value.params["name"] == "李娜"
        assert protect.ways_in(laptop.path) == [None]
        protect.keys_path(laptop.path).write_bytes(slots)
    open_book(laptop.path, WORDS).close()
