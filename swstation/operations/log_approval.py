"""Entries before others: submitted, approved or returned with a reason. An approved entry is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from db.errors import Refusal
from db.queries.logs import LogRow, log_by_id
from swstation.i18n import N_
from swstation.operations.approvers import approvers, check_may_approve
from swstation.operations.book import Book, Changes, do
from swstation.rules.approving import Approvers

if TYPE_CHECKING:
    from db.gateway import Change

READ, SAMPLED, BATCH = "read", "sampled", "batch"
"""How an approved entry was looked at: read, read because it was drawn at random, not read."""


def approve_logs(book: Book, logs: Sequence[str], on: str, manner: str = READ) -> Changes:
    """Approve entries one has read. Refuses one's own, a draft, and where that is not one's to do."""
    return do(book, N_("Entries approved"), approval_changes(book, dict.fromkeys(logs, manner), on), str(len(logs)))


def approval_changes(book: Book, manners: Mapping[str, str], on: str) -> list[Change]:
    """The changes that approve entries, each in its manner; those approved already are left alone."""
    from db.gateway import Change

    known: dict[str, Approvers] = {}
    changes = []
    for log, manner in manners.items():
        row = _waiting(book, log)
        if row.state == "approved":
            continue
        who = known.setdefault(row.unit, approvers(book, on, row.unit))
        check_may_approve(book, row.writer, who)
        state = {"state": "approved", "reviewer": book.worker, "reviewed_on": on}
        changes.append(Change("service_log", log, {"state": state, "review": {"review_manner": manner}}))
    if not changes:
        raise Refusal("approval.nothing")
    return changes


def return_logs(book: Book, logs: Sequence[str], on: str, reason: str) -> Changes:
    """Return entries to be mended, with the reason; approved ones too: then they can be changed again."""
    from db.gateway import Change

    if not reason.strip():
        raise Refusal("approval.return_reason", field="return_reason")
    changes = []
    for log in logs:
        row = _waiting(book, log)
        check_may_approve(book, row.writer, approvers(book, on, row.unit))
        state = {"state": "returned", "reviewer": book.worker, "reviewed_on": on, "return_reason": reason}
        changes.append(Change("service_log", log, {"state": state, "review": {}}))
    return do(book, N_("Entries returned"), changes, str(len(logs)))


def submit_logs(book: Book, logs: Sequence[str]) -> Changes:
    """Submit drafts, or returned entries that need no change after all."""
    from db.gateway import Change

    changes = []
    for log in logs:
        row = log_by_id(book.connection, log)
        if row is None:
            raise Refusal("log.unknown", token=log)
        if row.state == "approved":
            raise Refusal("log.locked")
        changes.append(Change("service_log", log, {"state": {"state": "submitted"}}))
    return do(book, N_("Entries submitted"), changes, str(len(logs)))


def _waiting(book: Book, log: str) -> LogRow:
    row = log_by_id(book.connection, log)
    if row is None:
        raise Refusal("log.unknown", token=log)
    if row.state == "draft":
        raise Refusal("approval.draft")
    return row
