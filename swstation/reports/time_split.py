"""Time of each worker in a month: professional service, civil-affairs work, administration, kept apart.

Professional are the direct and indirect methods of social work. Entries without a length are counted beside, never
guessed. Nothing here says what the split should be: that is a place's own rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from db.queries import report_registers
from db.queries.time_split import SpentRow, spent
from db.store import Connection
from swstation import lists
from swstation.reports import scope
from swstation.reports.model import Rate
from swstation.reports.period import Span, months_so_far

CLASSES = {
    "direct": "professional",
    "indirect": "professional",
    "affairs": "affairs",
    "administration": "administration",
}
"""Of each class of methods, whose time it is."""
PARTS = ("professional", "affairs", "administration")
LEARNING = frozenset({"supervised", "study"})
"""Methods of professional time that is spent on learning: supervision received, training."""


class Split(NamedTuple):
    """One worker's month. Minutes by part; ``untimed``: entries without a length; ``worker`` empty: all together.

    ``learning``: of the professional minutes those of supervision and training.
    """

    worker: str
    name: str
    professional: int
    affairs: int
    administration: int
    entries: int
    untimed: int
    learning: int = 0

    @property
    def minutes(self) -> int:
        """All minutes."""
        return self.professional + self.affairs + self.administration

    def share(self, part: str) -> Rate:
        """The share of one of ``PARTS``."""
        return Rate(getattr(self, part), self.minutes)


def part_of(method: str) -> str:
    """Which of ``PARTS`` the time of a method is; what nobody knows is administration."""
    known = lists.by_code("method").get(method)
    return CLASSES.get(known.cls if known else "", "administration")


def split(rows: Iterable[SpentRow]) -> list[Split]:
    """The split of each worker, in the order of the rows, and of all together at the end."""
    found: dict[str, Split] = {}
    everybody = Split("", "", 0, 0, 0, 0, 0)
    for row in rows:
        part = part_of(row.method)
        one = found.get(row.worker, Split(row.worker, row.name, 0, 0, 0, 0, 0))
        found[row.worker] = _more(one, part, row)
        everybody = _more(everybody, part, row)
    return [*found.values(), everybody] if found else []


def _more(one: Split, part: str, row: SpentRow) -> Split:
    return one._replace(
        **{part: getattr(one, part) + row.minutes},
        learning=one.learning + row.minutes * (row.method in LEARNING),
        entries=one.entries + row.entries,
        untimed=one.untimed + row.untimed,
    )


def of_month(connection: Connection, unit: str, month: str) -> list[Split]:
    """The split of a unit's month, of all below it too, each over its own period.

    Refuses an unknown unit, and a month that is none.
    """
    return split(
        row
        for member, span in members_in(connection, unit, month)
        for row in spent(connection, member, span.start, span.end)
    )


def members_in(connection: Connection, unit: str, month: str) -> list[tuple[str, Span]]:
    """The units whose time a unit's month is of, each with the days of its own month. Refuses as ``of_month``."""
    units = report_registers.units(connection)
    return [
        (one.code, months_so_far(month, one.month_start_day)[-1])
        for one in scope.members(units, scope.find(units, unit))
    ]
