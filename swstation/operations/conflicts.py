"""Settling conflicts: one value, chosen or typed, settled once everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.errors import Refusal
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do

if TYPE_CHECKING:
    from db.conflicts import OpenConflict, Value


def find_conflict(book: Book, typed: str) -> OpenConflict:
    """The open conflict whose id begins as typed."""
    from db.conflicts import open_conflicts

    found = open_conflicts(book.connection, typed.lower()) if typed else []
    if len(found) != 1:
        raise Refusal("conflict.unknown", token=typed, choices=[one.id for one in found])
    return found[0]


def _taken(conflict: OpenConflict, take: str) -> Value:
    chosen = [value for value in conflict.values if value.op.startswith(take.lower())]
    if not take or len(chosen) != 1:
        raise Refusal("conflict.value", token=take, choices=[value.op for value in conflict.values])
    return chosen[0]


def resolve_conflict(
    book: Book, conflict: str, *, take: str | None = None, values: dict[str, str] | None = None
) -> Changes:
    """Settle a conflict: take the value of a record (the beginning of its id), or type fields over the shown value.

    Of a deletion and changes it did not see, taking the deletion deletes the row, taking a change keeps it.
    """
    from db.conflicts import resolving_change
    from db.gateway import Change
    from db.registry import ALIVE, from_text

    found = find_conflict(book, conflict)
    if found.group == ALIVE and take is not None:
        one = _taken(found, take)
        gone = one.value.get("alive") is False
        change = Change(found.table, found.row, {}, "delete" if gone else "restore")
        return do(book, N_("Conflict settled"), [change])
    if take is not None:
        settled = _taken(found, take).value
    else:
        typed = {field: from_text(found.table, field, text) for field, text in (values or {}).items()}
        settled = {**found.values[0].value, **typed}
    return do(book, N_("Conflict settled"), [resolving_change(found, settled)])
