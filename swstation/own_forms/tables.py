"""The lists behind the repeated rows of a form: columns by their heading or their number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.errors import Refusal
from swstation.own_forms.places import list_and_column
from swstation.reports.listing import Listing, ListTable, Value


class Tables:
    """Lists that are read when they are first asked for. ``find`` gives one by its name, ``None`` for none."""

    def __init__(self, find: Callable[[str], Listing | None]) -> None:
        self._find = find

    def table(self, kind: str) -> ListTable:
        """The list's table: of several the one with most columns, which is the one of the rows themselves.

        Refuses a list that is not known.
        """
        listing = self._find(kind)
        if listing is None:
            raise Refusal("own_form.unknown_list", field="form", token=kind)
        return max(listing.tables, key=lambda one: len(one.columns)) if listing.tables else ListTable("", (), ())

    def rows(self, kind: str) -> Sequence[Sequence[Value]]:
        """The rows of a list."""
        return self.table(kind).rows

    def column(self, name: str) -> int | None:
        """Which column a place means; ``None`` where the list has none of that heading."""
        kind, wanted = list_and_column(name)
        columns = self.table(kind).columns
        if wanted.isascii() and wanted.isdigit():
            return int(wanted) - 1 if 1 <= int(wanted) <= len(columns) else None
        return next((at for at, one in enumerate(columns) if one.label == wanted), None)

    def headings(self, kind: str) -> list[str]:
        """The columns of a list by name."""
        return [one.label for one in self.table(kind).columns]

    def cell(self, name: str, at: int) -> Value:
        """The cell of a row that a place means."""
        kind, _column = list_and_column(name)
        column = self.column(name)
        return None if column is None else self.rows(kind)[at][column]

    def words(self, name: str, at: int) -> str:
        """The same as text."""
        found = self.cell(name, at)
        return "" if found is None else str(found)
