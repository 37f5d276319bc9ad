"""Ways in: the passphrases of single workers, beside the station's own. A worker who goes loses theirs.

It is a way in, no right: whoever is in reads everything, and may write for a colleague. Copies of the database made
before keep the slots they had; a worker who is gone is refused there, too, once the copy knows it.
"""

from __future__ import annotations

from typing import NamedTuple

from db import local, protect
from db.errors import Refusal
from db.queries.people import is_of_unit
from swstation.operations.book import Book


class Way(NamedTuple):
    """A passphrase of this laptop: whose it is (row id of staff; ``None``: the station's), and their name."""

    worker: str | None
    name: str


def listed(book: Book) -> list[Way]:
    """Whose passphrases there are."""
    from db.queries.people import staff_list

    names = {row.id: row.name for row in staff_list(book.connection)}
    return [Way(one, names.get(one, one[:8]) if one else "") for one in protect.ways_in(book.store.path)]


def add(book: Book, worker: str, passphrase: str) -> None:
    """Let a worker of this unit open the laptop by a passphrase of their own, in place of the one they had."""
    if not is_of_unit(book.connection, worker, book.unit, book.source.now().date().isoformat()):
        raise Refusal("store.not_of_unit", field="worker")
    protect.set_passphrase(book.store.path, _key(book), passphrase, book.source.random, worker)
    _note(book, "add", worker)


def remove(book: Book, worker: str | None) -> None:
    """Take a worker's passphrase away, or the station's. Refuses the last one, and one that is not there."""
    protect.remove_way(book.store.path, worker)
    _note(book, "remove", worker)


def refuse_gone(book: Book, worker: str) -> None:
    """Refuse a worker who is not of this unit any more, and take their passphrase away."""
    if is_of_unit(book.connection, worker, book.unit, book.source.now().date().isoformat()):
        return
    name = next((one.name for one in listed(book) if one.worker == worker), worker[:8])
    protect.remove_way(book.store.path, worker, even_last=True)
    _note(book, "gone", worker)
    raise Refusal("store.way_gone", field="passphrase", name=name)


def prune(book: Book) -> int:
    """After a merge: take away the passphrases of workers who are not of this unit any more; how many."""
    if book.store.key is None or not protect.is_encrypted(book.store.path):
        return 0
    today = book.source.now().date().isoformat()
    gone = [
        one
        for one in protect.ways_in(book.store.path)
        if one is not None and not is_of_unit(book.connection, one, book.unit, today)
    ]
    for worker in gone:
        protect.remove_way(book.store.path, worker, even_last=True)
        _note(book, "gone", worker)
    return len(gone)


def _key(book: Book) -> bytes:
    if book.store.key is None:
        raise Refusal("store.not_encrypted", path=book.store.path.name)
    return book.store.key


def _note(book: Book, what: str, worker: str | None) -> None:
    with book.store.transaction() as connection:
        detail = f"{what} {worker[:8]}" if worker else what
        local.audit(connection, book.source.at(), book.worker, "passphrase", detail=detail)
