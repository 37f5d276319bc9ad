"""What every kind of ledger shares when its rows are taken in: counting, looking people up, refusing a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from db.queries.people import StaffRow, staff_list
from swstation.importing.rows import ParsedRow, Problem
from swstation.operations.book import Book

if TYPE_CHECKING:
    from db.gateway import Change


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


@dataclass
class Taking:
    """Rows being turned into changes. Subclasses say what a row of their kind means."""

    book: Book
    as_of: date
    outcome: Outcome = field(default_factory=Outcome)
    changes: list[Change] = field(default_factory=list)

    def row(self, row: ParsedRow) -> str:
        """Add the changes of a row; gives ``added``, ``updated`` or ``unchanged``. Raises ``RowRefused``."""
        raise NotImplementedError

    def take(self, rows: Iterable[ParsedRow], headings: Mapping[str, str]) -> Outcome:
        """All rows. A refused row leaves no change behind."""
        for row in rows:
            self.outcome.read += 1
            self.outcome.warnings += row.warnings
            if row.problems:
                self.outcome.refused += row.problems
                continue
            mark = len(self.changes)
            try:
                result = self.row(row)
            except RowRefused as refused:
                del self.changes[mark:]
                self.outcome.refused.append(self.problem(row, refused, headings))
                continue
            setattr(self.outcome, result, getattr(self.outcome, result) + 1)
        return self.outcome

    def problem(self, row: ParsedRow, refused: RowRefused, headings: Mapping[str, str]) -> Problem:
        """A refusal with the heading as in the file."""
        value = row.values.get(refused.key, "")
        text = "、".join(value) if isinstance(value, tuple) else str(value)
        heading = headings.get(refused.key, refused.key)
        return Problem(row.number, heading, text, refused.code, refused.key, refused.choices, refused.params)


def iso(values: Mapping[str, object]) -> dict[str, Any]:
    """The values with dates as text."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


class Roster:
    """Members of staff by identity number and name, those being added included."""

    def __init__(self, book: Book) -> None:
        self._by_number: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self.rows: dict[str, StaffRow] = {}
        for row in staff_list(book.connection):
            self.rows[row.id] = row
            self.add(row.id, row.name, row.resident_id)

    def add(self, staff: str, name: str, number: str | None) -> None:
        """Somebody new."""
        self._by_name[name].append(staff)
        if number:
            self._by_number[number] = staff

    def find(self, name: str, number: object = None, key: str = "name") -> str | None:
        """By number, else by a name that only one has. Raises ``RowRefused`` for a name that several have."""
        if number and (found := self._by_number.get(str(number))):
            return found
        named = [s for s in self._by_name.get(name, ()) if not (number and self._number(s))]
        if len(named) > 1:
            raise RowRefused(key, "importing.several_staff", choices=[self._shown(s) for s in named])
        return named[0] if named else None

    def need(self, name: str, number: object = None, key: str = "name") -> str:
        """As ``find``, but somebody there must be."""
        found = self.find(name, number, key)
        if found is None:
            raise RowRefused(key, "importing.unknown_staff", name=name)
        return found

    def _number(self, staff: str) -> str | None:
        row = self.rows.get(staff)
        return row.resident_id if row else None

    def _shown(self, staff: str) -> str:
        row = self.rows.get(staff)
        return f"{row.name} {row.joined_on or ''}".strip() if row else staff
