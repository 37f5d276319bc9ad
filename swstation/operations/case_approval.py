"""A case before others: submitted, approved or returned with a reason, commented on, put into the archive."""

from __future__ import annotations

from typing import Any

from db.errors import Refusal
from db.queries.casework import CaseMore, archive_numbers, case_more
from swstation.i18n import N_
from swstation.operations.approvers import approvers, check_may_approve
from swstation.operations.book import Book, Changes, do
from swstation.operations.numbers import check_digit

SUBMITTED, APPROVED, RETURNED = "submitted", "approved", "returned"


def submit_case(book: Book, case: str) -> Changes:
    """Put a case before whoever approves: a plan before the work, a file that was mended."""
    more = _there(book, case)
    if more.approval == APPROVED:
        raise Refusal("case.approved")
    return _write(book, N_("Case submitted"), case, {"approval": {"approval": SUBMITTED}})


def approve_case(book: Book, case: str, on: str, comment: str | None = None) -> Changes:
    """Approve a case that was submitted; from then on what was approved is locked. Nobody approves their own."""
    more = _waiting(book, case, on)
    groups: dict[str, dict[str, Any]] = {
        "approval": {"approval": APPROVED, "approved_by": book.worker, "approved_on": on, "approval_reason": comment}
    }
    return _write(book, N_("Case approved"), case, groups, more.number)


def return_case(book: Book, case: str, on: str, reason: str) -> Changes:
    """Return a case to be mended, with the reason; an approved one too: then it can be changed again."""
    more = _waiting(book, case, on, also=APPROVED)
    if not reason.strip():
        raise Refusal("case.return_reason", field="approval_reason")
    groups: dict[str, dict[str, Any]] = {
        "approval": {"approval": RETURNED, "approved_by": book.worker, "approved_on": on, "approval_reason": reason}
    }
    return _write(book, N_("Case returned"), case, groups, more.number)


def comment_case(book: Book, case: str, on: str, comment: str) -> Changes:
    """A supervisor's comment on a case; it may be written at any time."""
    _there(book, case)
    said = {"supervisor_comment": comment, "commented_by": book.worker, "commented_on": on}
    return _write(book, N_("Case commented on"), case, {"supervision": said})


def archive_case(book: Book, case: str, on: str, number: str | None = None) -> Changes:
    """Put a closed and approved case into the archive. ``number``: one of one's own, else the next of the year."""
    more = _there(book, case)
    if more.state != "closed":
        raise Refusal("case.not_closed")
    if more.approval not in (None, APPROVED):
        raise Refusal("case.not_approved")
    if more.archived_on is not None:
        raise Refusal("case.archived", number=more.archive_number or more.archived_on)
    number = number or next_archive_number(book, int(on[:4]))
    return _write(book, N_("Case archived"), case, {"archive": {"archived_on": on, "archive_number": number}}, number)


def next_archive_number(book: Book, year: int) -> str:
    """The next archive number of this laptop: unit, year, its letter, a counter, a check digit.

    Such as ``532301102-2026-DA003-7``: DA for 档案, so that nobody takes it for the number of a case.
    """
    stem = f"{book.unit[1:]}-{year}-D{book.letter or 'A'}"
    given = [one[len(stem) :].partition("-")[0] for one in archive_numbers(book.connection) if one.startswith(stem)]
    body = f"{stem}{max((int(one) for one in given if one.isdigit()), default=0) + 1:03d}"
    return f"{body}-{check_digit(body)}"


def _there(book: Book, case: str) -> CaseMore:
    more = case_more(book.connection, case)
    if more is None:
        raise Refusal("case.unknown", token=case)
    return more


def _waiting(book: Book, case: str, on: str, also: str = "") -> CaseMore:
    more = _there(book, case)
    if more.approval not in (SUBMITTED, also or SUBMITTED):
        raise Refusal("case.nothing_submitted")
    check_may_approve(book, more.worker, approvers(book, on, more.unit))
    return more


def _write(book: Book, name: str, case: str, groups: dict[str, dict[str, Any]], subject: str = "") -> Changes:
    from db.gateway import Change

    return do(book, name, [Change("service_case", case, groups)], subject)
