"""Erasing by order of a county: what records say is dropped on every machine that hears of it.

Names, places in the chain and counts of records stay. What was printed, exported or copied before is beyond reach:
``docs/operations.md`` says what to do about backups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db import local
from db.errors import Refusal
from db.queries.erasing import about_client, attachments_of
from db.queries.ownership import erasable, logs_only_of
from db.special import ERASE
from swstation.i18n import N_
from swstation.operations.attachments import drop_erased
from swstation.operations.book import Book, Changes, authoring
from swstation.operations.clients import current_groups
from swstation.operations.transfers import refuse_below_county

if TYPE_CHECKING:
    from db.gateway import Change

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ToErase:
    """What an order would drop: records by row; and entries of the log whose text goes while the entry stays.

    ``shared_cases``, ``shared_logs``, ``household``: what others are in, too, and is left for a person to look at.
    """

    rows: tuple[tuple[Row, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()
    shared_cases: tuple[str, ...] = ()
    shared_logs: int = 0
    household: str | None = None

    @property
    def records(self) -> int:
        """How many records lose what they say."""
        return sum(len(ops) for _row, ops in self.rows)


def client_to_erase(book: Book, client: str) -> ToErase:
    """A client's file with all that names this client, cases of nobody else, and their entries' texts.

    Entries stay as work that was done, without the text of those that were about this client alone.
    """
    found = about_client(book.connection, client)
    notes = logs_only_of(book.connection, client)
    files = attachments_of(book.connection, (*found.rows, *found.work))
    made = _to_erase(book, tuple(dict.fromkeys((*found.rows, *files))), notes)
    return replace(made, shared_cases=found.shared_cases, shared_logs=found.shared_logs, household=found.household)


def row_to_erase(book: Book, table: str, row: str) -> ToErase:
    """One row with all its records, and the files attached to it."""
    return _to_erase(book, [(table, row), *attachments_of(book.connection, [(table, row)])], ())


def _to_erase(book: Book, rows: Sequence[Row], logs: tuple[str, ...]) -> ToErase:
    found = [(row, erasable(book.connection, *row)) for row in rows]
    return ToErase(tuple((row, ops) for row, ops in found if ops), logs)


def order_words(document: str, reason: str) -> str:
    """What an order says: the number of the document it rests on, if there is one, and why."""
    return "；".join(part for part in (document.strip(), reason.strip()) if part)


def erase(book: Book, wanted: ToErase, reason: str) -> Changes:
    """Carry an order out here and write it, so that it is carried out everywhere. It cannot be taken back."""
    from db.erasing import forget_written
    from db.gateway import Author, Change, write

    refuse_below_county(book)
    if not reason.strip():
        raise Refusal("value.empty", field="reason")
    if not wanted.rows and not wanted.notes:
        raise Refusal("transfer.erased")
    why = reason.strip()
    with authoring(book) as connection:
        author = Author(book.worker, book.source)
        orders = [Change(t, k, {ERASE: {"ops": sorted(ops), "reason": why}}, "erase") for (t, k), ops in wanted.rows]
        for log in wanted.notes:
            before = erasable(connection, "service_log", log)
            write(connection, author, [_without_text(book, log)])
            orders.append(Change("service_log", log, {ERASE: {"ops": sorted(before), "reason": why}}, "erase"))
        written = write(connection, author, orders)
        for table, row in written.rows:
            local.audit(connection, book.source.at(), book.worker, "erase", table, row)
    drop_erased(book)
    forget_written(book.connection)
    return Changes(N_("Erased by order"), written.tables, written.rows)


def _without_text(book: Book, log: str) -> Change:
    # All that the entry shows, once more and without its text: the county's word, so the older ones can go.
    from db.gateway import Change

    groups = current_groups(book, "service_log", log)
    return Change("service_log", log, {**groups, "note": {"note": None}}, "resolve")
