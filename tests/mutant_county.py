"""A county that takes mutants in, and a model of what it must know afterwards. Also a program: see ``main``."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import histories
import independent_reader
import procs
import sites
from cryptography.exceptions import InvalidSignature
from hostile_lines import Line, parsed
from mutants import REFUSED, TAKEN, Device, Mutant, Stock, fingerprint, mutant
from sites import County, Site

from db import digest, ledgers
from db.chains import chain_at, lines, runs
from db.errors import Refusal
from db.records import ZERO_CHAIN
from swstation.errors import message
from swstation.exchange import sending_down
from swstation.exchange.identity import county_card, device_keys, revoke
from swstation.exchange.inspecting import inspect
from swstation.exchange.merging import MergedFile, merge
from swstation.operations.book import Book, open_book

MOST_MEMORY = 300 << 20
LONGEST = 5.0
"""Seconds of a processor that one mutant may take; the slowest of them takes a quarter of one."""
CODES = ("bundle.", "card.", "record.")


ROWS = 4


class Place:
    """An installation that takes mutants in, made anew after each that changed it."""

    def __init__(self, made: Site, folder: Path) -> None:
        self.folder = folder
        self.known = _records(made)
        self.book: Book | None = None
        shutil.copytree(made.path.parent, folder)
        self.site = Site(folder / "book.db")
        self.content = content(self.site)
        self.raw = self.site.path.read_bytes()
        self.anew()

    def anew(self, raw: bytes = b"") -> None:
        """As it was, or as another database of the same installation, ``raw``."""
        self.close()
        for path in [*self.folder.glob("book.db*"), *(self.folder / "book.db.d").rglob("*")]:
            if path.is_file():
                path.unlink()
        self.site.path.write_bytes(raw or self.raw)
        self.book = open_book(self.site.path)

    def close(self) -> None:
        """Let go of the file."""
        if self.book is not None:
            self.book.close()
            self.book = None

    def unchanged(self) -> bool:
        """Whether nothing at all was written to the book."""
        wal = self.site.path.with_name("book.db-wal")
        if self.site.path.read_bytes() == self.raw and not (wal.exists() and wal.stat().st_size):
            return True
        self.close()
        same = content(self.site) == self.content
        self.book = open_book(self.site.path)
        return same


class World:
    """A county and a station in ``folder``, and all that mutants are made of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        made = sites.found(folder / "made")
        self.stock = _stock(made)
        self.at = {name: Place(site, folder / name) for name, site in (("county", made.county), ("station", made.b))}
        self.genuine = []
        for n, raw in enumerate(self.stock.files):
            self.genuine.append(folder / f"genuine{n}.swb")
            self.genuine[-1].write_bytes(raw)
        # A county that has all the genuine bundles, the last first: what a mutant comes to that comes after them.
        place = self.at["county"]
        place.close()
        assert place.site.merge(*reversed(self.genuine)).well
        self.with_genuine = place.site.path.read_bytes()
        place.anew()

    def take(self, one: Mutant, more: bool = False) -> str:
        """Give a mutant to whom it is for, look at everything, and be as before again; what became of it.

        ``more``: genuine bundles follow it, and come before it to another county: both must know the same.
        """
        place, file = self.at[one.to], self.folder / "mutant.swb"
        file.write_bytes(one.raw)
        assert place.book is not None
        _looked_at(place.book, file)
        (done,) = merge(place.book, [file], backup=False).files
        self._held_against_the_rules(one, done)
        if done.status == "refused":
            assert place.unchanged(), "refused, and something changed"
            assert not place.site.files("inbox")
        else:
            place.close()
            if done.status != "held":
                self._held_against_the_model(one, done, place)
            if more and done.well and one.to == "county":
                self._whatever_the_order(place, file)
            place.anew()
        assert not place.site.files("work")
        return done.status if done.refusal is None else f"{done.status} {done.refusal.code}"

    def _whatever_the_order(self, place: Place, file: Path) -> None:
        assert place.site.merge(*self.genuine).well
        before = _known(place.site)
        place.anew(self.with_genuine)
        place.close()
        assert place.site.merge(file).well
        assert _known(place.site) == before

    def _held_against_the_rules(self, one: Mutant, done: MergedFile) -> None:
        if done.refusal is not None:
            assert done.refusal.code.startswith(CODES) and message(done.refusal), done.refusal
        if one.may == REFUSED:
            assert done.status in ("refused", "held"), (one.how, done)
        if one.may == TAKEN:
            assert done.well, (one.how, done.refusal)

    def _held_against_the_model(self, one: Mutant, done: MergedFile, place: Place) -> None:
        with place.site.book() as book:
            connection = book.connection
            assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            here = {row[0]: row[1] for row in connection.execute("SELECT id, parked FROM op").fetchall()}
            aside = {row[0] for row in connection.execute("SELECT line FROM quarantine").fetchall()}
            carried = one.lines or self._lines_of(one.raw)
            model = dict(place.known)
            for line in carried:
                if line.verdict == "bad":
                    assert line.raw in aside, (one.how, line)
                    continue
                if line.verdict == "any" and line.raw in aside:
                    continue
                record = independent_reader.read(line.raw)
                assert record["id"] in here, (one.how, line)
                if line.verdict == "good":
                    assert line.raw not in aside, (one.how, line)
                if model.get(record["id"], {"payload": None})["payload"] is None:
                    model[record["id"]] = record
            assert here.keys() == model.keys(), "what came is here, and nothing else"
            assert done.new == len(model) - len(place.known)
            assert done.quarantined == sum(line.raw in aside for line in carried)
            assert independent_reader.digest(list(model.values())) == digest.whole(connection)[0]
            shown = [r for r in model.values() if not here[r["id"]] and r["payload"] is not None]
            histories.expect(_Asked(book), shown)  # type: ignore[arg-type]
            _no_receipt_ahead(book)

    def _lines_of(self, raw: bytes) -> list[Line]:
        """The lines of a file that nobody made line by line: what is merged was signed by one of them."""
        for device in (*self.stock.devices, self.stock.colleague, self.stock.centre):
            try:
                _manifest, found = independent_reader.unseal(raw, self.stock.opener, device.keys.public.sign_text)
            except InvalidSignature:
                continue
            return [parsed(line, "any") for line in found]
        raise AssertionError("merged, and nobody's")


def _stock(made: County) -> Stock:
    files = []
    for n in range(8):
        site = (made.a, made.b, made.a2, made.b)[n % 4]
        site.address(n % ROWS, f"no {n}")
        if n % 2:
            files.append(site.bundle(made.stick, full=True))
    made.a.merge_one(made.a2.bundle(made.stick, full=True))
    made.county.merge(files[0], made.a2.bundle(made.stick, full=True), made.a.bundle(made.stick, full=True))
    made.county.address(2, "county")
    with made.county.book() as book:
        revoke(book, made.a2.replica)
    files += [made.a.bundle(made.stick, full=True), made.b.bundle(made.stick, full=True)]
    devices = {}
    held: dict[str, tuple[bytes, ...]] = {}
    for name in ("a", "b", "a2", "county"):
        with getattr(made, name).book() as book:
            devices[name] = Device(book.replica, book.unit, device_keys(book))
            (run,) = runs(book.connection, bytes.fromhex(book.replica))
            held[book.replica] = tuple(lines(book.connection, run))
    with made.county.book() as book:
        word = sending_down.issue_to(book, devices["b"].unit, made.stick / "word.swb").file.read_bytes()
        rows = book.connection.execute("SELECT id, last, chain FROM replica").fetchall()
        keys = device_keys(book)
    return Stock(
        tuple(file.read_bytes() for file in files), held, keys.public, str(keys.age_identity),
        (devices["a"], devices["b"]), {r.hex(): (last, chain.hex()) for r, last, chain in rows}, devices["a2"],
        devices["county"], word,
    )  # fmt: skip


def _records(site: Site) -> dict[bytes, dict[str, Any]]:
    with site.book() as book:
        found = [
            line
            for (replica,) in book.connection.execute("SELECT id FROM replica").fetchall()
            for run in runs(book.connection, replica)
            for line in lines(book.connection, run)
        ]
    return {one["id"]: one for one in map(independent_reader.read, found)}


def _known(site: Site) -> Any:
    """What must not depend on the order."""
    tables = ("op", "conflict", "digest", "household", "client", "log_client")
    held = dict(site.content())
    seen = site.all("SELECT id, held, total, last, chain, highest FROM replica ORDER BY id")
    return [held[table] for table in tables], seen, site.all("SELECT digest FROM quarantine ORDER BY 1")


def _no_receipt_ahead(book: Book) -> None:
    county = county_card(book)
    assert county is not None
    last, chain = ledgers.confirmed(book.connection, book.replica, county.fingerprint)
    ours = chain_at(book.connection, bytes.fromhex(book.replica), last) if last else ZERO_CHAIN
    assert chain == ours


class _Asked:
    def __init__(self, book: Book) -> None:
        self.book = book

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return list(self.book.connection.execute(sql, values).fetchall())


def _looked_at(book: Book, file: Path) -> None:
    """Looking at it changes nothing and never fails otherwise than by a refusal."""
    try:
        keys = device_keys(book)
        inspect(file, [keys], lambda _said: keys.public, book.store.path.with_name("book.db.d") / "work").as_dict()
    except Refusal as refusal:
        assert message(refusal)


def content(site: Site) -> list[tuple[Any, ...]]:
    """All that a refused file must not change."""
    return [(table, rows) for table, rows in site.content() if table != "sqlite_sequence"]


@contextmanager
def world() -> Iterator[World]:
    """A county of one's own, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield World(Path(folder))


def main(first: int, count: int) -> dict[str, Any]:
    """Take mutants ``first`` to ``first + count - 1`` in. Gives what became of them, and what it took."""
    outcomes: Counter[str] = Counter()
    slowest = (0.0, -1)
    with world() as county:
        for seed in range(first, first + count):
            one = mutant(county.stock, seed)
            began = time.process_time()
            try:
                outcomes[county.take(one, more=seed % 10 == 0)] += 1
            except BaseException:
                print(f"mutant {seed}: {one.how}, {len(one.raw)} bytes, {fingerprint(one.raw)}", file=sys.stderr)
                raise
            slowest = max(slowest, (time.process_time() - began, seed))
    return {"outcomes": dict(outcomes), "slowest": slowest, "peak": peak(), "cpu": time.process_time()}


def peak() -> int:
    """The most memory this process ever had, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage on Linux counts the process that started this one
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        assert found is not None
        return int(found[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def apart(first: int, count: int) -> dict[str, Any]:
    """``main`` in a process of its own, held to its bounds of memory and time; raises what it said of a failure."""
    with tempfile.TemporaryDirectory() as state:  # two at a time make the same county: to each other they are copies
        done = subprocess.run(
            [sys.executable, "-W", "ignore", __file__, str(first), str(count)],
            env=procs.environment(SWSTATION_STATE=state), capture_output=True, encoding="utf-8",
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout)
    assert sum(said["outcomes"].values()) == count
    assert said["peak"] < MOST_MEMORY, said
    assert said["slowest"][0] < LONGEST, said
    return said


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
