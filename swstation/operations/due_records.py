"""What a due line is about: the record that is opened for it, and the unit whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from db.queries.due import units_of_rows

if TYPE_CHECKING:
    from db.store import Connection
    from swstation.operations.book import Book
    from swstation.rules.due_item import DueItem

_RECORD_OF: Final = {
    "contact": "client",
    "visit": "client",
    "case_review": "case",
    "registration": "staff",
    "training": "staff",
    "exam": "staff",
    "post": "staff",
    "project": "project",
    "entry": "log",
    "empty_day": "staff",
}
"""Whose page a due line opens, by its kind."""

_REGISTER_OF: Final = {"case": "service_case", "log": "service_log"}
"""The register behind the kind of a page."""


def records_of(book: Book, items: Sequence[DueItem]) -> list[tuple[str, str]]:
    """Of each line the kind of record and its id (hex); both empty where there is none to open."""
    cases = _promised_cases(book.connection, items)
    found = []
    for item in items:
        table = _table(item, cases)
        found.append((table, item.ref if table else ""))
    return found


def units_of(book: Book, items: Sequence[DueItem]) -> list[str]:
    """Of each line the unit whose it is; what is about no record is this installation's own."""
    connection = book.connection
    cases = _promised_cases(connection, items)
    tables = [_REGISTER_OF.get(table, table) for item in items for table in (_table(item, cases),)]
    wanted: dict[str, set[str]] = defaultdict(set)
    for item, table in zip(items, tables, strict=True):
        if table and not item.unit:
            wanted[table].add(item.ref)
    owners = {table: units_of_rows(connection, table, refs) for table, refs in wanted.items()}
    return [
        item.unit or owners.get(table, {}).get(item.ref, book.unit) for item, table in zip(items, tables, strict=True)
    ]


def _table(item: DueItem, cases: set[str]) -> str:
    if item.unit:  # a topic: a group or an activity by its title, which is no record
        return ""
    return item.table or ("case" if item.ref in cases else _RECORD_OF.get(item.kind, ""))


def _promised_cases(connection: Connection, items: Sequence[DueItem]) -> set[str]:
    # A promised contact is a case's or a client's, and only the registers say which.
    asked = {item.ref for item in items if item.kind == "contact" and not item.unit}
    return set(units_of_rows(connection, "service_case", asked))
