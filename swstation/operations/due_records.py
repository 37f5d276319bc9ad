"""What a due line is about: the record that is opened for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from db.queries.context import named_cases

if TYPE_CHECKING:
    from swstation.operations.book import Book
    from swstation.rules.due_item import DueItem

_RECORD_OF: Final = {
    "contact": "client",
    "visit": "client",
    "case_review": "case",
    "registration": "staff",
    "training": "staff",
    "exam": "staff",
    "entry": "log",
    "empty_day": "staff",
}
"""Whose page a due line opens, by its kind."""


def records_of(book: Book, items: Sequence[DueItem]) -> list[tuple[str, str]]:
    """Of each line the kind of record and its id (hex); both empty where there is none to open."""
    cases = {row.id for row in named_cases(book.connection, book.unit)}
    found = []
    for item in items:
        table = item.table or ("case" if item.ref in cases else _RECORD_OF.get(item.kind, ""))
        found.append((table, item.ref if table else ""))
    return found
