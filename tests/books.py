"""Databases to write in: small installations with a clock and randomness of their own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from db.gateway import Author, Change, Written, write
from db.ids import Source
from db.store import Store, put_setting
from swstation.operations import guards
from swstation.operations.book import Book, keep_setting

CHINA = timezone(timedelta(hours=8))
WORKER = "0" * 31 + "1"


def seeded(seed: int) -> Source:
    """Time that goes on by a second a look, and randomness, both from a seed."""
    numbers = random.Random(seed)
    at = datetime(2026, 3, 2, 9, tzinfo=UTC).astimezone(CHINA)

    def now() -> datetime:
        nonlocal at
        at += timedelta(seconds=1)
        return at

    return Source(now=now, random=numbers.randbytes)


class Desk:
    """One installation: a store, its replica, and a short way to write."""

    def __init__(self, store: Store, seed: int, unit: str) -> None:
        self.store = store
        self.author = Author(WORKER, seeded(seed))
        store.connection.execute("PRAGMA synchronous = OFF")  # nobody cuts the power here, and waiting is dear
        with store.transaction() as connection:
            put_setting(connection, "unit", unit)
            put_setting(connection, "replica", self.author.source.replica_id())

    def write(self, *changes: Change) -> Written:
        """Write changes in one transaction."""
        with self.store.transaction() as connection:
            return write(connection, self.author, changes)

    def put(self, table: str, row: str | None = None, action: str = "set", **groups: dict[str, Any]) -> str:
        """Write one row; gives its id."""
        row = row or self.author.source.row_id()
        self.write(Change(table, row, groups, action))
        return row

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a question of SQL answers."""
        return list(self.store.connection.execute(sql, values).fetchall())


@contextmanager
def desk(
    folder: Path, name: str = "book.db", *, seed: int = 1, unit: str = "T532301102", key: bytes | None = None
) -> Iterator[Desk]:
    """A new installation in a folder."""
    with Store(folder / name, key, create=True) as store:
        yield Desk(store, seed, unit)


def client(name: str = "张桂芳", **ident: Any) -> dict[str, dict[str, Any]]:
    """The groups a client needs."""
    return {"ident": {"name": name, **ident}, "file": {"opened_on": "2026-03-02", "file_state": "open"}}


def to_be_copied(book: Book) -> None:
    """Close a new installation as a pattern: each copy of it takes itself for the one there is."""
    keep_setting(book, guards.SETTING, None)
    guards.side_file(book.store.path).unlink(missing_ok=True)
    book.close()


def as_an_image(book: Book) -> None:
    """Close an installation that will be copied as a disk is: machine, profile and place, so that none can tell."""
    keep_setting(book, guards.SETTING, guards.UNGUARDED)
    book.close()
