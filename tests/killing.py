"""Work killed (-9) at some statement or file operation, in a process of its own: the old state or the new one."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import sites
from books import seeded, to_be_copied
from sites import County, Site

from db import ledgers, protect, store
from db.errors import Refusal
from db.gateway import Change
from swstation.exchange.exporting import export
from swstation.exchange.merging import merge
from swstation.exchange.sending_down import issue_to
from swstation.operations.backup import back_up, restore
from swstation.operations.book import Book, do, open_book
from swstation.operations.install import Setup, initialise

WATCHED = ("replace", "rename", "link", "unlink", "fsync", "open", "mkdir", "write")
LEDGERS = ("setting", "audit", "sqlite_sequence", "sent_bundle", "received_bundle")

Step = Callable[[], None]
Watch = Callable[[Book | None], None]


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


def watch(book: Book | None, step: Step) -> None:
    """Every statement and every file operation is a step; without a book, those of each that will be opened."""
    if book is not None:
        book.connection.set_trace_callback(lambda _statement: step())
    else:
        right = store.connect

        def connect(*args: Any, **kwargs: Any) -> Any:
            connection = right(*args, **kwargs)
            connection.set_trace_callback(lambda _statement: step())
            return connection

        store.connect = connect
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
    # What a laptop keeps outside its database begins anew, too, and is watched with it.
    os.environ["SWSTATION_STATE"] = str(folder / "state")
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
    """A county with something to merge and to export, a copy to go back to, and a receipt to take in."""
    made = sites.found(folder)
    for n in range(6):
        made.b.address(n % 4, f"no {n}")
        if n == 3:
            with made.b.book() as book:
                back_up(book, made.stick / "earlier.db")
    made.county.address(2, "county")
    made.b.export(made.stick / "b.swb")
    shutil.copytree(made.county.path.parent, made.folder / LATER)
    _later(made).merge_one(made.stick / "b.swb")
    with _later(made).book() as book:
        issue_to(book, "T532301103", made.stick / "receipt.swb")
    _with_a_passphrase(made)
    for site in (*(getattr(made, name) for name in sites.PLACES), _later(made)):
        to_be_copied(open_book(site.path))
    return made


def _with_a_passphrase(made: County) -> None:
    strength = protect.MEMORY_KIB, protect.ITERATIONS
    protect.MEMORY_KIB, protect.ITERATIONS = 64, 1  # how long a passphrase takes is no matter here
    try:
        book = initialise(_locked(made).path, Setup("township_station", "532301104", "试锁", WORDS), seeded(5))
    finally:
        protect.MEMORY_KIB, protect.ITERATIONS = strength
    back_up(book, made.stick / "locked.db")
    do(book, "Test", [Change("household", "1".zfill(32), {"place": {"address": "after the copy"}})])
    to_be_copied(book)


WORDS = "six ordinary words for a test"


class Locked(Site):
    """An installation with a passphrase."""

    @contextmanager
    def book(self) -> Iterator[Book]:
        """Open, and closed at the end."""
        book = open_book(self.path, WORDS)
        try:
            yield book
        finally:
            book.close()


def _locked(here: County) -> Locked:
    return Locked(here.folder / "locked" / "book.db")


LATER = "later"
"""The county again, when it has merged."""


def _later(here: County) -> Site:
    return Site(here.folder / LATER / "book.db")


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


def _issuing(here: County, watched: Watch) -> Refusal | None:
    with _later(here).book() as book:
        watched(book)
        try:
            issue_to(book, "T532301103", here.stick / "new.swb")
        except Refusal as refusal:
            return refusal
        return None


def _issued(here: County) -> Any:
    """The receipt is whole or not there; and what it promises is in the county's own file."""
    new = here.stick / "new.swb"
    if new.exists():
        here.b.merge_one(new)
        last, _chain = _confirmed(here.b)
        assert (last,) in _later(here).all("SELECT last FROM replica WHERE id = unhex(?)", here.b.replica)
    return new.exists()


def _confirmed(site: Site) -> tuple[int, bytes]:
    with site.book() as book:
        return ledgers.confirmed(book.connection, book.replica)


def _issued_again(here: County, was_new: bool) -> None:
    with _later(here).book() as book:
        issue_to(book, "T532301103", here.stick / ("again.swb" if was_new else "new.swb"))
    assert not _later(here).files("work") and not list(here.stick.glob("*.part"))


def _taking_a_receipt(here: County, watched: Watch) -> Refusal | None:
    with here.b.book() as book:
        watched(book)
        (done,) = merge(book, [here.stick / "receipt.swb"]).files
        return done.refusal


def _believed(here: County) -> Any:
    """What is here but for the times, and how far the county is believed to hold it."""
    return [one for one in facts(here.b) if one[0] != "receipt"], _confirmed(here.b)


def _receipt_taken_again(here: County, was_new: bool) -> None:
    done = here.b.merge_one(here.stick / "receipt.swb", backup=True)
    assert done.status == ("already_merged" if was_new else "merged") and _confirmed(here.b)[0] == 8
    assert here.b.files("inbox") == here.b.files("work") == []


def _restoring(here: County, watched: Watch) -> Refusal | None:
    watched(None)
    try:
        restore(here.b.path, here.stick / "earlier.db", str, seeded(9))
    except Refusal as refusal:
        return refusal
    return None


def _restored(here: County) -> Any:
    """What the book says and under which number it goes on; a copy of it, cut short too, goes on writing."""
    found = facts(here.b), here.b.replica
    aside = here.folder / "aside"
    shutil.copytree(here.b.path.parent, aside)
    site = Site(aside / "book.db")
    to_be_copied(open_book(site.path))
    site.address(9, "written afterwards")
    shutil.rmtree(aside)
    return found


def _restored_again(here: County, was_new: bool) -> None:
    if not was_new:
        restore(here.b.path, here.stick / "earlier.db", str, seeded(9))
    assert not list(here.b.path.parent.glob("*.restoring*"))
    here.b.address(9, "written afterwards")
    numbers = here.b.all("SELECT n FROM op WHERE r = unhex(?)", here.b.replica)
    assert len(numbers) == len(set(numbers))
    restore(here.b.path, here.stick / "earlier.db", str, seeded(9))


def _restoring_locked(here: County, watched: Watch) -> Refusal | None:
    watched(None)
    try:
        restore(_locked(here).path, here.stick / "locked.db", lambda: WORDS, seeded(9))
    except Refusal as refusal:
        return refusal
    return None


def _restored_locked_again(here: County, was_new: bool) -> None:
    if not was_new:
        restore(_locked(here).path, here.stick / "locked.db", lambda: WORDS, seeded(9))


SCENARIOS = {
    "merge": Scenario(_merging, lambda here: facts(here.county), _merged_again),
    "export": Scenario(_exporting, _exported, _exported_again),
    "receipt": Scenario(_issuing, _issued, _issued_again),
    "receipt taken": Scenario(_taking_a_receipt, _believed, _receipt_taken_again),
    "restore": Scenario(_restoring, _restored, _restored_again),
    "restore with keys": Scenario(
        _restoring_locked, lambda here: (facts(_locked(here)), _locked(here).replica), _restored_locked_again
    ),
}
