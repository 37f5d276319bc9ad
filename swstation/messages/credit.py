"""Why a credit entry is not taken."""

from __future__ import annotations

from swstation.i18n import N_

MESSAGES: dict[str, str] = {
    "basis": N_("a public entry needs the legal basis for it; write it, or keep the entry unpublished"),
    "nothing_public": N_("no entry may be made public today; nothing was written"),
}
