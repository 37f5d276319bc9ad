"""Words for the codes of rows without names, where no list has them. The codes are those of the glossary."""

from __future__ import annotations

from typing import Final

from swstation import lists
from swstation.exchange.naming import LISTS
from swstation.i18n import N_, _

_OTHER: Final = N_("other")
CODES: Final[dict[str, dict[str, str]]] = {
    "gender": {"male": N_("male"), "female": N_("female")},
    "residence": {
        "registered": N_("registered here"), "living": N_("living here"), "both": N_("registered and living here"),
    },
    "living_situation": {
        "alone": N_("alone"), "with_partner": N_("with a partner"), "with_children": N_("with children"),
    },
    "self_care": {"full": N_("cares for self"), "partial": N_("needs some care"), "none": N_("needs full care")},
    "attention_level": {"high": N_("high"), "key": N_("key"), "general": N_("general")},
    "source": {
        "visit": N_("found on a visit"), "village": N_("from the village"), "self": N_("came by themselves"),
        "assigned": N_("assigned from above"), "grid": N_("from the grid"), "ledger": N_("from a ledger"),
    },
    "file_state": {"open": N_("on the books"), "paused": N_("paused"), "ended": N_("ended")},
    "end_reason": {"moved": N_("moved away"), "died": N_("died"), "no_need": N_("no need")},
    "state": {
        "open": N_("in hand"), "closed": N_("closed"), "transferred": N_("transferred"), "suspended": N_("suspended"),
        "submitted": N_("waits for approval"), "approved": N_("approved"),
    },
    "part_of_day": {"morning": N_("morning"), "afternoon": N_("afternoon"), "evening": N_("evening")},
    "goals": {"yes": N_("reached"), "partly": N_("partly"), "no": N_("not reached")},
}  # fmt: skip
_LISTED: Final = {"categories": "category", "items": "item", "contacts": "outcome"}
"""Lists in the plural of what a register has one of."""


def word_for(field: str, code: str) -> str:
    """The word for a code of a field; the code itself where neither a list nor the glossary has one."""
    words = CODES.get(field, {})
    if code in words:
        return _(words[code])
    kind = _LISTED.get(field, field)
    if code == "other" and (words or kind in lists_known()):
        return _(_OTHER)
    if field == "field":
        return lists.label("field", code)
    return lists.label(kind, code) if kind in lists_known() else code


def lists_known() -> frozenset[str]:
    """The lists that codes of these rows are of."""
    return LISTS | {"field"}
