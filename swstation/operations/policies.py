"""Which policy holds for a unit, and going on with an expired one by the unit's own recorded decision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from db.errors import Refusal
from db.ids import derived_id
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.install import units_above
from swstation.operations.packs import policies_of
from swstation.rules.policy import NATIONAL
from swstation.rules.policy_state import check_continuation

if TYPE_CHECKING:
    from db.gateway import Change


def continuation(book: Book, policy: str, start_on: date, end_on: date | None, decision: str) -> Change:
    """The change that records the decision.

    Refuses a policy that is not there, one that has no end or is still in force on the first day, and an end before
    the start.
    """
    from db.gateway import Change

    check_continuation(policies_of(book.connection, book.unit).get(policy), start_on)
    if end_on is not None and end_on < start_on:
        raise Refusal("value.end_before_start", field="end_on")
    return Change(
        "policy_continuation",
        derived_id("policy_continuation", book.unit, policy, start_on.isoformat()),
        {
            "decision": {
                "unit": book.unit,
                "policy": policy,
                "start_on": start_on.isoformat(),
                "end_on": end_on.isoformat() if end_on else None,
                "decision": decision or f"{book.unit} {start_on.isoformat()}",
            }
        },
    )


def continue_policy(book: Book, policy: str, start_on: date, end_on: date | None = None, decision: str = "") -> Changes:
    """Record that the unit goes on with ``policy`` from ``start_on`` until a successor is published (or ``end_on``)."""
    return do(book, N_("Policy continued"), [continuation(book, policy, start_on, end_on, decision)], policy)


def use_policy(book: Book, policy: str, *, below: bool = False) -> tuple[list[str], Changes]:
    """Let ``policy`` hold for this unit; with ``below`` for every unit known below it, too. Gives the units.

    Refuses a policy that is not there, and the national rules, which hold anyway.
    """
    from db.gateway import Change
    from db.queries.units import units

    known = policies_of(book.connection, book.unit).get(policy)
    if known.id == NATIONAL:
        raise Refusal("policy.national_fixed")
    codes = [one.code for one in units(book.connection) if below and book.unit in units_above(one.code)]
    codes = list(dict.fromkeys((book.unit, *codes)))
    changes = [Change("unit", derived_id("unit", code), {"policy": {"policy": policy}}) for code in codes]
    return codes, do(book, N_("Policy chosen"), changes, policy)
