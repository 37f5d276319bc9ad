"""What somebody chose as a bundle is no plain file: refused, and nothing waits for it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import bundles
import pytest

from db.errors import Refusal
from swstation.errors import message
from swstation.exchange import cards, files
from swstation.exchange.opening import outer


def fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path


def link(path: Path) -> Path:
    path.symlink_to(bundles.send(path.parent).path)
    return path


def dangling(path: Path) -> Path:
    path.symlink_to(path.parent / "nothing")
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def sock(path: Path) -> Path:
    short = Path(f"/tmp/swb-{os.getpid()}.sock")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(short))
    return short.rename(path)


SPECIAL: dict[str, Callable[[Path], Path]] = {
    "a pipe": fifo,
    "a link to a genuine bundle": link,
    "a link to nothing": dangling,
    "a folder": folder,
    "a socket": sock,
    "a device": lambda _: Path("/dev/zero"),
    "a terminal": lambda _: Path("/dev/tty"),
}


@pytest.mark.fault(73)
@pytest.mark.skipif(os.name == "nt", reason="links, pipes and device files of POSIX")
@pytest.mark.parametrize("kind", SPECIAL)
def test_only_plain_files_are_opened(tmp_path: Path, kind: str) -> None:
    path = SPECIAL[kind](tmp_path / "chosen.swb")
    for read in (outer, cards.read, bundles.read if kind != "a device" else outer):
        with pytest.raises(Refusal) as refusal:
            read(path)
        assert refusal.value.code == "bundle.path_special"
        assert path.name in message(refusal.value)


@pytest.mark.fault(73)
@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
@pytest.mark.parametrize(("make", "code"), [(link, "path_unreadable"), (fifo, "path_special")])
def test_what_is_swapped_in_after_the_look_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Path], code: str
) -> None:
    path = make(tmp_path / "chosen.swb")
    monkeypatch.setattr(files, "refuse_special", lambda _: None)
    with pytest.raises(Refusal) as refusal:
        outer(path)
    assert refusal.value.code == f"bundle.{code}"


@pytest.mark.fault(73)
@pytest.mark.parametrize("path", ["//server/share/a.swb", r"\\server\share\a.swb", r"\\?\UNC\server\a.swb"])
def test_a_network_path_is_never_opened(path: str) -> None:
    with pytest.raises(Refusal) as refusal:
        outer(Path(path))
    assert refusal.value.code == "bundle.path_network"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    for path in (tmp_path / "no.swb", tmp_path / "no" / "no.swb"):
        with pytest.raises(Refusal) as refusal:
            outer(path)
        assert refusal.value.code == "bundle.path_missing"


def test_a_folder_for_clear_text_that_is_not_there(tmp_path: Path) -> None:
    sent = bundles.send(tmp_path)
    with pytest.raises(Refusal) as refusal:
        bundles.read(sent.path, work=tmp_path / "gone")
    assert refusal.value.code == "bundle.disk_error"
