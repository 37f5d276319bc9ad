"""A county's own entries of lists, read for a unit: they go down with what is sent to the stations.

They hold wherever a list is read (``swstation/lists``) from the moment a book is opened, and anew when an
entry is written or taken back and when a bundle was merged (``book.followed``).
"""

from __future__ import annotations

from db.queries.decisions import list_entries
from db.store import Connection
from swstation.lists import Entry
from swstation.operations.install import units_above
from swstation.operations.packs import DECIDING
from swstation.own_lists import Lists, Own, lists_of

_CLASS = {"method": "direct"}
"""What an own method is when nobody said: service to somebody, as most are."""


def lists_for(connection: Connection, unit: str) -> Lists:
    """The lists as they are for a unit: the program's, and the entries of the counties and centres above it.

    What units below it call their own is read and not offered: a prefecture sees the words of its counties.
    """
    deciders = {one for one in units_above(unit) if one[0] in DECIDING}
    return lists_of(
        tuple(
            Own(
                row.list,
                Entry(
                    row.code, row.zh, row.en or row.zh,
                    tuple(word.strip() for word in (row.aliases or "").split("、") if word.strip()),
                    cls=row.category_class or _CLASS.get(row.list, ""), holder=row.holder or "", unit=row.measure or "",
                ),
                row.state == "in_use" and row.unit in deciders,
            )
            for row in list_entries(connection)
            if row.unit in deciders or (row.unit[0] in DECIDING and unit in units_above(row.unit))
        )
    )  # fmt: skip
