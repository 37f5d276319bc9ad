"""Settling conflicts: one value, chosen or typed, settled once everywhere; and many that are alike by one rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from db.errors import Refusal
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do

if TYPE_CHECKING:
    from db.conflicts import OpenConflict, Value
    from db.gateway import Change

COUNTY, NEWEST, STATION = RULES = ("county", "newest", "station")
"""Whose value is taken: that of the highest unit, the one written last, that of the unit whose record it is."""

CAUSE_WORDS = {
    "edit": N_("two edits"),
    "delete": N_("deleted and edited"),
    "settlement": N_("settled differently"),
    "late": N_("edited after it was settled"),
    "transfer": N_("two transfers"),
}
"""What did not see what."""


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


def _change(conflict: OpenConflict, value: Value) -> Change:
    # Of a deletion and changes it did not see, taking the deletion deletes the row, taking a change keeps it.
    from db.conflicts import resolving_change
    from db.gateway import Change
    from db.registry import ALIVE

    if conflict.group == ALIVE:
        gone = value.value.get("alive") is False
        return Change(conflict.table, conflict.row, {}, "delete" if gone else "restore")
    return resolving_change(conflict, value.value)


def resolve_conflict(
    book: Book, conflict: str, *, take: str | None = None, values: Mapping[str, str] | None = None
) -> Changes:
    """Settle a conflict: take the value of a record (the beginning of its id), or type fields over the shown value.

    Of a deletion and changes it did not see, taking the deletion deletes the row, taking a change keeps it.
    """
    from db.conflicts import resolving_change
    from db.registry import from_text

    found = find_conflict(book, conflict)
    if take is not None:
        return do(book, N_("Conflict settled"), [_change(found, _taken(found, take))])
    typed = {field: from_text(found.table, field, text) for field, text in (values or {}).items()}
    return do(book, N_("Conflict settled"), [resolving_change(found, {**found.values[0].value, **typed})])


def alike(book: Book, conflict: OpenConflict, rule: str) -> list[tuple[OpenConflict, Value]]:
    """The open conflicts of the same field group between the same units, this one too, and the value that ``rule``
    takes of each. One that the rule does not decide is left out. Refuses a rule there is not."""
    from db.conflicts import open_conflicts

    if rule not in RULES:
        raise Refusal("conflict.rule", token=rule, choices=list(RULES))
    likeness = _likeness(conflict)
    found = [one for one in open_conflicts(book.connection) if _likeness(one) == likeness]
    chosen = ((one, _by_rule(one, rule)) for one in found)
    return [(one, value) for one, value in chosen if value is not None]


def settle_alike(book: Book, conflict: str, rule: str) -> tuple[Changes, int]:
    """Settle all conflicts like this one by a rule, as one action that is undone as one; and how many they were."""
    found = alike(book, find_conflict(book, conflict), rule)
    if not found:
        raise Refusal("conflict.none_by_rule", token=rule)
    return do(book, N_("Conflicts settled alike"), [_change(one, value) for one, value in found]), len(found)


def _likeness(conflict: OpenConflict) -> tuple[object, ...]:
    return conflict.table, conflict.group, frozenset(value.station for value in conflict.values)


def _by_rule(conflict: OpenConflict, rule: str) -> Value | None:
    from db.ownership import authority

    if rule == NEWEST:
        return max(conflict.values, key=lambda value: _instant(value.at))  # the shown one first among equals
    if rule == COUNTY:
        most = max(authority(value.station) for value in conflict.values)
        some = [value for value in conflict.values if most and authority(value.station) == most]
    else:
        some = [value for value in conflict.values if value.station == conflict.owner]
    different = {repr(sorted(value.value.items())) for value in some}
    return some[0] if len(different) == 1 else None


def _instant(at: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(at).timestamp()
