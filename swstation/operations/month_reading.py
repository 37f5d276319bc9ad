"""What an approver has read of a month so far: kept on this machine, so that leaving the page loses nothing.

It is no record: only the decision travels. An entry that was written since it was read counts as unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from db.queries.approvals import Waiting
from db.store import setting
from swstation.operations.book import Book, keep_setting


@dataclass(frozen=True, slots=True)
class Reading:
    """The seed of the draw, and the entries that were read, each with the number of records it had then."""

    seed: str = ""
    read: tuple[tuple[str, int], ...] = ()

    def still(self, entries: Iterable[Waiting]) -> frozenset[str]:
        """Which of the entries are as they were when they were read."""
        known = dict(self.read)
        return frozenset(one.id for one in entries if known.get(one.id) == one.ops)


def reading(book: Book, period: str) -> Reading:
    """What the one who writes now has read of a month (``2026-11``) of this unit."""
    kept = setting(book.connection, _key(book, period))
    if not kept:
        return Reading()
    said = orjson.loads(kept)
    return Reading(said["seed"], tuple(said["read"].items()))


def keep_reading(book: Book, period: str, seed: str, read: Mapping[str, int]) -> None:
    """Keep what was read so far: the entries, each with the number of records it had."""
    said = {"seed": seed, "read": dict(read)}
    keep_setting(book, _key(book, period), orjson.dumps(said).decode())


def forget_reading(book: Book, period: str) -> None:
    """The month is decided: what was read stands in the decision."""
    keep_setting(book, _key(book, period), None)


def _key(book: Book, period: str) -> str:
    return f"reading {period} {book.worker}"
