"""What every kind of ledger shares when its rows are taken in: counting, remembering, refusing a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from db.errors import Refusal
from swstation.importing.applying.registers import Contradiction, Registers
from swstation.importing.cells import shown
from swstation.importing.reader import Table
from swstation.importing.rows import ParsedRow, Problem
from swstation.operations.book import Book

if TYPE_CHECKING:
    from db.gateway import Change

Result = Literal["added", "updated", "unchanged"]

_COLUMN_OF = {
    "tenths": "amount", "measure": "unit", "village_name": "village", "household": "head", "head_name": "head",
    "n": "count", "value_fen": "value", "item_title": "item", "group_title": "group", "activity_title": "activity",
    "stage_on": "closed_on", "state": "stage", "writer": "worker", "staff": "name",
}  # fmt: skip
"""The column of a ledger that a register's field comes from, where their names differ."""


class RowRefused(Exception):
    """A row that fits no record: the column at fault, the reason, and what could be chosen."""

    def __init__(self, key: str, code: str, *, choices: Iterable[str] = (), **params: object) -> None:
        super().__init__(code)
        self.key, self.code, self.choices, self.params = key, code, tuple(choices), params


@dataclass
class Outcome:
    """What an import did, or would do: row counts, refused cells, possible duplicates worth a look."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    taken: bool = False
    """Whether it was written: not in a dry run, and not if a cell was refused (unless partial)."""


class Taking:
    """Rows being turned into changes. Subclasses say what a row of their kind means."""

    def __init__(self, book: Book, as_of: date) -> None:
        self.book, self.as_of = book, as_of
        self.registers = Registers(book.connection)
        self.outcome = Outcome()
        self._later: list[Callable[[], None]] = []
        self._looks: list[tuple[str, str]] = []

    def row(self, row: ParsedRow) -> Result:
        """Say in the registers what a row says, and tell what that is. Raises ``RowRefused`` or any ``Refusal``.

        What must be remembered of a row is left to ``later``: a refused row leaves nothing behind.
        """
        raise NotImplementedError

    def finish(self) -> None:
        """What only all rows together say."""

    def later(self, remember: Callable[[], None]) -> None:
        """Do something once the row is taken."""
        self._later.append(remember)

    def look(self, key: str, code: str) -> None:
        """A cell worth a look, though the row is taken."""
        self._looks.append((key, code))

    def take(self, table: Table, rows: Iterable[ParsedRow]) -> Outcome:
        """All rows of a table."""
        cells = _Cells(table)
        for row in rows:
            self.outcome.read += 1
            self.outcome.warnings += row.warnings
            if row.problems:
                self.outcome.refused += row.problems
                continue
            refused = self._try(row)
            if refused is not None:
                self.outcome.refused.append(cells.problem(row, refused))
                continue
            self.outcome.warnings += [cells.problem(row, RowRefused(key, code)) for key, code in self._looks]
        self.registers.begin(0)
        self.finish()
        self.registers.take()
        return self.outcome

    def changes(self) -> list[Change]:
        """What all rows that were taken change."""
        return self.registers.changes()

    def _try(self, row: ParsedRow) -> RowRefused | None:
        self.registers.begin(row.number)
        self._later.clear()
        self._looks.clear()
        try:
            result = self.row(row)
        except RowRefused as refused:
            return refused
        except Contradiction as other:
            return RowRefused(_column_of(other.field), "importing.said_before", other=other.row)
        except Refusal as refusal:
            key = _column_of(refusal.field or "")
            return RowRefused(key, refusal.code, choices=refusal.choices, **refusal.params)
        self.registers.take()
        for remember in self._later:
            remember()
        setattr(self.outcome, result, getattr(self.outcome, result) + 1)
        return None


class _Cells:
    """The cells as they stand in the file."""

    def __init__(self, table: Table) -> None:
        self._kind = table.kind
        self._places = {place.column.key: place for place in table.columns if place.column is not None}
        self._rows = {row.number: row.cells for row in table.rows}

    def problem(self, row: ParsedRow, refused: RowRefused) -> Problem:
        """A refusal with the heading and the cell as in the file."""
        place = self._places.get(refused.key)
        value = shown(self._rows[row.number].get(place.index))[:200] if place else ""
        heading = place.heading if place else self._heading(refused.key)
        return Problem(row.number, heading, value, refused.code, refused.key, refused.choices, refused.params)

    def _heading(self, key: str) -> str:
        try:
            return self._kind.column(key).heading
        except KeyError:
            return key


def _column_of(field_name: str) -> str:
    return _COLUMN_OF.get(field_name, field_name)


def iso(values: Mapping[str, object]) -> dict[str, Any]:
    """The values with dates as text."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
