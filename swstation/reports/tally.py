"""Counting: what a month adds up to, so that stations and months can be put together without counting twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

RowRef = tuple[str, str]
"""A row behind a figure: register and row id (hex)."""

Key = tuple[str, ...]
"""What is counted: number of the figure, the part, and codes of a breakdown."""


class Kind(Enum):
    """How the months of a year become one value."""

    FLOW = "flow"
    """Summed."""
    DISTINCT = "distinct"
    """Counted anew over all the months: somebody met in two of them is one."""
    OPENING = "opening"
    """That of the first month."""
    POSITION = "position"
    """That of the last month."""


@dataclass(slots=True)
class Cell:
    """One count of one month: plain numbers, and members that count once each; the approved part beside it."""

    total: int = 0
    approved: int = 0
    unnamed: int = 0
    members: set[str] = field(default_factory=set)
    approved_members: set[str] = field(default_factory=set)
    rows: dict[RowRef, int] = field(default_factory=dict)
    """The rows behind, each with what it gives to ``total``; one that only names members gives 0."""

    @property
    def value(self) -> int:
        """The count."""
        return self.total + len(self.members)

    @property
    def pending(self) -> int:
        """How much of it rests on entries alone that wait for approval."""
        return self.value - self.approved - len(self.approved_members)

    def take(self, other: Cell) -> None:
        """Add another cell of the same count: numbers are summed, members joined."""
        self.total += other.total
        self.approved += other.approved
        self.unnamed += other.unnamed
        self.members |= other.members
        self.approved_members |= other.approved_members
        for row, n in other.rows.items():
            self.rows[row] = self.rows.get(row, 0) + n


class Tally:
    """All counts of one month. Rows behind and what is approved are kept only for the report's own (``own``)."""

    def __init__(self, own: bool = True) -> None:
        self.own = own
        self.cells: dict[Key, Cell] = {}

    def cell(self, *key: str) -> Cell:
        """The cell of a count; made empty where there is none."""
        found = self.cells.get(key)
        if found is None:
            found = self.cells[key] = Cell()
        return found

    def add(self, key: Key, n: int, row: RowRef | None, approved: bool = True) -> None:
        """Count ``n`` more; nothing is kept of a zero."""
        if n:
            cell = self.cells.get(key)
            if cell is None:
                cell = self.cells[key] = Cell()
            cell.total += n
            if self.own:
                cell.approved += n if approved else 0
                if row is not None:
                    cell.rows[row] = cell.rows.get(row, 0) + n

    def member(self, key: Key, member: str, row: RowRef | None, approved: bool = True) -> None:
        """Count a member once."""
        cell = self.cells.get(key)
        if cell is None:
            cell = self.cells[key] = Cell()
        cell.members.add(member)
        if self.own:
            if approved:
                cell.approved_members.add(member)
            if row is not None:
                cell.rows.setdefault(row, 0)

    def take(self, other: Tally) -> None:
        """Add another station's counts of the same month."""
        for key, cell in other.cells.items():
            self.cell(*key).take(cell)

    def unnamed(self, key: Key, n: int) -> None:
        """Say how much of a count is people who are not named."""
        if n:
            self.cell(*key).unnamed += n


_EMPTY = Cell()


def of_month(months: Sequence[Tally], key: Key) -> Cell:
    """The cell of the last month."""
    return months[-1].cells.get(key, _EMPTY)


def of_year(months: Sequence[Tally], key: Key, kind: Kind) -> int:
    """The value of the year so far."""
    cells = [month.cells.get(key, _EMPTY) for month in months]
    if kind is Kind.OPENING:
        return cells[0].value
    if kind is Kind.POSITION:
        return cells[-1].value
    if kind is Kind.FLOW:
        return sum(cell.value for cell in cells)
    return sum(cell.total for cell in cells) + len(set().union(*(cell.members for cell in cells)))
