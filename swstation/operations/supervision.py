"""Writing supervision: one session with everybody who was supervised, and what became of its advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.ids import derived_id
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.registers import row_changes

if TYPE_CHECKING:
    from db.gateway import Change, Seen


def record(book: Book, values: Mapping[str, Any], staff: Sequence[str]) -> tuple[str, Changes]:
    """One session for everybody in ``staff``; gives its id. Refuses nobody supervised, and nobody supervising."""
    _whole(values, staff)
    changes, session = row_changes(book, "supervision", None, values)
    changes += [_link(session, one) for one in dict.fromkeys(staff)]
    return session, do(book, N_("Supervision recorded"), changes)


def edit(
    book: Book, session: str, values: Mapping[str, Any], staff: Sequence[str], *, seen: Seen | None = None
) -> Changes:
    """Change a session and who was supervised in it."""
    from db.gateway import Change
    from db.queries.registers import rows_of

    _whole(values, staff)
    changes, _row = row_changes(book, "supervision", session, values, seen=seen)
    before = {row["staff"]: row["id"] for row in rows_of(book.connection, "supervisee", {"supervision": session})}
    changes += [Change("supervisee", row, action="delete") for one, row in before.items() if one not in staff]
    for one in dict.fromkeys(staff):
        if one not in before:
            changes += _again(book, session, one)
    return do(book, N_("Supervision changed"), changes)


def carry_out(book: Book, session: str, on: str, what: str | None) -> Changes:
    """The advice of a session was carried out on a day."""
    values = {"carried_out_on": on, "carried_out": what}
    return do(book, N_("Advice carried out"), row_changes(book, "supervision", session, values)[0])


def sign(book: Book, session: str, on: str) -> Changes:
    """Both have signed; who signed before keeps that day."""
    from db.queries.registers import one_row

    found = one_row(book.connection, "supervision", session)
    if found is None:
        raise Refusal("record.no_row")
    values = {name: found[name] or on for name in ("supervisor_signed_on", "supervisee_signed_on")}
    return do(book, N_("Supervision signed"), row_changes(book, "supervision", session, values)[0])


def _whole(values: Mapping[str, Any], staff: Sequence[str]) -> None:
    if not staff:
        raise Refusal("supervision.nobody", field="staff")
    if not (values.get("supervisor") or values.get("supervisor_name")):
        raise Refusal("supervision.supervisor", field="supervisor_name")
    if values.get("supervisor") in staff:
        raise Refusal("supervision.oneself", field="supervisor")


def _link(session: str, staff: str) -> Change:
    from db.gateway import Change

    row = derived_id("supervisee", session, staff)
    return Change("supervisee", row, {"link": {"supervision": session, "staff": staff}})


def _again(book: Book, session: str, staff: str) -> list[Change]:
    """The link; taken out of the bin where it was there before."""
    from db.gateway import Change
    from swstation.operations.clients import current_groups

    link = _link(session, staff)
    if current_groups(book, "supervisee", link.row):
        return [Change("supervisee", link.row, action="restore")]
    return [link]
