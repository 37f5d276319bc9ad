"""Undo: new records that bring back what was there before; refused where the row was changed since."""

from __future__ import annotations

from db import local
from db.errors import Refusal
from swstation.i18n import N_, _
from swstation.operations.book import Book, Changes, authoring, followed


def undo(book: Book) -> Changes:
    """Take back the last action of this machine. Refuses: nothing there, or a row was changed since."""
    from db.gateway import Author, write
    from db.history import Changed, undo_changes

    with authoring(book) as connection:
        action = local.last_action(connection)
        if action is None:
            raise Refusal("store.nothing_to_undo")
        try:
            changes = undo_changes(connection, action.ops)
        except Changed:
            raise Refusal("store.undo_changed", action=_(action.name)) from None
        written = write(connection, Author(book.worker, book.source), changes)
        local.mark_undone(connection, action.id)
    followed(book, written.tables)
    return Changes(action.name, written.tables, written.rows, action.id)


UNDONE = N_("Undone: {action}")
