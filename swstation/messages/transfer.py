"""To whom rows belong, and what a county may say of records."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "read_only": N_("this belongs to {unit} now and can only be read here; ask them, or the county, to change it"),
    "county_only": N_("only a county or a unit above it may do this, in its own area; ask your county station"),
}
