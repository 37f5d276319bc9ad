"""Hours of each volunteer with what proves them, and the statement that one volunteer is given (民政部令67号)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from db import local
from db.errors import Refusal
from db.queries.registers import one_row
from db.queries.units import unit_by_code
from db.queries.volunteer_hours import VolunteerShift, volunteer_shifts
from db.special import covers
from db.store import Connection
from swstation import lists
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.reports.listing import Cells, ListColumn, Listing, ListTable, Value
from swstation.reports.paper import Facts, Paper, Part, Table
from swstation.reports.station_list import head_of, signatures
from swstation.reports.write_paper import write_paper

WHOLE: Final = "*"
"""The key of the line of all together."""
COUNTS: Final = ("times", "confirmed", "open", "unproven")


def volunteer_ledger(connection: Connection, unit: str, first: date, last: date, as_of: date) -> Listing:
    """Of a unit and those below it: hours confirmed and not yet, service without proof; then each service."""
    found = shifts_of(connection, unit, first, last)
    people = [list(some) for _key, some in groupby(found, lambda one: one.volunteer)]
    rows: list[list[Value]] = []
    for some in people:
        one = some[0]
        rows.append(
            [
                one.name, one.number or "", one.team or "", len(some), hours(some, confirmed=True),
                hours(some, confirmed=False), sum(1 for shift in some if not proven(shift)),
            ]
        )  # fmt: skip
    columns = [
        ListColumn(_("Volunteer"), 10), ListColumn(_("Registration no."), 14), ListColumn(_("Team"), 14),
        ListColumn(_("Times"), 6, right=True), ListColumn(_("Hours confirmed"), 10, right=True),
        ListColumn(_("Not confirmed"), 9, right=True), ListColumn(_("Without proof"), 9, right=True),
    ]  # fmt: skip
    whole: list[Value] = [
        _("All together"), "", "", len(found), hours(found, confirmed=True), hours(found, confirmed=False),
        sum(1 for shift in found if not proven(shift)),
    ]  # fmt: skip
    tables = [
        ListTable(
            _("By volunteer"),
            columns,
            [*rows, whole] if rows else [],
            refs=[("volunteer", p[0].volunteer) for p in people],
            key="volunteers",
            cells=Cells([*(p[0].volunteer for p in people), *([WHOLE] if rows else [])], ["", "", "", *COUNTS]),
        ),
        _each(found),
    ]
    head = head_of(connection, unit, first, last, names=True)
    return Listing(_("Voluntary service ledger"), as_of, head, tables, signatures())


def shifts_of(connection: Connection, unit: str, first: date, last: date) -> list[VolunteerShift]:
    """What the ledger is of."""
    return [one for one in volunteer_shifts(connection, first.isoformat(), last.isoformat()) if covers(unit, one.unit)]


def behind_count(shifts: Sequence[VolunteerShift], count: str) -> list[VolunteerShift]:
    """The shifts behind one of ``COUNTS``."""
    kept: dict[str, Callable[[VolunteerShift], bool]] = {
        "times": lambda _one: True,
        "confirmed": lambda one: bool(one.confirmed),
        "open": lambda one: not one.confirmed,
        "unproven": lambda one: not proven(one),
    }
    return [one for one in shifts if kept[count](one)]


def hours(shifts: Sequence[VolunteerShift], *, confirmed: bool) -> str:
    """Hours with one decimal."""
    return f"{sum(one.minutes or 0 for one in shifts if bool(one.confirmed) is confirmed) / 60:.1f}"


def proven(shift: VolunteerShift) -> bool:
    """Whether a number or an attached file proves the service."""
    return bool(shift.proof_number or shift.files)


def _proof(shift: VolunteerShift) -> str:
    files = _("{n} files").format(n=shift.files) if shift.files else ""
    return "  ".join(part for part in (shift.proof_number, files) if part)


def _confirmed(shift: VolunteerShift) -> str:
    return "  ".join(part for part in (shift.confirmed_by, shift.confirmed_on) if part) if shift.confirmed else ""


def _each(found: Sequence[VolunteerShift]) -> ListTable:
    rows: list[list[Value]] = [
        [one.served_on, one.name, one.minutes, one.content or one.place or "", _proof(one), _confirmed(one)]
        for one in found
    ]
    columns = [
        ListColumn(_("Day"), 11), ListColumn(_("Volunteer"), 10), ListColumn(_("Min."), 6, right=True),
        ListColumn(_("What was done"), 30), ListColumn(_("Proof"), 16), ListColumn(_("Confirmed"), 20),
    ]  # fmt: skip
    return ListTable(_("One by one"), columns, rows, refs=[("volunteer_shift", one.id) for one in found])


def statement(book: Book, volunteer: str, first: date, last: date, as_of: date) -> Paper:
    """What a volunteer did, as a paper with the station's seal: confirmed service alone. Refuses an unknown one."""
    row = one_row(book.connection, "volunteer", volunteer)
    if row is None:
        raise Refusal("need.unknown_volunteer", token=volunteer)
    found = volunteer_shifts(book.connection, first.isoformat(), last.isoformat(), volunteer)
    sure = [one for one in found if one.confirmed]
    unit = unit_by_code(book.connection, str(row["unit"]))
    facts = Facts(
        [
            (_("Name"), str(row["name"])),
            (_("Registration no."), str(row["number"] or "")),
            (_("Team"), str(row["team"] or "")),
            (_("Volunteer step"), lists.label("volunteer_step", str(row["step"] or ""))),
            (_("Service from"), f"{first} - {last}"),
            (_("Times"), str(len(sure))),
            (_("Hours"), hours(sure, confirmed=True)),
        ]
    )
    rows = [
        [str(number), one.served_on, one.content or one.place or "", str(one.minutes or ""), _proof(one),
         one.confirmed_by or ""]
        for number, one in enumerate(sure, 1)
    ]  # fmt: skip
    heads = [_("No."), _("Day"), _("What was done"), _("Minutes"), _("Proof"), _("Confirmed by")]
    notes = [unit.name if unit else str(row["unit"])]
    if left := len(found) - len(sure):
        notes.append(_("{n} services are not confirmed yet and are not in it.").format(n=left))
    parts = [
        Part(_("Volunteer"), [facts]),
        Part(_("Voluntary service"), [Table(heads, rows, (5, 12, 34, 8, 16, 10))], _("No confirmed service.")),
    ]
    footer = _("Free of charge. Who records it answers for its truth.") + "  " + _("Printed on {day}").format(day=as_of)
    return Paper(
        _("Statement of voluntary service"), notes, parts, (_("Confirmed by:"), _("Unit (seal):"), _("Date:")), footer
    )


def write_statement(
    book: Book, volunteer: str, path: Path, first: date, last: date, as_of: date, form: str | None = None
) -> Path:
    """Write a volunteer's statement; what left the book is noted in the audit trail."""
    write_paper(statement(book, volunteer, first, last, as_of), path, form)
    with book.store.transaction() as connection:
        at = book.source.at()
        local.audit(connection, at, book.worker, "export", "volunteer", volunteer, "volunteer-statement")
    return path


def find_volunteer(book: Book, typed: str) -> str:
    """The volunteer meant by a name, a registration number or an id. Refuses none and several."""
    found = [row for row in all_volunteers(book) if typed.strip() in (row["name"], row["number"], row["id"])]
    if len(found) != 1:
        code = "need.several_volunteers" if found else "need.unknown_volunteer"
        raise Refusal(code, field="volunteer", token=typed, choices=tuple(str(row["id"]) for row in found))
    return str(found[0]["id"])


def all_volunteers(book: Book) -> list[dict[str, object]]:
    """Every volunteer on file."""
    from db.queries.registers import rows_of

    return list(rows_of(book.connection, "volunteer"))
