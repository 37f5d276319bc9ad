"""Places where a database must not lie: refused with a way out. Clocks that cannot be right: told, nothing more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sites
from sites import County, Site

from db.gateway import Change
from db.ids import Source
from swstation.operations import clocks, places
from swstation.operations.book import do
from swstation.operations.clocks import doubts, jumped, steady

INIT = ("init", "--tier", "township_station", "--division", "532301102", "--worker", "王芳", "--no-encrypt")


@pytest.mark.fault(24)
@pytest.mark.parametrize(
    "name",
    [
        "OneDrive",
        "OneDrive - 民政局",
        "onedrive",
        "WPS云盘",
        "WPSDrive",
        "Nutstore",
        "Nutstore Files",
        "我的坚果云",
        "坚果云",
    ],
)
def test_a_synchronised_folder_is_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    site = Site(tmp_path / name / "station" / "book.db")
    assert site.sw(*INIT).refusal == "guard.place_sync"
    assert not site.path.exists()
    site.path.parent.mkdir(parents=True)
    assert sites.command("--db", site.path, "--anyway", *INIT, "--json").code == 0
    site.address(1, "it was said once")


@pytest.mark.fault(24)
def test_a_database_moved_into_one_reads_but_does_not_write(here: County, tmp_path: Path) -> None:
    here.b.address(1, "before")
    to = tmp_path / "Nutstore" / "b"
    to.parent.mkdir()
    here.b.path.parent.rename(to)
    site = Site(to / "book.db")
    assert site.sw("digest").code == 0
    assert site.sw("undo").refusal == "guard.place_sync"
    assert sites.command("--db", site.path, "--anyway", "undo", "--json").code == 0
    site.address(2, "after")
    again = tmp_path / "OneDrive"
    to.rename(again)
    assert Site(again / "book.db").sw("undo").refusal == "guard.place_sync"


@pytest.mark.parametrize("name", ["onedrive-notes", "nutstores", "station", "wps", "文档"])
def test_other_folders_are_not_suspected(tmp_path: Path, name: str) -> None:
    assert places.risk(str(tmp_path / name / "book.db")) is None


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/share /mnt/office\\040share cifs rw 0 0
server:/x /home/li nfs4 rw 0 0
/dev/sdb1 /media/li/STICK vfat rw 0 0
tmpfs /tmp tmpfs rw 0 0
overlay /var/lib overlay rw 0 0
"""


@pytest.mark.fault(24)
@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("/home/wang", None), ("/home/li/data", "network"), ("/home/lili", None), ("/mnt/office share/a", "network"),
        ("/media/li/STICK", "removable"), ("/media/li/STICK/x/y", "removable"), ("/tmp/x", None), ("/var/lib/x", None),
    ],
)  # fmt: skip
def test_what_linux_tells_of_a_folder(tmp_path: Path, folder: str, found: str | None) -> None:
    (tmp_path / "mounts").write_text(MOUNTS, encoding="utf-8")
    for disk, removable in (("sda", "0"), ("sdb", "1")):
        (tmp_path / "devices" / disk / f"{disk}1").mkdir(parents=True)
        (tmp_path / "devices" / disk / "removable").write_text(f"{removable}\n", encoding="ascii")
        (tmp_path / "block").mkdir(exist_ok=True)
        (tmp_path / "block" / f"{disk}1").symlink_to(tmp_path / "devices" / disk / f"{disk}1")
    assert places._on_linux(folder, tmp_path / "mounts", tmp_path / "block") == found
    assert places._on_linux(folder, tmp_path / "none", tmp_path / "block") is None


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


@pytest.mark.fault(33)
@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), "clock.before_program"),
        (datetime(2099, 1, 1, tzinfo=UTC), "clock.far_ahead"),
        (datetime(2026, 11, 20, tzinfo=UTC), "clock.before_last"),
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), None),
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), None),
        (datetime(2027, 2, 1, tzinfo=UTC), None),
    ],
)
def test_a_clock_that_cannot_be_right_is_told_and_stops_nobody(here: County, now: datetime, said: str | None) -> None:
    with here.b.book() as book:
        written = replace(book, source=Source(now=at(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))))
        do(written, "Test", [Change("household", "0" * 31 + "1", {"place": {"address": "x"}})])
        odd = replace(book, source=Source(now=at(now)))
        assert [doubt.code for doubt in doubts(odd)] == ([said] if said else [])
        do(odd, "Test", [Change("household", "0" * 31 + "2", {"place": {"address": "y"}})])
    assert here.county.merge_one(here.b.bundle(here.stick)).new == 4


@pytest.mark.fault(33)
def test_a_clock_moved_while_one_works() -> None:
    now, minute, weekend = datetime(2026, 11, 23, tzinfo=UTC), timedelta(minutes=1), timedelta(days=3)
    assert jumped(now, now - weekend, minute) and jumped(now, now + weekend, minute)
    assert not jumped(now, now - timedelta(hours=2), minute)
    assert not jumped(now, now + weekend, weekend), "the laptop slept over the weekend"
    assert jumped(now, now, weekend), "and its clock stood still"
    assert timedelta() < steady() <= steady()


@pytest.mark.fault(33)
def test_a_clock_moved_while_the_program_was_shut(here: County, monkeypatch: pytest.MonkeyPatch) -> None:
    here.b.address(1, "the last record before the laptop was left")
    moment, passed = clocks.wall(), clocks.steady()

    def found(moved: timedelta, later: timedelta) -> list[str]:
        monkeypatch.setattr(clocks, "wall", lambda: moment + later + moved)
        monkeypatch.setattr(clocks, "steady", lambda: passed + later)
        with here.b.book() as book:
            return [doubt.code for doubt in doubts(book)]

    weekend = timedelta(days=3)
    assert found(timedelta(), weekend) == [], "it slept over the weekend"
    assert found(timedelta(hours=8), weekend) == [], "another time zone"
    assert found(weekend, timedelta(minutes=1)) == ["clock.moved"]
    assert found(-weekend, timedelta(days=4)) == ["clock.moved"]
    monkeypatch.setattr(clocks, "boot_id", lambda: "started anew")
    assert found(weekend, timedelta(minutes=1)) == [], "how long it was off nobody knows"
