"""Writing the rows of any register by field: groups are found, ids derived, what a group needs is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from db.errors import Invalid, Refusal
from db.ids import derived_id
from swstation.operations.book import Book, Changes, do
from swstation.operations.clients import current_groups
from swstation.operations.register_rules import check, completed

if TYPE_CHECKING:
    from db.gateway import Change, Seen

Values = Mapping[str, Any]
"""Values by field in their stored shapes: whole numbers, yes or no, ISO dates, codes, row ids (hex)."""


def row_id(book: Book, table: str, values: Values, keys: Iterable[str] = ()) -> str:
    """The id of a new row: derived from the values of ``keys`` where all of them are filled, else a new one."""
    parts = [values.get(key) for key in keys]
    if parts and all(part not in (None, "") for part in parts):
        return derived_id(table, *(str(part) for part in parts))
    return book.source.row_id()


def row_changes(
    book: Book, table: str, row: str | None, values: Values, *, keys: Iterable[str] = (), seen: Seen | None = None
) -> tuple[list[Change], str]:
    """The changes that make or change a row, and its id; to be written by ``do`` with others of the same action.

    Fields that are not given keep what they have; a new row gets the groups without which it is not shown. Raises
    ``Invalid`` for a field the register has not, ``Refusal`` ``record.row_exists`` for a new row that is there, and
    what the register's own rule refuses (``register_rules``).
    """
    from db.gateway import Change
    from db.registry import specs

    spec = specs()[table]
    home = {field: name for name, group in spec.groups.items() for field in group.fields}
    if unknown := [field for field in values if field not in home]:
        raise Invalid("value.unknown_field", field=unknown[0])
    new = row is None
    if new:
        values = completed(book, table, values)
    made = row_id(book, table, values, keys) if row is None else row
    current = current_groups(book, table, made)
    if new and current and _alive(book, table, made):
        raise Refusal("record.row_exists")
    shown = {} if new else {field: value for fields in current.values() for field, value in fields.items()}
    check(table, {**shown, **values})
    groups: dict[str, dict[str, Any]] = {}
    for field, value in values.items():
        name = home[field]
        if new and value is None and name not in spec.required:
            continue
        groups.setdefault(name, dict(current.get(name, {})))[field] = value
    if new:
        for name in spec.required:
            groups.setdefault(name, {})
    changes = [Change(table, made, groups, seen=seen)]
    if new and current:
        changes.append(Change(table, made, action="restore"))
    return changes, made


def _alive(book: Book, table: str, row: str) -> bool:
    from db.queries.registers import one_row

    return one_row(book.connection, table, row) is not None


def add_row(book: Book, table: str, values: Values, *, name: str, keys: Iterable[str] = ()) -> tuple[str, Changes]:
    """Add a row; gives its id. ``name`` is the msgid of what was done."""
    changes, row = row_changes(book, table, None, values, keys=keys)
    return row, do(book, name, changes)


def edit_row(book: Book, table: str, row: str, values: Values, *, name: str, seen: Seen | None = None) -> Changes:
    """Change fields of a row. Refuses a row that is not there, and what somebody else wrote since ``seen``."""
    if not _alive(book, table, row):
        raise Refusal("record.no_row")
    changes, _id = row_changes(book, table, row, values, seen=seen)
    return do(book, name, changes)


def delete_row(book: Book, table: str, row: str, *, name: str) -> Changes:
    """Delete a row; ``undo`` brings it back."""
    from db.gateway import Change

    if not _alive(book, table, row):
        raise Refusal("record.no_row")
    return do(book, name, [Change(table, row, action="delete")])
