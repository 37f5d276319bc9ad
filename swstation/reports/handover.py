"""The handover sheet to print and sign: what is handed over, what was promised, keys and things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.errors import Refusal
from db.queries.people import staff_list
from db.queries.registers import one_row
from db.queries.units import units
from db.store import Connection
from swstation import lists
from swstation.i18n import _
from swstation.reports.listing import ListColumn, Listing, ListTable, Value


def handover(connection: Connection, sheet: str) -> Listing:
    """The page of one handover sheet. Refuses one that is not there."""
    row = one_row(connection, "handover_sheet", sheet)
    if row is None:
        raise Refusal("record.no_row")
    people = {one.id: one for one in staff_list(connection)}
    names = {one.code: one.name for one in units(connection)}
    giver, receiver = people.get(row["giver"]), people.get(row["receiver"] or "")
    head = [
        names.get(giver.unit, giver.unit) if giver else "",
        _("Giver: {name}").format(name=giver.name if giver else "?"),
        _("Receiver: {name}").format(name=receiver.name if receiver else _("none named")),
        _("Handed over on {day}, because of: {reason}").format(
            day=row["handed_on"], reason=lists.label("handover_sheet_reason", row["reason"]) or "-"
        ),
    ]
    parts = (
        (_("What is handed over"), row["content"]),
        (_("Due and promised"), row["promises"]),
        (_("Keys and things"), row["keys"]),
        (_("Note"), row["note"]),
    )
    tables = [
        ListTable(
            title,
            (ListColumn(_("No."), 6, True), ListColumn(title, 80), ListColumn(_("Checked"), 10)),
            _numbered(str(text)),
        )
        for title, text in parts
        if text
    ]
    if not tables:
        nothing = ((1, _("Nothing is in hand."), ""),)
        tables = [ListTable(_("What is handed over"), (ListColumn("", 6), ListColumn("", 80), ListColumn("")), nothing)]
    signatures = (_("Giver (signature):"), _("Receiver (signature):"), _("Witness (signature):"), _("Date:"))
    return Listing(
        _("Handover sheet"), date.fromisoformat(row["handed_on"]), [one for one in head if one], tables, signatures
    )


def _numbered(text: str) -> list[Sequence[Value]]:
    """Lines with a number each; headings, which have no dash, without."""
    rows: list[Sequence[Value]] = []
    number = 0
    dashed = "\n- " in f"\n{text}"
    for line in text.split("\n"):
        item = line.startswith("- ") or not dashed
        number += item
        rows.append((number if item else None, line.removeprefix("- "), ""))
    return rows
