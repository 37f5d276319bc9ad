"""Why a supervision is not taken."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "nobody": N_("nobody was supervised; choose at least one person"),
    "supervisor": N_("who supervised is not said; choose a person, or write the name"),
    "oneself": N_("the supervisor is also among the supervised; take one of the two out"),
}
