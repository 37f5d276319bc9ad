"""Handing rows to another unit: a county's word, and the old station's that it has handed over.

Only a county (or a tier above it) says whose a row is. What the old station wrote before it heard of it counts like any
other change; from then on the row can only be read there. Work that was done stays with the station that did it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from db.errors import Refusal
from db.ids import derived_id
from db.queries.closure import Rows, case_closure, client_closure, staff_closure
from db.queries.ownership import Handover, owner_of, standing_of, waiting_handovers
from db.queries.units import unit_by_code, units
from db.special import OWNER, covers
from swstation.i18n import N_, _
from swstation.operations.book import Book, Changes, do

if TYPE_CHECKING:
    from db.gateway import Change
    from db.store import Connection

_COUNTY = "CMP"


def refuse_below_county(book: Book) -> None:
    """Refuse a unit that may not speak of ownership."""
    if book.unit[0] not in _COUNTY:
        raise Refusal("transfer.county_only")


def refuse_others(connection: Connection, unit: str, table: str, row: str) -> None:
    """Refuse a row that a unit can only read, as writing it would."""
    standing = standing_of(connection, table, row)
    if standing is not None and not standing.belongs_to(unit):
        raise Refusal("transfer.read_only", unit=standing.owner)


def transfer_client(
    book: Book, client: str, to: str, on: str, reason: str, consent: str, *, cases: bool = True
) -> Changes:
    """Hand a client to another unit from a day on, with categories, visit plans, household and open cases.

    ``consent``: whose consent there is to pass the file on; needed. Refuses what is not the county's to give.
    """
    found = client_closure(book.connection, client, cases=cases)
    return _transfer(book, N_("Client transferred"), found.moves, to, on, reason, consent)


def transfer_case(book: Book, case: str, to: str, on: str, reason: str, consent: str) -> Changes:
    """Hand a case to another unit from a day on, with its goals; the clients' files stay where they are."""
    return _transfer(book, N_("Case transferred"), case_closure(book.connection, case).moves, to, on, reason, consent)


def transfer_staff(book: Book, staff: str, to: str, on: str, reason: str) -> Changes:
    """A member of staff works for another unit from a day on: file, certificates and training go along.

    Where they worked until then is kept (``assignment``); what they wrote there stays that unit's work.
    """
    refuse_below_county(book)
    start = owner_of(book.connection, "staff", staff)
    if start is None:
        raise Refusal("people.unknown", token=staff)
    more = _assignment_changes(book, staff, start, to, on, reason)
    return _transfer(
        book, N_("Staff transferred"), staff_closure(book.connection, staff).moves, to, on, reason, "", more
    )


def _transfer(
    book: Book, name: str, rows: Rows, to: str, on: str, reason: str, consent: str, more: list[Change] | None = None
) -> Changes:
    refuse_below_county(book)
    table, row = rows[0]
    owner = owner_of(book.connection, table, row)
    if owner is None:
        raise Refusal("transfer.unknown", token=row)
    if not reason.strip():
        raise Refusal("value.empty", field="reason")
    if more is None and not consent.strip():
        raise Refusal("transfer.consent", field="consent")
    _check_day(on)
    if unit_by_code(book.connection, to) is None:
        below = [one.code for one in units(book.connection) if covers(book.unit, one.code)]
        raise Refusal("transfer.unit", field="to", token=to, choices=below)
    for one in (owner, to):
        if not covers(book.unit, one):
            raise Refusal("transfer.not_below", unit=_called(book, one))
    changes = [change for one in rows if (change := _change(book, *one, to, on, _because(reason, consent))) is not None]
    if not changes:
        raise Refusal("transfer.already", field="to", unit=_called(book, to))
    return do(book, name, [*changes, *(more or ())], undoable=False)


def _called(book: Book, unit: str) -> str:
    known = unit_by_code(book.connection, unit)
    return known.name if known else unit


def _because(reason: str, consent: str) -> str:
    if not consent.strip():
        return reason.strip()
    return _("{reason} ({consent})").format(reason=reason.strip(), consent=consent.strip())


def _check_day(on: str) -> None:
    try:
        if date.fromisoformat(on).isoformat() == on:
            return
    except ValueError:
        pass
    raise Refusal("value.date", field="on", token=on)


def _change(book: Book, table: str, row: str, to: str, on: str, reason: str) -> Change | None:
    from db.gateway import Change

    standing = standing_of(book.connection, table, row)
    if standing is None or not standing.owner:
        return None
    live = {one.groups[OWNER]["to"] for one in standing.transfers} or {standing.owner}
    if live == {to} or not covers(book.unit, standing.owner):
        return None
    # Of two transfers in dispute this settles which: it starts from the one that is not confirmed.
    start = standing.owner if standing.owner != to else next(one for one in sorted(live) if one != to)
    return Change(table, row, {OWNER: {"from": start, "to": to, "on": on, "reason": reason}}, "transfer")


def _assignment_changes(book: Book, staff: str, start: str, to: str, on: str, reason: str) -> list[Change]:
    from db.gateway import Change
    from swstation.operations.clients import current_groups

    _check_day(on)
    employment = current_groups(book, "staff", staff).get("employment", {})
    before = (date.fromisoformat(on) - timedelta(days=1)).isoformat()
    ended = {
        "staff": staff, "unit": start, "start_on": _since(book, staff, start) or employment.get("joined_on"),
        "end_on": before, "reason": None,
    }  # fmt: skip
    begun = {"staff": staff, "unit": to, "start_on": on, "end_on": None, "reason": reason}
    if ended["start_on"] is not None and str(ended["start_on"]) > before:
        ended["start_on"] = before
    return [
        Change("assignment", assignment_id(staff, start, str(ended["start_on"] or "")), {"ident": ended}),
        Change("assignment", assignment_id(staff, to, on), {"ident": begun}),
        Change("staff", staff, {"employment": {**employment, "unit": to}}),
    ]


def _since(book: Book, staff: str, unit: str) -> str | None:
    from db.queries.people import assignments

    open_ones = [one.start_on for one in assignments(book.connection, staff) if one.unit == unit and one.end_on is None]
    return open_ones[-1] if open_ones else None


def assignment_id(staff: str, unit: str, start_on: str) -> str:
    """The row of an assignment: the same on every machine."""
    return derived_id("assignment", staff, unit, start_on)


def handovers(book: Book) -> list[Handover]:
    """Rows that were given to another unit and that this device has not confirmed."""
    return waiting_handovers(book.connection, book.unit, book.replica)


def hand_over(book: Book, rows: Rows | None = None) -> Changes:
    """Confirm that rows (all that wait, if ``None``) were handed over: this device writes nothing more on them."""
    from db.gateway import Change

    waiting = [one for one in handovers(book) if rows is None or (one.table, one.row) in rows]
    if not waiting:
        raise Refusal("transfer.nothing")
    changes = [Change(one.table, one.row, {"_ack": {"transfer": one.transfer}}, "ack") for one in waiting]
    return do(book, N_("Handover confirmed"), changes, undoable=False)
