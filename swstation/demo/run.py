"""The whole way: a county and its stations made, trusted, exported, merged twice, reconciled, reported."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from db import digest
from db.conflicts import open_conflicts
from db.errors import Refusal
from db.queries.counts import alive_rows
from db.store import writer_lock
from swstation.demo.county import County
from swstation.demo.county_office import CountyOffice
from swstation.demo.laptop import Work
from swstation.demo.plan import Laptop, Plan, laptops
from swstation.exchange import cards
from swstation.exchange.exporting import export
from swstation.exchange.identity import own_card, trust, write_card
from swstation.exchange.merging import Sitting, merge, reconcile
from swstation.operations.book import Book

Tell = Callable[[str, str], None]
"""Called with a step and what of it is under way, to show progress."""
REPORT_FORMATS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class MadeLaptop:
    """One laptop's database as it was left."""

    laptop: Laptop
    database: Path
    replica: str
    worker: str
    ops: int
    logs: int


@dataclass(frozen=True, slots=True)
class MadeBundle:
    """A bundle, and what merging it said, the first time and again."""

    file: Path
    laptop: Laptop
    ops: int
    bytes: int
    first: str = ""
    again: str = ""


@dataclass
class Made:
    """All that was made; ``seconds`` by step, ``rows`` of the county by register.

    ``merged``: the county's digest when it had merged everything and had not begun its own work.
    """

    plan: Plan
    folder: Path
    laptops: list[MadeLaptop] = field(default_factory=list)
    county: Path = Path()
    county_unit: str = ""
    county_name: str = ""
    county_ops: int = 0
    digest: str = ""
    merged: str = ""
    conflicts: int = 0
    whole: bool = False
    rows: dict[str, int] = field(default_factory=dict)
    bundles: list[MadeBundle] = field(default_factory=list)
    reports: list[tuple[Path, int]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def make(folder: Path, plan: Plan, tell: Tell | None = None) -> Made:
    """Make everything in ``folder``, which must be empty or not there. Refuses: ``cli.busy_demo``, a full disk.

    What fails or is stopped halfway leaves nothing behind.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal("cli.busy_demo", file=str(folder))
    new = not folder.exists()
    try:
        return _Run(folder, plan, tell or (lambda step, what: None)).all()
    except BaseException:  # stopped halfway, by Ctrl-C too: all that lies there was made here
        _empty(folder, remove=new)
        raise


def _empty(folder: Path, remove: bool) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if remove and folder.is_dir():
        folder.rmdir()


def county_before(made: Made, folder: Path) -> Path:
    """The county of ``made`` in another folder, as it was before it merged anything: to merge in another order."""
    folder.mkdir(parents=True, exist_ok=True)
    county = County(made.plan, folder)
    try:
        write_card(county.book, folder / "county.swc", "county_card")
        for one in made.laptops:
            _trusted(county.book, made.folder, one.laptop, last=one is made.laptops[-1])
    finally:
        county.book.close()
    return county.book.store.path


def _trusted(county: Book, folder: Path, laptop: Laptop, last: bool) -> None:
    # The digits are compared on the telephone, but for the last laptop's.
    enrolment = _enrolment(folder, laptop)
    said = None if last else cards.digits(own_card(county), cards.read(enrolment))
    trust(county, enrolment, said)


def _enrolment(folder: Path, laptop: Laptop) -> Path:
    return folder / "cards" / f"{Path(laptop.file).stem}.swe"


class _Run:
    def __init__(self, folder: Path, plan: Plan, tell: Tell) -> None:
        self._folder, self._plan, self._tell = folder, plan, tell
        self._made = Made(plan, folder)
        self._open: list[Book] = []
        self._works: list[Work] = []

    def all(self) -> Made:
        for name in ("", "cards", "bundles", "reports"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        try:
            with self._step("trust"):
                self._begin()
            with self._step("write"):
                for work in self._works:
                    self._work(work)
            with self._step("export"):
                self._export()
            order = [bundle.file for bundle in self._made.bundles]
            Random(f"{self._plan.seed}/order").shuffle(order)
            with self._step("merge"):
                first = self._merge(order)
            with self._step("again"):
                again = self._merge(order[::-1])
            self._merged(first, again)
            with self._step("county"):
                CountyOffice(self._county, self._plan).work()
            with self._step("reconcile"):
                found = reconcile(self._county.book)
                self._made.whole = bool(found) and all(one.whole for one in found)
            with self._step("report"):
                self._report()
            self._count()
        finally:
            for book in self._open:
                book.close()
        return self._made

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        began = perf_counter()
        self._tell(name, "")
        yield
        self._made.seconds[name] = round(perf_counter() - began, 2)

    def _begin(self) -> None:
        """First starts, cards, enrolments."""
        self._county = County(self._plan, self._folder)
        self._open.append(self._county.book)
        card = self._folder / "cards" / "county.swc"
        write_card(self._county.book, card, "county_card")
        everyone = laptops(self._plan)
        for laptop in everyone:
            work = Work(self._plan, laptop, self._folder, card)
            self._works.append(work)
            self._open.append(work.book)
            write_card(work.book, _enrolment(self._folder, laptop), "enrolment")
            _trusted(self._county.book, self._folder, laptop, last=laptop is everyone[-1])
        for work in self._works:
            for other in self._works:
                if other is not work and other.laptop.unit == work.laptop.unit:
                    trust(work.book, _enrolment(self._folder, other.laptop))

    def _work(self, work: Work) -> None:
        name = f"{work.laptop.name} {work.laptop.letter}"
        self._tell("write", name)
        work.begin()
        until = self._plan.until
        if work.laptop.unsent:
            # Handed in once, when its last month had just begun, and never since.
            earlier = _unsent_from(self._plan)
            work.run_until(earlier, lambda day: self._tell("write", f"{name} {day:%Y-%m}"))
            work.clock.forward(earlier, 8)
            self._send(work)
        work.run_until(until, lambda day: self._tell("write", f"{name} {day:%Y-%m}"))
        work.close_day()

    def _export(self) -> None:
        """A station's second laptop first: the lead merges a colleague's bundle and hands on both."""
        for work in sorted(self._works, key=lambda w: (w.laptop.station, w.laptop.letter), reverse=True):
            work.clock.forward(self._plan.until, 8)
            if work.laptop.unsent:
                continue
            colleagues = [b.file for b in self._made.bundles if b.laptop.unit == work.laptop.unit]
            if colleagues:
                self._take_in(work.book, colleagues)
                work.close_months()
            self._send(work)

    def _send(self, work: Work) -> None:
        self._tell("export", work.laptop.name)
        done = export(work.book, self._folder / "bundles")
        assert done.file is not None
        self._made.bundles.append(MadeBundle(done.file, work.laptop, done.ops, done.bytes))

    def _merge(self, order: list[Path]) -> Sitting:
        self._county.clock.forward(self._plan.until, 10)
        return self._take_in(self._county.book, order)

    def _take_in(self, book: Book, files: list[Path]) -> Sitting:
        with writer_lock(book.store.path):
            sitting = merge(book, files, lambda name, done, total: self._tell("merge", f"{name} {done}/{total}"))
        for one in sitting.files:
            if one.refusal is not None:
                raise one.refusal
        return sitting

    def _merged(self, first: Sitting, again: Sitting) -> None:
        said = [{one.file: one.status for one in sitting.files} for sitting in (first, again)]
        self._made.bundles = [
            MadeBundle(b.file, b.laptop, b.ops, b.bytes, said[0][b.file], said[1][b.file]) for b in self._made.bundles
        ]
        assert first.digest == again.digest
        self._made.merged = first.digest

    def _report(self) -> None:
        from swstation.reports.monthly import monthly
        from swstation.reports.write import write

        county, month = self._county.book, self._plan.report_month
        with county.store.snapshot() as connection:
            report = monthly(connection, county.unit, month, self._plan.until, station=True)
        for form in REPORT_FORMATS:
            target = self._folder / "reports" / f"{county.unit}-{month}.{form}"
            self._made.reports.append((target, write(report, target)))

    def _count(self) -> None:
        made, county = self._made, self._county
        made.county, made.county_unit, made.county_name = county.book.store.path, county.book.unit, county.name
        made.digest, made.county_ops, _tables = digest.whole(county.book.connection)
        made.rows = alive_rows(county.book.connection)
        made.conflicts = len(open_conflicts(county.book.connection))
        for work in self._works:
            store = work.book.store
            ops, logs = digest.whole(store.connection)[1], alive_rows(store.connection).get("service_log", 0)
            made.laptops.append(
                MadeLaptop(work.laptop, store.path, work.book.replica, work.workers[0].name, ops, logs)
            )  # fmt: skip


def _unsent_from(plan: Plan) -> date:
    last = plan.until.replace(day=1)
    return last if last > plan.start else plan.until - timedelta(days=14)
