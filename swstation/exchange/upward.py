"""Whether a county still has to hand on to the unit above."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from db import ledgers
from db.queries.units import unit_by_code
from swstation.exchange.identity import superior
from swstation.rules.dates import period_of

if TYPE_CHECKING:
    from swstation.operations.book import Book


class Owed(NamedTuple):
    """What came is not handed on to the unit ``name``; ``since``: the day of the last hand-in, if there was one."""

    name: str
    since: date | None


def owed_above(book: Book, as_of: date) -> Owed | None:
    """What the month before waits for: nothing went to the unit above since this one began, though bundles came after
    what went last. ``None`` where all is handed on, or no unit above is known (its card is not here).
    """
    above = superior(book)
    if above is None or above.unit == book.unit:
        return None
    connection = book.connection
    went = max((one.at for one in ledgers.sent_bundles(connection) if one.peer == above.unit), default="")
    came = [one.at for one in ledgers.received_bundles(connection) if one.status == "merged" and one.at > went]
    unit = unit_by_code(connection, book.unit)
    begun = period_of(as_of, "month", (unit.month_start_day if unit else None) or 1)[0].isoformat()
    if not came or min(came) >= begun or went >= begun:  # what came this month goes up with it
        return None
    return Owed(above.name, date.fromisoformat(went[:10]) if went else None)
