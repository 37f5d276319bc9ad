"""Hiding people in a list: names of clients on file, telephones, identity numbers, in any cell they stand in.

Names of people who are on no file are not known and stay; so does whoever works here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from db.queries.registers import rows_of
from db.store import Connection
from swstation.operations.persons import masked_name
from swstation.reports.listing import Listing, Value

_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z-])(?:1\d{10}|0\d{2,3}-?\d{7,8}|\d{17}[0-9Xx]|\d{15})(?![0-9A-Za-z-])")
"""Telephones and identity numbers; numbers of cases and units and hashes have letters or hyphens beside them."""
_STARS: Final = "***"
_SHORTEST: Final = 2
_SOURCES: Final = (
    ("client", "name"), ("client", "aliases"), ("group_member", "name"), ("household", "head_name"),
    ("complaint", "complainant"),
)  # fmt: skip


class Hiding:
    """Masks people's names, telephones and identity numbers in texts."""

    def __init__(self, names: set[str]) -> None:
        known = sorted((name for name in names if len(name) >= _SHORTEST), key=lambda name: (-len(name), name))
        self._names = re.compile("|".join(re.escape(name) for name in known)) if known else None

    def text(self, text: str) -> str:
        """A text as it may be shown; the longest name is found first."""
        if self._names is not None:
            text = self._names.sub(lambda found: masked_name(found[0]), text)
        return _NUMBER.sub(_STARS, text)

    def listing(self, listing: Listing) -> Listing:
        """A list with every cell of text masked; headings stay."""

        def cell(value: Value) -> Value:
            return self.text(value) if isinstance(value, str) else value

        tables = [replace(table, rows=[[cell(one) for one in row] for row in table.rows]) for table in listing.tables]
        return replace(listing, tables=tables)


def hiding(connection: Connection) -> Hiding:
    """With the names of everybody on file here."""
    names: set[str] = set()
    for table, field in _SOURCES:
        for row in rows_of(connection, table):
            names |= {part.strip() for part in str(row[field] or "").split("、")}
    return Hiding(names)
