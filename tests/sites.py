"""A county with three laptops at two stations, made once and copied for each test."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from books import seeded, to_be_copied

from db.gateway import Change
from swstation.cli.main import run
from swstation.exchange.exporting import Exported, export
from swstation.exchange.identity import trust, write_card
from swstation.exchange.merging import MergedFile, Sitting, merge
from swstation.operations.book import Book, do, open_book
from swstation.operations.install import Setup, initialise

PLACES = {
    "county": ("county_station", "532301", "A"),
    "a": ("township_station", "532301102", "A"),
    "a2": ("township_station", "532301102", "B"),
    "b": ("township_station", "532301103", "A"),
}


@dataclass(frozen=True)
class Site:
    """One installation of the county."""

    path: Path

    @contextmanager
    def book(self) -> Iterator[Book]:
        """Open, and closed at the end."""
        book = open_book(self.path)
        try:
            yield book
        finally:
            book.close()

    def write(self, row: int, table: str = "household", action: str = "set", **groups: dict[str, Any]) -> None:
        """One record."""
        with self.book() as book:
            do(book, "Test", [Change(table, f"{row:032x}", groups, action)])

    def address(self, row: int, address: str) -> None:
        """A household's address: the shortest record there is."""
        self.write(row, place={"address": address})

    def export(self, to: Path, **options: Any) -> Exported:
        """A bundle in a folder."""
        with self.book() as book:
            return export(book, to, **options)

    def bundle(self, to: Path, **options: Any) -> Path:
        """The file of one."""
        file = self.export(to, **options).file
        assert file is not None
        return file

    def merge(self, *files: Path, **options: Any) -> Sitting:
        """Merge files."""
        with self.book() as book:
            return merge(book, files, **{"backup": False, **options})

    def merge_one(self, file: Path, **options: Any) -> MergedFile:
        """Merge a file that must go in."""
        (done,) = self.merge(file, **options).files
        assert done.well, done
        return done

    def refused(self, file: Path) -> str:
        """The code with which a file is refused; nothing is changed by it."""
        before = self.content()
        (done,) = self.merge(file).files
        assert done.status == "refused" and done.refusal is not None, done
        assert self.content() == before
        return done.refusal.code

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a question of SQL answers."""
        with self.book() as book:
            return list(book.connection.execute(sql, values).fetchall())

    @property
    def digest(self) -> str:
        """The code of all that is here."""
        return str(self.sw("digest").document["digest"])

    @property
    def replica(self) -> str:
        with self.book() as book:
            return book.replica

    def content(self) -> list[tuple[Any, ...]]:
        """All tables, ledgers and settings included."""
        with self.book() as book:
            tables = book.connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
            ).fetchall()
            return [(t, sorted(book.connection.execute(f"SELECT * FROM {t}").fetchall(), key=repr)) for (t,) in tables]

    @property
    def data(self) -> Path:
        return self.path.with_name(self.path.name + ".d")

    def files(self, folder: str) -> list[str]:
        """Names in the inbox, the archive, the backups or the folder for clear text."""
        return sorted(path.name for path in (self.data / folder).glob("*"))

    def sw(self, *words: str | Path) -> Said:
        """Run a command, with --json."""
        return command("--db", self.path, *words, "--json")


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output, of a command that went well."""
        assert self.code == 0, self
        return json.loads(self.out)

    @property
    def refusal(self) -> str:
        """The code of the one refusal."""
        assert self.code == 1 and self.err.count("\n") == 1 and len(self.err) > 20, self
        (error,) = json.loads(self.out)["errors"]
        return str(error["code"])


def command(*words: str | Path) -> Said:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(word) for word in words])
    return Said(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class County:
    """The sites by name, and a folder that is the stick."""

    folder: Path

    def __getattr__(self, name: str) -> Site:
        if name not in PLACES:
            raise AttributeError(name)
        return Site(self.folder / name / "book.db")

    @property
    def stick(self) -> Path:
        made = self.folder / "stick"
        made.mkdir(exist_ok=True)
        return made

    def copy(self, to: Path) -> County:
        """The same county somewhere else."""
        shutil.copytree(self.folder, to)
        return County(to)


def found(folder: Path) -> County:
    """Set the county up: everybody has the county's card, the county and the colleagues trust each other."""
    county = County(folder)
    for number, (name, (tier, division, letter)) in enumerate(PLACES.items()):
        site = getattr(county, name)
        setup = Setup(tier, division, f"试{number}", None, letter=letter)
        initialise(site.path, setup, seeded(number + 1)).close()
    with county.county.book() as centre:
        write_card(centre, county.stick / "county.swc", "county_card")
    for name in ("a", "a2", "b"):
        with getattr(county, name).book() as book:
            trust(book, county.stick / "county.swc")
            write_card(book, county.stick / f"{name}.swe", "enrolment")
    with county.county.book() as centre:
        for name in ("a", "a2", "b"):
            trust(centre, county.stick / f"{name}.swe")
    for name, other in (("a", "a2"), ("a2", "a")):
        with getattr(county, name).book() as book:
            trust(book, county.stick / f"{other}.swe")
    for name in PLACES:
        to_be_copied(open_book(getattr(county, name).path))
    return county
