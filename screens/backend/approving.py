"""Approving a month, for the screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_approving import MonthSeen
    from swstation.operations.book import Book
    from swstation.operations.month_approval import MonthToApprove

_ORDER = ("flagged", "sample", "rest", "not_mine", "returned", "approved")


class ApprovingPart(Part):
    """Approving entries."""

    _versions: Mapping[str, int] = {}
    """The entries shown last, each with the number of records it had."""

    async def month_seen(self, period: str, seed: str, as_of: date) -> MonthSeen:
        seen, self._versions = await self.call(_seen, period, seed, as_of)
        return seen

    async def approve_month(self, period: str, seed: str, read: Sequence[str], on: date) -> Saved:
        from swstation.operations.month_approval import approve_month
        from swstation.operations.month_reading import forget_reading

        saved = self.saved(await self.call(approve_month, period, on.isoformat(), seed=seed, read=read))
        await self.call(forget_reading, period)
        return saved

    async def keep_read(self, period: str, seed: str, read: Sequence[str]) -> None:
        await self.call(_keep, period, seed, {one: self._versions[one] for one in read if one in self._versions})

    async def return_entries(self, logs: Sequence[str], on: date, reason: str) -> Saved:
        from swstation.operations.log_approval import return_logs

        return self.saved(await self.call(return_logs, logs, on.isoformat(), reason), *logs)


def _seen(book: Book, period: str, seed: str, as_of: date) -> tuple[MonthSeen, Mapping[str, int]]:
    from screens.ports_approving import MonthEntry, MonthSeen
    from swstation import lists
    from swstation.i18n import _, listed
    from swstation.operations.month_approval import month_to_approve
    from swstation.operations.month_reading import reading
    from swstation.rules.approving import LEADS, OWN, REASONS

    kept = reading(book, period)
    month = month_to_approve(book, period, seed=seed or kept.seed or None)
    not_mine = {OWN: _("your own"), LEADS: _("a lead's own")}
    entries = []
    for one in month.entries:
        group = _group(month, one.id, one.state)
        why = listed(_(REASONS[reason]) for reason in month.flagged.get(one.id, ()))
        if group == "sample":
            why = _("drawn at random")
        elif group == "not_mine":
            why = not_mine.get(month.not_mine[one.id], _("the lead's to approve"))
        elif group == "returned":
            why = one.return_reason or ""
        elif group == "approved":
            why = lists.label("review_manner", one.review_manner)
        entries.append(
            MonthEntry(
                one.id, date.fromisoformat(one.service_date), lists.label("method", one.method),
                one.clients or one.about or "", one.writer_name or "", one.minutes, one.note or "", group, why,
            )
        )  # fmt: skip
    entries.sort(key=lambda one: (_ORDER.index(one.group), one.day))
    over, read = as_of.isoformat() > month.last, kept.still(month.entries)
    seen = MonthSeen(period, month.seed, over, entries, _decided(month), read)
    return seen, {one.id: one.ops for one in month.entries}


def _keep(book: Book, period: str, seed: str, read: Mapping[str, int]) -> None:
    from swstation.operations.month_reading import keep_reading

    if not book.store.newer:
        keep_reading(book, period, seed, read)


def _group(month: MonthToApprove, log: str, state: str) -> str:
    if state in ("returned", "approved"):
        return state
    if log in month.not_mine:
        return "not_mine"
    return "flagged" if log in month.flagged else "sample" if log in month.sample else "rest"


def _decided(month: MonthToApprove) -> str:
    from swstation import lists
    from swstation.i18n import _

    one = month.decided
    if one is None:
        return ""
    words = _("{state} by {who} on {day}: {total} entries, {read} read, {sampled} drawn and read")
    return words.format(
        state=lists.label("month_approval_state", one.state), who=one.approver or "", day=one.approved_on or "",
        total=one.total, read=one.read, sampled=one.sampled,
    )  # fmt: skip
