"""Two bundles beside each other, or one beside the book: which rows only one has, and where they differ, by field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db import ledgers
from db.errors import Refusal
from db.queries.registers import groups_of_rows, rows_by_id
from db.registry import specs
from db.store import Connection
from swstation.exchange.looking import Looked, look
from swstation.exchange.naming import Names
from swstation.operations.book import Book

SIDES: Final = ("only_here", "only_there", "different", "same")
LISTED: Final = 500
"""So many rows of a register and a kind are named."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not the same: ``side`` is only_here, only_there or different; then the fields, here and there."""

    table: str
    row: str
    name: str
    side: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """Per register how many rows of each of ``SIDES``, and those that differ.

    Of an older row an incremental bundle has only what was written since: only that is compared. Against the book, rows
    that only the book has are those of the stations in the bundle, and are named only if it is a full one (``full``).
    """

    tables: dict[str, dict[str, int]]
    differences: tuple[Difference, ...]
    full: bool

    def as_dict(self) -> dict[str, object]:
        """As ``inspect --against --json`` prints it."""
        return {
            "tables": self.tables, "full": self.full,
            "differences": [
                {
                    "table": one.table, "row": one.row, "side": one.side,
                    "fields": [{"field": field, "here": here, "there": there} for field, here, there in one.fields],
                }
                for one in self.differences
            ],
        }  # fmt: skip


def compare(book: Book, file: Path, other: Path | None = None) -> Compared:
    """A bundle against another, or against the book (``None``). Refuses as ``looking.look``, and for bundles without
    names ``bundle.no_records``. Nothing is written.
    """
    here = look(book, file)
    try:
        if here.scratch is None:
            raise Refusal("bundle.no_records")
        if other is None:
            return _against_book(book, here)
        there = look(book, other)
        try:
            names = Names(here.connection, there.connection, book.connection)
            return _compared(_Side(here.connection), _Side(there.connection), names, True, None)
        finally:
            there.close()
    finally:
        here.close()


def _against_book(book: Book, here: Looked) -> Compared:
    full = all(one.first == 1 for one in here.manifest.ranges)
    stations = {row.station for row in ledgers.replicas(here.connection) if row.station}
    with book.store.snapshot() as connection:
        names = Names(here.connection, connection)
        return _compared(_Side(here.connection), _Side(connection, whole=True), names, full, stations)


@dataclass
class _Side:
    connection: Connection
    whole: bool = False

    def rows(self, table: str, only: list[bytes] | None = None) -> dict[bytes, dict[str, Any]]:
        """Rows with the fields that were said of them: all of them in the book."""
        found = rows_by_id(self.connection, table, only)
        if self.whole:
            return found
        groups, said = specs()[table].groups, groups_of_rows(self.connection, table)
        out = {}
        for row, values in found.items():
            fields = {
                "alive",
                *(field for name in said.get(row, ()) if name in groups for field in groups[name].fields),
            }
            out[row] = {field: value for field, value in values.items() if field in fields}
        return out


def _compared(here: _Side, there: _Side, names: Names, full: bool, stations: set[str] | None) -> Compared:
    tables: dict[str, dict[str, int]] = {}
    differences: list[Difference] = []
    for table in specs():
        ours = here.rows(table)
        theirs = there.rows(table, None if full and stations is None else list(ours))
        if full and stations is not None:
            theirs |= {row: values for row, values in there.rows(table).items() if values.get("owner") in stations}
        counts: Counter[str] = Counter()
        for row in sorted({*ours, *theirs}):
            side, fields = _side(ours.get(row), theirs.get(row))
            counts[side] += 1
            if side != "same" and counts[side] <= LISTED:
                said = tuple(
                    (field, names.value(table, field, a), names.value(table, field, b)) for field, a, b in fields
                )
                differences.append(Difference(table, row.hex(), str(names.row(table, row)), side, said))
        if counts:
            tables[table] = {side: counts[side] for side in SIDES}
    return Compared(tables, tuple(differences), full)


def _side(ours: dict[str, Any] | None, theirs: dict[str, Any] | None) -> tuple[str, list[tuple[str, Any, Any]]]:
    if theirs is None:
        return "only_here", []
    if ours is None:
        return "only_there", []
    # A row that is not whole on one side is not shown there; that alone is no difference.
    both = [field for field in ours if field in theirs and field not in ("owner", "alive")]
    fields = [(field, ours[field], theirs[field]) for field in both if ours[field] != theirs[field]]
    return ("different" if fields else "same"), fields
