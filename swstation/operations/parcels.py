"""What waits to be handed over, as people speak of it: a client with all that goes along, a case, a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from db.queries.cases import CaseRow, case_by_id
from db.queries.closure import Rows, case_closure, client_closure, staff_closure
from swstation.operations.transfers import handovers

if TYPE_CHECKING:
    from db.queries.ownership import Handover
    from db.store import Connection
    from swstation.operations.book import Book

_HEADS = ("client", "service_case", "staff")
"""The registers whose rows take others along, the widest first."""


class Parcel(NamedTuple):
    """A row that waits with the rows that went with it. ``cases``: the open ones among them; ``plans``: visit plans."""

    head: Handover
    rows: Rows
    cases: tuple[CaseRow, ...]
    plans: int


def parcels(book: Book) -> list[Parcel]:
    """What waits to be confirmed on this device, clients first; every waiting row is in exactly one of them."""
    waiting = {(one.table, one.row): one for one in handovers(book)}
    out = []
    heads = [one for table in _HEADS for one in waiting.values() if one.table == table]
    for head in heads + [one for one in waiting.values() if one.table not in _HEADS]:
        if (head.table, head.row) not in waiting:
            continue  # it went along with one before
        along = [
            place
            for place in _along(book.connection, head)
            if (found := waiting.get(place)) is not None and found.to == head.to
        ]
        rows = tuple(dict.fromkeys([(head.table, head.row), *along]))
        for place in rows:
            del waiting[place]
        out.append(Parcel(head, rows, _open_cases(book.connection, rows), sum(t == "visit_plan" for t, _row in rows)))
    return out


def _along(connection: Connection, head: Handover) -> Rows:
    if head.table == "client":
        return client_closure(connection, head.row).moves
    if head.table == "service_case":
        return case_closure(connection, head.row).moves
    return staff_closure(connection, head.row).moves if head.table == "staff" else ()


def _open_cases(connection: Connection, rows: Rows) -> tuple[CaseRow, ...]:
    found = [case_by_id(connection, row) for table, row in rows if table == "service_case"]
    return tuple(one for one in found if one is not None and one.state == "open")
