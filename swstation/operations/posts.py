"""Writing who holds a post: filling it, ending a holding, closing a post. Posts themselves are written as registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.queries.posts import holdings
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.registers import row_changes

if TYPE_CHECKING:
    from db.gateway import Change


def fill(book: Book, post: str, staff: str, start_on: str, **details: Any) -> tuple[str, Changes]:
    """Put somebody into a post from a day on; gives the holding's id.

    What breaks a rule (two in one post, a level too low) is recorded and shown, not refused. Refuses a day before the
    post was set up.
    """
    found = _post(book, post)
    if start_on < found["opened_on"] or (found["closed_on"] is not None and start_on > found["closed_on"]):
        raise Refusal("post.not_open", field="start_on", opened=found["opened_on"], closed=found["closed_on"] or "-")
    values = {"post": post, "staff": staff, "start_on": start_on, **details}
    changes, holding = row_changes(book, "post_holding", None, values)
    return holding, do(book, N_("Post filled"), changes)


def end_holding(book: Book, holding: str, end_on: str, reason: str | None = None) -> Changes:
    """The holder leaves the post; ``end_on`` is the last day."""
    changes, _row = row_changes(book, "post_holding", holding, {"end_on": end_on, "end_reason": reason})
    return do(book, N_("Holding ended"), changes)


def close_post(book: Book, post: str, closed_on: str) -> Changes:
    """The post is there until ``closed_on``; whoever still holds it then leaves it on that day."""
    _post(book, post)
    changes, _row = row_changes(book, "post", post, {"closed_on": closed_on})
    for one in holdings(book.connection, post=post):
        if one.end_on is None or one.end_on > closed_on:
            values: Mapping[str, Any] = {"end_on": max(closed_on, one.start_on)}
            changes += _held(book, one.id, values)
    return do(book, N_("Post closed"), changes)


def _held(book: Book, holding: str, values: Mapping[str, Any]) -> list[Change]:
    return row_changes(book, "post_holding", holding, values)[0]


def _post(book: Book, post: str) -> dict[str, Any]:
    from db.queries.registers import one_row

    found = one_row(book.connection, "post", post)
    if found is None:
        raise Refusal("post.unknown", token=post)
    return found
