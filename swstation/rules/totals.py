"""How much training was had in some days, by unit and kind: a report, for policies that ask for no amount, too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from swstation.rules.facts import Attendance


class Total(NamedTuple):
    """Amounts in tenths of ``unit``; ``kind`` as recorded, empty where none is; ``n`` trainings."""

    unit: str
    kind: str
    n: int
    approved: int
    pending: int


def totals(attendances: Iterable[Attendance], first: date, last: date) -> list[Total]:
    """What ended from ``first`` to ``last``, both counted: one line for each unit and kind, 小时 before 学时."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in attendances:
        if first <= one.end_on <= last:
            line = found.setdefault((one.unit, one.kind or ""), [0, 0, 0])
            line[0] += 1
            line[1 if one.approved else 2] += one.tenths
    order = sorted(found, key=lambda key: (key[0] != "hour", key[0], key[1]))
    return [Total(unit, kind, *found[unit, kind]) for unit, kind in order]
