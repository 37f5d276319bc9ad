"""A county's own entries of lists, read for a unit: they go down with what is sent to the stations."""

from __future__ import annotations

from db.queries.decisions import list_entries
from db.store import Connection
from swstation.lists import Entry
from swstation.operations.install import units_above
from swstation.operations.packs import DECIDING
from swstation.own_lists import Lists, Own, lists_of


def lists_for(connection: Connection, unit: str) -> Lists:
    """The lists as they are for a unit: the program's, and the entries of the counties and centres above it."""
    deciders = {one for one in units_above(unit) if one[0] in DECIDING}
    return lists_of(
        tuple(
            Own(
                row.list,
                Entry(
                    row.code, row.zh, row.en or row.zh,
                    tuple(word.strip() for word in (row.aliases or "").split("、") if word.strip()),
                    cls=row.category_class or "", holder=row.holder or "", unit=row.measure or "",
                ),
                row.state == "in_use",
            )
            for row in list_entries(connection)
            if row.unit in deciders
        )
    )  # fmt: skip
