"""What a 学时 is worth in 小时 (or the other way), by a county's recorded decision."""

from __future__ import annotations

from datetime import date

from db.errors import Refusal
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.packs import DECIDING, policies_of

MEASURES = ("hour", "class_hour")


def add_conversion(
    book: Book,
    given: tuple[int, str],
    gives: tuple[int, str],
    start_on: date,
    end_on: date | None,
    decision: str,
    policy: str | None = None,
) -> tuple[str, Changes]:
    """Record that ``given`` (tenths and unit) counts as ``gives`` for training that ends from ``start_on`` on.

    ``policy``: only for its requirements. Gives the row's id. Refuses a station, a unit of training that there is not
    or one turned into itself, an amount of nothing, a decision without words, an end before the start.
    """
    from db.gateway import Change

    if book.unit[0] not in DECIDING:
        raise Refusal("training.county_only")
    for _tenths, measure in (given, gives):
        if measure not in MEASURES:
            raise Refusal("people.measure", field="measure", token=measure)
    if given[1] == gives[1]:
        raise Refusal("training.same_measure", field="measure")
    if given[0] <= 0 or gives[0] <= 0:
        raise Refusal("training.nothing", field="amount")
    if not decision.strip():
        raise Refusal("training.no_decision", field="decision")
    if end_on is not None and end_on < start_on:
        raise Refusal("value.end_before_start", field="end_on")
    if policy:
        policies_of(book.connection, book.unit).get(policy)
    row = book.source.row_id()
    values = {
        "unit": book.unit, "policy": policy or None, "from_measure": given[1], "to_measure": gives[1],
        "from_tenths": given[0], "to_tenths": gives[0], "start_on": start_on.isoformat(),
        "end_on": end_on.isoformat() if end_on else None, "decision": decision,
    }  # fmt: skip
    return row, do(book, N_("Conversion decided"), [Change("measure_conversion", row, {"decision": values})], decision)
