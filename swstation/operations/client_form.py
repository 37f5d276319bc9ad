"""Saving the whole form of a client: fields and categories as one action, so that one undo takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from db.errors import Refusal
from db.queries.clients import categories_of, client_by_id
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.clients import GROUP_OF, category_change, current_groups, grouped, new_client_changes

if TYPE_CHECKING:
    from db.gateway import Change, Seen


def save_client_form(
    book: Book,
    client: str | None,
    values: Mapping[str, str | None],
    categories: Sequence[str],
    on: str,
    *,
    seen: Seen | None = None,
    categories_seen: Sequence[str] | None = None,
) -> tuple[Changes, str]:
    """Open a file (``client`` None) or change one; gives what changed and the client's id.

    ``categories`` are all codes that hold from ``on`` (ISO date): new ones begin then, missing ones end then.
    Only groups whose values differ are written. ``seen`` and ``categories_seen``: what the form showed when it was
    opened; then only what was changed against that is written, and a group that somebody else has changed since
    refuses the whole form (``record.changed_meanwhile``).
    """
    if client is None:
        given = {name: value for name, value in values.items() if value is not None}
        changes, client = new_client_changes(book, given, opened_on=on, categories=tuple(categories))
        return do(book, N_("Client added"), changes), client
    return do(
        book, N_("Client changed"), _differences(book, client, values, categories, on, seen, categories_seen)
    ), client


def _differences(
    book: Book,
    client: str,
    values: Mapping[str, str | None],
    categories: Sequence[str],
    on: str,
    seen: Seen | None,
    categories_seen: Sequence[str] | None,
) -> list[Change]:
    from db.gateway import Change, values_seen

    if client_by_id(book.connection, client, date.max.isoformat()) is None:
        raise Refusal("client.unknown", token=client)
    current = (
        current_groups(book, "client", client) if seen is None else values_seen(book.connection, "client", client, seen)
    )
    groups = {}
    for name, fields in grouped(dict(values), GROUP_OF).items():
        before = current.get(name, {})
        if any(before.get(field) != value for field, value in fields.items()):
            groups[name] = {**before, **fields}
    changes = [Change("client", client, groups, seen=seen)] if groups else []
    own = [row for row in categories_of(book.connection, client) if row.client is not None]
    held = {row.category: row for row in own if row.end_on is None or row.end_on > on}
    shown = set(held if categories_seen is None else categories_seen)
    added = [code for code in categories if code not in held and code not in shown]
    changes += [category_change(book, code, client=client, start_on=on) for code in added]
    for code, row in held.items():
        if code not in categories and code in shown:
            ident = current_groups(book, "client_category", row.id)["ident"]
            changes.append(Change("client_category", row.id, {"ident": {**ident, "end_on": on}}))
    return changes
