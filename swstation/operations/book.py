"""An open installation: the store, whose it is, who writes. Every write goes through ``do``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from db import local, protect
from db.errors import Refusal
from db.ids import Source
from db.store import Connection, DatabaseError, Store, put_setting, setting
from swstation import lists
from swstation.operations import tries

if TYPE_CHECKING:  # importing the gateway brings SQLModel, which only a write needs
    from db.gateway import Change


@dataclass(frozen=True, slots=True)
class Changes:
    """What an operation did: its name (a msgid), the tables touched, the rows, and the number ``undo`` knows it by."""

    name: str
    tables: frozenset[str] = frozenset()
    rows: tuple[tuple[str, str], ...] = ()
    action: int | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """An installation in use. ``worker`` is who writes now (row id, hex); ``source`` gives time and randomness."""

    store: Store
    unit: str
    tier: str
    worker: str
    replica: str
    letter: str = ""
    source: Source = field(default_factory=Source)

    @property
    def connection(self) -> Connection:
        """The database connection (for reads on the DB thread)."""
        return self.store.connection

    def as_worker(self, worker: str) -> Book:
        """The same installation with another worker writing."""
        return replace(self, worker=worker)

    def close(self) -> None:
        """Close the database."""
        lists.release(self.store)
        self.store.close()


def open_book(
    path: Path, passphrase: str | None = None, *, source: Source | None = None, only_look: bool = False
) -> Book:
    """Open an installation. Refuses: missing, wrong passphrase, damaged, newer program, not set up.

    ``only_look``: a newer program's database is opened too, for reading (``Store.newer``).
    """
    if not path.is_file():
        raise Refusal("store.missing", path=str(path))
    if not protect.is_encrypted(path):
        return book_of(Store(path, None, only_look=only_look), source)
    if passphrase is None:
        raise Refusal("store.passphrase_needed")
    opened = tries.unlock(path, passphrase)
    book = book_of(Store(path, opened.key, only_look=only_look), source)
    if opened.worker is None or book.store.newer:
        return book
    from swstation.operations import ways

    try:
        ways.refuse_gone(book, opened.worker)
    except BaseException:
        book.close()
        raise
    return book.as_worker(opened.worker)


def book_of(store: Store, source: Source | None = None) -> Book:
    """The installation in an open store."""
    connection = store.connection
    try:
        unit = setting(connection, "unit")
    except DatabaseError:
        store.close()
        store.refuse_newer()  # its settings may be kept elsewhere
        raise
    if not unit:
        store.close()
        raise Refusal("store.not_set_up")
    if not store.newer:
        _follow(store, connection, unit)
    return Book(
        store=store,
        unit=unit,
        tier=setting(connection, "tier"),
        worker=setting(connection, "worker"),
        replica=setting(connection, "replica"),
        letter=setting(connection, "letter"),
        source=source or Source(),
    )


@contextmanager
def authoring(book: Book) -> Iterator[Connection]:
    """One write transaction for records of one's own. Refuses a copy and an old state of the database (``guards``)."""
    from swstation.operations import guards

    with book.store.transaction() as connection:
        guards.check(book, connection)
        yield connection
    guards.remember(book)


def _follow(store: Store, connection: Connection, unit: str) -> None:
    # A county's own entries of lists hold wherever a list is read, from here on.
    from db.queries.decisions import any_entries

    if any_entries(connection):
        from swstation.operations.own_lists import lists_for

        lists.hold(lists_for(connection, unit), store)
    else:
        lists.hold(None, store)


def followed(book: Book, tables: Collection[str]) -> None:
    """After something was written to ``tables``: what is remembered of them is read anew."""
    if "list_entry" in tables:
        _follow(book.store, book.connection, book.unit)


def do(book: Book, name: str, changes: Sequence[Change], subject: str = "", *, undoable: bool = True) -> Changes:
    """Write ``changes`` in one transaction, as one action (``name`` is a msgid) that can be undone."""
    from db.gateway import Author, write

    with authoring(book) as connection:
        written = write(connection, Author(book.worker, book.source), changes)
        action = None
        if written.ops and undoable:
            at = book.source.at()
            action = local.add_action(connection, at, name, subject, book.worker, written.rows, written.ops)
    followed(book, written.tables)
    return Changes(name, written.tables, written.rows, action)


def note(path: Path, key: bytes | None, what: str, detail: str = "") -> None:
    """Put into the audit trail what was done to a database from outside a book."""
    with Store(path, key) as store, store.transaction() as connection:
        local.audit(connection, Source().at(), setting(connection, "worker"), what, detail=detail)


def keep_setting(book: Book, key: str, value: str | None) -> None:
    """Keep a setting of this machine."""
    with book.store.transaction() as connection:
        put_setting(connection, key, value)
