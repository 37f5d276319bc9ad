"""Merging and exporting where something is in the way: each is one clear line, exit 1, and nothing changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import bundles
import procs
import pytest
import sites
from sites import County, Site


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> County:
    """A county, and a bundle of a station big enough not to fit everywhere."""
    county = sites.found(tmp_path_factory.mktemp("county"))
    with county.b.book() as book:
        from db.gateway import Change
        from swstation.operations.book import do

        text = Random(7)
        changes = [
            Change("household", f"{n:032x}", {"place": {"address": text.randbytes(2000).hex()}}) for n in range(300)
        ]
        do(book, "Test", changes)
    county.b.export(county.stick / "big.swb")
    county.a.export(county.stick / "small.swb")
    return county


@pytest.fixture
def here(founded: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> County:
    monkeypatch.setenv("SWSTATION_LANG", "en")
    return founded.copy(tmp_path / "county")


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A real file system of some size, where this machine lets us mount one."""
    mount = tmp_path / "mounted"
    mount.mkdir()

    def at(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(mount)]
        if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("not allowed to mount here")
        return mount

    yield at
    if mount.is_mount():
        subprocess.run(["umount", str(mount)], check=True)


def one_line(site: Site, *words: str | Path) -> str:
    """The code of the refusal of a command in a process of its own; nothing of the site may change."""
    before = site.content()
    done = procs.run(*words, "--json", database=site.path)
    assert done.code == 1 and done.err.count("\n") == 1 and len(done.err) > 20, done
    assert "Traceback" not in done.err and site.content() == before
    found = done.document
    return str(found["errors"][0]["code"] if "errors" in found else found["bundles"][0]["code"])


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {}


def bad(code: str) -> Callable[[Callable[[Path], Path]], Callable[[Path], Path]]:
    def kept(harm: Callable[[Path], Path]) -> Callable[[Path], Path]:
        BAD[harm.__name__] = (harm, code)
        return harm

    return kept


@bad("bundle.truncated")
def truncated(file: Path) -> Path:
    file.write_bytes(file.read_bytes()[:-1])
    return file


@bad("bundle.damaged")
def edited(file: Path) -> Path:
    bundles.flip(file, 5000)
    return file


@bad("bundle.header_damaged")
def edited_outside(file: Path) -> Path:
    bundles.flip(file, 50)
    return file


@bad("bundle.too_long")
def added_to(file: Path) -> Path:
    file.write_bytes(file.read_bytes() + b"\0")
    return file


@bad("bundle.not_a_bundle")
def empty(file: Path) -> Path:
    file.write_bytes(b"")
    return file


@bad("bundle.not_a_bundle")
def picture(file: Path) -> Path:
    file.write_bytes(b"\xff\xd8\xff\xe0 a picture" * 999)
    return file


@bad("bundle.not_a_bundle")
def database(file: Path) -> Path:
    return Path(shutil.copyfile(file.parents[1] / "b" / "book.db", file.with_name("book.swb")))


@bad("bundle.not_a_bundle")
def card(file: Path) -> Path:
    return file.with_name("county.swc")


@bad("bundle.path_missing")
def gone(file: Path) -> Path:
    return file.with_name("gone.swb")


@bad("bundle.path_special")
def folder(file: Path) -> Path:
    return file.parent


@bad("bundle.path_special")
def link(file: Path) -> Path:
    file.with_name("link.swb").symlink_to(file)
    return file.with_name("link.swb")


@pytest.mark.fault(10, 64)
@pytest.mark.parametrize("harm", BAD)
def test_a_bad_file(here: County, harm: str) -> None:
    make, code = BAD[harm]
    file = make(here.stick / "small.swb")
    before = here.county.content()
    said = here.county.sw("merge", file)
    assert said.code == 1 and said.err.count("\n") == 1
    assert f'"{code}"' in said.out and here.county.content() == before
    assert not here.county.files("inbox") and not here.county.files("work") and not here.county.files("archive")


@pytest.mark.fault(2)
def test_a_renamed_file_is_known_by_its_content(here: County) -> None:
    renamed = (here.stick / "small.swb").rename(here.stick / "IMG_0001.jpg")
    assert here.county.merge_one(renamed).status == "merged"


@pytest.mark.fault(19)
def test_a_full_disk_in_the_middle_of_a_merge(here: County, mounted: Callable[[str], Path]) -> None:
    disk = mounted("size=3m")
    shutil.copytree(here.county.path.parent, disk / "county")
    full = Site(disk / "county" / "book.db")
    assert full.refused(here.stick / "big.swb") in ("store.disk_full", "bundle.target_full", "bundle.disk_full")
    assert full.all("PRAGMA integrity_check") == [("ok",)]
    # A small one still goes in, and with room the big one does.
    assert full.merge_one(here.stick / "small.swb").new == 3
    subprocess.run(["mount", "-o", "remount,size=40m", str(disk)], check=True)
    assert full.merge_one(here.stick / "big.swb").new == 302


@pytest.mark.fault(19)
def test_no_room_for_the_copy_before_the_merge(here: County, mounted: Callable[[str], Path]) -> None:
    disk = mounted("size=6m")
    shutil.copytree(here.county.path.parent, disk / "county")
    assert one_line(Site(disk / "county" / "book.db"), "merge", here.stick / "small.swb") == "store.disk_full"


@pytest.mark.fault(19)
@pytest.mark.parametrize("limit", [200_000, 1_000_000, 1_500_000])
def test_files_that_may_not_grow(here: County, limit: int) -> None:
    """Wherever the limit strikes: the copy in the inbox, the clear text, the copy before, the journal."""
    before = here.county.content()
    done = procs.run("merge", here.stick / "big.swb", "--json", database=here.county.path, file_limit=limit)
    assert done.code == 1 and done.err.count("\n") == 1 and "Traceback" not in done.err, done
    after = dict(here.county.content())
    assert {t: rows for t, rows in after.items() if t not in ("setting", "audit")} == {
        t: rows for t, rows in dict(before).items() if t not in ("setting", "audit")
    }
    assert here.county.merge_one(here.stick / "big.swb").new == 302


@pytest.mark.fault(13)
def test_a_full_stick_at_export(here: County, mounted: Callable[[str], Path]) -> None:
    disk = mounted("size=64k")
    assert one_line(here.b, "export", "--to", disk) == "bundle.target_full"
    assert list(disk.iterdir()) == []


@pytest.mark.fault(13)
def test_a_read_only_folder(here: County, mounted: Callable[[str], Path]) -> None:
    disk = mounted("size=40m")
    shutil.copytree(here.county.path.parent, disk / "county")
    site = Site(disk / "county" / "book.db")
    whole = site.digest
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for words in (["merge", here.stick / "small.swb"], ["export", "--to", here.stick], ["trust", here.stick / "b.swe"]):
        done = procs.run(*words, "--json", database=site.path)
        assert done.code == 1 and done.err.count("\n") == 1 and "read-only" in done.err, done
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert site.digest == whole
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert one_line_out(here.b, "export", "--to", disk) == "bundle.target_readonly"


def one_line_out(site: Site, *words: str | Path) -> str:
    done = procs.run(*words, "--json", database=site.path)
    assert done.code == 1 and done.err.count("\n") == 1
    return str(done.document["errors"][0]["code"])


@pytest.mark.fault(22)
def test_two_programs_on_one_database(here: County) -> None:
    code = (
        "import sys; from pathlib import Path; from db.store import writer_lock\n"
        "with writer_lock(Path(sys.argv[1])):\n print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(here.county.path)], env=procs.environment(), stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None and holder.stdin is not None
        assert holder.stdout.readline() == b"held\n"
        assert one_line(here.county, "merge", here.stick / "small.swb") == "store.in_use"
        # Reading goes on beside it.
        assert here.county.sw("digest").code == here.county.sw("reconcile").code == 0
        assert here.county.sw("inspect", here.stick / "small.swb").document["signature"] == "good"
        holder.stdin.close()
    assert here.county.sw("merge", here.stick / "small.swb").code == 0


@pytest.mark.fault(54)
def test_a_database_of_a_newer_version(here: County) -> None:
    with here.county.book() as book:
        book.connection.execute("PRAGMA user_version = 99")
    raw = here.county.path.read_bytes()
    for words in (["merge", here.stick / "small.swb"], ["export"], ["digest"]):
        done = procs.run(*words, "--json", database=here.county.path)
        assert done.code == 1 and done.err.count("\n") == 1
        assert done.document["errors"][0]["code"] == "store.newer_version"
    assert here.county.path.read_bytes() == raw
