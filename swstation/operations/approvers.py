"""Who may approve at a station: its leads, by the posts they hold; its supervisors; and whoever stands above it."""

from __future__ import annotations

from db.errors import Refusal
from db.queries.approvals import post_holders, qualified, working_above
from swstation import standards
from swstation.operations.book import Book
from swstation.rules.approving import LEADS, NOT_LEAD, OWN, Approvers, why_not


def approvers(book: Book, on: str, unit: str | None = None) -> Approvers:
    """Who approves what was written at ``unit`` (one's own) on a day (ISO)."""
    unit = unit or book.unit
    titles = standards.lead_titles()
    leads = {who for who, title in post_holders(book.connection, unit, on) if title.strip() in titles}
    above = set(qualified(book.connection)) | set(working_above(book.connection, unit))
    return Approvers(frozenset(leads), frozenset(above), book.unit != unit)


def check_may_approve(book: Book, writer: str, who: Approvers) -> None:
    """Refuse where the one who writes now may not approve what ``writer`` wrote."""
    reason = why_not(book.worker, writer, who)
    if reason == OWN:
        raise Refusal("approval.own")
    if reason == LEADS:
        raise Refusal("approval.leads_own")
    if reason == NOT_LEAD:
        raise Refusal("approval.not_lead")


def is_lead(book: Book, on: str, unit: str | None = None) -> bool:
    """Whether the one who writes now may decide for the station: a lead, or one who stands above; where it has named
    nobody, everybody."""
    who = approvers(book, on, unit)
    return not who.leads or book.worker in who.leads or who.stands_above(book.worker)
