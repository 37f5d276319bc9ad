"""The lists that ``report`` writes beside the monthly report: each is made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Final, cast

from swstation.i18n import N_
from swstation.operations.book import Book
from swstation.reports.listing import Listing

LISTINGS: Final[dict[str, tuple[str, str, str]]] = {
    "talent-ledger": (N_("Talent ledger"), "talent", "ledger"),
    "certificate-roster": (N_("Certificate roster"), "certificate_roster", "roster"),
    "training-ledger": (N_("Training ledger"), "training_ledger", "ledger"),
    "allowance-list": (N_("Allowance list"), "allowance_list", "allowance_list"),
}
"""By kind: its label (a msgid), the module of this package, the function in it."""


def make(book: Book, kind: str, unit: str, as_of: date, *, numbers: bool = False) -> Listing:
    """A list of a unit on a day. ``numbers``: with identity numbers in full, which goes into the audit trail.

    Raises ``KeyError`` for a kind there is not.
    """
    from db import local

    _label, module, name = LISTINGS[kind]
    function = getattr(import_module(f"swstation.reports.{module}"), name)
    with book.store.snapshot() as connection:
        listing = cast("Callable[..., Listing]", function)(connection, unit, as_of, numbers=numbers)
    if numbers:
        with book.store.transaction() as connection:
            local.audit(connection, book.source.at(), book.worker, "export", detail=f"{kind} {listing.rows}")
    return listing
