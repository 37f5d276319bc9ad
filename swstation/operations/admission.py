"""A county's word on single records: that one counts whoever wrote it, or that it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.errors import Refusal
from db.queries.ownership import OpPlace, find_records
from db.special import ADMIT, SPECIAL
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.transfers import refuse_below_county

if TYPE_CHECKING:
    from db.gateway import Change

REASONS: dict[str, str] = {
    "foreign": N_("written by a unit that the row never belonged to"),
    "handed_over": N_("written after its unit had handed the row over"),
    "quarantined": N_("refused by the county"),
    "no_authority": N_("of a unit that may not say this of the row"),
}
"""Why a record does not count, in words."""


def admit(book: Book, ops: Sequence[str], reason: str) -> Changes:
    """Let records (their ids, or how these begin) count that others wrote on rows not theirs."""
    return _judge(book, ops, reason, admitted=True)


def quarantine(book: Book, ops: Sequence[str], reason: str) -> Changes:
    """Let records not count any more; they stay, and can be admitted again."""
    return _judge(book, ops, reason, admitted=False)


def find_record(book: Book, typed: str) -> OpPlace:
    """The one record whose id begins as typed (at least six of its digits)."""
    wanted = typed.strip().lower()
    shaped = len(wanted) >= 6 and all(c in "0123456789abcdef" for c in wanted)
    found = find_records(book.connection, wanted) if shaped else []
    if len(found) != 1:
        raise Refusal("transfer.record", token=typed, choices=[one.op for one in found])
    return found[0]


def _judge(book: Book, ops: Sequence[str], reason: str, *, admitted: bool) -> Changes:
    from db.gateway import Change

    refuse_below_county(book)
    if not reason.strip():
        raise Refusal("value.empty", field="reason")
    rows: dict[tuple[str, str], set[str]] = defaultdict(set)
    for typed in ops:
        one = find_record(book, typed)
        if one.action in SPECIAL - {"transfer", "ack"}:
            raise Refusal("transfer.not_plain", token=typed)
        rows[one.table, one.row].add(one.op)
    action = "admit" if admitted else "quarantine"
    changes: list[Change] = [
        Change(table, row, {ADMIT: {"ops": sorted(named), "admitted": admitted, "reason": reason.strip()}}, action)
        for (table, row), named in rows.items()
    ]
    name = N_("Records admitted") if admitted else N_("Records refused")
    return do(book, name, changes, undoable=False)
