"""Bundles are copied to a folder of ours before they are read, each content once."""

from __future__ import annotations

from pathlib import Path

import bundles
import pytest

from db.errors import Refusal
from swstation.exchange import inbox


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def test_the_copy_is_named_by_its_content(tmp_path: Path, folder: Path) -> None:
    sent = bundles.send(tmp_path)
    kept, outer = inbox.keep(sent.path, folder)
    assert kept == folder / f"{sent.sha256}.swb"
    assert outer.sha256 == sent.sha256
    sent.path.unlink()
    assert bundles.read(kept) == list(bundles.LINES)


@pytest.mark.fault(2)
def test_copies_under_other_names_are_one_file(tmp_path: Path, folder: Path) -> None:
    sent = bundles.send(tmp_path)
    kept, _ = inbox.keep(sent.path, folder)
    first = kept.stat()
    inbox.keep(sent.path.rename(tmp_path / "532301102 (1).dat"), folder)
    assert list(folder.iterdir()) == [kept]
    assert kept.stat().st_mtime_ns == first.st_mtime_ns


def test_a_copy_of_ours_that_was_damaged_is_written_again(tmp_path: Path, folder: Path) -> None:
    sent = bundles.send(tmp_path)
    kept, _ = inbox.keep(sent.path, folder)
    bundles.flip(kept, 300)
    inbox.keep(sent.path, folder)
    assert bundles.read(kept) == list(bundles.LINES)


def test_what_is_no_whole_bundle_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    path = bundles.send(tmp_path).path
    with path.open("r+b") as file:
        file.truncate(1000)
    for wrong in (path, tmp_path / "none.swb", folder):
        with pytest.raises(Refusal):
            inbox.keep(wrong, folder)
    assert not list(folder.iterdir())
