"""An encrypted book, as nearly all are, against the same one without a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from bench.data import Data
from bench.measure import Result, compare, cpu
from bench.saving import NOTE
from db.store import SEAL, Store, writer_lock
from swstation.exchange.merging import merge
from swstation.operations.book import Book, book_of
from swstation.operations.logs import LogInput, log_service

KEY = bytes(range(32))


def results(data: Data) -> Iterator[Result]:
    """One entry saved, one station merged."""
    database = data.copy(data.made.laptops[-1].database)
    sealed = data.copy(database)
    seal(sealed)
    with closing(book_at(sealed, KEY)) as ours, closing(book_at(database)) as theirs:
        save, bare = _save(ours), _save(theirs)
        yield compare(
            "save one entry, encrypted", "not encrypted", lambda: cpu(save), lambda: cpu(bare),
            runs=40 if data.quick else 120, goal=1.1,
        )  # fmt: skip
    yield compare(
        "merge a station, encrypted", "not encrypted", lambda: _merge(data, KEY), lambda: _merge(data), runs=5, goal=1.3
    )  # fmt: skip


def seal(database: Path) -> None:
    """Encrypt a closed database as ``Store`` would have made it with ``KEY``."""
    target = database.with_name("sealed")
    with closing(dbapi2.connect(str(database), isolation_level=None)) as connection:
        connection.execute(f"PRAGMA cipher_default_page_size = {SEAL[0]}")
        connection.execute(f"PRAGMA cipher_default_hmac_algorithm = {SEAL[1]}")
        connection.execute(f"ATTACH ? AS sealed KEY \"x'{KEY.hex()}'\"", (str(target),))
        connection.execute("SELECT sqlcipher_export('sealed')")
        for name in ("application_id", "user_version"):
            value = connection.execute(f"PRAGMA main.{name}").fetchone()[0]
            connection.execute(f"PRAGMA sealed.{name} = {value}")
        connection.execute("DETACH sealed")
    target.replace(database)


def book_at(database: Path, key: bytes | None = None) -> Book:
    """An installation, by its raw key."""
    return book_of(Store(database, key), None)


def _save(book: Book) -> Callable[[], str]:
    client = book.connection.execute("SELECT lower(hex(id)) FROM client LIMIT 1").fetchone()[0]
    entry = LogInput("2026-11-22", "home_visit", minutes=30, note=NOTE, clients=((client, "met"),))

    def save() -> str:
        return log_service(book, entry)[0]

    for _warm in range(5):
        save()
    return save


def _merge(data: Data, key: bytes | None = None) -> float:
    database = data.county_before()
    if key is not None:
        seal(database)
    with closing(book_at(database, key)) as book, writer_lock(database):

        def one() -> None:
            assert merge(book, data.bundles[-1:], backup=False).well

        taken = cpu(one)
    data.drop(database)
    return taken
