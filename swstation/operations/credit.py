"""Complaints going their way, and the list of credit entries that may be made public."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

from db import local
from db.errors import Refusal
from db.queries import evaluation as reads
from swstation import lists
from swstation.i18n import N_, _
from swstation.operations.book import Book, Changes, do
from swstation.operations.registers import row_changes
from swstation.rules.credit import END_STATES, Entry, check_move, may_be_public


def move_complaint(
    book: Book, complaint: str, to: str, on: str, *, result: str | None = None, due_on: str | None = None
) -> Changes:
    """The next step of a complaint; an end keeps its day. Whoever takes the step is the handler if nobody is yet.

    Refuses a step that does not follow, and an end without a result.
    """
    found = reads.complaints(book.connection, complaint)
    if not found:
        raise Refusal("complaint.unknown", token=complaint)
    row = found[0]
    check_move(row.state, to, result or row.result)
    values: dict[str, Any] = {"state": to, "handler": row.handler or book.worker}
    if result:
        values["result"] = result
    if due_on:
        values["due_on"] = due_on
    if to in END_STATES:
        values["settled_on"] = on
    return do(book, N_("Complaint moved on"), row_changes(book, "complaint", complaint, values)[0])


def public_entries(book: Book, as_of: date) -> list[reads.CreditRow]:
    """The entries that may leave in a public list on a day; all others stay here."""
    return [
        row
        for row in reads.credit_entries(book.connection)
        if may_be_public(
            Entry(
                row.id,
                bool(row.public),
                row.public_basis or "",
                date.fromisoformat(row.public_until) if row.public_until else None,
            ),
            as_of,
        )
    ]


def write_public(book: Book, file: Path, as_of: date) -> int:
    """Write the public list as csv (UTF-8 with its mark, for spreadsheets); gives the number of entries.

    It holds a name, what, when, by whom and on which legal basis, and nothing else of the person. Goes into the audit
    trail. Refuses when there is nothing to publish.
    """
    from swstation.reports.write import neutral, put

    found = public_entries(book, as_of)
    if not found:
        raise Refusal("credit.nothing_public")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    heads = (N_("Name"), N_("Kind"), N_("Happened on"), N_("Content"), N_("Issuer"), N_("Document"), N_("Public basis"))
    writer.writerow([_(head) for head in heads])
    for row in found:
        kind = lists.label("credit_entry_kind", row.kind)
        cells = (row.name, kind, row.happened_on, row.content, row.issuer, row.document, row.public_basis)
        writer.writerow([neutral(cell or "") for cell in cells])
    text = out.getvalue()

    def fill(part: Path) -> None:
        part.write_text(text, encoding="utf-8-sig", newline="")

    put(file, "csv", {"csv": fill})
    with book.store.transaction() as connection:
        local.audit(connection, book.source.at(), book.worker, "publish", detail=f"{len(found)}")
    return len(found)
