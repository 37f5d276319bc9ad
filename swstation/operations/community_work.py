"""Needs and what meets them: a match agreed, done, or failed; voluntary service confirmed many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.queries.community_work import matches_of, need_by_id, shifts_by_id
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do

if TYPE_CHECKING:
    from db.gateway import Change

PROVIDERS = ("resource", "volunteer", "staff")
"""The registers a need may be matched from."""
LIVE = ("proposed", "agreed")


def match_need(book: Book, need: str, kind: str, provider: str, on: str) -> tuple[str, Changes]:
    """Agree that a resource, a volunteer or a worker meets a need; gives the match's id. Refuses a settled need."""
    from db.gateway import Change

    row = need_by_id(book.connection, need)
    if row is None:
        raise Refusal("need.unknown", token=need)
    if row.state in ("met", "dropped"):
        raise Refusal("need.settled", token=row.title)
    if kind not in PROVIDERS:
        raise Refusal("value.code", field="provider", token=kind, choices=PROVIDERS)
    match = book.source.row_id()
    groups: dict[str, dict[str, Any]] = {
        "link": {"need": need, kind: provider}, "state": {"state": "agreed", "state_on": on},
    }  # fmt: skip
    changes = [Change("need_match", match, groups), _need_change(need, "matched", on, None)]
    return match, do(book, N_("Need matched"), changes, row.title)


def finish_need(
    book: Book, need: str, on: str, *, outcome: str | None = None, benefited: int | None = None,
    value_fen: int | None = None,
) -> Changes:  # fmt: skip
    """Say that what was agreed for a need is done: its live matches are done, the need is met.

    ``benefited`` and ``value_fen`` belong to the first of them. Refuses a need without a live match.
    """
    row = need_by_id(book.connection, need)
    if row is None:
        raise Refusal("need.unknown", token=need)
    live = [one for one in matches_of(book.connection, need) if one.state in LIVE]
    if not live:
        raise Refusal("need.unmatched", token=row.title)
    changes = []
    for place, one in enumerate(live):
        state: dict[str, Any] = {"state": "done", "state_on": on, "outcome": outcome, "service_log": one.service_log}
        if place == 0:
            state |= {"benefited": benefited, "value_fen": value_fen}
        changes.append(_match_change(one.id, state))
    changes.append(_need_change(need, "met", on, None))
    return do(book, N_("Need met"), changes, row.title)


def drop_need(book: Book, need: str, on: str, reason: str) -> Changes:
    """Give a need up, with a reason; its live matches come to nothing."""
    row = need_by_id(book.connection, need)
    if row is None:
        raise Refusal("need.unknown", token=need)
    if not reason:
        raise Refusal("form.required", field="state_reason")
    live = [one for one in matches_of(book.connection, need) if one.state in LIVE]
    changes = [_match_change(one.id, {"state": "failed", "state_on": on}) for one in live]
    return do(book, N_("Need given up"), [*changes, _need_change(need, "dropped", on, reason)], row.title)


def confirm_shifts(book: Book, shifts: Sequence[str], on: str) -> Changes:
    """Confirm what volunteers did, many at once; what is confirmed already stays as it is."""
    from db.gateway import Change

    said = {"confirmed": True, "confirmed_by": book.worker, "confirmed_on": on}
    waiting = [one.id for one in shifts_by_id(book.connection, shifts) if not one.confirmed]
    changes = [Change("volunteer_shift", one, {"confirmation": said}) for one in waiting]
    return do(book, N_("Service confirmed"), changes, str(len(changes)))


def _match_change(match: str, state: dict[str, Any]) -> Change:
    from db.gateway import Change

    return Change("need_match", match, {"state": state})


def _need_change(need: str, state: str, on: str, reason: str | None) -> Change:
    from db.gateway import Change

    return Change("need", need, {"state": {"state": state, "state_on": on, "state_reason": reason}})
