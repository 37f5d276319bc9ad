"""What the ledgers of a station have in common: the lines above, the lines to sign on."""

from __future__ import annotations

from datetime import date

from db.queries.units import units
from db.store import Connection
from swstation.i18n import _


def head_of(connection: Connection, unit: str, first: date, last: date, *, names: bool = False) -> list[str]:
    """Unit and days; ``names``: that the list must be kept as the files are."""
    name = next((row.name for row in units(connection) if row.code == unit), unit)
    head = [f"{name} ({unit})", _("From {first} to {last}").format(first=first, last=last)]
    if names:
        head.append(_("This list has names in it: keep it as the files are kept."))
    return head


def signatures() -> tuple[str, ...]:
    """Who signs."""
    return (_("Filled in by:"), _("Checked by:"), _("Unit (seal):"), _("Date:"))
