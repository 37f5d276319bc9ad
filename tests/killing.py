"""Work killed (-9) at some statement or file operation, in a process of its own: the old state or the new one."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import sites
from sites import County, Site

from db.errors import Refusal
from swstation.exchange.exporting import export
from swstation.exchange.merging import merge
from swstation.operations.book import Book

WATCHED = ("replace", "rename", "link", "unlink", "fsync", "open", "mkdir", "write")
LEDGERS = ("setting", "audit", "sqlite_sequence", "sent_bundle", "received_bundle")

Step = Callable[[], None]
Watch = Callable[[Book], None]


def in_a_process(work: Callable[[Step], object], at: int) -> tuple[int, int]:
    """Do ``work`` in a process that kills itself at its ``at``-th step; how it ended, and how many steps it took."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        steps = 0
        say = os.write

        def step() -> None:
            nonlocal steps
            steps += 1
            if steps == at:
                os.kill(os.getpid(), signal.SIGKILL)

        code = 1
        try:
            work(step)
            say(writing, str(steps).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        _pid, status = os.waitpid(child, 0)
        return status, int(said.read() or b"0")


def watch_files(step: Step) -> None:
    """Every file operation is two steps: before it, and after it."""
    for name in WATCHED:
        setattr(os, name, _stepping(getattr(os, name), step))


def watch(book: Book, step: Step) -> None:
    """Every statement and every file operation is a step."""
    book.connection.set_trace_callback(lambda _statement: step())
    watch_files(step)


def _stepping(right: Callable[..., Any], step: Step) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        step()
        done = right(*args, **kwargs)
        step()
        return done

    return call


def facts(site: Site) -> Any:
    """All that must be old or new, never between; and the file is sound."""
    assert site.all("PRAGMA integrity_check") == [("ok",)]
    return [(table, rows) for table, rows in site.content() if table not in LEDGERS]


@dataclass(frozen=True)
class Scenario:
    """Something that may be cut short: what it does, what must be old or new, and how it goes on afterwards.

    ``work`` shows the open book to whoever watches, and tells what stood in the way (nothing: it went well).
    ``again`` is told whether the new state was found, and must end in it.
    """

    work: Callable[[County, Watch], Refusal | None]
    state: Callable[[County], Any]
    again: Callable[[County, bool], None]


def killed(county: County, folder: Path, scenario: Scenario, moments: Callable[[int], Sequence[int]]) -> set[bool]:
    """Kill it at each of the moments chosen from its number of steps; which states were found (True: the new one)."""
    here = fresh(county, folder)
    before = scenario.state(here)
    status, steps = in_a_process(lambda step: _well(scenario, here, step), 0)
    assert status == 0 and steps > 20
    after = scenario.state(here)
    found = set()
    for at in moments(steps):
        here = fresh(county, folder)
        status, _ = in_a_process(lambda step, here=here: _well(scenario, here, step), at)  # type: ignore[misc]
        assert status == signal.SIGKILL, at
        state = scenario.state(here)
        assert state in (before, after), at
        found.add(state == after)
        scenario.again(here, state == after)
        assert scenario.state(here) == after, at
    return found


def _well(scenario: Scenario, here: County, step: Step) -> None:
    assert scenario.work(here, lambda book: watch(book, step)) is None


def fresh(county: County, folder: Path) -> County:
    """The county as it was."""
    if folder.exists():
        shutil.rmtree(folder)
    return county.copy(folder)


def towards_the_end(count: int) -> Callable[[int], list[int]]:
    """So many moments, the first and the last among them, most towards the end, where things become final."""

    def chosen(steps: int) -> list[int]:
        if steps <= count:
            return list(range(1, steps + 1))
        return sorted({1, steps, steps - 1, *(steps - (steps * k * k) // (count * count) for k in range(1, count))})

    return chosen


def at_random(count: int, numbers: Random) -> Callable[[int], list[int]]:
    """So many moments, any of them; all of them if there are no more."""
    return lambda steps: sorted(numbers.sample(range(1, steps + 1), min(count, steps)))


def county(folder: Path) -> County:
    """A county with something to merge and to export."""
    made = sites.found(folder)
    for n in range(6):
        made.b.address(n % 4, f"no {n}")
    made.county.address(2, "county")
    made.b.export(made.stick / "b.swb")
    return made


# What may be killed


def _merging(here: County, watched: Watch) -> Refusal | None:
    with here.county.book() as book:
        watched(book)
        (done,) = merge(book, [here.stick / "b.swb"]).files
        return done.refusal


def _merged_again(here: County, was_new: bool) -> None:
    """It cleans up, and says the same as if nothing had happened."""
    done = here.county.merge_one(here.stick / "b.swb", backup=True)
    assert done.status == ("already_merged" if was_new else "merged")
    assert here.county.files("inbox") == here.county.files("work") == []
    assert len(here.county.files("archive")) == 1


def _exporting(here: County, watched: Watch) -> Refusal | None:
    with here.b.book() as book:
        watched(book)
        try:
            assert export(book, here.stick / "new.swb").file
        except Refusal as refusal:
            return refusal
        return None


def _exported(here: County) -> Any:
    """Whether the file is there: whole, or not at all. The book itself is the same either way."""
    new = here.stick / "new.swb"
    if new.exists():
        assert here.county.sw("inspect", new).document["signature"] == "good"
    return facts(here.b), new.exists()


def _exported_again(here: County, was_new: bool) -> None:
    new = here.stick / "new.swb"
    if was_new:
        assert here.county.merge_one(new).new == 8
        new.unlink()
    done = here.b.export(new)
    assert here.county.merge_one(done.file or Path()).well
    assert len({name for (name,) in here.b.all("SELECT sha256 FROM sent_bundle")}) >= 2
    assert here.b.files("work") == [] and len(list(here.stick.glob("new*"))) == 1


SCENARIOS = {
    "merge": Scenario(_merging, lambda here: facts(here.county), _merged_again),
    "export": Scenario(_exporting, _exported, _exported_again),
}
