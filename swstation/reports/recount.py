"""Reported against recounted: the figures of a frozen month beside what the rows that are here say of it now.

A county holds its stations' reports and the rows they were made of. Where the two differ, something was written,
changed, deleted or handed over after the report was sent, or came from another laptop: ``explained`` names the rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from db.errors import Refusal
from db.queries.later import Frozen, frozen_reports
from db.store import Connection
from swstation.i18n import _
from swstation.reports.counter import Counter
from swstation.reports.model import Amount, Figure, Line, Rate, Scaled
from swstation.reports.monthly import MONTHLY

Kept = int | list[int]
"""An amount as it is frozen: a number (of the smallest unit), or part and whole of a rate."""


def kept(amount: Amount) -> Kept:
    """An amount as a frozen report holds it."""
    if isinstance(amount, Rate):
        return [amount.part, amount.whole]
    return amount.n if isinstance(amount, Scaled) else amount


class Recounted(NamedTuple):
    """A line of a month: as reported and as counted now; ``None`` where the report, or the count, has no such line."""

    code: str
    number: int
    label: str
    unit: str
    reported: Amount | None
    now: Amount | None

    @property
    def differs(self) -> bool:
        """Whether the two are not the same; a line that is not there is 0."""
        return _worth(self.reported) != _worth(self.now)

    @property
    def difference(self) -> int | None:
        """Now less reported, in the smallest unit; ``None`` for a rate."""
        before, after = _worth(self.reported), _worth(self.now)
        return after - before if isinstance(before, int) and isinstance(after, int) else None


def _worth(amount: Amount | None) -> Kept:
    worth = 0 if amount is None else kept(amount)
    return worth if isinstance(worth, int) or worth[1] else 0


@dataclass(frozen=True, slots=True)
class Recount:
    """A unit's month, reported against counted now, line by line."""

    unit: str
    name: str
    month: str
    frozen: Frozen
    lines: tuple[Recounted, ...]

    @property
    def differing(self) -> tuple[Recounted, ...]:
        """The lines that are not what was reported."""
        return tuple(one for one in self.lines if one.differs)


def frozen_of(connection: Connection, unit: str, month: str) -> Frozen:
    """The frozen report of a unit's month. Refuses a month not closed, and figures that do not fit their hash."""
    found = frozen_reports(connection, MONTHLY, (unit,), (month.strip(),))
    if not found:
        raise Refusal("report.not_closed", field="month", month=month)
    if not holds(found[0]):
        raise Refusal("report.frozen_damaged", field="month", month=month)
    return found[0]


def holds(frozen: Frozen) -> bool:
    """Whether the figures are those that were frozen."""
    return hashlib.sha256(frozen.figures.encode()).hexdigest() == frozen.text_hash


def recount(counter: Counter, unit: str, month: str) -> Recount:
    """A month reported and counted now. Refuses as ``frozen_of`` and ``Counter.figures`` do."""
    frozen = frozen_of(counter.connection, unit, month)
    name = next((one.name for one in counter.units if one.code == unit), unit)
    return Recount(unit, name, frozen.period, frozen, tuple(compared(frozen.figures, counter.figures(unit, month))))


def compared(text: str, made: Iterable[Figure]) -> list[Recounted]:
    """Every line of either, in the order of the fifteen, lines that only the report has after those of their figure."""
    before: dict[str, Any] = orjson.loads(text)
    out: list[Recounted] = []
    for figure in made:
        known: dict[str, Line] = {line.code: line for line in figure.lines}
        over = figure.title
        for line in figure.lines:
            over = line.label if line.level == 0 else over
            label = line.label if line.level == 0 else f"{over}  {line.label}"
            was = _amount(before.get(line.code), line)
            out.append(Recounted(line.code, figure.number, label, line.unit_label, was, line.month))
        for code, value in before.items():
            if code.partition(".")[0] == str(figure.number) and code not in known:
                out.append(Recounted(code, figure.number, _gone(figure, code), "", _amount(value, None), None))
    return out


def _gone(figure: Figure, code: str) -> str:
    # A part that nothing counts to any more: what it was a part of, and the code, whose word may be of another list.
    over = next((line.label for line in reversed(figure.lines) if code.startswith(line.code)), figure.title)
    return _("{figure}, part {code}").format(figure=over, code=code.rpartition(".")[2])


def _amount(value: Any, like: Line | None) -> Amount | None:
    if value is None:
        return None
    if isinstance(value, list):
        return Rate(value[0], value[1])
    shown = like.month if like is not None else None
    return Scaled(value, shown.per, shown.digits) if isinstance(shown, Scaled) else int(value)
