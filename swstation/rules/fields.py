"""Service fields and the names of the tiers, as a unit's policy gives them."""

from __future__ import annotations

from typing import Final

from swstation import lists
from swstation.rules.model import Policy, ServiceField, Tier

ADMIN_LEVELS: Final = {
    "village_room": ("village", "community"),
    "township_station": ("township",),
    "county_station": ("county",),
    "prefecture_centre": ("prefecture", "city"),
    "province": ("province",),
}
"""The ``admin_level`` of a policy's tiers at which each of our tiers stands."""


def service_fields(policy: Policy) -> tuple[ServiceField, ...]:
    """The union of the policy's lists of service fields, each id once, in printed order.

    Where the policy prints none, the shipped list of the county's own, whose fields have no clause.
    """
    found: dict[str, ServiceField] = {}
    for item in policy.tables.get("service_fields.set", ()):
        if item.extra.get("list_kind") == "service_fields":
            for entry in item.items:
                found.setdefault(entry.id, ServiceField(entry.id, entry.zh, entry.en, item.clause))
    if found:
        return tuple(found.values())
    return tuple(ServiceField(entry.code, entry.zh, entry.en, None) for entry in lists.entries("field"))


def org_tier(policy: Policy, tier: str) -> Tier | None:
    """What the policy calls one of our tiers; ``None`` where it names none. Raises ``KeyError`` for no tier."""
    for level in ADMIN_LEVELS[tier]:
        for found in policy.tiers:
            if found.admin_level == level:
                return found
    return None
