"""The demonstration's county made once more, to merge the same bundles in another order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from db import digest
from swstation.demo.run import Made, county_before
from swstation.exchange.merging import merge, reconcile
from swstation.operations.book import Book, open_book


@contextmanager
def opened(path: Path) -> Iterator[Book]:
    """An installation, closed at the end."""
    book = open_book(path)
    try:
        yield book
    finally:
        book.close()


def merged_anew(made: Made, folder: Path, order: Sequence[Path]) -> str:
    """The digest of such a county after it merged the bundles in ``order``; every record must be there."""
    with opened(county_before(made, folder)) as book:
        assert merge(book, order, backup=False).well
        assert all(one.whole for one in reconcile(book))
        return digest.whole(book.connection)[0]
