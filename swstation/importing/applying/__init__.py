"""Taking a ledger in: all of it or nothing (unless asked for what fits), as one action that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from swstation.i18n import N_
from swstation.importing import context, kinds, mapping, reader, rows
from swstation.importing.applying.base import Outcome, Taking
from swstation.importing.rows import ParsedRow
from swstation.operations.backup import copy_before
from swstation.operations.book import Book, do

__all__ = ["Outcome", "Progress", "import_file"]

Progress = Callable[[int, int], None]
"""Told how many rows of how many are understood; what it raises stops the import before anything is written."""
_TOLD_EVERY = 20


def _taking(kind: str, book: Book, as_of: date) -> Taking:
    from swstation.importing.applying import cases, clients, logs, people, trainings

    takings: Mapping[str, type[Taking]] = {
        "staff": people.StaffTaking,
        "certificates": people.CertificateTaking,
        "trainings": trainings.TrainingTaking,
        "clients": clients.ClientTaking,
        "cases": cases.CaseTaking,
        "logs": logs.LogTaking,
    }
    return takings[kind](book, as_of)


def import_file(
    book: Book,
    kind: str,
    file: Path,
    as_of: date,
    *,
    sheet: str | None = None,
    map_file: Path | None = None,
    dry_run: bool = False,
    partial: bool = False,
    progress: Progress | None = None,
) -> tuple[reader.Table, Outcome]:
    """Read a ledger and take it in. The caller holds the writer's lock. Refuses a file that is no ledger.

    With a refused cell nothing is written, unless ``partial``: then what fits is. A copy of the database is made first.
    """
    wanted = kinds.kind_of(kind)
    table = reader.read(file, wanted, sheet=sheet, mapping=mapping.load(map_file, wanted) if map_file else None)
    taking = _taking(kind, book, as_of)
    parsed = rows.parse(table, context.Context(as_of))
    outcome = taking.take(table, _told(parsed, len(table.rows), progress) if progress else parsed)
    changes = [] if dry_run or (outcome.refused and not partial) else taking.changes()
    if changes:
        copy_before(book, "before-import")
        do(book, N_("Ledger brought in"), changes, file.name)
        outcome.taken = True
    return table, outcome


def _told(parsed: Iterable[ParsedRow], whole: int, progress: Progress) -> Iterator[ParsedRow]:
    for done, row in enumerate(parsed):
        if done % _TOLD_EVERY == 0:
            progress(done, whole)
        yield row
    progress(whole, whole)
