"""Settling conflicts: one value, chosen or typed, settled once everywhere."""

from __future__ import annotations

from typing import Any

from db.errors import Refusal
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do


def find_conflict(book: Book, typed: str) -> Any:
    """The open conflict whose id begins as typed (``db.conflicts.OpenConflict``)."""
    from db.conflicts import open_conflicts

    found = open_conflicts(book.connection, typed.lower()) if typed else []
    if len(found) != 1:
        raise Refusal("conflict.unknown", token=typed, choices=[one.id for one in found])
    return found[0]


def resolve_conflict(
    book: Book, conflict: str, *, take: str | None = None, values: dict[str, str] | None = None
) -> Changes:
    """Settle a conflict: take the value of a record (the beginning of its id), or type fields over the shown value."""
    from db.conflicts import resolving_change
    from db.registry import from_text

    found = find_conflict(book, conflict)
    if take is not None:
        chosen = [value for value in found.values if value.op.startswith(take.lower())]
        if len(chosen) != 1 or not chosen[0].value:
            raise Refusal("conflict.value", token=take, choices=[value.op for value in found.values])
        settled = chosen[0].value
    else:
        typed = {field: from_text(found.table, field, text) for field, text in (values or {}).items()}
        settled = {**found.values[0].value, **typed}
    return do(book, N_("Conflict settled"), [resolving_change(found, settled)])
