"""Killed (-9) at some statement or file operation of a merge or an export: the old state or the new one."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sites
from sites import County, Site

from db.backup import ABANDONED
from swstation.exchange.exporting import export
from swstation.exchange.merging import merge
from swstation.operations.book import Book

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

MOMENTS = int(os.environ.get("KILL_MOMENTS", "10"))
"""So many moments each; ``KILL_MOMENTS=100000`` for every single one (by hand)."""
WATCHED = ("replace", "unlink", "fsync", "open", "mkdir")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    made = sites.found(tmp_path_factory.mktemp("county"))
    for n in range(6):
        made.b.address(n % 4, f"no {n}")
    made.county.address(2, "county")
    made.b.export(made.stick / "b.swb")
    return made


def in_a_process(work: Callable[[Callable[[], None]], object], at: int) -> tuple[int, int]:
    """Do ``work`` in a process that kills itself at its ``at``-th step; how it ended, and how many steps it took."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        steps = 0

        def step() -> None:
            nonlocal steps
            steps += 1
            if steps == at:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            work(step)
            os.write(writing, str(steps).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        _pid, status = os.waitpid(child, 0)
        return status, int(said.read() or b"0")


def watched(book: Book, step: Callable[[], None]) -> None:
    """Every statement and every file operation is a step."""
    book.connection.set_trace_callback(lambda _statement: step())
    for name in WATCHED:
        setattr(os, name, _stepping(getattr(os, name), step))


def _stepping(right: Callable[..., Any], step: Callable[[], None]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        step()
        done = right(*args, **kwargs)
        step()
        return done

    return call


def moments(steps: int) -> list[int]:
    """Some moments, the first and the last among them, most of them towards the end, where things become final."""
    if steps <= MOMENTS:
        return list(range(1, steps + 1))
    return sorted({1, steps, steps - 1, *(steps - (steps * k * k) // (MOMENTS * MOMENTS) for k in range(1, MOMENTS))})


def set_up(county: County, folder: Path) -> County:
    if folder.exists():
        shutil.rmtree(folder)
    return county.copy(folder)


@pytest.mark.fault(17, 76)
def test_a_merge(county: County, tmp_path: Path) -> None:
    def merging(here: County) -> Callable[[Callable[[], None]], object]:
        def work(step: Callable[[], None]) -> None:
            with here.county.book() as book:
                watched(book, step)
                assert merge(book, [here.stick / "b.swb"]).well

        return work

    here = set_up(county, tmp_path / "county")
    before = facts(here.county)
    status, steps = in_a_process(merging(here), 0)
    after = facts(here.county)
    assert status == 0 and steps > 100 and before != after
    seen = set()
    for at in moments(steps):
        here = set_up(county, tmp_path / "county")
        status, _ = in_a_process(merging(here), at)
        assert status == signal.SIGKILL
        found = facts(here.county)
        assert found in (before, after), at
        seen.add(found == after)
        # The retry converges, cleans up, and says the same as if nothing had happened.
        done = here.county.merge_one(here.stick / "b.swb", backup=True)
        assert done.status == ("already_merged" if found == after else "merged")
        assert facts(here.county) == after
        assert here.county.files("inbox") == here.county.files("work") == []
        assert len(here.county.files("archive")) == 1
    assert seen == {False, True}, "both sides of the moment were tried"


@pytest.mark.fault(76)
def test_a_copy_cut_short_is_swept_up(county: County, tmp_path: Path) -> None:
    here = set_up(county, tmp_path / "county")
    here.county.sw("backup")
    folder = here.county.data / "backup"
    old, new = folder / "20260101T000000000-copy.db.part", folder / "20270101T000000000-copy.db.part"
    for part, age in ((old, 2 * ABANDONED), (new, 0)):
        part.write_bytes(b"half")
        os.utime(part, (time.time() - age, time.time() - age))
    here.county.sw("backup")
    assert not old.exists() and new.exists() and len(here.county.files("backup")) == 3


@pytest.mark.fault(12)
def test_an_export(county: County, tmp_path: Path) -> None:
    def exporting(here: County) -> Callable[[Callable[[], None]], object]:
        def work(step: Callable[[], None]) -> None:
            with here.b.book() as book:
                watched(book, step)
                assert export(book, here.stick / "new.swb").file

        return work

    here = set_up(county, tmp_path / "county")
    before = facts(here.b)
    status, steps = in_a_process(exporting(here), 0)
    assert status == 0 and steps > 20 and facts(here.b) == before
    for at in moments(steps):
        here = set_up(county, tmp_path / "county")
        new = here.stick / "new.swb"
        status, _ = in_a_process(exporting(here), at)
        assert status == signal.SIGKILL and facts(here.b) == before
        # Under the final name there is a whole bundle or nothing; the next export is fine either way.
        if new.exists():
            assert here.county.merge_one(new).new == 8
            new.unlink()
        done = here.b.export(here.stick / "new.swb")
        assert here.county.merge_one(done.file or Path()).well
        assert len({name for (name,) in here.b.all("SELECT sha256 FROM sent_bundle")}) >= 2
        assert here.b.files("work") == []


def facts(site: Site) -> Any:
    """All that must be old or new, never between; and the file is sound."""
    assert site.all("PRAGMA integrity_check") == [("ok",)]
    apart = ("setting", "audit", "sqlite_sequence")
    return [(table, rows) for table, rows in site.content() if table not in (*apart, "sent_bundle", "received_bundle")]
