"""The demonstration's county made once more, to merge the same bundles in another order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from db import digest
from swstation.demo.county import County
from swstation.demo.run import Made
from swstation.exchange.cards import digits, read
from swstation.exchange.identity import own_card, trust, write_card
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


def county_again(made: Made, folder: Path) -> Path:
    """A county that has trusted the same laptops as ``made``'s and merged nothing yet."""
    folder.mkdir()
    county = County(made.plan, folder)
    write_card(county.book, folder / "county.swc", "county_card")
    cards = [made.folder / "cards" / f"{one.database.stem}.swe" for one in made.laptops]
    for card in cards:
        trust(county.book, card, digits(own_card(county.book), read(card)) if card != cards[-1] else None)
    county.book.close()
    return county.book.store.path


def merged_anew(made: Made, folder: Path, order: Sequence[Path]) -> str:
    """The digest of such a county after it merged the bundles in ``order``; every record must be there."""
    with opened(county_again(made, folder)) as book:
        assert merge(book, order, backup=False).well
        assert all(one.whole for one in reconcile(book))
        return digest.whole(book.connection)[0]
