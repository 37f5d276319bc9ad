"""Attachments in bundles: those that the records name, if asked, and taken in at the other end.

They travel as ``att/<sha256>`` in named bundles alone. What does not fit beside the records goes into further bundles
that hold no record; files and records may come in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from db import attached
from db.erasing import erased_files
from db.errors import Refusal
from db.queries.attachments import hashes_in_span
from db.store import Connection
from swstation.exchange import files, limits
from swstation.exchange.manifest import Range
from swstation.exchange.opening import Bundle
from swstation.exchange.packing import Packing
from swstation.operations.book import Book

PART_BYTES: Final = 80 * limits.MIB
"""Bytes of one bundle with files, about: chat programs take 100 MB."""
RECORD_BYTES: Final = 160
"""What a record takes in a bundle, about; for a guess of how much room is left beside them."""
MEMBERS: Final = limits.MEMBERS - 10
LONGEST: Final = limits.FILE_BYTES - 8 * limits.MIB
"""A longer file does not travel: no bundle holds it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is to travel: its hash and how many bytes it takes here."""

    hash: str
    bytes: int


def wanted(book: Book, connection: Connection, ranges: Sequence[Range]) -> tuple[list[Wanted], int]:
    """The files that these records name and that are here; and how many are not here, or too long to travel."""
    named = [hashes_in_span(connection, one.replica, one.first, one.last) for one in ranges]
    return present(book, set().union(*named))


def present(book: Book, hashes: Collection[str]) -> tuple[list[Wanted], int]:
    """Those files that are here; and how many are not here, or too long to travel."""
    found: list[Wanted] = []
    left = 0
    for one in sorted(hashes):
        path = attached.place(book.store.path, one)
        size = path.stat().st_size if path.is_file() else 0
        if 0 < size <= LONGEST:
            found.append(Wanted(one, size))
        else:
            left += 1
    return found, left


def room_beside(ops: int) -> int:
    """Bytes left for files in a bundle of so many records."""
    return max(0, PART_BYTES - ops * RECORD_BYTES)


def portions(coming: Sequence[Wanted], room: int) -> Iterator[list[Wanted]]:
    """The files parted into bundles: first those that fit into ``room``, maybe none, then the others.

    A file that is longer than a part goes alone.
    """
    part: list[Wanted] = []
    for one in coming:
        if (sum(p.bytes for p in part) + one.bytes > room and (part or room < PART_BYTES)) or len(part) >= MEMBERS:
            yield part
            part, room = [], PART_BYTES
        part.append(one)
    yield part


def pack(book: Book, packing: Packing, coming: Sequence[Wanted]) -> int:
    """Add files to a bundle in the making; gives how many are damaged here and were left out."""
    damaged = 0
    for one in coming:
        try:
            packing.attach(_Pieces(attached.content(book.store.path, book.store.key, one.hash)))
        except Refusal as refusal:
            if not refusal.code.startswith("attachment."):
                raise
            damaged += 1
    return damaged


@dataclass(frozen=True, slots=True)
class Along:
    """Files that travel in a bundle: how many, their bytes together, and how many of them are here already."""

    count: int = 0
    bytes: int = 0
    here: int = 0


def along(book: Book, bundle: Bundle) -> Along:
    """The files of a bundle; nothing is kept. What was erased by order counts as here: it is not taken."""
    coming = bundle.attachments
    known = {*attached.hashes(book.store.path), *erased_files(book.connection)} if coming else set()
    return Along(len(coming), bundle.attached_bytes, sum(one in known for one in coming))


def take_files(book: Book, bundle: Bundle) -> int:
    """Keep the files of a bundle that was checked, but for those erased by order; gives how many are new here.

    Before its records: a cut then leaves a file that no row names yet. Raises ``Refusal`` ``bundle.disk_full``,
    ``bundle.disk_error``.
    """
    gone = set(erased_files(book.connection))
    here = set(attached.hashes(book.store.path)) if bundle.attachments else set()
    count = 0
    with files.disk_errors():
        for one in bundle.attachments:
            if one not in gone and one not in here:
                attached.keep_pieces(book.store.path, book.store.key, bundle.attachment(one), book.source.random)
                count += 1
    return count


class _Pieces:
    # What comes in pieces, to be read like a file.
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, n: int, /) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        out, self._rest = self._rest[:n], self._rest[n:]
        return out
