"""The registers as an import sees them: as they are shown, and what the ledger's rows have said so far.

What a row says is checked at once by the validator that stands before every register, and counts only when the whole
row is taken. One file may not say two things of the same field of the same person.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from db.errors import Invalid
from db.queries.registers import Groups, grouped_rows
from db.registry import check_group, specs
from db.store import Connection

if TYPE_CHECKING:
    from db.gateway import Change

Key = tuple[str, str]


class Contradiction(Exception):
    """The file said something else of the same field: which field, and in which row."""

    def __init__(self, field: str, row: int) -> None:
        super().__init__(field)
        self.field, self.row = field, row


class Registers:
    """Rows of the registers, with those that an import adds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._shown: dict[str, dict[str, Groups]] = {}
        self._deleted: dict[str, set[str]] = {}
        self._group_of: dict[str, dict[str, str]] = {}
        self._taken: dict[Key, Groups] = {}
        self._row: dict[Key, Groups] = {}
        self._said: dict[tuple[str, str, str], tuple[Any, int]] = {}
        self._row_said: dict[tuple[str, str, str], tuple[Any, int]] = {}
        self._number = 0

    def rows(self, table: str) -> dict[str, Groups]:
        """All rows of a register by id, those taken so far included."""
        if table not in self._shown:
            self._shown[table], self._deleted[table] = grouped_rows(self._connection, table)
        return self._shown[table]

    def get(self, table: str, row: str, field: str) -> Any:
        """A field of a row; ``None`` where the row is not there."""
        groups = self.rows(table).get(row)
        return groups[self._groups(table)[field]][field] if groups else None

    def begin(self, number: int) -> None:
        """A row of the ledger begins: ``number`` is the sheet's own. What the last one said and was not taken goes."""
        self._number = number
        self._row.clear()
        self._row_said.clear()

    def say(self, table: str, row: str, values: dict[str, Any], *, aside: bool = False) -> bool:
        """Say fields of a row; gives whether anything differs from what is shown.

        ``aside``: in passing, so that a later row may say otherwise. Raises ``Invalid`` for a value that the register
        does not take, ``Contradiction`` for one that another row of the file contradicts.
        """
        group_of = self._groups(table)
        shown = self.rows(table).get(row, {})
        changed = False
        for name in dict.fromkeys(group_of[field] for field in values):
            given = {field: value for field, value in values.items() if group_of[field] == name}
            if not aside:
                self._remember(table, row, given)
            before = self._row.get((table, row), {}).get(name) or shown.get(name) or {}
            if all(before.get(field) == value for field, value in given.items()):
                continue
            checked = self._checked(table, name, {**before, **given}, given)
            self._row.setdefault((table, row), {})[name] = checked
            changed = True
        return changed

    def adopt(self, changes: Iterable[Change]) -> None:
        """Take changes over as they are (of rows that are new and that nothing else names); raises as ``say``."""
        for change in changes:
            groups = self._row.setdefault((change.table, change.row), {})
            for name, values in change.groups.items():
                groups[name] = self._checked(change.table, name, values, values)

    def take(self) -> None:
        """The ledger's row is taken: what it said counts."""
        for (table, row), groups in self._row.items():
            self._taken.setdefault((table, row), {}).update(groups)
            if table in self._shown:
                empty = {} if row in self._shown[table] else self._empty(table)
                self._shown[table].setdefault(row, empty).update(groups)
        self._said.update(self._row_said)

    def changes(self) -> list[Change]:
        """All that was taken, one change for each row of a register."""
        from db.gateway import Change

        return [
            Change(table, row, groups, "restore" if row in self._deleted.get(table, ()) else "set")
            for (table, row), groups in self._taken.items()
        ]

    def _remember(self, table: str, row: str, given: dict[str, Any]) -> None:
        for field, value in given.items():
            if value is None:
                continue
            before = self._said.get((table, row, field))
            if before is not None and before[0] != value:
                raise Contradiction(field, before[1])
            self._row_said[table, row, field] = (value, self._number)

    def _checked(self, table: str, group: str, values: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        try:
            return check_group(table, group, values)
        except Invalid as invalid:
            # What two fields together break names neither of them: then the last that the row gave is at fault.
            invalid.field = invalid.field or next((f for f in reversed(given) if given[f] is not None), None)
            raise

    def _groups(self, table: str) -> dict[str, str]:
        if table not in self._group_of:
            groups = specs()[table].groups
            self._group_of[table] = {field: name for name, group in groups.items() for field in group.fields}
        return self._group_of[table]

    @staticmethod
    def _empty(table: str) -> Groups:
        return {name: dict.fromkeys(group.fields) for name, group in specs()[table].groups.items()}
