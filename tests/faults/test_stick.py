"""Sticks that are full, locked, lying or pulled out: the final name stands for the whole file or for nothing."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import bundles
import pytest
from books import seeded

from db import attached, renaming
from db.backup import backup_file
from db.errors import Refusal
from swstation.errors import message
from swstation.exchange import files, stick
from swstation.operations.install import Setup, initialise
from swstation.reports.write import whole_file

CONTENT = hashlib.shake_256(b"content").digest(300_000)


def put(target: Path, **how: object) -> stick.Placed:
    return stick.put(io.BytesIO(CONTENT), target, **how)  # type: ignore[arg-type]


def refused(target: Path, **how: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        put(target, **how)
    assert message(refusal.value)
    return refusal.value


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 128 KB, where this machine lets us mount one."""
    mount = tmp_path / "stick"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(mount)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount here")
    if done.returncode:
        pytest.skip("not allowed to mount here")
    yield mount
    subprocess.run(["umount", str(mount)], check=True)


def test_the_file_is_whole_and_alone(tmp_path: Path) -> None:
    placed = put(tmp_path / "a.swb")
    assert placed.path.read_bytes() == CONTENT
    assert (placed.size, placed.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    assert list(tmp_path.iterdir()) == [placed.path]


def test_what_is_there_is_kept_unless_asked(tmp_path: Path) -> None:
    target = tmp_path / "a.swb"
    target.write_bytes(b"older")
    assert refused(target).code == "bundle.target_exists"
    assert target.read_bytes() == b"older"
    put(target, overwrite=True)
    assert target.read_bytes() == CONTENT


@pytest.mark.fault(13)
def test_a_full_stick(small_stick: Path) -> None:
    refusal = refused(small_stick / "a.swb")
    assert (refusal.code, refusal.params["needed"]) == ("bundle.target_full", 1)
    assert not list(small_stick.iterdir())


@pytest.mark.fault(13)
def test_a_full_stick_keeps_the_older_file(small_stick: Path) -> None:
    target = small_stick / "a.swb"
    target.write_bytes(b"older")
    assert refused(target, overwrite=True).code == "bundle.target_full"
    assert [path.read_bytes() for path in small_stick.iterdir()] == [b"older"]


def test_a_whole_bundle_to_a_full_stick(small_stick: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        bundles.send(tmp_path, [CONTENT.hex().encode()[:250_000]] * 2, name="stick/a.swb", attachments=[CONTENT])
    assert refusal.value.code == "bundle.target_full"
    assert not list(small_stick.iterdir())
    assert not list((tmp_path / "work").iterdir())


@pytest.mark.fault(13)
def test_a_locked_stick(small_stick: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_stick)], check=True)
    assert refused(small_stick / "a.swb").code == "bundle.target_readonly"
    assert not list(small_stick.iterdir())


def test_a_folder_of_another_user() -> None:
    if not Path("/sys/kernel").is_dir():
        pytest.skip("needs a folder that nobody may write")
    assert refused(Path("/sys/kernel/a.swb")).code == "bundle.target_readonly"


def test_no_such_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone" / "a.swb").code == "bundle.target_missing"
    (tmp_path / "file").write_bytes(b"")
    assert refused(tmp_path / "file" / "a.swb").code == "bundle.target_missing"


@pytest.mark.parametrize("path", ["//server/share/a.swb", r"\\server\share\a.swb"])
def test_never_over_the_network_by_itself(path: str) -> None:
    assert refused(Path(path)).code == "bundle.path_network"


@pytest.mark.skipif(os.name == "nt", reason="links, pipes and device files of POSIX")
@pytest.mark.parametrize("name", ["a.swb", "a.swb" + stick.PART])
def test_never_through_a_link_a_pipe_or_a_device(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"kept")
    folder = tmp_path / "stick"
    folder.mkdir()
    special = folder / name
    for make in (lambda: special.symlink_to(outside), lambda: os.mkfifo(special), special.mkdir):
        make()
        assert refused(folder / "a.swb", overwrite=True).code == "bundle.path_special"
        assert list(folder.iterdir()) == [special]
        special.rmdir() if special.is_dir() else special.unlink()
    assert refused(Path("/dev/null"), overwrite=True).code == "bundle.path_special"
    assert outside.read_bytes() == b"kept"


def test_what_an_earlier_try_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ("a.swb" + stick.PART)).write_bytes(b"half of it" * 99_999)
    assert put(tmp_path / "a.swb").path.read_bytes() == CONTENT
    assert len(list(tmp_path.iterdir())) == 1


class Pulled(io.BytesIO):
    """Ends with an error of the device after some pieces."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 200_000:
            raise OSError(5, "Input/output error")
        return super().read(size)


@pytest.mark.fault(12)
def test_pulled_out_while_writing(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        stick.put(Pulled(CONTENT), tmp_path / "a.swb")
    assert refusal.value.code == "bundle.target_failed"
    assert not list(tmp_path.iterdir())
    assert put(tmp_path / "a.swb").size == len(CONTENT)


@pytest.mark.fault(11)
def test_a_stick_that_forgets_what_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick that claims more room than it has: the flush goes well and the bytes are not there."""
    written = tmp_path / ("a.swb" + stick.PART)
    flush = os.fsync

    def lying(handle: int) -> None:
        flush(handle)
        bundles.flip(written, 250_000)

    monkeypatch.setattr(os, "fsync", lying)
    assert refused(tmp_path / "a.swb").code == "bundle.target_lies"
    assert not list(tmp_path.iterdir())


def held(tries: int, number: int) -> tuple[list[Path], object]:
    """A rename that fails with a Windows error for so many tries, and the list of them."""
    seen: list[Path] = []

    def replace(part: Path, target: Path) -> None:
        seen.append(part)
        if len(seen) <= tries:
            error = PermissionError(13, "Permission denied")
            error.winerror = number  # type: ignore[attr-defined,unused-ignore]
            raise error
        part.replace(target)

    return seen, replace


@pytest.mark.fault(16)
@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_virus_scanner_lets_go_in_time(tmp_path: Path, number: int) -> None:
    seen, replace = held(3, number)
    waits: list[float] = []
    put(tmp_path / "a.swb", replace=replace, sleep=waits.append)
    assert (len(seen), len(waits)) == (4, 3)
    assert [path.name for path in tmp_path.iterdir()] == ["a.swb"]


@pytest.mark.fault(16)
def test_a_virus_scanner_never_lets_go(tmp_path: Path) -> None:
    _, replace = held(99, 32)
    waits: list[float] = []
    refusal = refused(tmp_path / "a.swb", replace=replace, sleep=waits.append)
    assert refusal.code == "bundle.target_busy"
    assert 2.4 < sum(waits) < 2.6
    # What was written is whole and may be given its name by hand.
    assert [path.name for path in tmp_path.iterdir()] == [refusal.params["part"]]
    assert (tmp_path / str(refusal.params["part"])).read_bytes() == CONTENT


def test_another_error_of_the_rename_is_not_tried_again(tmp_path: Path) -> None:
    seen, replace = held(99, 3)
    assert refused(tmp_path / "a.swb", replace=replace, sleep=pytest.fail).code == "bundle.target_readonly"
    assert len(seen) == 1
    assert not list(tmp_path.iterdir())


def test_stopped_by_hand_leaves_nothing(tmp_path: Path) -> None:
    def stop(_part: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(tmp_path / "a.swb", replace=stop)
    assert not list(tmp_path.iterdir())


def test_our_own_disk_is_full(small_stick: Path, tmp_path: Path) -> None:
    """Packing and opening say so as a refusal, on the disk where the clear text would lie."""
    lines = [CONTENT.hex().encode()[:250_000]] * 2
    sent = bundles.send(tmp_path, lines, attachments=[CONTENT])
    with pytest.raises(Refusal) as refusal:
        bundles.read(sent.path, work=small_stick)
    assert refusal.value.code == "bundle.disk_full"
    (small_stick / "work").mkdir()
    with pytest.raises(Refusal) as refusal:
        bundles.send(small_stick, lines, attachments=[CONTENT])
    assert refusal.value.code == "bundle.disk_full"
    assert files.is_full(OSError(28, "No space left on device"))


@pytest.mark.fault(16)
def test_a_virus_scanner_holds_no_other_file_of_ours_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new book with its keys, a backup, a report, a kept file: each is tried again until the scanner lets go."""
    tried: Counter[str] = Counter()
    right = os.replace

    def replace(part: Path, target: Path) -> None:
        tried[Path(target).name] += 1
        if tried[Path(target).name] <= 2:
            error = PermissionError(13, "Permission denied")
            error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
            raise error
        right(part, target)

    monkeypatch.setattr(renaming.os, "replace", replace)
    monkeypatch.setattr(renaming.time, "sleep", lambda seconds: None)
    path, report = tmp_path / "book.db", tmp_path / "report.csv"
    setup = Setup("township_station", "532301102", "王芳", "correct horse battery staple")
    with closing(initialise(path, setup, seeded(1))) as book:
        backup_file(book.connection, path, book.store.key, "", tmp_path / "copy.db")
        whole_file(report, lambda part: part.write_text("1", encoding="utf-8"))
        put(tmp_path / "photo.jpg")
        kept = attached.keep(path, book.store.key, tmp_path / "photo.jpg")[0]
        attached.take_out(path, book.store.key, kept, tmp_path / "out.jpg")
    for name in ("book.db", "book.db.keys", "copy.db", "report.csv", "out.jpg"):
        assert tried[name] >= 3 and (tmp_path / name).stat().st_size, name
    assert not list(tmp_path.rglob("*.part")) and not list(tmp_path.rglob("*.tmp"))
