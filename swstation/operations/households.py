"""Writing households: visits are counted and aid is granted by household, so its members and categories matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.queries.care import household_by_id, household_categories
from db.queries.clients import client_by_id
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.clients import category_change, current_groups, grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.gateway import Change

GROUP_OF = {
    "number": "ident", "head": "ident", "head_name": "ident",
    "village": "place", "village_name": "place", "address": "place",
}  # fmt: skip
"""The field group each field of a household belongs to."""
HEAD = "户主"
"""The relation of the head in a file."""


def make_household(
    book: Book, values: dict[str, Any], members: Sequence[tuple[str, str | None]] = ()
) -> tuple[str, Changes]:
    """Make a household of clients (row id, relation to the head); gives its id.

    Without a head among the values the first member is the head; without a place it is where the head lives.
    """
    from db.gateway import Change

    household = book.source.row_id()
    given = {name: value for name, value in values.items() if value is not None}
    if members and "head" not in given and "head_name" not in given:
        given["head"] = members[0][0]
    if given.get("head") and not set(given) & {"village", "village_name", "address"}:
        given |= _place(book, str(given["head"]))
    changes = [Change("household", household, {"ident": {}, **grouped(given, GROUP_OF)})]
    for client, relation in members:
        changes.append(_member(book, client, household, HEAD if client == given.get("head") else relation))
    return household, do(book, N_("Household made"), changes)


def edit_household(book: Book, household: str, values: dict[str, Any]) -> Changes:
    """Change fields of a household; fields of the same group that are not given keep what they have."""
    from db.gateway import Change

    _there(book, household)
    current = current_groups(book, "household", household)
    groups = {name: {**current.get(name, {}), **fields} for name, fields in grouped(values, GROUP_OF).items()}
    return do(book, N_("Household changed"), [Change("household", household, groups)])


def join_household(book: Book, client: str, household: str, relation: str | None = None) -> Changes:
    """Put a client into a household; whoever is in another one leaves it."""
    _there(book, household)
    return do(book, N_("Joined the household"), [_member(book, client, household, relation)])


def leave_household(book: Book, client: str) -> Changes:
    """Take a client out of the household."""
    return do(book, N_("Left the household"), [_member(book, client, None, None)])


def add_household_category(
    book: Book, household: str, category: str, start_on: str, level: str | None = None
) -> Changes:
    """Put a household into a category from a day on; all its members are in it then."""
    _there(book, household)
    change = category_change(book, category, household=household, start_on=start_on, level=level)
    return do(book, N_("Category added"), [change])


def end_household_category(book: Book, household: str, category: str, end_on: str) -> Changes:
    """End a category of a household (by its row id) on a day."""
    from db.gateway import Change

    if category not in {one.id for one in household_categories(book.connection, household)}:
        raise Refusal("client.unknown_household", token=category)
    ident = current_groups(book, "client_category", category)["ident"]
    ended = Change("client_category", category, {"ident": {**ident, "end_on": end_on}})
    return do(book, N_("Category ended"), [ended])


def _there(book: Book, household: str) -> None:
    if household_by_id(book.connection, household, "9999-12-31") is None:
        raise Refusal("client.unknown_household", token=household)


def _member(book: Book, client: str, household: str | None, relation: str | None) -> Change:
    from db.gateway import Change

    if client_by_id(book.connection, client, "9999-12-31") is None:
        raise Refusal("client.unknown", token=client)
    return Change("client", client, {"household": {"household": household, "relation": relation}})


def _place(book: Book, client: str) -> dict[str, str]:
    row = client_by_id(book.connection, client, "9999-12-31")
    if row is None:
        raise Refusal("client.unknown", token=client)
    found = {"village": row.village, "village_name": row.village_name, "address": row.address}
    return {name: value for name, value in found.items() if value}
